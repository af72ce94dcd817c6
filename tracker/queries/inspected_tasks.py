"""What an inspection looks at, and what it might: the office's open tasks, found by number or title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import Department, InspectionTask, Participation, Task
from tracker.policy.access import Actor
from tracker.policy.numbering import as_printed
from tracker.queries.visibility import visible_to
from tracker.vocabulary.lifecycle import OPEN_STATUSES

MOST = 30


@dataclass(frozen=True)
class TaskLine:
    id: int
    reference: str
    title: str
    units: Sequence[tuple[int, str]] = ()

    @property
    def worded_units(self) -> str:
        return "、".join(name for _, name in self.units)


def tasks_of(session: Session, actor: Actor, inspection_id: int) -> Sequence[TaskLine]:
    """What is looked at and the actor may see, with the units that take part now."""
    rows = session.execute(
        select(Task.id, Task.reference, Task.title, Department.id.label("unit_id"), Department.name)
        .join(InspectionTask, InspectionTask.task_id == Task.id)
        .outerjoin(Participation, and_(Participation.task_id == Task.id, Participation.until_on.is_(None)))
        .outerjoin(Department, Department.id == Participation.department_id)
        .where(InspectionTask.inspection_id == inspection_id, visible_to(actor))
        .order_by(Task.id, Participation.id)
    )
    found: dict[int, Any] = {}
    units: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        found[row.id] = row
        if row.unit_id is not None:
            units[row.id].append((row.unit_id, row.name))
    return [TaskLine(key, row.reference or "未编号", row.title, units[key]) for key, row in found.items()]


def open_tasks(session: Session, actor: Actor, typed: str, chosen: Collection[int]) -> Sequence[TaskLine]:
    """The office's open tasks with every word of ``typed`` in their number or title, and those chosen already."""
    words = as_printed(typed).split()
    occurs = [
        or_(Task.reference.icontains(word, autoescape=True), Task.title.icontains(word, autoescape=True))
        for word in words
    ]
    wanted = Task.id.in_(chosen)
    named = or_(wanted, and_(*occurs)) if occurs else wanted
    rows = session.execute(
        select(Task.id, Task.reference, Task.title)
        .where(visible_to(actor), Task.office_id == actor.office_id, Task.status.in_(sorted(OPEN_STATUSES)), named)
        .order_by(wanted.desc(), Task.id)
        .limit(MOST + len(chosen))
    )
    return [TaskLine(row.id, row.reference or "未编号", row.title) for row in rows]
