"""Where a task comes from and what became of it: parts, 并项, 结转."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Department, Participation, Task
from tracker.policy.access import Actor
from tracker.policy.duplicates import Candidate, find_duplicates
from tracker.policy.numbering import as_printed
from tracker.queries.visibility import visible_to
from tracker.vocabulary.lifecycle import ENDED_STATUSES, TaskStatus
from tracker.vocabulary.lights import Light


@dataclass(frozen=True)
class Relative:
    """A task related to another; ``relation`` says how, seen from that other."""

    relation: str
    id: int
    reference: str
    title: str
    status: TaskStatus
    light: Light | None
    lead: str


@dataclass(frozen=True)
class Likeness:
    """A task that looks like the same matter, with how alike they are out of 100."""

    score: int
    task: Relative


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[Relative]:
    """The relatives the actor may see, in one statement."""
    related = [Task.parent_id == task.id, Task.merged_into_id == task.id]
    related += [Task.id == one for one in (task.parent_id, task.merged_into_id) if one is not None]
    rows = session.execute(
        select(Task, Department.name)
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .outerjoin(Department, Department.id == Participation.department_id)
        .where(visible_to(actor), or_(*related))
        .order_by(Task.id)
    )
    return [_relative(_relation(task, one), one, lead) for one, lead in rows]


def open_parts(session: Session, task_id: int) -> int:
    """How many parts split off the task are unfinished. Next year's draft is no part of this year's task."""
    whole = select(Task.assessment_year).where(Task.id == task_id).scalar_subquery()
    return session.scalars(
        select(func.count()).where(
            Task.parent_id == task_id, Task.assessment_year == whole, Task.status.not_in(sorted(ENDED_STATUSES))
        )
    ).one()


def alike(session: Session, actor: Actor, task: Task) -> Sequence[Likeness]:
    """Unfinished tasks of the office that look like the same matter, the likeliest first (条例 art. 15)."""
    rows = session.execute(
        select(Task, Department.id, Department.name)
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .outerjoin(Department, Department.id == Participation.department_id)
        .where(
            visible_to(actor),
            Task.office_id == task.office_id,
            or_(Task.id == task.id, Task.status.not_in(sorted(ENDED_STATUSES))),
        )
    ).all()
    known = {one.id: (one, lead or "") for one, _, lead in rows}
    candidates = [Candidate(one.id, one.title, str(unit or ""), one.target) for one, unit, _ in rows]
    own = [one for one in candidates if one.key == task.id]
    matches = find_duplicates(own, [one for one in candidates if one.key != task.id])
    return [
        Likeness(round(match.score), _relative("", *known[match.b])) for match in matches if isinstance(match.b, int)
    ]


def by_reference(session: Session, actor: Actor, reference: str) -> int | None:
    """The task of that number, where the actor may see it."""
    return session.scalars(select(Task.id).where(visible_to(actor), Task.reference == as_printed(reference))).first()


def _relation(task: Task, one: Task) -> str:
    if one.id == task.merged_into_id:
        return "已并入"
    if one.merged_into_id == task.id:
        return "并入本项"
    if one.id == task.parent_id:
        return "拆分自" if one.assessment_year == task.assessment_year else "结转自"
    return "拆分出" if one.assessment_year == task.assessment_year else "结转为"


def _relative(relation: str, task: Task, lead: str | None) -> Relative:
    return Relative(relation, task.id, task.reference or "", task.title, task.status, task.light, lead or "")
