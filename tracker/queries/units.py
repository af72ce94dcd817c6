"""Units for a list to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from tracker.models import Department, DepartmentName, Participation, Task
from tracker.policy.access import Actor
from tracker.queries.visibility import visible_to
from tracker.vocabulary.departments import DepartmentKind, NameKind


@dataclass(frozen=True)
class UnitRow:
    id: int
    name: str


def assignable_units(session: Session, day: date) -> Sequence[UnitRow]:
    """Units that can be handed a task on ``day``, by name: not an office, not a section, not one that is gone."""
    rows = session.execute(
        select(Department.id, Department.name)
        .where(
            Department.kind.not_in((DepartmentKind.SUPERVISION_OFFICE, DepartmentKind.SECTION)),
            or_(Department.ended_on.is_(None), Department.ended_on > day),
        )
        .order_by(Department.name)
    )
    return [UnitRow(row.id, row.name) for row in rows]


def answered_for(department_id: int | None) -> Select[Any]:
    """The unit itself and those it succeeded: what was found about them is its to answer."""
    return select(Department.id).where(or_(Department.id == department_id, Department.successor_id == department_id))


def former_names(session: Session, day: date) -> Mapping[int, str]:
    """The names units went by on ``day``, of those that were renamed since."""
    rows = session.execute(
        select(DepartmentName.department_id, DepartmentName.name)
        .where(DepartmentName.kind == NameKind.OLD, DepartmentName.until_on > day)
        .order_by(DepartmentName.until_on.desc(), DepartmentName.id)
    )
    return {row.department_id: row.name for row in rows}


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
