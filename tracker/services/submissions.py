"""送审: documents that wait for a person's decision, whatever their kind; one way to put them forward."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Submission, Task
from tracker.policy.access import Actor
from tracker.policy.routes import Step
from tracker.queries.routes import seats
from tracker.queries.routes import steps as route_steps
from tracker.services import audit
from tracker.services.outbox import enqueue
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, ApprovalRefusal
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class Put:
    """Put a document forward. ``title`` is what is asked, in one line; ``body`` what the decider reads, in lines.

    Without ``steps`` it goes the route of its kind in force today. ``due_on`` is the decider's own date, if any.
    """

    kind: ApprovalKind
    subject_id: int
    office_id: int
    title: str
    body: str = ""
    task: Task | None = None
    due_on: date | None = None
    steps: Sequence[Step] = ()


@dataclass(frozen=True)
class Decided:
    """What became of a submission: told to the document's own service by ``services.decisions``.

    ``decided_on`` is the day on the paper where it was decided on paper. ``due_on`` is a date the decider set himself.
    """

    outcome: ApprovalOutcome
    opinion: str
    approver: str
    rank: PostRank
    decided_on: date
    due_on: date | None = None

    @property
    def approved(self) -> bool:
        return self.outcome is ApprovalOutcome.APPROVED


def submit(session: Session, actor: Actor, put: Put, *, today: date) -> Submission:
    """Let the document wait for its first step. Raises RuleBroken where it waits already or its kind has no route."""
    if (waiting := waiting_for(session, put.kind, put.subject_id)) is not None:
        raise RuleBroken(ApprovalRefusal.WAITS_ALREADY, title=waiting.title, day=waiting.asked_on)
    route = put.steps or route_steps(session, put.office_id, put.kind, None, today)
    if not route:
        raise RuleBroken(ApprovalRefusal.NO_ROUTE_OF_KIND, kind=put.kind.label)
    before = select(func.count()).select_from(Submission)
    row = Submission(
        office_id=put.office_id,
        task_id=put.task.id if put.task else None,
        kind=put.kind,
        subject_id=put.subject_id,
        ordinal=session.scalars(
            before.where(Submission.kind == put.kind, Submission.subject_id == put.subject_id)
        ).one()
        + 1,
        title=put.title,
        body=put.body,
        asked_by=actor.name,
        asked_on=today,
        due_on=put.due_on,
        steps=json.dumps([[step.rank, step.post_id] for step in route]),
        step=1,
        rank=route[0].rank,
        post_id=route[0].post_id,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the audit entry and the message name the key
    audit.record(session, actor, AuditTag.SUBMISSION_MADE, "submission", row.id, today=today, kind=put.kind)
    tell_decider(session, row)
    return row


def withdraw(session: Session, actor: Actor, kind: ApprovalKind, subject_id: int, *, today: date) -> None:
    """Take the document back, if it waits: nobody need decide any more."""
    if (row := waiting_for(session, kind, subject_id)) is not None:
        row.ended_on = today
        audit.record(session, actor, AuditTag.SUBMISSION_WITHDRAWN, "submission", row.id, today=today, kind=kind)


def waiting_for(session: Session, kind: ApprovalKind, subject_id: int) -> Submission | None:
    """The document's open submission; None where it does not wait."""
    session.flush()
    return session.scalars(
        select(Submission).where(
            Submission.kind == kind, Submission.subject_id == subject_id, Submission.ended_on.is_(None)
        )
    ).first()


def route_of(row: Submission) -> tuple[Step, ...]:
    """The steps a submission goes."""
    return tuple(
        Step(number, PostRank(rank), post_id) for number, (rank, post_id) in enumerate(json.loads(row.steps), start=1)
    )


def tell_decider(session: Session, row: Submission) -> None:
    """Tell whose turn it is: the seat, or where the register has none of the rank, the office."""
    key, subject = f"submission:{row.id}:{row.step}", f"{row.kind.label}待审批"
    body = f"{row.title}，待{row.rank.label}审批。" + (f"\n请于{row.due_on}前批复。" if row.due_on else "")
    told = _seats_of(session, row)
    for seat in told:
        enqueue(session, f"{key}:{seat}", None, subject, body, post_id=seat, task_id=row.task_id)
    if not told:
        enqueue(session, key, row.office_id, subject, body, task_id=row.task_id)


def _seats_of(session: Session, row: Submission) -> list[int]:
    """The seats whose turn the step may be: a certain one, the leader the task is bound to, or all of the rank."""
    if row.post_id is not None:
        return [row.post_id]
    if row.rank is PostRank.DEPUTY and row.task_id is not None:
        leader = session.get_one(Task, row.task_id).leader_post_id
        if leader is not None:
            return [leader]
    return [seat.id for seat in seats(session, row.office_id, row.asked_on) if seat.rank is row.rank]
