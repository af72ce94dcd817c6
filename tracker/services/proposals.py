"""What the machine proposed is decided by the director: accepted, declined for a reason, or put off to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, RuleBroken
from tracker.models import Listing, Proposal, Task
from tracker.policy.access import Actor
from tracker.policy.reasons import demand_clear
from tracker.queries.proposals import seen_by
from tracker.services import audit
from tracker.services.access import open_task
from tracker.vocabulary.actions import Action
from tracker.vocabulary.escalation import EscalationRefusal, ProposalKind, ProposalOutcome
from tracker.vocabulary.listings import ListingRefusal
from tracker.vocabulary.running import AuditTag

DECIDABLE = (ProposalOutcome.ACCEPTED, ProposalOutcome.DECLINED, ProposalOutcome.POSTPONED)
"""What a person may decide; that the facts have passed is the job's to notice."""


@dataclass(frozen=True)
class Verdict:
    """``until``: the day from which it may be proposed again, where it is postponed."""

    outcome: ProposalOutcome
    reason: str = ""
    until: date | None = None


def open_proposal(session: Session, actor: Actor, action: Action, proposal_id: int) -> tuple[Proposal, Task]:
    """A proposal and its task, for ``action``. Raises NotFound where the actor may not know of it."""
    row = session.scalars(select(Proposal).where(Proposal.id == proposal_id, seen_by(actor))).first()
    if row is None:
        raise NotFound(EscalationRefusal.NO_PROPOSAL)
    return row, open_task(session, actor, action, row.task_id)


def decide(session: Session, actor: Actor, row: Proposal, verdict: Verdict, *, today: date) -> None:
    """Raises RuleBroken where it is decided, declined without a reason, or put off to no later day."""
    if row.outcome is not None:
        facts = {"who": row.decided_by, "day": row.decided_on, "outcome": row.outcome.label}
        raise RuleBroken(EscalationRefusal.DECIDED, **facts)
    if verdict.outcome is ProposalOutcome.DECLINED:
        demand_clear(verdict.reason)
    postponed = verdict.outcome is ProposalOutcome.POSTPONED
    if postponed and (verdict.until is None or verdict.until <= today):
        raise RuleBroken(EscalationRefusal.UNTIL_AHEAD)
    row.outcome, row.reason = verdict.outcome, verdict.reason.strip()
    row.postponed_until = verdict.until if postponed else None
    row.decided_by, row.decided_on = actor.name, today
    audit.record(
        session, actor, AuditTag.PROPOSAL_DECIDED, "proposal", row.id, today=today, task=row.task_id, kind=row.kind,
        outcome=row.outcome, reason=row.reason, until=row.postponed_until,
    )  # fmt: skip


def is_followed(session: Session, proposal: Proposal) -> bool:
    """A listing was put forward on it, whatever became of it."""
    return session.scalars(select(Listing.id).where(Listing.proposal_id == proposal.id)).first() is not None


def proposal_for(session: Session, task: Task, proposal_id: int | None) -> Proposal | None:
    """The proposal a listing would follow; None where none is meant.

    Raises RuleBroken where it was declined, has lapsed, is followed by a listing already, or is not of this task.
    """
    if proposal_id is None:
        return None
    row = session.scalars(
        select(Proposal).where(
            Proposal.id == proposal_id, Proposal.task_id == task.id, Proposal.kind == ProposalKind.LISTING
        )
    ).first()
    if row is None or row.outcome in (ProposalOutcome.DECLINED, ProposalOutcome.LAPSED) or is_followed(session, row):
        raise RuleBroken(ListingRefusal.PROPOSAL_OVER)
    return row
