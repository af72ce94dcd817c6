"""Units for a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Department, Participation, Task
from tracker.policy.access import Actor
from tracker.queries.visibility import visible_to


@dataclass(frozen=True)
class UnitRow:
    id: int
    name: str


def leading_units(session: Session, actor: Actor) -> Sequence[UnitRow]:
    """Units that lead a task the actor may see, by name."""
    rows = session.execute(
        select(Department.id, Department.name)
        .join(Participation, Participation.department_id == Department.id)
        .join(Task, Task.id == Participation.lead_of)
        .where(visible_to(actor))
        .distinct()
        .order_by(Department.name)
    )
    return [UnitRow(row.id, row.name) for row in rows]
