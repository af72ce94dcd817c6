"""Messages written with the act that causes them, and delivered later."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.delivery import Channel, Message
from tracker.models import Department, OutboxMessage
from tracker.vocabulary.running import MessageState

BACKOFF_MINUTES = (1, 5, 30, 120, 720)
"""Waits between attempts; a message that has used them all is dead until a person looks at it."""


def enqueue(session: Session, key: str, department_id: int, subject: str, body: str) -> bool:
    """Write a message unless ``key`` is known; True if it is new."""
    if session.scalars(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == key)).first() is not None:
        return False
    now = clock.now()
    session.add(
        OutboxMessage(
            dedupe_key=key,
            department_id=department_id,
            subject=subject,
            body=body,
            state=MessageState.PENDING,
            attempts=0,
            next_attempt_at=now,
            created_at=now,
        )
    )
    session.flush()  # the key must be seen by the next enqueue of this transaction
    return True


def due_messages(session: Session) -> list[int]:
    """Ids of messages to try now, oldest first."""
    return list(
        session.scalars(
            select(OutboxMessage.id)
            .where(
                OutboxMessage.state.in_([MessageState.PENDING, MessageState.FAILED]),
                OutboxMessage.next_attempt_at <= clock.now(),
            )
            .order_by(OutboxMessage.id)
        )
    )


def deliver(session: Session, message_id: int, channel: Channel) -> MessageState | None:
    """Try one message; None where another worker was faster. A channel that fails costs an attempt, not the message."""
    row = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.state.in_([MessageState.PENDING, MessageState.FAILED]))
        .with_for_update()
    ).first()
    if row is None:
        return None
    to = session.get_one(Department, row.department_id).name
    row.attempts += 1
    try:
        channel.send(Message(row.dedupe_key, to, row.subject, row.body))
    except OSError as error:
        row.last_error = str(error)[:2000]
        if row.attempts > len(BACKOFF_MINUTES):
            row.state = MessageState.DEAD
        else:
            row.state = MessageState.FAILED
            row.next_attempt_at = clock.now() + timedelta(minutes=BACKOFF_MINUTES[row.attempts - 1])
    else:
        row.state, row.sent_at, row.last_error = MessageState.SENT, clock.now(), ""
    return row.state


def troubled(session: Session) -> list[OutboxMessage]:
    """Messages that failed for good."""
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.state == MessageState.DEAD)))
