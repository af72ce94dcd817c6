"""A person's decision, taken down: given on screen, or on paper and entered afterwards (补录), of equal force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Approval, Post, PostHolding, Source, SourceItem, Task, TaskSource, TaskTransition
from tracker.policy.access import Actor
from tracker.services import audit
from tracker.services.evidence import attach
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, ApprovalRefusal
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.running import AuditTag

_OF_THE_END = frozenset({ApprovalKind.CONCLUSION, ApprovalKind.COMPLETION, ApprovalKind.SHOWING, ApprovalKind.CLOSING})


@dataclass(frozen=True)
class Paper:
    """A decision given on paper: by whom, when, and from which seat where it is on the register.

    Without a name the seat's holder of that day is meant. ``scans`` are pieces of the task's evidence.
    """

    decided_on: date
    approver: str = ""
    post_id: int | None = None
    scans: Sequence[int] = ()


def record(
    session: Session,
    actor: Actor,
    kind: ApprovalKind,
    task: Task | None,
    subject_id: int | None,
    rank: PostRank,
    outcome: ApprovalOutcome,
    opinion: str = "",
    *,
    today: date,
    on_paper: Paper | None = None,
    step: int = 1,
    acting_for: int | None = None,
    earliest: date | None = None,
) -> Approval:
    """Take down a decision about ``task``, or about the document that ``kind`` and ``subject_id`` name.

    ``earliest`` is the day before which there was nothing to decide, where the caller knows it better. On screen
    ``actor`` decides; with ``on_paper`` somebody else did, and ``actor`` enters it. Raises RuleBroken for a second
    decision in one state, a refusal without a reason, a paper that names nobody or is of a day that cannot be.
    """
    present = present_transition(session, task) if task is not None else None
    subject_id = subject_id or (task.id if task is not None else 0)
    _demand_undecided(session, kind, subject_id, step, present.id if present else None)
    if on_paper is not None:
        _demand_day(session, kind, task, present, on_paper.decided_on, earliest, today)
    row = Approval(
        task_id=task.id if task is not None else None,
        kind=kind,
        subject_id=subject_id,
        transition_id=present.id if present else None,
        step=step,
        rank=rank,
        outcome=outcome,
        opinion=_reasoned(outcome, opinion),
        approver=_approver_of(session, on_paper) if on_paper else actor.name,
        acting_for_post_id=acting_for,
        recorded_at=clock.now(),
        **_given(actor, on_paper, today),
    )
    session.add(row)
    session.flush()  # its audit entry names the key
    tag = AuditTag.APPROVAL_ENTERED if on_paper else AuditTag.APPROVAL_GIVEN
    audit.record(
        session, actor, tag, "approval", row.id, today=today, task=row.task_id, kind=kind, approver=row.approver
    )
    if on_paper is not None and on_paper.scans and task is not None:
        attach(session, actor, task, on_paper.scans, EvidenceOf.APPROVAL, row.id)
    return row


def _given(actor: Actor, on_paper: Paper | None, today: date) -> dict[str, object]:
    """Whose decision it is and of which day: the actor's today, or the paper's, entered by the actor."""
    if on_paper is None:
        decided = {"approver_account_id": actor.account_id, "post_id": actor.post_id, "decided_on": today}
        return {**decided, "on_paper": False}
    return {
        "post_id": on_paper.post_id,
        "decided_on": on_paper.decided_on,
        "on_paper": True,
        "entered_by": actor.name,
    }


def present_transition(session: Session, task: Task) -> TaskTransition:
    """The move that brought the task where it stands."""
    session.flush()
    return session.scalars(
        select(TaskTransition).where(TaskTransition.task_id == task.id, TaskTransition.until_on.is_(None))
    ).one()


def _reasoned(outcome: ApprovalOutcome, opinion: str) -> str:
    """The words as kept; who refuses, says why."""
    if outcome is ApprovalOutcome.REFUSED and not opinion.strip():
        raise RuleBroken(ApprovalRefusal.OPINION_MISSING)
    return opinion.strip()


def _demand_undecided(
    session: Session, kind: ApprovalKind, subject_id: int, step: int, transition_id: int | None
) -> None:
    given = session.scalars(
        select(Approval).where(
            Approval.kind == kind,
            Approval.subject_id == subject_id,
            Approval.step == step,
            Approval.transition_id.is_not_distinct_from(transition_id),
        )
    ).first()
    if given is not None:
        facts = {"approver": given.approver, "day": given.decided_on, "outcome": given.outcome.label}
        raise RuleBroken(ApprovalRefusal.DECIDED_ALREADY, **facts)


def _demand_possible(
    session: Session, kind: ApprovalKind, task: Task, present: TaskTransition, decided_on: date
) -> None:
    """What ends a task is decided in its present state; all else not before the task or its papers were there."""
    if kind in _OF_THE_END:
        earliest, what = present.happened_on, f"{present.act.label}之日"
    else:
        drafted = select(func.min(TaskTransition.happened_on)).where(TaskTransition.task_id == task.id)
        earliest, what = session.scalars(drafted).one(), "事项登记之日"
        issued = session.scalars(
            select(func.min(Source.issued_on))
            .join(SourceItem, SourceItem.source_id == Source.id)
            .join(TaskSource, TaskSource.source_item_id == SourceItem.id)
            .where(TaskSource.task_id == task.id)
        ).one()
        if issued is not None and issued < earliest:
            earliest, what = issued, "来源文件成文之日"
    if decided_on < earliest:
        raise RuleBroken(ApprovalRefusal.DECIDED_BEFORE, day=decided_on, earliest=earliest, what=what)


def _demand_day(
    session: Session,
    kind: ApprovalKind,
    task: Task | None,
    present: TaskTransition | None,
    decided_on: date,
    earliest: date | None,
    today: date,
) -> None:
    """A paper is not of a day to come, nor of one on which there was nothing to decide yet."""
    if decided_on > today:
        raise RuleBroken(ApprovalRefusal.DECIDED_LATER, day=decided_on)
    if earliest is not None:
        if decided_on < earliest:
            raise RuleBroken(ApprovalRefusal.DECIDED_BEFORE, day=decided_on, earliest=earliest, what="送审之日")
    elif task is not None and present is not None:
        _demand_possible(session, kind, task, present, decided_on)


def _approver_of(session: Session, paper: Paper) -> str:
    """The name on the paper, else the seat's holder of that day, else the seat."""
    if name := paper.approver.strip():
        return name
    post = session.get(Post, paper.post_id) if paper.post_id is not None else None
    if post is None:
        raise RuleBroken(ApprovalRefusal.APPROVER_MISSING)
    holder = session.scalars(
        select(PostHolding.holder).where(
            PostHolding.post_id == post.id,
            PostHolding.from_on <= paper.decided_on,
            PostHolding.until_on.is_(None) | (PostHolding.until_on > paper.decided_on),
        )
    ).first()
    return holder or post.name
