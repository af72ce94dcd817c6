"""办理经过: what happened to a task, move by move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import (
    Approval,
    CallRecord,
    Deadline,
    DeadlineClaim,
    LightChange,
    Milestone,
    TaskPlan,
    TaskTransition,
)
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import ClaimOutcome, SubjectKind
from tracker.vocabulary.lifecycle import TaskAct

_APPROVED = {
    TaskAct.COMPLETE: ApprovalKind.COMPLETION,
    TaskAct.CLOSE: ApprovalKind.CLOSING,
    TaskAct.REOPEN: ApprovalKind.REOPENING,
}


@dataclass(frozen=True)
class EventRow:
    """Something that happened: a move of the task, a claim, a unit urged, or its light turning."""

    happened_on: date
    recorded_at: datetime
    what: str
    who: str
    why: str


def timeline(session: Session, task_id: int) -> list[EventRow]:
    """Moves, plans, nodes, calls and lights, the newest first; of one day, the last recorded first.

    A decision carries the time its submission was recorded at, and stands after it.
    """
    events = [
        *_moves(session, task_id),
        *_plans(session, task_id),
        *_nodes(session, task_id),
        *_calls(session, task_id),
        *_lights(session, task_id),
    ]
    return sorted(events, key=lambda event: (event.happened_on, event.recorded_at))[::-1]


def _moves(session: Session, task_id: int) -> Iterator[EventRow]:
    """Moves; where a move needed an approval, it was given in the state the move ends, and its approver is named."""
    moves = session.scalars(select(TaskTransition).where(TaskTransition.task_id == task_id).order_by(TaskTransition.id))
    given = {
        (row.transition_id, row.kind): row
        for row in session.scalars(
            select(Approval).where(Approval.task_id == task_id, Approval.kind.in_(_APPROVED.values()))
        )
    }
    before = 0
    for move in moves:
        kind = _APPROVED.get(move.act)
        approval = given.get((before, kind)) if kind else None
        yield EventRow(
            move.happened_on,
            move.recorded_at,
            move.act.label,
            _named(approval) if approval else move.actor,
            move.reason,
        )
        before = move.id


def _named(approval: Approval) -> str:
    return f"批准人{approval.approver}" + (f"，{approval.entered_by}补录" if approval.entered_by else "")


def _plans(session: Session, task_id: int) -> Iterator[EventRow]:
    """Plans; that one was accepted is a move of the task."""
    for plan in session.scalars(select(TaskPlan).where(TaskPlan.task_id == task_id).order_by(TaskPlan.ordinal)):
        what = f"第{plan.ordinal}次报方案{'（督查室代录）' if plan.on_paper else ''}"
        yield EventRow(plan.submitted_on, plan.recorded_at, what, plan.submitted_by, "")
        if plan.decided_on is not None and plan.outcome is ClaimOutcome.SENT_BACK:
            yield EventRow(plan.decided_on, plan.recorded_at, "退回方案", plan.decided_by, plan.reason)


def _nodes(session: Session, task_id: int) -> Iterator[EventRow]:
    """Nodes claimed, and what became of the claims."""
    rows = session.execute(
        select(DeadlineClaim, Milestone.content)
        .join(Deadline, Deadline.id == DeadlineClaim.deadline_id)
        .join(Milestone, (Deadline.subject_kind == SubjectKind.MILESTONE) & (Milestone.id == Deadline.subject_id))
        .where(Deadline.task_id == task_id)
        .order_by(DeadlineClaim.id)
    )
    for claim, node in rows:
        yield EventRow(
            claim.claimed_on, claim.recorded_at, f"申报节点“{node}”", claim.claimed_by, claim.statement or ""
        )
        if claim.decided_on is not None and claim.outcome is not None:
            what = f"{claim.outcome.label}节点“{node}”"
            yield EventRow(claim.decided_on, claim.recorded_at, what, claim.decided_by or "", claim.reason)


def _calls(session: Session, task_id: int) -> Iterator[EventRow]:
    for one in session.scalars(select(CallRecord).where(CallRecord.task_id == task_id).order_by(CallRecord.id)):
        what = f"{one.channel.label}{one.whom}"
        yield EventRow(one.happened_on, one.recorded_at, what, one.recorded_by, one.said)


def _lights(session: Session, task_id: int) -> Iterator[EventRow]:
    for change in session.scalars(select(LightChange).where(LightChange.task_id == task_id).order_by(LightChange.id)):
        now = change.to_light.label if change.to_light else "未亮灯"
        yield EventRow(change.happened_on, change.recorded_at, f"亮灯：{now}", "系统", change.reason.label)
