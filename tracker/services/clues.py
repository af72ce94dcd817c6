"""问题线索移送: a register of letters. Of whom and what is not kept here."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import ClueReferral
from tracker.policy.access import Actor
from tracker.policy.accountability import demand_between
from tracker.services import audit
from tracker.vocabulary.accountability import AccountabilityRefusal, ReferralBody
from tracker.vocabulary.running import AuditTag


def refer(
    session: Session, actor: Actor, body: ReferralBody, letter_number: str, day: date, *, today: date
) -> ClueReferral:
    """Note that clues went to ``body`` by a letter. Raises RuleBroken for a letter noted before, or of another day
    than can be."""
    if actor.office_id is None:
        raise RuleBroken(AccountabilityRefusal.NO_OFFICE)
    if not (number := letter_number.strip()):
        raise RuleBroken(AccountabilityRefusal.MISSING, field="函号")
    demand_between(day, date(2000, 1, 1), today)
    known = select(ClueReferral.id).where(
        ClueReferral.office_id == actor.office_id, ClueReferral.letter_number == number
    )
    if session.scalars(known).first() is not None:
        raise RuleBroken(AccountabilityRefusal.LETTER_KNOWN, number=number)
    row = ClueReferral(
        office_id=actor.office_id,
        referred_on=day,
        body=body,
        letter_number=number,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, AuditTag.CLUE_REFERRED, "clue", row.id, today=today, body=body)
    return row


def open_clue(session: Session, actor: Actor, clue_id: int) -> ClueReferral:
    """An entry of the actor's own office. Raises NotFound for any other."""
    row = session.scalars(
        select(ClueReferral).where(ClueReferral.id == clue_id, ClueReferral.office_id == actor.office_id)
    ).first()
    if row is None:
        raise NotFound(AccountabilityRefusal.NO_SUCH_CLUE)
    return row


def note_receipt(
    session: Session, actor: Actor, row: ClueReferral, receipt_number: str, day: date, *, today: date
) -> None:
    """The receipt has come, once."""
    if row.received_on is not None:
        raise RuleBroken(AccountabilityRefusal.RECEIVED, day=row.received_on)
    if not receipt_number.strip():
        raise RuleBroken(AccountabilityRefusal.MISSING, field="回执编号")
    demand_between(day, row.referred_on, today)
    row.receipt_number, row.received_on = receipt_number.strip(), day
    audit.record(session, actor, AuditTag.CLUE_REFERRED, "clue", row.id, today=today, received=day)
