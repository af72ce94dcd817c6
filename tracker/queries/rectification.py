"""整改 as it is owed: by whom, for what, and how the claims to have done it fared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from tracker.models import Deadline, DeadlineClaim, Department, Finding, Inspection, SiteVisit, Task
from tracker.policy.access import Actor
from tracker.queries.evidence import EvidenceRow, of_documents
from tracker.queries.inspections import findings_of
from tracker.queries.visibility import visible_to
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.inspections import FindingState
from tracker.vocabulary.people import OFFICE, Role
from tracker.vocabulary.reports import EvidenceOf

_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})


@dataclass(frozen=True)
class ClaimRow:
    """One time the unit, or the office on the spot, said it was done, and what the check found."""

    claimed_on: date
    claimed_by: str
    statement: str
    outcome: ClaimOutcome | None
    decided_on: date | None
    decided_by: str
    words: str
    evidence: Sequence[EvidenceRow]


@dataclass(frozen=True)
class FindingRow:
    """What was found about a unit; ``due_on`` and ``deadline_id`` where it is to be put right."""

    id: int
    inspection_id: int
    inspection: str
    number: str
    task_id: int
    reference: str
    title: str
    unit: str
    found_on: date
    content: str
    requirement: str
    state: FindingState
    deadline_id: int | None
    due_on: date | None
    recorded_by: str
    check_words: str
    checked_by: str
    checked_on: date | None


@dataclass(frozen=True)
class VisitRow:
    """Who went on site for a task, and what was seen."""

    visited_on: date
    visitor: str
    place: str
    title: str
    found: str


def findings_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on Finding, beside Inspection and Task: the office's own, a leader's of the tasks he may see, and
    for a unit its own and never another's."""
    own, clauses = Inspection.office_id == actor.office_id, list[Any]()
    if actor.roles & OFFICE and actor.office_id is not None:
        clauses.append(own)
    if actor.roles & _LEADERS and actor.office_id is not None:
        clauses.append(and_(own, visible_to(actor)))
    if actor.roles & _UNIT and actor.department_id is not None:
        clauses.append(findings_of(actor.department_id))
    return or_(*clauses) if clauses else false()


def duty_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on Deadline: a rectification owed to the actor's office, or by the actor's unit."""
    clauses: list[Any] = []
    if actor.roles & OFFICE and actor.office_id is not None:
        clauses.append(Deadline.owed_to_department_id == actor.office_id)
    if actor.roles & _LEADERS and actor.office_id is not None:
        seen = select(Task.id).where(visible_to(actor))
        clauses.append(and_(Deadline.owed_to_department_id == actor.office_id, Deadline.task_id.in_(seen)))
    if actor.roles & _UNIT and actor.department_id is not None:
        clauses.append(Deadline.owed_by_department_id == actor.department_id)
    return and_(Deadline.kind == DeadlineKind.RECTIFICATION, or_(*clauses) if clauses else false())


def findings(session: Session, actor: Actor, *where: ColumnElement[bool]) -> Sequence[FindingRow]:
    """The findings the actor may read, of those that fit, in the order they were made."""
    rows = session.execute(
        select(
            Finding,
            Inspection.title.label("inspection"),
            Inspection.number,
            Task.reference,
            Task.title,
            Department.name.label("unit"),
            Deadline.due_on,
        )
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .join(Task, Task.id == Finding.task_id)
        .join(Department, Department.id == Finding.department_id)
        .outerjoin(Deadline, Deadline.id == Finding.deadline_id)
        .where(findings_seen_by(actor), *where)
        .order_by(Finding.found_on, Finding.id)
    )
    return [_row(row) for row in rows]


def of_task(session: Session, actor: Actor, task: Any, _day: date | None = None) -> Sequence[FindingRow]:
    """What inspections found about a task, for its sheet."""
    return findings(session, actor, Finding.task_id == task.id)


def of_inspection(session: Session, actor: Actor, inspection_id: int) -> Sequence[FindingRow]:
    """What one inspection found, of what the actor may read."""
    return findings(session, actor, Finding.inspection_id == inspection_id)


def own(session: Session, actor: Actor) -> Sequence[FindingRow]:
    """What was found about the actor's unit, whenever."""
    return findings(session, actor)


def visits_of(session: Session, actor: Actor, inspection_id: int) -> Sequence[VisitRow]:
    """Who went on site, of the tasks the actor may see, by day."""
    rows = session.execute(
        select(SiteVisit, Task.title)
        .join(Task, Task.id == SiteVisit.task_id)
        .where(SiteVisit.inspection_id == inspection_id, visible_to(actor))
        .order_by(SiteVisit.visited_on, SiteVisit.id)
    )
    return [VisitRow(row.visited_on, row.visitor, row.place, title, row.found) for row, title in rows]


def claims(session: Session, actor: Actor, deadline_id: int) -> Sequence[ClaimRow]:
    """Every time it was said to be done, the first first."""
    rows = session.scalars(
        select(DeadlineClaim).where(DeadlineClaim.deadline_id == deadline_id).order_by(DeadlineClaim.id)
    ).all()
    proof = of_documents(session, actor, EvidenceOf.FINDING, [row.id for row in rows])
    return [
        ClaimRow(
            row.claimed_on,
            row.claimed_by,
            row.statement or "",
            row.outcome,
            row.decided_on,
            row.decided_by or "",
            row.reason,
            proof.get(row.id, []),
        )
        for row in rows
    ]


def waiting(session: Session, actor: Actor) -> Sequence[tuple[int, int, str, str, date]]:
    """Claimed and not yet checked, of conclusions and findings: duty, task, title, unit, since when."""
    rows = session.execute(
        select(Deadline.id, Task.id, Task.title, Department.name, Deadline.claimed_on)
        .join(Task, Task.id == Deadline.task_id)
        .join(Department, Department.id == Deadline.owed_by_department_id)
        .where(
            duty_seen_by(actor),
            Deadline.claimed_on.is_not(None),
            Deadline.met_on.is_(None),
            Deadline.voided_on.is_(None),
        )
        .order_by(Deadline.claimed_on, Deadline.id)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows if row[4] is not None]


def _row(row: Any) -> FindingRow:
    one: Finding = row.Finding
    return FindingRow(
        id=one.id,
        inspection_id=one.inspection_id,
        inspection=row.inspection,
        number=row.number or "",
        task_id=one.task_id,
        reference=row.reference or "未编号",
        title=row.title,
        unit=row.unit,
        found_on=one.found_on,
        content=one.content,
        requirement=one.requirement,
        state=one.state,
        deadline_id=one.deadline_id,
        due_on=row.due_on,
        recorded_by=one.recorded_by,
        check_words=one.check_words,
        checked_by=one.checked_by,
        checked_on=one.checked_on,
    )
