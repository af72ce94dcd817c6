"""System reminders: to whom, on which day, in one message; and no more often than that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from factories import CLERK, department, office, working
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tracker.models import Deadline, DeadlineRevision, Department, OutboxMessage, Reminder, Task
from tracker.services import completion, deadlines
from tracker.services.calendar import set_day
from tracker.services.deadlines import basis
from tracker.services.reminders import remind
from tracker.vocabulary.deadlines import DeadlineKind, ReminderKind, RevisionCause

DAY = timedelta(days=1)
START = date(2026, 3, 2)
BEFORE, ON_THE_DAY, AFTER = ReminderKind.BEFORE, ReminderKind.ON_THE_DAY, ReminderKind.AFTER


def told(session: Session, first: date, last: date) -> list[tuple[date, ReminderKind, str]]:
    """Run it daily; when which reminder went to whom."""
    for number in range((last - first).days + 1):
        remind(session, first + number * DAY)
    rows = session.execute(
        select(Reminder.happened_on, Reminder.kind, Department.name)
        .join(Department, Department.id == Reminder.department_id)
        .order_by(Reminder.happened_on, Reminder.id)
    )
    return [tuple(row) for row in rows]


LETTERS = select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("remind:"))


def task_of(session: Session, name: str, due_on: date, *, today: date = START, **values: object) -> Task:
    known = session.scalars(select(Department).where(Department.name == name)).first()
    return working(session, today=today, lead=known or department(session, name), due_on=due_on, **values)


@pytest.mark.parametrize(
    ("due_on", "before", "on_the_day", "after"),
    [
        # Friday: three workdays before is Tuesday, one workday after is Monday.
        (date(2026, 3, 20), date(2026, 3, 17), date(2026, 3, 20), date(2026, 3, 23)),
        # Saturday, Sunday: told on Friday; Monday is the first workday past.
        (date(2026, 3, 21), date(2026, 3, 18), date(2026, 3, 20), date(2026, 3, 23)),
        (date(2026, 3, 22), date(2026, 3, 18), date(2026, 3, 20), date(2026, 3, 23)),
        # Monday.
        (date(2026, 3, 23), date(2026, 3, 18), date(2026, 3, 23), date(2026, 3, 24)),
        # The first day of Qingming: told on the Friday before, past on Tuesday.
        (date(2026, 4, 4), date(2026, 4, 1), date(2026, 4, 3), date(2026, 4, 7)),
    ],
)
def test_three_workdays_before_on_the_day_and_one_workday_after(
    session: Session, due_on: date, before: date, on_the_day: date, after: date
) -> None:
    task_of(session, "市住建局", due_on)
    assert told(session, START, due_on + 6 * DAY) == [
        (before, BEFORE, "市住建局"),
        (on_the_day, ON_THE_DAY, "市住建局"),
        (after, AFTER, "市住建局"),
        (after, AFTER, "督查室"),
    ]


def test_a_short_order_is_announced_within_the_last_third_of_its_term(session: Session) -> None:
    # Monday to Friday, four days: one day ahead, and not the Tuesday three workdays ahead.
    task_of(session, "市住建局", date(2026, 3, 6))
    assert told(session, START, date(2026, 3, 5)) == [(date(2026, 3, 5), BEFORE, "市住建局")]


def test_a_unit_gets_one_message_a_day_whatever_it_owes(session: Session) -> None:
    for number in range(3):
        task_of(session, "市住建局", date(2026, 3, 20), title=f"第{number}号工程")
    task_of(session, "市住建局", date(2026, 3, 16), title="迟到的工程")
    task_of(session, "市水务局", date(2026, 3, 20), title="引水工程")
    day = date(2026, 3, 17)
    assert remind(session, day) == 3
    letters = {row.department_id: row for row in session.scalars(LETTERS.order_by(OutboxMessage.department_id))}
    unit = session.scalars(select(Department.id).where(Department.name == "市住建局")).one()
    assert letters[unit].subject == "4项办理时限提醒"
    assert letters[unit].dedupe_key == f"remind:{unit}:2026-03-17"
    lines = letters[unit].body.splitlines()
    assert lines[0] == "【提前提醒】督〔2026〕1号 第0号工程：最终时限，时限2026-03-20"
    assert lines[-1] == "【逾期提醒】督〔2026〕4号 迟到的工程：最终时限，时限2026-03-16"
    assert letters[office(session).id].body.splitlines() == lines[-1:]


def test_a_second_run_of_the_day_tells_nobody_anything(session: Session) -> None:
    task_of(session, "市住建局", date(2026, 3, 16))
    day = date(2026, 3, 17)
    assert remind(session, day) == 2
    assert remind(session, day) == 0
    # What came up since waits for tomorrow rather than for a second letter.
    task_of(session, "市住建局", date(2026, 3, 16), title="又一件")
    assert remind(session, day) == 0
    assert remind(session, day + DAY) == 2


def test_nobody_is_reminded_on_a_rest_day_and_everybody_on_a_made_up_one(session: Session) -> None:
    task_of(session, "市住建局", date(2026, 3, 6))
    saturday = date(2026, 3, 7)
    assert remind(session, saturday) == 0
    assert session.scalars(LETTERS).all() == []
    set_day(session, CLERK, saturday, True, "抗洪", today=saturday)
    assert remind(session, saturday) == 2


def test_missed_days_are_not_made_up_but_what_is_still_true_is_told(session: Session) -> None:
    task_of(session, "市住建局", date(2026, 3, 20))
    assert told(session, date(2026, 3, 19), date(2026, 3, 19)) == [(date(2026, 3, 19), BEFORE, "市住建局")]
    assert remind(session, date(2026, 3, 30)) == 2
    assert told(session, date(2026, 3, 31), date(2026, 3, 31))[1:] == [
        (date(2026, 3, 30), AFTER, "市住建局"),
        (date(2026, 3, 30), AFTER, "督查室"),
    ]


def test_only_an_extension_brings_the_reminders_again(session: Session) -> None:
    task = task_of(session, "市住建局", date(2026, 3, 20))
    told(session, date(2026, 3, 16), date(2026, 3, 23))
    final = deadlines.of_task(session, task.id, DeadlineKind.FINAL)[0]
    today = date(2026, 3, 24)
    for cause, due_on in ((RevisionCause.RECOUNTED, date(2026, 3, 23)), (RevisionCause.EXTENDED, date(2026, 3, 31))):
        deadlines.revise(session, CLERK, final, due_on, cause, "停工", basis(session, today), today=today)
        session.flush()
        before = len(session.scalars(select(Reminder)).all())
        told(session, today, date(2026, 4, 2))
        new = session.scalars(select(Reminder).order_by(Reminder.id)).all()[before:]
        expected = [] if cause is RevisionCause.RECOUNTED else [BEFORE, ON_THE_DAY, AFTER, AFTER]
        assert [row.kind for row in new] == expected
        assert {row.clock_no for row in new} <= {2}


def answered(session: Session, task: Task) -> None:
    completion.claim_completion(session, CLERK, task, today=date(2026, 3, 10))


def not_yet_watched(session: Session, task: Task) -> None:
    task.watched_from = date(2026, 6, 1)


@pytest.mark.parametrize("spared", [answered, not_yet_watched])
def test_who_owes_nothing_or_is_not_watched_yet_is_left_in_peace(
    session: Session, spared: Callable[[Session, Task], None]
) -> None:
    spared(session, task_of(session, "市住建局", date(2026, 3, 20)))
    session.flush()
    assert told(session, date(2026, 3, 16), date(2026, 3, 25)) == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(due_on=st.dates(date(2026, 1, 20), date(2026, 12, 1)), term=st.integers(1, 40))
def test_every_date_of_the_year_is_reminded_of_as_counted_by_hand(engine: Engine, due_on: date, term: int) -> None:
    """Day by day: before it, once the next working day would be too late; after it, on the first working day past."""
    opened_on = due_on - term * DAY
    with Session(engine.execution_options(writes=True)) as session:
        task_of(session, "市住建局", due_on, today=opened_on)
        calendar = basis(session, opened_on).calendar
        soon_on = session.scalars(
            select(DeadlineRevision.soon_on)
            .join(Deadline, Deadline.id == DeadlineRevision.deadline_id)
            .where(Deadline.kind == DeadlineKind.FINAL)
        ).one()
        expected: list[tuple[date, ReminderKind, str]] = []
        # The day it is opened on tells the unit of it by itself.
        for day in (opened_on + n * DAY for n in range(1, term + 15)):
            if not calendar.is_workday(day):
                continue
            following = day + DAY
            while not calendar.is_workday(following):
                following += DAY
            said = {kind for _, kind, _ in expected}
            if day <= due_on < following:
                expected.append((day, ON_THE_DAY, "市住建局"))
            elif due_on >= following > soon_on and BEFORE not in said:
                expected.append((day, BEFORE, "市住建局"))
            elif due_on < day and AFTER not in said:
                expected += [(day, AFTER, "市住建局"), (day, AFTER, "督查室")]
        assert told(session, opened_on, opened_on + (term + 14) * DAY) == expected
