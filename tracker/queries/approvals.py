"""Approvals as they are shown: who, when, with which words, and whether on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.models import Approval, Post, Task
from tracker.policy.access import Actor
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.departments import PostRank


@dataclass(frozen=True)
class ApprovalRow:
    """One decision; ``entered_by`` is set where it was given on paper (纸质补录)."""

    id: int
    kind: ApprovalKind
    subject_id: int
    transition_id: int
    step: int
    rank: PostRank
    outcome: ApprovalOutcome
    opinion: str
    approver: str
    post: str
    acting_for: str
    decided_on: date
    on_paper: bool
    entered_by: str


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[ApprovalRow]:
    """Every decision about a task the caller has found visible, the newest first."""
    seat, other = aliased(Post), aliased(Post)
    rows = session.execute(
        select(Approval, seat.name, other.name)
        .outerjoin(seat, seat.id == Approval.post_id)
        .outerjoin(other, other.id == Approval.acting_for_post_id)
        .where(Approval.task_id == task.id, Approval.decided_on <= day)
        .order_by(Approval.id.desc())
    )
    return [
        ApprovalRow(
            id=one.id,
            kind=one.kind,
            subject_id=one.subject_id,
            transition_id=one.transition_id,
            step=one.step,
            rank=one.rank,
            outcome=one.outcome,
            opinion=one.opinion,
            approver=one.approver,
            post=post or "",
            acting_for=acting_for or "",
            decided_on=one.decided_on,
            on_paper=one.on_paper,
            entered_by=one.entered_by or "",
        )
        for one, post, acting_for in rows
    ]
