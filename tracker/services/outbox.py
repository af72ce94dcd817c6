"""Messages written with the act that causes them, and sent later: to each address they go to, and never lost.

A message is spread over the channels of its addressee once; each row is then claimed, sent outside any transaction,
and noted. A sender that dies in between leaves a claim that runs out: the row is sent again, under the same number.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import ColumnElement, Select, insert, or_, select, update
from sqlalchemy.orm import Session

from tracker import clock
from tracker.delivery import Message
from tracker.errors import NotFound, RuleBroken
from tracker.models import ContactPoint, Department, MessageDelivery, OutboxMessage, Post
from tracker.policy.access import Actor
from tracker.policy.sending import Hours, digest_after, next_attempt, not_quiet
from tracker.policy.work_calendar import WorkCalendar
from tracker.services import audit
from tracker.services.contacts import opened
from tracker.services.letters import compose
from tracker.vocabulary.messages import ChannelWord, DeliveryRefusal, DeliveryState
from tracker.vocabulary.running import AuditTag

_WAITING = (DeliveryState.PENDING, DeliveryState.FAILED)
_CLAIM = timedelta(minutes=5)
_AT_ONCE = 500
_LONGEST_ERROR, _LONGEST_SUBJECT = 2000, 200


@dataclass(frozen=True)
class Timing:
    """What times of sending are worked out by."""

    hours: Hours
    calendar: WorkCalendar


@dataclass(frozen=True)
class Letter:
    """Rows that go out as one."""

    channel: ChannelWord
    urgent: bool
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Claimed:
    """A letter nobody else sends until ``until``; ``message`` is missing where its address cannot be unsealed."""

    letter: Letter
    until: datetime
    message: Message | None


@dataclass(frozen=True)
class Outcome:
    """How sending went: the receiver's number, or what went wrong."""

    receipt: str = ""
    error: str = ""


def enqueue(
    session: Session,
    key: str,
    department_id: int | None,
    subject: str,
    body: str,
    *,
    post_id: int | None = None,
    task_id: int | None = None,
    urgent: bool = False,
) -> bool:
    """Write a message to a unit or a seat unless ``key`` is known; True if it is new.

    ``task_id`` is the task it speaks of, where it is one. Urgent: out at once.
    """
    if session.scalars(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == key)).first() is not None:
        return False
    session.add(
        OutboxMessage(
            dedupe_key=key,
            department_id=department_id,
            post_id=post_id,
            task_id=task_id,
            subject=subject[:_LONGEST_SUBJECT],
            body=body,
            urgent=urgent,
            created_at=clock.now(),
        )
    )
    session.flush()  # the key must be seen by the next enqueue of this transaction
    return True


def spread(session: Session, on: Collection[ChannelWord], timing: Timing, *, now: datetime) -> int:
    """Write a row for each channel and address of messages that are new; returns how many messages that were."""
    new = select(OutboxMessage).where(OutboxMessage.spread_at.is_(None)).order_by(OutboxMessage.id).limit(_AT_ONCE)
    messages = session.scalars(new.with_for_update().execution_options(populate_existing=True)).all()
    contacts = _contacts(session, messages, on)
    had = _digested(session, now) if contacts else set()
    rows: list[dict[str, object]] = []
    for message in messages:
        message.spread_at = now
        if ChannelWord.LOCAL in on:
            rows.append(_row(message, now, channel=ChannelWord.LOCAL))
        for contact in contacts.get((message.department_id, message.post_id), []):
            when = now
            if not message.urgent:
                written = message.created_at.astimezone(clock.OFFICE_ZONE)
                today = now.astimezone(clock.OFFICE_ZONE).date() if contact.id in had else None
                when = digest_after(written, timing.hours, timing.calendar, not_on=today)
            rows.append(
                _row(
                    message,
                    when,
                    channel=contact.channel,
                    contact_id=contact.id,
                    address=contact.shown,
                    address_mark=contact.address_mark,
                )
            )
    if rows:
        session.flush()
        session.execute(insert(MessageDelivery), rows)
    return len(messages)


