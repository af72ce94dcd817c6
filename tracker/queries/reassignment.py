"""申请退回: those of a task, and those that wait for a ruling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Deadline, Department, Participation, ReassignmentRequest, Task
from tracker.policy.access import Actor
from tracker.queries.visibility import visible_to
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import OPEN_STATUSES
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import RequestOutcome

_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})


@dataclass(frozen=True)
class RequestRow:
    """A wish to return a task, and what became of it. ``due_on``: when the office owes the ruling."""

    id: int
    task_id: int
    reference: str
    title: str
    unit: str
    reason: str
    suggestion: str
    asked_on: date
    asked_by: str
    due_on: date
    outcome: RequestOutcome | None
    ruling: str
    new_lead: str
    decided_on: date | None
    decided_by: str


def of_task(session: Session, actor: Actor, task: Task, _day: date) -> Sequence[RequestRow]:
    """A task's requests, the newest first. A unit sees its own: they are between it and the office."""
    query = _rows().where(ReassignmentRequest.task_id == task.id).order_by(ReassignmentRequest.id.desc())
    if actor.roles & _UNIT:
        query = query.where(ReassignmentRequest.department_id == actor.department_id)
    return [_row(row) for row in session.execute(query)]


def waiting(session: Session, actor: Actor, most: int = 50) -> Sequence[RequestRow]:
    """Requests that wait for a ruling on tasks the actor may see, the first due first."""
    query = (
        _rows()
        .where(visible_to(actor), ReassignmentRequest.outcome.is_(None), Task.status.in_(sorted(OPEN_STATUSES)))
        .order_by(Deadline.due_on, ReassignmentRequest.id)
        .limit(most)
    )
    return [_row(row) for row in session.execute(query)]


def request_row(session: Session, request_id: int) -> RequestRow:
    """One request the caller has found open to the reader."""
    return _row(session.execute(_rows().where(ReassignmentRequest.id == request_id)).one())


def asked_by_lead(session: Session, request_id: int) -> bool:
    """Whether the unit that asks leads the task now."""
    query = (
        select(Participation.id)
        .join(ReassignmentRequest, ReassignmentRequest.department_id == Participation.department_id)
        .where(
            ReassignmentRequest.id == request_id,
            Participation.lead_of == ReassignmentRequest.task_id,
            Participation.role == ParticipationRole.LEAD,
        )
    )
    return session.scalars(query).first() is not None


def _rows() -> Select[Any]:
    new_lead = aliased(Department)
    columns: tuple[Any, ...] = (
        ReassignmentRequest,
        Task.reference,
        Task.title,
        Department.name.label("unit"),
        new_lead.name.label("new_lead"),
        Deadline.due_on,
    )
    return (
        select(*columns)
        .join(Task, Task.id == ReassignmentRequest.task_id)
        .join(Department, Department.id == ReassignmentRequest.department_id)
        .join(Deadline, Deadline.id == ReassignmentRequest.deadline_id)
        .outerjoin(new_lead, new_lead.id == ReassignmentRequest.new_lead_id)
    )


def _row(row: Any) -> RequestRow:
    one = row.ReassignmentRequest
    return RequestRow(
        id=one.id,
        task_id=one.task_id,
        reference=row.reference or "",
        title=row.title,
        unit=row.unit,
        reason=one.reason,
        suggestion=one.suggestion,
        asked_on=one.asked_on,
        asked_by=one.asked_by,
        due_on=row.due_on,
        outcome=one.outcome,
        ruling=one.ruling,
        new_lead=row.new_lead or "",
        decided_on=one.decided_on,
        decided_by=one.decided_by,
    )
