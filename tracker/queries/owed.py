"""我要办的: everything a unit owes, by date, with who asked and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import Session, aliased

from tracker.models import Deadline, DeadlineRevision, Department, Milestone, Task
from tracker.queries.duties import owed_on
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.lights import Light


@dataclass(frozen=True)
class OwedRow:
    """One duty. ``what`` is the node's content or the report's period; ``late`` the natural days since the date."""

    deadline_id: int
    task_id: int
    reference: str
    title: str
    status: TaskStatus
    light: Light | None
    kind: DeadlineKind
    what: str
    due_on: date
    late: int
    asked_by: str


def owed(session: Session, department_id: int, day: date) -> Sequence[OwedRow]:
    """The unit's unanswered duties on ``day``, the earliest first."""
    asker = aliased(Department)
    query = (
        owed_on(
            day,
            Deadline.id,
            Deadline.kind,
            Deadline.period,
            DeadlineRevision.due_on,
            Task.id.label("task_id"),
            Task.reference,
            Task.title,
            Task.status,
            Task.light,
            Milestone.content,
            asker.name.label("asked_by"),
        )
        .outerjoin(Milestone, and_(Deadline.kind == DeadlineKind.MILESTONE, Milestone.id == Deadline.subject_id))
        .outerjoin(asker, asker.id == Deadline.owed_to_department_id)
        .where(Deadline.owed_by_department_id == department_id)
        .order_by(DeadlineRevision.due_on, Deadline.id)
    )
    return [_row(row, day) for row in session.execute(query)]


def _row(row: Any, day: date) -> OwedRow:
    return OwedRow(
        deadline_id=row.id,
        task_id=row.task_id,
        reference=row.reference or "",
        title=row.title,
        status=row.status,
        light=row.light,
        kind=row.kind,
        what=row.content or row.period or "",
        due_on=row.due_on,
        late=max((day - row.due_on).days, 0),
        asked_by=row.asked_by or "",
    )
