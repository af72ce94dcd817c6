"""Dates worked out again, after a calendar year was confirmed or a rule changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Deadline, DeadlineRevision
from tracker.policy.access import Actor
from tracker.policy.deadlines import dates, due_after
from tracker.services.deadlines import Basis, basis, put_in_force
from tracker.vocabulary.deadlines import RevisionCause


def recount(session: Session, actor: Actor, *, today: date) -> int:
    """Work out the dates of every unanswered deadline anew; returns how many moved.

    A term on its first clock is counted again from its start. A date that the paper or a decision names stays, and
    only its warning dates follow.
    """
    by = basis(session, today)
    first, last = aliased(DeadlineRevision), aliased(DeadlineRevision)
    unanswered = (
        select(Deadline, first, last)
        .join(first, and_(first.deadline_id == Deadline.id, first.ordinal == 1))
        .join(last, and_(last.deadline_id == Deadline.id, last.until_on.is_(None)))
        .where(Deadline.met_on.is_(None), Deadline.voided_on.is_(None))
        .order_by(Deadline.id)
    )
    return sum(
        _recount(session, actor, deadline, original, current, by, today=today)
        for deadline, original, current in session.execute(unanswered).all()
    )


def _recount(
    session: Session,
    actor: Actor,
    deadline: Deadline,
    first: DeadlineRevision,
    last: DeadlineRevision,
    by: Basis,
    *,
    today: date,
) -> bool:
    due_on, original = last.due_on, first.due_on
    if deadline.term is not None and deadline.term_unit is not None and deadline.clock_no == 1:
        due_on = original = due_after(first.in_force_on, deadline.term, deadline.term_unit, by.calendar)
    new = dates(deadline.kind, first.in_force_on, due_on, by.rules, by.calendar, original_due_on=original)
    deadline.provisional = new.provisional
    if (last.due_on, last.soon_on, last.yellow_on, last.red_on) == (new.due_on, new.soon_on, new.yellow_on, new.red_on):
        return False
    put_in_force(session, actor, deadline, new, RevisionCause.RECOUNTED, by, after=last, today=today)
    return True
