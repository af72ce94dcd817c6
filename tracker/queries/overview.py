"""The whole on a day: how many tasks, what lights, and who has what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from tracker.models import Deadline, DeadlineRevision, Department, Participation, Task
from tracker.queries.duties import leads, owed_on
from tracker.queries.rules import rules_on
from tracker.queries.standing import standing
from tracker.queries.units import former_names
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lights import Light

_OPEN_LIGHTS = (Light.GREEN, Light.YELLOW, Light.RED, Light.PAUSED)


@dataclass(frozen=True)
class DepartmentRow:
    """A leading unit's share; a task is overdue or due soon by its final deadline."""

    department: str
    open: int
    overdue: int
    due_soon: int
    red: int
    yellow: int


@dataclass(frozen=True)
class Overview:
    tasks: int
    open: int
    overdue: int
    lights: Mapping[Light, int]
    by_department: Sequence[DepartmentRow]


def overview(session: Session, day: date) -> Overview:
    """Totals on ``day``, and the open tasks by leading unit, the most overdue first."""
    now = standing(day, rules_on(session, day))
    finals = _finals(day)
    is_open = now.c.light.in_([light.value for light in _OPEN_LIGHTS])
    lit = {
        Light(row.light): row.number
        for row in session.execute(
            select(now.c.light, func.count().label("number")).where(now.c.light.is_not(None)).group_by(now.c.light)
        )
    }

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    rows = session.execute(
        select(
            Department.id,
            func.coalesce(Department.name, "").label("name"),
            func.count().label("open"),
            func.sum(func.coalesce(finals.c.overdue, 0)).label("overdue"),
            func.sum(func.coalesce(finals.c.due_soon, 0)).label("due_soon"),
            count(now.c.light == Light.RED.value).label("red"),
            count(now.c.light == Light.YELLOW.value).label("yellow"),
        )
        .select_from(now)
        .outerjoin(finals, finals.c.task_id == now.c.task_id)
        .outerjoin(Participation, leads(now.c.task_id, day))
        .outerjoin(Department, Department.id == Participation.department_id)
        .where(is_open)
        .group_by(Department.id, Department.name)
    )
    names = former_names(session, day)
    departments = sorted(
        (
            DepartmentRow(names.get(row.id, row.name), row.open, row.overdue, row.due_soon, row.red, row.yellow)
            for row in rows
        ),
        key=lambda row: (-row.overdue, -row.red, -row.open, row.department),
    )
    return Overview(
        tasks=session.scalars(select(func.count()).select_from(Task)).one(),
        open=sum(row.open for row in departments),
        overdue=sum(row.overdue for row in departments),
        lights={light: lit.get(light, 0) for light in Light},
        by_department=departments,
    )


def _finals(day: date) -> Any:
    """Per task, whether its final deadline is overdue or due soon on ``day``."""
    return (
        owed_on(
            day,
            Task.id.label("task_id"),
            func.max(case((DeadlineRevision.due_on < day, 1), else_=0)).label("overdue"),
            func.max(
                case((DeadlineRevision.soon_on <= day, case((DeadlineRevision.due_on >= day, 1), else_=0)), else_=0)
            ).label("due_soon"),
        )
        .where(Deadline.kind == DeadlineKind.FINAL)
        .group_by(Task.id)
        .subquery("finals")
    )
