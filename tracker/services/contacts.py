"""联系方式: where messages of a unit or a seat go, kept by the system administrator and the office's director."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import ContactPoint, Department, MessageDelivery, Post
from tracker.policy.access import Actor
from tracker.policy.contacts import checked, shown
from tracker.services import audit
from tracker.services.boxes import box, mark
from tracker.vocabulary.messages import ChannelWord, ContactRefusal, DeliveryState
from tracker.vocabulary.running import AuditTag

_PURPOSE = b"tracker contact points"


@dataclass(frozen=True)
class NewContact:
    """An address of a unit or a seat; ``secret`` signs what goes to a robot that asks for it."""

    channel: ChannelWord
    address: str
    secret: str = ""
    department_id: int | None = None
    post_id: int | None = None


def add_contact(session: Session, actor: Actor, command: NewContact, site_key: bytes, *, today: date) -> ContactPoint:
    """Messages written from now on go there too. Raises RuleBroken where the address is odd or known."""
    name = _addressee(session, command)
    address, secret = checked(command.channel, command.address, command.secret)
    told_apart = mark(site_key, _PURPOSE, f"{command.channel}:{address}")
    known = select(ContactPoint.id).where(
        ContactPoint.department_id == command.department_id
        if command.post_id is None
        else ContactPoint.post_id == command.post_id,
        ContactPoint.channel == command.channel,
        ContactPoint.address_mark == told_apart,
    )
    if session.scalars(known).first() is not None:
        raise RuleBroken(ContactRefusal.KNOWN, name=name, channel=command.channel.label)
    row = ContactPoint(
        department_id=command.department_id,
        post_id=command.post_id,
        channel=command.channel,
        shown=shown(command.channel, address),
        address_mark=told_apart,
        sealed_address=box(site_key, _PURPOSE).encrypt(f"{address}\n{secret}".encode()).decode(),
        added_by=actor.name,
        added_at=clock.now(),
    )
    session.add(row)
    session.flush()
    _record(session, actor, AuditTag.CONTACT_ADDED, row, name, today)
    return row


def remove_contact(session: Session, actor: Actor, contact_id: int, *, today: date) -> ContactPoint:
    """Nothing goes there any more, what waits neither; what was sent stays on record. Raises NotFound."""
    row = session.scalars(select(ContactPoint).where(ContactPoint.id == contact_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(ContactRefusal.GONE)
    of_contact = update(MessageDelivery).where(MessageDelivery.contact_id == contact_id)
    over = MessageDelivery.state.in_([DeliveryState.SENT, DeliveryState.DROPPED])
    session.execute(of_contact.where(~over).values(state=DeliveryState.DROPPED, claimed_until=None))
    session.execute(of_contact.values(contact_id=None))
    name = _name(session, row.department_id, row.post_id)
    _record(session, actor, AuditTag.CONTACT_REMOVED, row, name, today)
    session.delete(row)
    session.flush()
    return row


def opened(row: ContactPoint, site_key: bytes) -> tuple[str, str]:
    """Address and secret. Raises cryptography's InvalidToken where the site's key is another than it was."""
    address, secret = box(site_key, _PURPOSE).decrypt(row.sealed_address.encode()).decode().split("\n")
    return address, secret


def _addressee(session: Session, command: NewContact) -> str:
    if (command.department_id is None) is (command.post_id is None):
        raise RuleBroken(ContactRefusal.ADDRESSEE_GONE)
    name = _name(session, command.department_id, command.post_id)
    if not name:
        raise RuleBroken(ContactRefusal.ADDRESSEE_GONE)
    return name


def _name(session: Session, department_id: int | None, post_id: int | None) -> str:
    if post_id is not None:
        return session.scalars(select(Post.name).where(Post.id == post_id)).first() or ""
    return session.scalars(select(Department.name).where(Department.id == department_id)).first() or ""


def _record(session: Session, actor: Actor, tag: AuditTag, row: ContactPoint, name: str, today: date) -> None:
    audit.record(
        session, actor, tag, "contact", row.id, today=today, name=name, channel=row.channel.label, address=row.shown
    )
