"""A person decides what was put forward, on screen or on paper entered afterwards; the document's own service acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Code, NotFound, RuleBroken
from tracker.models import Post, Submission, Task
from tracker.policy.access import Actor
from tracker.policy.routes import Seat, Step, Turn, seats_of, turn
from tracker.queries.routes import deputies, seats
from tracker.queries.submissions import seen_by
from tracker.services import (
    accountability,
    approvals,
    audit,
    conclusions,
    granting,
    inspections,
    listings,
    publications,
    releases,
    reviews,
    slips,
)
from tracker.services.approvals import Paper
from tracker.services.outbox import enqueue
from tracker.services.submissions import Decided, route_of, tell_decider
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, ApprovalRefusal
from tracker.vocabulary.extensions import ExtensionRefusal
from tracker.vocabulary.running import AuditTag


class Handler(Protocol):
    """What a document's service does once it is decided: ``subject_id`` is the document's key.

    Returns what the office is told beside the decision itself: the document's number, what it has to do now.
    """

    def __call__(self, session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str: ...


HANDLERS: Mapping[ApprovalKind, Handler] = {
    ApprovalKind.EXTENSION: granting.decided,
    ApprovalKind.WARNING: slips.decided,
    ApprovalKind.LISTING: listings.decided,
    ApprovalKind.RELEASE: releases.decided,
    ApprovalKind.INSPECTION: inspections.decided,
    ApprovalKind.INSPECTION_CONCLUSION: conclusions.decided,
    ApprovalKind.REVIEW: reviews.decided,
    ApprovalKind.ACCOUNTABILITY: accountability.decided,
    ApprovalKind.PUBLICATION: publications.decided,
}


# A message goes to the whole office; what was said of these is for the few who may open them.
_WITHOUT_OPINION = frozenset({ApprovalKind.ACCOUNTABILITY})
# Whoever is refused for one of these had no business deciding: the attempt is written down.
_BARRED: frozenset[Code] = frozenset({ExtensionRefusal.OWN_REQUEST})


@dataclass(frozen=True)
class Ruling:
    """What is decided. ``due_on``: another date than the one asked for, where the document has one."""

    outcome: ApprovalOutcome
    opinion: str = ""
    due_on: date | None = None


def open_submission(session: Session, actor: Actor, submission_id: int) -> Submission:
    """A submission the actor may know of. Raises NotFound for any other."""
    row = session.scalars(select(Submission).where(Submission.id == submission_id, seen_by(session, actor))).first()
    if row is None:
        raise NotFound(ApprovalRefusal.NO_SUCH)
    return row


def my_turn(session: Session, actor: Actor, row: Submission, *, today: date) -> Turn | None:
    """How the actor may take the step; None where it is not their turn, or all is decided."""
    if row.ended_on is not None:
        return None
    rank = session.scalars(select(Post.rank).where(Post.id == actor.post_id)).first() if actor.post_id else None
    return turn(_step(row), seats_of(actor, rank), deputies(session), today, _leader_of(session, row))


def decide(
    session: Session, actor: Actor, row: Submission, ruling: Ruling, *, on_paper: Paper | None = None, today: date
) -> None:
    """Take the step; the last approval, or any refusal, ends the submission and acts on the document.

    Raises RuleBroken where it has ended, where it is not the actor's turn, or the seat on the paper is the wrong one.
    """
    if row.ended_on is not None:
        raise RuleBroken(ApprovalRefusal.ENDED, day=row.ended_on)
    taken = _turn_on_paper(session, row, on_paper, today) if on_paper else my_turn(session, actor, row, today=today)
    if taken is None:
        raise RuleBroken(ApprovalRefusal.NOT_YOUR_TURN, rank=row.rank.label)
    given = approvals.record(
        session,
        actor,
        row.kind,
        session.get_one(Task, row.task_id) if row.task_id else None,
        row.id,
        row.rank,
        ruling.outcome,
        ruling.opinion,
        today=today,
        on_paper=on_paper,
        step=row.step,
        acting_for=taken.acting_for,
        earliest=row.asked_on,
    )
    following = route_of(row)[row.step :]
    if ruling.outcome is ApprovalOutcome.APPROVED and following:
        row.step, row.rank, row.post_id = following[0].number, following[0].rank, following[0].post_id
        tell_decider(session, row)
        return
    row.outcome, row.ended_on = ruling.outcome, today
    session.flush()
    decided = Decided(
        ruling.outcome, ruling.opinion.strip(), given.approver, given.rank, given.decided_on, ruling.due_on
    )
    said = HANDLERS[row.kind](session, actor, row.subject_id, decided, today=today)
    _tell_office(session, row, decided, said)


def note_barred(session: Session, actor: Actor, row: Submission, refused_by: Code | None, *, today: date) -> bool:
    """Write down that the actor tried to decide what he may not; True if there is anything to write down."""
    if refused_by not in _BARRED:
        return False
    audit.record(session, actor, AuditTag.SUBMISSION_BARRED, "submission", row.id, today=today, kind=row.kind)
    return True


def _tell_office(session: Session, row: Submission, decided: Decided, said: str) -> None:
    """Whoever put it forward need not look every day whether it was decided."""
    lines = [f"{row.title}：{decided.approver}{decided.outcome.label}。"]
    if decided.opinion and row.kind not in _WITHOUT_OPINION:
        lines.append(f"审批意见：{decided.opinion}")
    lines += [said] if said else []
    subject = f"{row.kind.label}：{decided.outcome.label}"
    enqueue(session, f"submission:{row.id}:decided", row.office_id, subject, "\n".join(lines), task_id=row.task_id)


def _step(row: Submission) -> Step:
    return Step(row.step, row.rank, row.post_id)


def _leader_of(session: Session, row: Submission) -> int | None:
    if row.task_id is None:
        return None
    return session.scalars(select(Task.leader_post_id).where(Task.id == row.task_id)).one()


def _turn_on_paper(session: Session, row: Submission, paper: Paper, today: date) -> Turn | None:
    """The step as taken on the paper; a seat must be named where the register has a fitting one."""
    known = {seat.id: seat for seat in seats(session, row.office_id, today)}
    leader = _leader_of(session, row)
    if paper.post_id is None:
        fitting = [one for one in known.values() if turn(_step(row), (Seat(one.rank, one.id),), (), today, leader)]
        if fitting:
            raise RuleBroken(ApprovalRefusal.SEAT_MISSING, rank=row.rank.label)
        return Turn(_step(row), None)
    seat = known.get(paper.post_id)
    named = (Seat(seat.rank, seat.id),) if seat else ()
    found = turn(_step(row), named, deputies(session), paper.decided_on, leader)
    if found is None:
        said = seat.name if seat else "所选职务"
        raise RuleBroken(ApprovalRefusal.WRONG_RANK, rank=row.rank.label, seat=said)
    return found
