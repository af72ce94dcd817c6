"""延期申请 as it is read: for which days the ladder waits, what was asked and decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Extension


def held(deadline_id: Any, day: Any) -> ColumnElement[bool]:
    """A condition: on ``day`` the ladder waits for the decision on a request about the deadline.

    That is from the signature up to and including the day of the decision, or the day it was due, whichever is first;
    ``policy.extensions.hold`` says the same. ``day`` may be a date or a column of dates.
    """
    one = aliased(Extension)
    that_day = literal(day, Date) if isinstance(day, date) else day
    return (
        select(one.id)
        .where(
            one.deadline_id == deadline_id,
            one.holds.is_(True),
            one.signed_on <= that_day,
            one.held_until >= that_day,
            or_(one.decided_on.is_(None), one.decided_on >= that_day),
        )
        .exists()
    )


def holds(session: Session, day: date, task_ids: Any = None) -> frozenset[int]:
    """The keys of all deadlines held on ``day``, in one statement; ``task_ids``: of these tasks alone."""
    query = select(Extension.deadline_id).where(held(Extension.deadline_id, day))
    if task_ids is not None:
        query = query.where(Extension.task_id.in_(task_ids))
    return frozenset(session.scalars(query))
