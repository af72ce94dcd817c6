"""What is owed on a day: the one join of deadlines, revisions, claims and states that every list stands on."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, literal, or_, select

from tracker.models import Deadline, DeadlineRevision, Participation, PastDebtor, Suspension, Task, TaskTransition
from tracker.queries.standing import covers, unanswered
from tracker.vocabulary.deadlines import OUTLIVING
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import OPEN_STATUSES


def leads(task_id: Any, day: date) -> ColumnElement[bool]:
    """The participation is the one that led the task on ``day``."""
    return and_(
        Participation.task_id == task_id,
        Participation.role == ParticipationRole.LEAD,
        covers(Participation.from_on, Participation.until_on, literal(day, Date)),
    )


def owed_by(department_id: int, day: date) -> ColumnElement[bool]:
    """The unit owed the deadline on ``day``: it does now and nobody else did then, or it did then."""
    then = covers(PastDebtor.from_on, PastDebtor.until_on, literal(day, Date))
    another = select(PastDebtor.id).where(PastDebtor.deadline_id == Deadline.id, then)
    return or_(
        and_(Deadline.owed_by_department_id == department_id, ~another.exists()),
        Deadline.id.in_(select(PastDebtor.deadline_id).where(PastDebtor.department_id == department_id, then)),
    )


def owed_on(day: date, *columns: Any) -> Select[Any]:
    """Select ``columns`` over the duties unanswered on ``day`` of tasks open and not paused that day.

    A rectification and a review decision are owed whether the task is open, paused or ended. The columns may name
    Task, Deadline and DeadlineRevision; the revision is the one in force on ``day``.
    """
    that_day = literal(day, Date)
    paused = (
        select(Suspension.id)
        .where(Suspension.task_id == Task.id, covers(Suspension.from_on, Suspension.until_on, that_day))
        .exists()
    )
    return (
        select(*columns)
        .select_from(Deadline)
        .join(
            DeadlineRevision,
            and_(
                DeadlineRevision.deadline_id == Deadline.id,
                covers(DeadlineRevision.in_force_on, DeadlineRevision.until_on, that_day),
            ),
        )
        .join(Task, Task.id == Deadline.task_id)
        .join(
            TaskTransition,
            and_(
                TaskTransition.task_id == Task.id,
                covers(TaskTransition.happened_on, TaskTransition.until_on, that_day),
            ),
        )
        .where(
            covers(Deadline.opened_on, Deadline.voided_on, that_day),
            # A claim accepted by then answers it; said first because it needs no look into the claims.
            or_(Deadline.met_on.is_(None), Deadline.met_on > that_day),
            unanswered(that_day),
            or_(
                and_(TaskTransition.to_status.in_(sorted(OPEN_STATUSES)), ~paused),
                Deadline.kind.in_(sorted(OUTLIVING)),
            ),
        )
    )
