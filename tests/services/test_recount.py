"""A confirmed year counts again what was counted without it, and leaves alone what a person has set."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, assigned, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import AuditEntry, Deadline, DeadlineRevision, LightChange
from tracker.services import deadlines
from tracker.services.calendar import LoadYear, load_year, set_day
from tracker.services.deadlines import basis
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause, SubjectKind, TermUnit
from tracker.vocabulary.lights import Light, LightReason

# As the State Council would say it: New Year's Day till the 3rd, Spring Festival from the 5th to the 11th.
NOTICE = (
    *((date(2027, 1, day), False, "元旦") for day in (1, 2, 3)),
    *((date(2027, 2, day), False, "春节") for day in range(5, 12)),
    (date(2027, 1, 30), True, "春节调休"),
    (date(2027, 2, 14), True, "春节调休"),
)
YEAR = LoadYear(2027, NOTICE, "国办发明电〔2026〕1号")
TODAY = date(2026, 12, 10)


def revisions(session: Session, deadline: Deadline) -> list[tuple[int, RevisionCause, date, int]]:
    rows = session.scalars(
        select(DeadlineRevision).where(DeadlineRevision.deadline_id == deadline.id).order_by(DeadlineRevision.ordinal)
    )
    return [(row.ordinal, row.cause, row.due_on, row.clock_no) for row in rows]


def term(session: Session, opened_on: date, workdays: int) -> Deadline:
    """A duty counted in working days, such as a visit asked for."""
    task = working(session, today=date(2026, 3, 2))
    by = basis(session, opened_on)
    duty = Deadline(
        duty=f"rectification:{task.id}",
        task_id=task.id,
        kind=DeadlineKind.RECTIFICATION,
        subject_kind=SubjectKind.TASK,
        subject_id=task.id,
        owed_by_department_id=task.office_id,
        term=workdays,
        term_unit=TermUnit.WORKING,
    )
    due_on = by.calendar.add_workdays(opened_on, workdays)
    return deadlines.open_deadline(session, CLERK, duty, due_on, by, today=opened_on)


def test_a_term_counted_into_an_unknown_year_is_counted_again_when_the_year_is_known(session: Session) -> None:
    duty = term(session, date(2026, 12, 1), 45)
    assert (duty.due_on, duty.provisional) == (date(2027, 2, 2), True)
    assert load_year(session, CLERK, YEAR, today=TODAY) == 1
    # New Year's Day is gone, the make-up Saturday of 30 January counts.
    assert (duty.due_on, duty.provisional, duty.clock_no) == (date(2027, 2, 2), False, 1)


def test_what_moved_keeps_its_first_date_and_says_why_it_moved(session: Session) -> None:
    duty = term(session, date(2026, 12, 1), 50)
    before = duty.due_on
    load_year(session, CLERK, YEAR, today=TODAY)
    session.flush()
    assert before == date(2027, 2, 9)
    assert duty.due_on == date(2027, 2, 15)
    assert revisions(session, duty) == [
        (1, RevisionCause.OPENED, date(2027, 2, 9), 1),
        (2, RevisionCause.RECOUNTED, date(2027, 2, 15), 1),
    ]
    first = session.scalars(
        select(DeadlineRevision).where(DeadlineRevision.deadline_id == duty.id, DeadlineRevision.ordinal == 1)
    ).one()
    assert (first.in_force_on, first.until_on) == (date(2026, 12, 1), TODAY)


def test_a_term_that_ends_within_the_known_year_does_not_move(session: Session) -> None:
    duty = term(session, date(2026, 11, 2), 20)
    assert not duty.provisional
    load_year(session, CLERK, YEAR, today=TODAY)
    session.flush()
    assert len(revisions(session, duty)) == 1


def test_a_date_that_the_paper_names_stays_and_only_its_warnings_follow(session: Session) -> None:
    task = working(session, today=date(2027, 2, 1), due_on=date(2027, 2, 15))
    final = deadlines.of_task(session, task.id, DeadlineKind.FINAL)[0]
    assert (final.soon_on, final.provisional) == (date(2027, 2, 11), True)
    load_year(session, CLERK, YEAR, today=date(2027, 2, 1))
    # Three workdays before the 15th: the make-up Sunday, the 12th, and the 4th before the holiday, but for the cap.
    assert (final.due_on, final.soon_on, final.provisional) == (date(2027, 2, 15), date(2027, 2, 11), False)
    other = working(session, today=date(2027, 1, 4), due_on=date(2027, 2, 12))
    final = deadlines.of_task(session, other.id, DeadlineKind.FINAL)[0]
    assert (final.due_on, final.soon_on) == (date(2027, 2, 12), date(2027, 2, 2))


def test_warnings_counted_without_the_holiday_move_with_it(session: Session) -> None:
    task = working(session, today=date(2026, 12, 1), due_on=date(2027, 2, 12))
    final = deadlines.of_task(session, task.id, DeadlineKind.FINAL)[0]
    assert final.soon_on == date(2027, 2, 9)
    assert load_year(session, CLERK, YEAR, today=TODAY) == 1
    session.flush()
    assert final.soon_on == date(2027, 2, 2)
    assert [row[1:3] for row in revisions(session, final)] == [
        (RevisionCause.OPENED, date(2027, 2, 12)),
        (RevisionCause.RECOUNTED, date(2027, 2, 12)),
    ]


def test_an_extended_term_is_a_date_that_a_person_has_set(session: Session) -> None:
    duty = term(session, date(2026, 12, 1), 50)
    by, day = basis(session, date(2026, 12, 5)), date(2026, 12, 5)
    deadlines.revise(session, CLERK, duty, date(2027, 3, 1), RevisionCause.EXTENDED, "停工", by, today=day)
    load_year(session, CLERK, YEAR, today=TODAY)
    session.flush()
    assert duty.due_on == date(2027, 3, 1)
    assert duty.clock_no == 2
    assert {row[3] for row in revisions(session, duty)[1:]} == {2}


def test_answered_and_voided_duties_are_left_alone(session: Session) -> None:
    met, voided = term(session, date(2026, 12, 1), 50), term(session, date(2026, 12, 1), 51)
    deadlines.meet(session, CLERK, met, today=date(2026, 12, 8))
    deadlines.void([voided], today=date(2026, 12, 8))
    session.flush()
    assert load_year(session, CLERK, YEAR, today=TODAY) == 0


def test_a_report_due_on_a_day_that_turns_out_to_be_one_of_rest_moves_on(session: Session) -> None:
    working(session, today=date(2026, 3, 2), due_on=None, report_day=8)
    sweep_day(session, date(2027, 1, 9))
    report = session.scalars(select(Deadline).where(Deadline.kind == DeadlineKind.REPORT)).one()
    assert (report.due_on, report.provisional) == (date(2027, 2, 8), True)
    load_year(session, CLERK, YEAR, today=date(2027, 1, 10))
    assert (report.due_on, report.period_ends_on) == (date(2027, 2, 12), date(2027, 2, 8))
    assert not report.provisional


def test_a_warning_that_has_begun_by_the_new_calendar_lights_up_at_once(session: Session) -> None:
    today = date(2026, 6, 8)
    task = working(session, today=date(2026, 5, 29), due_on=date(2026, 6, 12))
    sweep_day(session, today)
    assert task.light is Light.GREEN
    # With Thursday the 11th at rest, three workdays before Friday the 12th is Monday the 8th and not the 9th.
    assert set_day(session, CLERK, date(2026, 6, 11), False, "台风停工", today=today) > 0
    assert (task.light, task.light_since, task.light_reason) == (Light.YELLOW, today, LightReason.FINAL_NEAR)


def test_a_warning_that_has_not_begun_by_the_new_calendar_goes_out_at_once(session: Session) -> None:
    today = date(2026, 6, 11)
    task = working(session, today=date(2026, 6, 1), due_on=date(2026, 6, 15))
    sweep_day(session, today)
    session.refresh(task)
    assert task.light is Light.YELLOW
    for day in (date(2026, 6, 13), date(2026, 6, 14)):
        set_day(session, CLERK, day, True, "汛期上班", today=today)
    assert task.light is Light.GREEN
    last = session.scalars(select(LightChange).where(LightChange.task_id == task.id).order_by(LightChange.id)).all()[-1]
    assert (last.happened_on, last.ordinal, last.from_light, last.to_light) == (today, 2, Light.YELLOW, Light.GREEN)


def test_a_year_nobody_knows_is_refused_and_one_that_is_loaded_leaves_its_trace(session: Session) -> None:
    with pytest.raises(RuleBroken, match="year-unknown") as refused:
        load_year(session, CLERK, LoadYear(2027), today=TODAY)
    assert refused.value.message == "没有2027年的法定节假日数据，请用 --file 载入国务院通知的安排"
    assigned(session, today=date(2026, 3, 2))
    load_year(session, CLERK, YEAR, today=TODAY)
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.tag == "calendar:loaded")).one()
    assert (entry.actor, entry.subject_id, entry.detail) == ("督查员", 2027, '{"moved": 0}')
