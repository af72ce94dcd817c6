"""督查结论: who may read it, whether anything may rest on it, and how a review of it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    Conclusion,
    Deadline,
    Department,
    Inspection,
    InspectionTask,
    Participation,
    ReviewRequest,
    Source,
    SourceItem,
    Task,
    TaskSource,
)
from tracker.policy.access import Actor
from tracker.queries.inspected_tasks import TaskLine
from tracker.queries.units import UnitRow, answered_for
from tracker.queries.visibility import visible_to
from tracker.vocabulary.conclusions import ConclusionState, ReviewOutcome, ReviewState
from tracker.vocabulary.inspections import InspectionState
from tracker.vocabulary.people import OFFICE, Role
from tracker.vocabulary.sources import Regime

_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
_UNAPPROVED = (ConclusionState.DRAFT, ConclusionState.PENDING, ConclusionState.REFUSED)


@dataclass(frozen=True)
class ConclusionRow:
    """One conclusion in a list. ``review`` is the state of the last request for review, if any; ``stands`` says
    whether anything may rest on it on the day."""

    id: int
    number: str
    task_id: int
    reference: str
    title: str
    unit: str
    state: ConclusionState
    drafted_on: date
    served_on: date | None
    review_until: date | None
    review: ReviewState | None
    stands: bool


@dataclass(frozen=True)
class ConclusionFacts:
    """What a conclusion is about. ``rectify_by`` and ``rectified_on`` are of its own requirement."""

    task_id: int
    reference: str
    title: str
    unit: str
    inspection: str
    rectify_by: date | None
    rectified_on: date | None


def standing(day: date) -> ColumnElement[bool]:
    """A condition on Conclusion: served by ``day``, not withdrawn, and no review of it pending that day.

    That somebody may still ask for review (``review_until`` has not passed) does not bar it; only a review asked for
    and not yet decided does (政府督查工作条例 art. 17). A late request is none.
    """
    decided = and_(ReviewRequest.decided_on.is_not(None), ReviewRequest.decided_on <= day)
    against = or_(
        and_(decided, ReviewRequest.outcome == ReviewOutcome.WITHDRAWN),
        and_(~decided, ReviewRequest.state != ReviewState.LATE, ReviewRequest.asked_on <= day),
    )
    said_against = select(ReviewRequest.id).where(ReviewRequest.conclusion_id == Conclusion.id, against).exists()
    return and_(Conclusion.served_on.is_not(None), Conclusion.served_on <= day, ~said_against)


def stands(session: Session, conclusion_id: int, day: date) -> bool:
    """Whether anything may rest on the conclusion on ``day``: see ``standing``."""
    session.flush()
    found = select(Conclusion.id).where(Conclusion.id == conclusion_id, standing(day))
    return session.scalars(found).first() is not None


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on Conclusion: the office's own; a leader's once put forward, of tasks he may see; a unit's own once
    approved, and never another's."""
    own, clauses = Conclusion.office_id == actor.office_id, list[Any]()
    if actor.roles & OFFICE and actor.office_id is not None:
        clauses.append(own)
    if actor.roles & _LEADERS and actor.office_id is not None:
        seen = select(Task.id).where(visible_to(actor))
        clauses.append(and_(own, Conclusion.state != ConclusionState.DRAFT, Conclusion.task_id.in_(seen)))
    if actor.roles & _UNIT and actor.department_id is not None:
        about = Conclusion.department_id.in_(answered_for(actor.department_id))
        clauses.append(and_(about, Conclusion.state.not_in(_UNAPPROVED)))
    return or_(*clauses) if clauses else false()


def conclusions(session: Session, actor: Actor, day: date, *where: ColumnElement[bool]) -> Sequence[ConclusionRow]:
    """The conclusions the actor may read, of those that fit, the newest first."""
    last = (
        select(ReviewRequest.state)
        .where(ReviewRequest.conclusion_id == Conclusion.id)
        .order_by(ReviewRequest.ordinal.desc())
        .limit(1)
        .correlate(Conclusion)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Conclusion, Task.reference, Task.title, Department.name, last, standing(day).label("stands"))
        .join(Task, Task.id == Conclusion.task_id)
        .join(Department, Department.id == Conclusion.department_id)
        .where(seen_by(actor), *where)
        .order_by(Conclusion.id.desc())
    )
    return [
        ConclusionRow(
            row.id,
            row.number or "",
            row.task_id,
            reference or "未编号",
            title,
            unit,
            row.state,
            row.drafted_on,
            row.served_on,
            row.review_until,
            review,
            bool(now),
        )
        for row, reference, title, unit, review, now in rows
    ]


def to_receive(session: Session, actor: Actor, day: date) -> Sequence[ConclusionRow]:
    """Approved conclusions on the actor's own unit, to be acknowledged."""
    about = Conclusion.department_id.in_(answered_for(actor.department_id or 0))
    return conclusions(session, actor, day, Conclusion.state == ConclusionState.APPROVED, about)


def of_task(session: Session, actor: Actor, task: Any, day: date) -> Sequence[ConclusionRow]:
    """The conclusions about a task, for its sheet."""
    return conclusions(session, actor, day, Conclusion.task_id == task.id)


def regimes_of(session: Session, task: Task) -> Sequence[Regime]:
    """Under whose rules the task's sources stand; what is true of a task is true of the parts split off it."""
    rows = (
        select(Source.regime)
        .join(SourceItem, SourceItem.source_id == Source.id)
        .join(TaskSource, TaskSource.source_item_id == SourceItem.id)
        .where(or_(TaskSource.task_id == task.id, TaskSource.task_id == task.parent_id))
        .distinct()
    )
    return list(session.scalars(rows))


def units_of(session: Session, task_id: int) -> Sequence[UnitRow]:
    """The units that have or had a part in the task, the lead first."""
    rows = session.execute(
        select(Department.id, Department.name, Participation.lead_of)
        .join(Participation, Participation.department_id == Department.id)
        .where(Participation.task_id == task_id)
        .order_by(Participation.id)
    ).all()
    found = {row.id: UnitRow(row.id, row.name) for row in sorted(rows, key=lambda row: row.lead_of is None)}
    return list(found.values())


def inspections_of(session: Session, task_id: int) -> Sequence[TaskLine]:
    """The inspections that may carry a conclusion on the task: approved or finished, looking at it."""
    rows = session.execute(
        select(Inspection.id, Inspection.number, Inspection.title)
        .join(InspectionTask, InspectionTask.inspection_id == Inspection.id)
        .where(
            InspectionTask.task_id == task_id,
            Inspection.state.in_((InspectionState.APPROVED, InspectionState.FINISHED)),
        )
        .order_by(Inspection.id.desc())
    )
    return [TaskLine(row.id, row.number or "", row.title) for row in rows]


def task_of(session: Session, row: Conclusion) -> Task:
    """The task a conclusion is about."""
    return session.get_one(Task, row.task_id)


def conclusion_facts(session: Session, row: Conclusion) -> ConclusionFacts:
    """What a conclusion's page names beside its own words."""
    task = session.get_one(Task, row.task_id)
    inspection = session.get_one(Inspection, row.inspection_id) if row.inspection_id else None
    due = session.get_one(Deadline, row.rectify_deadline_id) if row.rectify_deadline_id else None
    return ConclusionFacts(
        task.id,
        task.reference or "未编号",
        task.title,
        session.get_one(Department, row.department_id).name,
        f"{inspection.number or ''} {inspection.title}" if inspection else "",
        due.due_on if due else None,
        due.met_on if due else None,
    )
