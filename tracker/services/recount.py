"""Dates worked out again, after a calendar year was confirmed or a rule changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Deadline, DeadlineRevision, Task
from tracker.policy.access import Actor
from tracker.policy.deadlines import dates, due_after
from tracker.policy.reporting import due_dates
from tracker.services.deadlines import Basis, basis, put_in_force
from tracker.services.lights import relight
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.sheets import Every

_TASKS_AT_ONCE = 500


def recount(session: Session, actor: Actor, *, today: date) -> int:
    """Work out the dates of every unanswered deadline anew; returns how many moved.

    A term on its first clock is counted again from its start, a report moves off the rest days anew. A date that the
    paper or a decision names stays, and only its warning dates follow.
    """
    by = basis(session, today)
    first, last = aliased(DeadlineRevision), aliased(DeadlineRevision)
    unanswered = (
        select(Deadline, first, last, Task.report_every)
        .join(Task, Task.id == Deadline.task_id)
        .join(first, and_(first.deadline_id == Deadline.id, first.ordinal == 1))
        .join(last, and_(last.deadline_id == Deadline.id, last.until_on.is_(None)))
        .where(Deadline.met_on.is_(None), Deadline.voided_on.is_(None))
        .order_by(Deadline.id)
    )
    moved = [
        deadline.task_id
        for deadline, original, current, every in session.execute(unanswered).all()
        if _recount(session, actor, deadline, original, current, every, by, today=today)
    ]
    touched = sorted(set(moved))
    for start in range(0, len(touched), _TASKS_AT_ONCE):
        some = touched[start : start + _TASKS_AT_ONCE]
        relight(session, session.scalars(select(Task).where(Task.id.in_(some))).all(), today=today)
    return len(moved)


def _recount(
    session: Session,
    actor: Actor,
    deadline: Deadline,
    first: DeadlineRevision,
    last: DeadlineRevision,
    every: Every,
    by: Basis,
    *,
    today: date,
) -> bool:
    due_on, original = last.due_on, first.due_on
    if deadline.clock_no == 1 and deadline.term is not None and deadline.term_unit is not None:
        due_on = original = due_after(first.in_force_on, deadline.term, deadline.term_unit, by.calendar)
    elif deadline.clock_no == 1 and deadline.period_ends_on is not None:
        report, helpers = due_dates(deadline.period_ends_on, every, by.rules, by.calendar)
        due_on = original = helpers if deadline.kind is DeadlineKind.HELPER_ANSWER else report
    new = dates(deadline.kind, first.in_force_on, due_on, by.rules, by.calendar, original_due_on=original)
    deadline.provisional = new.provisional
    if (last.due_on, last.soon_on, last.yellow_on, last.red_on) == (new.due_on, new.soon_on, new.yellow_on, new.red_on):
        return False
    put_in_force(session, actor, deadline, new, RevisionCause.RECOUNTED, by, after=last, today=today)
    return True