def due_letters(session: Session, on: Collection[ChannelWord], timing: Timing, *, now: datetime) -> list[Letter]:
    """What may go out now by the channels that are on: urgent letters first, then the rest, oldest first."""
    local = now.astimezone(clock.OFFICE_ZONE)
    found = select(MessageDelivery.id, MessageDelivery.channel, MessageDelivery.contact_id, OutboxMessage.urgent).join(
        OutboxMessage, OutboxMessage.id == MessageDelivery.message_id
    )
    found = found.where(MessageDelivery.channel.in_(on), _free(now)).order_by(MessageDelivery.id)
    if not_quiet(local, timing.hours, timing.calendar) != local:
        found = found.where(or_(OutboxMessage.urgent, MessageDelivery.channel == ChannelWord.LOCAL))
    single: list[Letter] = []
    digests: dict[tuple[ChannelWord, int | None], list[int]] = {}
    for row in session.execute(found):
        if row.urgent or row.channel is ChannelWord.LOCAL:
            single.append(Letter(row.channel, row.urgent, (row.id,)))
        else:
            digests.setdefault((row.channel, row.contact_id), []).append(row.id)
    joined = [Letter(channel, False, tuple(ids)) for (channel, _), ids in digests.items()]
    return sorted([*single, *joined], key=lambda letter: (not letter.urgent, letter.ids[0]))


def claim(session: Session, letter: Letter, site_key: bytes, *, now: datetime) -> Claimed | None:
    """Take a letter for oneself, or what others have left of it; None where that is nothing."""
    rows = session.scalars(_locked(letter.ids).where(_free(now))).all()
    if not rows:
        return None
    until = now + _CLAIM
    for row in rows:
        row.attempts += 1
        row.claimed_until = until
    messages = session.scalars(
        select(OutboxMessage).where(OutboxMessage.id.in_([row.message_id for row in rows])).order_by(OutboxMessage.id)
    ).all()
    taken = Letter(letter.channel, letter.urgent, tuple(row.id for row in rows))
    address, secret = "", ""
    if rows[0].contact_id is not None:
        try:
            address, secret = opened(session.get_one(ContactPoint, rows[0].contact_id), site_key)
        except InvalidToken:
            return Claimed(taken, until, None)
    return Claimed(taken, until, compose(letter.channel, messages, _addressee(session, messages[0]), address, secret))


def note(session: Session, claimed: Claimed, outcome: Outcome, timing: Timing, *, now: datetime) -> DeliveryState:
    """Write down how it went. A success counts however late it is told; a failure only for who still has the claim."""
    state = DeliveryState.SENT
    for row in session.scalars(_locked(claimed.letter.ids)):
        if not outcome.error:
            row.state, row.sent_at, row.last_error = DeliveryState.SENT, row.sent_at or now, ""
            row.claimed_until, row.provider_id = None, outcome.receipt[:200]
        elif row.state in _WAITING and row.claimed_until == claimed.until:
            local, urgent = now.astimezone(clock.OFFICE_ZONE), claimed.letter.urgent
            again = next_attempt(local, row.attempts, urgent=urgent, hours=timing.hours, calendar=timing.calendar)
            row.state = DeliveryState.DEAD if again is None else DeliveryState.FAILED
            row.next_attempt_at = again or row.next_attempt_at
            row.claimed_until, row.last_error = None, outcome.error[:_LONGEST_ERROR]
        state = row.state
    return state


