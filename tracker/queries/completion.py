"""报结 and what became of it, round by round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Approval, Deadline, Milestone, Task, TaskTransition
from tracker.policy.access import Actor
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import TaskAct

_OF_A_ROUND = (ApprovalKind.CONCLUSION, ApprovalKind.COMPLETION)


@dataclass(frozen=True)
class Words:
    """Who said what, on which day; ``entered_by`` where it was on paper."""

    who: str
    day: date
    words: str
    entered_by: str = ""


@dataclass(frozen=True)
class Round:
    """One claim of completion, what the office found, and how it ended; ``id`` is that of the move that claimed."""

    id: int
    claimed: Words
    concluded: Words | None
    approved: Words | None
    sent_back: Words | None


@dataclass(frozen=True)
class Completion:
    """All rounds, the newest first, and who has seen the result."""

    rounds: Sequence[Round]
    shown: Sequence[Words]

    @property
    def sent_back(self) -> int:
        """次数: how often a claim was sent back."""
        return sum(1 for one in self.rounds if one.sent_back)

    @property
    def concluded(self) -> bool:
        """The claim that waits has a conclusion, so that the director may approve."""
        return bool(self.rounds and self.rounds[0].concluded)


def given(kind: ApprovalKind) -> ColumnElement[bool]:
    """A condition on Task: such a decision was made in the state it is in now."""
    decision, now = aliased(Approval), aliased(TaskTransition)
    return (
        select(decision.id)
        .join(now, now.id == decision.transition_id)
        .where(decision.task_id == Task.id, decision.kind == kind, now.until_on.is_(None))
        .exists()
    )


def given_now(session: Session, task: Task) -> frozenset[ApprovalKind]:
    """The kinds of decision made in the task's present state."""
    session.flush()
    return frozenset(
        session.scalars(
            select(Approval.kind)
            .join(TaskTransition, TaskTransition.id == Approval.transition_id)
            .where(Approval.task_id == task.id, TaskTransition.until_on.is_(None))
        )
    )


def unclaimed_nodes(session: Session, task_id: int) -> Sequence[str]:
    """The nodes the unit has not claimed yet: a claim of completion claims them with it."""
    return session.scalars(
        select(Milestone.content)
        .join(Deadline, and_(Deadline.kind == DeadlineKind.MILESTONE, Deadline.subject_id == Milestone.id))
        .where(Milestone.task_id == task_id, Deadline.claimed_on.is_(None), Deadline.voided_on.is_(None))
        .order_by(Milestone.ordinal)
    ).all()


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Completion:
    """The task's rounds, in two statements."""
    moves = session.scalars(
        select(TaskTransition).where(TaskTransition.task_id == task.id).order_by(TaskTransition.id)
    ).all()
    said: dict[int | None, dict[ApprovalKind, Words]] = defaultdict(dict)
    shown: list[Words] = []
    rows = session.scalars(
        select(Approval)
        .where(and_(Approval.task_id == task.id, Approval.kind.in_([*_OF_A_ROUND, ApprovalKind.SHOWING])))
        .order_by(Approval.id)
    )
    for row in rows:
        words = Words(row.approver, row.decided_on, row.opinion, row.entered_by or "")
        if row.kind is ApprovalKind.SHOWING:
            shown.append(words)
        else:
            said[row.transition_id][row.kind] = words
    rounds = [
        _round(move, following, said[move.id])
        for move, following in zip(moves, [*moves[1:], None], strict=True)
        if move.act is TaskAct.CLAIM_COMPLETION
    ]
    return Completion(rounds[::-1], shown)


def _round(claim: TaskTransition, after: TaskTransition | None, said: dict[ApprovalKind, Words]) -> Round:
    act = after.act if after else None
    ended = Words(after.actor, after.happened_on, after.reason) if after else None
    return Round(
        id=claim.id,
        claimed=Words(claim.actor, claim.happened_on, claim.reason),
        concluded=said.get(ApprovalKind.CONCLUSION),
        approved=said.get(ApprovalKind.COMPLETION) or (ended if act is TaskAct.COMPLETE else None),
        sent_back=ended if act is TaskAct.SEND_BACK else None,
    )
