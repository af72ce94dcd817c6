"""Which reports the sweep opens: for whom, by which rhythm, due when, and for whom not."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, assigned, department, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Deadline, DeadlineRevision, Department, Participation
from tracker.services import completion
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.sheets import Every

REPORTS = (DeadlineKind.REPORT, DeadlineKind.HELPER_ANSWER)


def opened(session: Session) -> list[tuple[object, ...]]:
    """Kind, period, who owes whom, opened when, due when."""
    names = dict(session.execute(select(Department.id, Department.name)).all())
    rows = session.scalars(select(Deadline).where(Deadline.kind.in_(REPORTS)).order_by(Deadline.id))
    return [
        (row.kind, row.period, names[row.owed_by_department_id], names[row.owed_to_department_id], *dated(row))
        for row in rows
    ]


def dated(row: Deadline) -> tuple[date | None, date | None]:
    return row.opened_on, row.due_on


def test_leads_owe_the_office_by_the_25th_and_helpers_owe_the_lead_by_the_15th(session: Session) -> None:
    lead, helper, equal = (department(session, name) for name in ("市住建局", "市水务局", "市财政局"))
    task = working(session, today=date(2026, 3, 2), lead=lead, helpers=(helper,))
    session.add(
        Participation(
            task_id=task.id,
            department_id=equal.id,
            role=ParticipationRole.CO_LEAD,
            from_on=date(2026, 3, 2),
        )
    )
    session.flush()
    day = date(2026, 3, 26)
    assert sweep_day(session, day).report_periods == 3
    assert sorted(opened(session)) == [
        (DeadlineKind.HELPER_ANSWER, "2026-04", "市水务局", "市住建局", day, date(2026, 4, 15)),
        # 25 April 2026 is a Saturday.
        (DeadlineKind.REPORT, "2026-04", "市住建局", "督查室", day, date(2026, 4, 27)),
        (DeadlineKind.REPORT, "2026-04", "市财政局", "督查室", day, date(2026, 4, 27)),
    ]


def test_a_period_is_opened_once_and_the_next_one_after_its_end(session: Session) -> None:
    working(session, today=date(2026, 3, 2))
    days = ((3, 26), (3, 26), (3, 27), (4, 25), (4, 26), (5, 25), (5, 26))
    counts = [sweep_day(session, date(2026, month, day)).report_periods for month, day in days]
    assert counts == [1, 0, 0, 0, 1, 0, 1]
    assert [row[1] for row in opened(session)] == ["2026-04", "2026-05", "2026-06"]


def test_an_opened_report_has_its_first_revision_and_its_dates(session: Session) -> None:
    working(session, today=date(2026, 3, 2))
    sweep_day(session, date(2026, 8, 26))
    report = session.scalars(select(Deadline).where(Deadline.kind == DeadlineKind.REPORT)).one()
    first = session.scalars(select(DeadlineRevision).where(DeadlineRevision.deadline_id == report.id)).one()
    # Due on Friday the 25th; a make-up Sunday was worked on the 20th; the Mid-Autumn holiday moves the due date on.
    assert report.period_ends_on == date(2026, 9, 25)
    assert (first.cause, first.ordinal, first.clock_no, first.in_force_on, first.decided_by) == (
        RevisionCause.OPENED, 1, 1, date(2026, 8, 26), "系统",
    )  # fmt: skip
    dates = [(row.due_on, row.soon_on, row.yellow_on, row.red_on) for row in (report, first)]
    assert dates == [(date(2026, 9, 28), date(2026, 9, 22), date(2026, 9, 29), None)] * 2


@pytest.mark.parametrize(
    ("every", "own_day", "day", "period", "due_on"),
    [
        (Every.MONTH, None, date(2026, 6, 26), "2026-07", date(2026, 7, 27)),
        (Every.MONTH, 5, date(2026, 6, 6), "2026-07", date(2026, 7, 6)),
        (Every.QUARTER, None, date(2026, 6, 26), "2026-Q3", date(2026, 9, 28)),
        (Every.HALF_YEAR, None, date(2026, 6, 26), "2026-H2", date(2026, 12, 25)),
        (Every.YEAR, None, date(2026, 6, 26), "2026", date(2026, 12, 25)),
        # Saturday to Friday; the Dragon Boat Festival of 2026 is Friday, 19 June.
        (Every.WEEK, None, date(2026, 6, 13), "2026-W25", date(2026, 6, 22)),
    ],
)
def test_each_task_reports_by_its_own_rhythm(
    session: Session, every: Every, own_day: int | None, day: date, period: str, due_on: date
) -> None:
    working(session, today=date(2026, 3, 2), report_every=every, report_day=own_day)
    sweep_day(session, day)
    assert [(row[1], row[5]) for row in opened(session)] == [(period, due_on)]


def test_a_task_claimed_complete_is_asked_for_no_more_reports(session: Session) -> None:
    task = working(session, today=date(2026, 3, 2))
    completion.claim_completion(session, CLERK, task, today=date(2026, 3, 20))
    assert sweep_day(session, date(2026, 3, 26)).report_periods == 0
    completion.send_back(session, CLERK, task, "缺验收单", today=date(2026, 3, 30))
    assert sweep_day(session, date(2026, 3, 30)).report_periods == 1


@pytest.mark.parametrize(
    ("assigned_on", "periods"),
    [
        (date(2026, 5, 10), ["2026-05", "2026-06"]),
        # Two weeks are too short for a first report.
        (date(2026, 5, 11), ["2026-06"]),
    ],
)
def test_a_task_assigned_late_in_a_period_reports_from_the_next_one(
    session: Session, assigned_on: date, periods: list[str]
) -> None:
    working(session, today=assigned_on)
    sweep_day(session, assigned_on)
    sweep_day(session, date(2026, 5, 26))
    assert [row[1] for row in opened(session)] == periods


def test_a_unit_that_left_the_task_is_not_asked(session: Session) -> None:
    lead, gone = department(session, "市住建局"), department(session, "市水务局")
    task = working(session, today=date(2026, 3, 2), lead=lead, helpers=(gone,))
    part = session.scalars(select(Participation).where(Participation.department_id == gone.id)).one()
    part.until_on = date(2026, 3, 20)
    session.flush()
    assert sweep_day(session, date(2026, 3, 26)).report_periods == 1
    assert {row[2] for row in opened(session)} == {"市住建局"}
    assert task.office_id == office(session).id


def test_helpers_owe_the_lead_of_the_day_even_when_the_day_is_made_up_later(session: Session) -> None:
    old, new, helper = (department(session, name) for name in ("市建委", "市住建局", "市水务局"))
    task = working(session, today=date(2026, 3, 2), lead=old, helpers=(helper,))
    handed_over = date(2026, 3, 28)
    part = session.scalars(select(Participation).where(Participation.lead_of == task.id)).one()
    part.lead_of, part.until_on = None, handed_over
    session.flush()
    session.add(
        Participation(
            task_id=task.id,
            department_id=new.id,
            role=ParticipationRole.LEAD,
            lead_of=task.id,
            from_on=handed_over,
        )
    )
    session.flush()
    sweep_day(session, date(2026, 3, 26))
    assert [row[2:4] for row in opened(session) if row[0] is DeadlineKind.HELPER_ANSWER] == [("市水务局", "市建委")]
    assert [row[2] for row in opened(session) if row[0] is DeadlineKind.REPORT] == ["市建委"]


def test_a_task_not_yet_begun_reports_all_the_same(session: Session) -> None:
    assigned(session, today=date(2026, 3, 2))
    assert sweep_day(session, date(2026, 3, 26)).report_periods == 1
