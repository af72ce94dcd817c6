"""系统提醒: before the date and on it to the doer, after it to the doer and the office; one message per unit and day.

Reminders are for today alone: a missed day is not made up with stale mail, but what is still true is told. Like the
night, the morning is judged by what the day before has completed; what was answered since is left out.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, insert, literal, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Deadline, DeadlineRevision, OutboxMessage, Reminder, Task
from tracker.policy.rules import RuleName
from tracker.policy.work_calendar import WorkCalendar
from tracker.queries.duties import owed_on
from tracker.queries.standing import unanswered
from tracker.services.deadlines import basis
from tracker.services.outbox import enqueue
from tracker.vocabulary.deadlines import ReminderKind

_DAY = timedelta(days=1)


def remind(session: Session, today: date) -> int:
    """Write what is to be reminded of today and not yet recorded; returns the number of messages. None on rest days."""
    by = basis(session, today)
    if not by.calendar.is_workday(today):
        return 0
    rule_id = by.rules.id(RuleName.REMINDER)
    told = _told_today(session, today)
    letters: dict[int, list[str]] = defaultdict(list)
    rows: list[dict[str, object]] = []
    for kind, when, to in _occasions(by.calendar, by.rules.number(RuleName.REMINDER, "after_workdays"), today):
        for duty in _found(session, kind, when, to, today):
            if duty.told in told:
                continue
            letters[duty.told].append(_line(kind, duty))
            rows.append(
                {
                    "deadline_id": duty.id,
                    "kind": kind,
                    "clock_no": duty.clock_no,
                    "department_id": duty.told,
                    "happened_on": today,
                    "rule_id": rule_id,
                    "recorded_at": clock.now(),
                }
            )
    if rows:
        session.execute(insert(Reminder), rows)
    for department_id, lines in sorted(letters.items()):
        key = f"remind:{department_id}:{today.isoformat()}"
        enqueue(session, key, department_id, f"{len(lines)}项办理时限提醒", "\n".join(lines))
    return len(letters)


def _occasions(calendar: WorkCalendar, after: int, today: date) -> list[tuple[ReminderKind, ColumnElement[bool], Any]]:
    """When each kind is due, as comparisons of dates, and whom it tells. A rest day ahead is told of before it."""
    tomorrow = calendar.add_workdays(today, 1)
    due_on, doer = DeadlineRevision.due_on, Deadline.owed_by_department_id
    # So many working days after the date, today among them: a date on a Saturday is one working day past on Monday.
    late = due_on < min(calendar.add_workdays(today, 1 - after), today)
    return [
        (ReminderKind.BEFORE, (DeadlineRevision.soon_on < tomorrow) & (due_on >= tomorrow), doer),
        (ReminderKind.ON_THE_DAY, (due_on >= today) & (due_on < tomorrow), doer),
        (ReminderKind.AFTER, late, doer),
        (ReminderKind.AFTER, late & doer.is_distinct_from(Task.office_id), Task.office_id),
    ]


def _found(session: Session, kind: ReminderKind, when: ColumnElement[bool], to: Any, today: date) -> list[Any]:
    recorded = (
        select(Reminder.id)
        .where(
            Reminder.deadline_id == Deadline.id,
            Reminder.kind == kind,
            Reminder.clock_no == DeadlineRevision.clock_no,
            Reminder.department_id == to,
        )
        .exists()
    )
    found = owed_on(
        today - _DAY,
        Deadline.id,
        Deadline.kind,
        to.label("told"),
        DeadlineRevision.clock_no,
        DeadlineRevision.due_on,
        Task.reference,
        Task.title,
    ).where(when, to.is_not(None), Task.watched_from <= today, unanswered(literal(today, Date)), ~recorded)
    return list(session.execute(found.order_by(DeadlineRevision.due_on, Deadline.id)))


def _told_today(session: Session, today: date) -> set[int]:
    """Units that have had today's message; what came up since then waits for tomorrow's."""
    return set(
        session.scalars(
            select(OutboxMessage.department_id).where(OutboxMessage.dedupe_key.like(f"remind:%:{today.isoformat()}"))
        )
    )


def _line(kind: ReminderKind, duty: Any) -> str:
    return f"【{kind.label}】{duty.reference or '未编号'} {duty.title}：{duty.kind.label}，时限{duty.due_on}"