def resend(session: Session, actor: Actor, delivery_id: int, *, now: datetime, today: date) -> MessageDelivery:
    """A message that failed is tried again from the beginning. Raises RuleBroken where it need not or cannot be."""
    row: MessageDelivery | None = session.scalars(_locked([delivery_id])).one_or_none()
    if row is None:
        raise NotFound(DeliveryRefusal.GONE)
    if row.state is DeliveryState.SENT:
        raise RuleBroken(DeliveryRefusal.SENT)
    if row.state is DeliveryState.PENDING:
        raise RuleBroken(DeliveryRefusal.WAITING)
    if row.state is DeliveryState.DROPPED:
        raise RuleBroken(DeliveryRefusal.ADDRESS_GONE)
    if row.claimed_until is not None and row.claimed_until > now:
        raise RuleBroken(DeliveryRefusal.BUSY)
    row.state, row.attempts, row.next_attempt_at = DeliveryState.PENDING, 0, now
    audit.record(
        session, actor, AuditTag.DELIVERY_RESENT, "message", row.message_id, today=today, kind=row.channel.label
    )
    return row


def resend_dead(session: Session, actor: Actor, *, now: datetime, today: date) -> int:
    """All that failed for good is tried again, as after a channel was mended; returns how many that were."""
    dead = update(MessageDelivery).where(MessageDelivery.state == DeliveryState.DEAD)
    again = dead.values(state=DeliveryState.PENDING, attempts=0, next_attempt_at=now)
    number: int = session.execute(again).rowcount  # type: ignore[attr-defined]
    if number:
        audit.record(session, actor, AuditTag.DELIVERY_RESENT, "message", None, today=today, count=number)
    return number


def _row(message: OutboxMessage, when: datetime, **values: object) -> dict[str, object]:
    empty = {"contact_id": None, "address": "", "address_mark": "", "last_error": "", "provider_id": ""}
    state = DeliveryState.PENDING
    return {**empty, "message_id": message.id, "state": state, "attempts": 0, "next_attempt_at": when, **values}


def _contacts(
    session: Session, messages: Sequence[OutboxMessage], on: Collection[ChannelWord]
) -> dict[tuple[int | None, int | None], list[ContactPoint]]:
    """Addresses by unit and seat."""
    units = {message.department_id for message in messages if message.department_id is not None}
    seats = {message.post_id for message in messages if message.post_id is not None}
    found: dict[tuple[int | None, int | None], list[ContactPoint]] = {}
    rows = select(ContactPoint).where(
        ContactPoint.channel.in_(on), or_(ContactPoint.department_id.in_(units), ContactPoint.post_id.in_(seats))
    )
    for row in session.scalars(rows.order_by(ContactPoint.id)):
        found.setdefault((row.department_id, row.post_id), []).append(row)
    return found


def _digested(session: Session, now: datetime) -> set[int | None]:
    """Addresses that have had today's digest: what comes late waits for the next."""
    midnight = now.astimezone(clock.OFFICE_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    had = (
        select(MessageDelivery.contact_id)
        .join(OutboxMessage, OutboxMessage.id == MessageDelivery.message_id)
        .where(
            MessageDelivery.state == DeliveryState.SENT,
            MessageDelivery.sent_at >= midnight,
            MessageDelivery.channel != ChannelWord.LOCAL,
            ~OutboxMessage.urgent,
        )
    )
    return set(session.scalars(had))


def _free(now: datetime) -> ColumnElement[bool]:
    """Rows that wait, whose time has come, and that nobody is sending."""
    unclaimed = or_(MessageDelivery.claimed_until.is_(None), MessageDelivery.claimed_until <= now)
    return MessageDelivery.state.in_(_WAITING) & (MessageDelivery.next_attempt_at <= now) & unclaimed


def _locked(ids: Collection[int]) -> Select[Any]:
    rows = select(MessageDelivery).where(MessageDelivery.id.in_(ids)).order_by(MessageDelivery.id)
    return rows.with_for_update().execution_options(populate_existing=True)


def _addressee(session: Session, message: OutboxMessage) -> str:
    if message.post_id is not None:
        return session.get_one(Post, message.post_id).name
    return session.get_one(Department, message.department_id).name
