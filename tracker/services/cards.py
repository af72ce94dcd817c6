"""Cards: a task's are made and ended as its unit and its leader change; a contact card is made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Card, CardTask, Participation, Task
from tracker.policy.access import Actor
from tracker.policy.numbering import as_printed
from tracker.queries.visibility import visible_to
from tracker.services import audit
from tracker.services.numbering import next_reference
from tracker.vocabulary.cards import CardKind
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class ContactCard:
    """联系卡: the seat, what it looks after, and the numbers of tasks that belong to it."""

    post_id: int
    looked_after: str
    references: tuple[str, ...] = ()


def settle(session: Session, actor: Actor, task: Task, *, today: date) -> None:
    """Let the task's cards name its present lead and leader's seat: a card of another ends, one that lacks is made."""
    session.flush()
    lead_id = session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)).first()
    held = session.scalars(select(Card).where(Card.task_id == task.id, Card.until_on.is_(None))).all()
    wanted = {CardKind.SUPERVISION: lead_id, CardKind.RESPONSIBILITY: task.leader_post_id}
    for card in held:
        holder = card.department_id if card.kind is CardKind.SUPERVISION else card.post_id
        if wanted[card.kind] == holder:
            del wanted[card.kind]
        else:
            end(session, actor, card, today=today)
    for kind, holder in wanted.items():
        if holder is not None:
            own = {"department_id": holder} if kind is CardKind.SUPERVISION else {"post_id": holder}
            _make(session, actor, Card(office_id=task.office_id, kind=kind, task_id=task.id, **own), today=today)


def make_contact(session: Session, actor: Actor, command: ContactCard, office_id: int, *, today: date) -> Card:
    """Make a 联系卡. Raises RuleBroken for a number that names no task the actor may see."""
    card = Card(office_id=office_id, kind=CardKind.CONTACT, post_id=command.post_id, looked_after=command.looked_after)
    _make(session, actor, card, today=today)
    attach(session, actor, card, command.references, today=today)
    return card


def attach(session: Session, actor: Actor, card: Card, references: tuple[str, ...], *, today: date) -> None:
    """Attach tasks to a contact card by their numbers; one attached already stays. Raises RuleBroken for a number that
    names no task the actor may see, or on a card that has ended."""
    if card.until_on is not None:
        raise RuleBroken(Refusal.CARD_ENDED, number=card.number, day=card.until_on)
    attached = set(session.scalars(select(CardTask.task_id).where(CardTask.card_id == card.id)))
    for reference in dict.fromkeys(references):
        task_id = session.scalars(
            select(Task.id).where(
                Task.office_id == card.office_id, Task.reference == as_printed(reference), visible_to(actor)
            )
        ).first()
        if task_id is None:
            raise RuleBroken(Refusal.REFERENCE_UNKNOWN, reference=reference)
        if task_id not in attached:
            attached.add(task_id)
            session.add(CardTask(card_id=card.id, task_id=task_id))
            audit.record(session, actor, AuditTag.CARD_MADE, "card", card.id, today=today, task=task_id)


def end(session: Session, actor: Actor, card: Card, *, today: date) -> None:
    """A card no longer binds from ``today`` on; it stays on record."""
    if card.until_on is not None:
        raise RuleBroken(Refusal.CARD_ENDED, number=card.number, day=card.until_on)
    card.until_on = today
    audit.record(session, actor, AuditTag.CARD_ENDED, "card", card.id, today=today)


def _make(session: Session, actor: Actor, card: Card, *, today: date) -> None:
    card.number = next_reference(session, card.office_id, card.kind.label, today.year)
    card.from_on, card.made_by, card.recorded_at = today, actor.name, clock.now()
    session.add(card)
    session.flush()  # the audit entry needs the card's key
    audit.record(session, actor, AuditTag.CARD_MADE, "card", card.id, today=today, number=card.number)
