"""送审件: what waits for whose decision, what was decided, and who may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from tracker.models import Approval, Post, Submission, Task
from tracker.policy.access import Actor
from tracker.policy.routes import Seat, Step, seats_of, turn
from tracker.queries.routes import deputies
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import OFFICE, Role

_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_MOST = 200


@dataclass(frozen=True)
class SubmissionRow:
    """``mine``: it is the reader's turn; ``acting``: for another's seat. ``waits_for`` names whose turn it is."""

    id: int
    kind: ApprovalKind
    title: str
    reference: str
    asked_by: str
    asked_on: date
    due_on: date | None
    waits_for: str
    mine: bool
    acting: bool


@dataclass(frozen=True)
class StepRow:
    """A step decided."""

    approver: str
    rank: PostRank
    outcome: ApprovalOutcome
    opinion: str
    decided_on: date
    on_paper: bool
    entered_by: str


def seen_by(session: Session, actor: Actor) -> ColumnElement[bool]:
    """A condition on Submission: the office's own, and for a seat what is or was its turn to decide.

    追责建议 is for the director and those who decide it, not for every clerk.
    """
    own = Submission.office_id == actor.office_id
    clauses: list[Any] = []
    if actor.office_id is None:
        return false()
    if actor.roles & OFFICE:
        open_to_clerks = Submission.kind != ApprovalKind.ACCOUNTABILITY
        clauses.append(own if Role.DIRECTOR in actor.roles else and_(own, open_to_clerks))
    if actor.roles & _LEADERS:
        mine = [row.id for row in _waiting(session, own, actor, date.max) if row.mine]
        by_them = [Approval.approver_account_id == actor.account_id]
        if actor.post_id is not None:  # what was entered from paper names the seat alone
            by_them.append(Approval.post_id == actor.post_id)
        decided = select(Approval.subject_id).where(Approval.kind == Submission.kind, or_(*by_them))
        clauses.append(and_(own, or_(Submission.id.in_(mine), Submission.id.in_(decided))))
    return or_(*clauses) if clauses else false()


def waiting(session: Session, actor: Actor, day: date) -> Sequence[SubmissionRow]:
    """What waits, for the reader first, then the oldest; the office sees all of its own, others what is theirs."""
    if actor.office_id is None:
        return ()
    rows = _waiting(session, Submission.office_id == actor.office_id, actor, day)
    if Role.DIRECTOR not in actor.roles:
        whole = bool(actor.roles & OFFICE)
        rows = [row for row in rows if row.mine or (whole and row.kind is not ApprovalKind.ACCOUNTABILITY)]
    return sorted(rows, key=lambda row: (not row.mine, row.asked_on, row.id))


def steps_taken(session: Session, row: Submission) -> Sequence[StepRow]:
    """The steps decided so far, in order."""
    found = session.scalars(
        select(Approval).where(Approval.kind == row.kind, Approval.subject_id == row.id).order_by(Approval.step)
    )
    return [
        StepRow(one.approver, one.rank, one.outcome, one.opinion, one.decided_on, one.on_paper, one.entered_by or "")
        for one in found
    ]


def _waiting(session: Session, which: ColumnElement[bool], actor: Actor, day: date) -> list[SubmissionRow]:
    acting, held = deputies(session), _seats(session, actor)
    rows = session.execute(
        select(Submission, Post.name, Task.reference, Task.leader_post_id)
        .outerjoin(Post, Post.id == Submission.post_id)
        .outerjoin(Task, Task.id == Submission.task_id)
        .where(which, Submission.ended_on.is_(None))
        .order_by(Submission.id)
        .limit(_MOST)
    )
    found = []
    for row, seat, reference, leader in rows:
        mine = turn(Step(row.step, row.rank, row.post_id), held, acting, day, leader)
        found.append(
            SubmissionRow(
                row.id,
                row.kind,
                row.title,
                reference or "",
                row.asked_by,
                row.asked_on,
                row.due_on,
                seat or row.rank.label,
                mine is not None,
                mine is not None and mine.acting_for is not None,
            )
        )
    return found


def _seats(session: Session, actor: Actor) -> tuple[Seat, ...]:
    rank = session.scalars(select(Post.rank).where(Post.id == actor.post_id)).first() if actor.post_id else None
    return seats_of(actor, rank)
