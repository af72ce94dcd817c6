"""From 报结 to 销号: what waits for whom, and what was struck off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Approval,
    Department,
    Endorsement,
    Participation,
    Source,
    SourceItem,
    Task,
    TaskSource,
    TaskTransition,
)
from tracker.policy.access import Actor
from tracker.queries.completion import given
from tracker.queries.visibility import visible_to
from tracker.vocabulary.approvals import ApprovalKind, Triage
from tracker.vocabulary.lifecycle import ClosingStage, ClosureKind, TaskStatus
from tracker.vocabulary.sources import SourceKind

MOST = 100


@dataclass(frozen=True)
class ClosingRow:
    """A task on its way out. ``since`` is the day of the move that brought it here, ``said`` the words that go on."""

    id: int
    version: int
    reference: str
    title: str
    lead: str
    since: date
    said: str
    said_by: str


@dataclass(frozen=True)
class ClosedRow:
    """A task struck off."""

    id: int
    reference: str
    title: str
    lead: str
    completed_on: date
    closed_on: date
    kind: ClosureKind


def is_instruction() -> ColumnElement[bool]:
    """A condition on Task: a leader's 批示 wants its result back.

    It answers a paper of that kind, or words triaged 办理反馈 stand on one of its papers or on itself. What is true of
    a task is true of the parts split off it and of what it was carried over to.
    """
    asked = aliased(Endorsement)
    by_paper = (
        select(TaskSource.id)
        .join(SourceItem, SourceItem.id == TaskSource.source_item_id)
        .join(Source, Source.id == SourceItem.source_id)
        .outerjoin(asked, and_(asked.source_id == Source.id, asked.triage == Triage.REPORT_BACK))
        .where(
            or_(TaskSource.task_id == Task.id, TaskSource.task_id == Task.parent_id),
            or_(Source.kind == SourceKind.INSTRUCTION, asked.id.is_not(None)),
        )
        .correlate(Task)
        .exists()
    )
    by_words = (
        select(Endorsement.id)
        .where(
            or_(Endorsement.task_id == Task.id, Endorsement.task_id == Task.parent_id),
            Endorsement.triage == Triage.REPORT_BACK,
        )
        .correlate(Task)
        .exists()
    )
    return or_(by_paper, by_words)


def unshown(session: Session, task: Task) -> bool:
    """The task is a 批示 item that no leader has seen since it was completed."""
    session.flush()
    wanting = select(Task.id).where(Task.id == task.id, is_instruction(), ~given(ApprovalKind.SHOWING))
    return session.scalars(wanting).first() is not None


def counts(session: Session, actor: Actor) -> Mapping[ClosingStage, int]:
    """How many tasks stand at each stage."""
    stage = _stage()
    rows = session.execute(
        select(stage.label("stage"), func.count().label("number"))
        .select_from(Task)
        .where(visible_to(actor), Task.status.in_([TaskStatus.COMPLETION_CLAIMED, TaskStatus.COMPLETED]))
        .group_by(stage)
    )
    found = {row.stage: row.number for row in rows}
    return {stage: found.get(stage.value, 0) for stage in ClosingStage}


def waiting(session: Session, actor: Actor, stage: ClosingStage) -> Sequence[ClosingRow]:
    """The first hundred tasks at a stage, the longest waiting first, with the words that go with them."""
    now = aliased(TaskTransition)
    concluding = stage is ClosingStage.APPROVE
    conclusion = and_(
        Approval.transition_id == now.id, Approval.task_id == Task.id, Approval.kind == ApprovalKind.CONCLUSION
    )
    rows = session.execute(
        select(
            Task.id,
            Task.version,
            Task.reference,
            Task.title,
            Department.name,
            now.happened_on,
            (Approval.opinion if concluding else now.reason).label("said"),
            (Approval.approver if concluding else now.actor).label("said_by"),
        )
        .join(now, and_(now.task_id == Task.id, now.until_on.is_(None)))
        .outerjoin(Approval, conclusion)
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .outerjoin(Department, Department.id == Participation.department_id)
        .where(
            visible_to(actor),
            Task.status.in_([TaskStatus.COMPLETION_CLAIMED, TaskStatus.COMPLETED]),
            _stage() == stage.value,
        )
        .order_by(now.happened_on, Task.id)
        .limit(MOST)
    )
    return [
        ClosingRow(
            row.id,
            row.version,
            row.reference or "",
            row.title,
            row.name or "",
            row.happened_on,
            row.said or "",
            row.said_by or "",
        )
        for row in rows
    ]


def closed_between(session: Session, actor: Actor, first: date, last: date) -> Sequence[ClosedRow]:
    """销号清单: what was struck off from ``first`` to ``last``, both days included."""
    rows = session.execute(
        select(
            Task.id, Task.reference, Task.title, Department.name, Task.completed_on, Task.closed_on, Task.closure_kind
        )
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .outerjoin(Department, Department.id == Participation.department_id)
        .where(visible_to(actor), Task.status == TaskStatus.CLOSED, Task.closed_on.between(first, last))
        .order_by(Task.closed_on, Task.id)
    )
    return [_closed(row) for row in rows]


def _closed(row: Any) -> ClosedRow:
    return ClosedRow(row[0], row[1] or "", row[2], row[3] or "", *row[4:])


def _stage() -> ColumnElement[str]:
    claimed = Task.status == TaskStatus.COMPLETION_CLAIMED
    return case(
        (and_(claimed, ~given(ApprovalKind.CONCLUSION)), ClosingStage.CHECK.value),
        (claimed, ClosingStage.APPROVE.value),
        (and_(is_instruction(), ~given(ApprovalKind.SHOWING)), ClosingStage.SHOW.value),
        else_=ClosingStage.STRIKE_OFF.value,
    )
