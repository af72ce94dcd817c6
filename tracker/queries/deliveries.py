"""发送情况: what could not be sent, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Department, MessageDelivery, OutboxMessage, Post
from tracker.vocabulary.departments import DepartmentKind
from tracker.vocabulary.messages import ChannelWord, DeliveryState

_MOST = 100


@dataclass(frozen=True)
class DeliveryLine:
    """``subject`` is empty where several offices share the site: one may not read the other's titles."""

    id: int
    number: int
    to: str
    subject: str
    urgent: bool
    created_at: datetime
    channel: ChannelWord
    address: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime
    sending: bool
    last_error: str


@dataclass(frozen=True)
class DeliveryBoard:
    """The newest of each, and how many there are."""

    dead: Sequence[DeliveryLine]
    dead_total: int
    waiting: Sequence[DeliveryLine]
    waiting_total: int


def delivery_board(session: Session, now: datetime) -> DeliveryBoard:
    """Dead letters, newest first; and what waits, soonest first."""
    offices = select(func.count()).select_from(Department)
    alone = session.scalars(offices.where(Department.kind == DepartmentKind.SUPERVISION_OFFICE)).one() == 1
    waiting = [DeliveryState.PENDING, DeliveryState.FAILED]
    counted = (
        select(MessageDelivery.state, func.count())
        .where(MessageDelivery.state.in_([DeliveryState.DEAD, *waiting]))
        .group_by(MessageDelivery.state)
    )
    totals: dict[DeliveryState, int] = {row[0]: row[1] for row in session.execute(counted)}
    dead = _lines().where(MessageDelivery.state == DeliveryState.DEAD).order_by(MessageDelivery.id.desc())
    soon = _lines().where(MessageDelivery.state.in_(waiting))
    soon = soon.order_by(MessageDelivery.next_attempt_at, MessageDelivery.id)
    return DeliveryBoard(
        [_line(row, alone, now) for row in session.execute(dead.limit(_MOST))],
        totals.get(DeliveryState.DEAD, 0),
        [_line(row, alone, now) for row in session.execute(soon.limit(_MOST))],
        sum(totals.get(state, 0) for state in waiting),
    )


def troubled(session: Session) -> list[DeliveryLine]:
    """What failed for good."""
    dead = _lines().where(MessageDelivery.state == DeliveryState.DEAD).order_by(MessageDelivery.id)
    return [_line(row, True, None) for row in session.execute(dead)]


def _lines() -> Any:
    return (
        select(MessageDelivery, OutboxMessage, func.coalesce(Department.name, Post.name))
        .join(OutboxMessage, OutboxMessage.id == MessageDelivery.message_id)
        .outerjoin(Department, Department.id == OutboxMessage.department_id)
        .outerjoin(Post, Post.id == OutboxMessage.post_id)
    )


def _line(row: Any, alone: bool, now: datetime | None) -> DeliveryLine:
    delivery, message, to = row
    claimed = delivery.claimed_until
    return DeliveryLine(
        delivery.id,
        message.id,
        to,
        message.subject if alone else "",
        message.urgent,
        message.created_at,
        delivery.channel,
        delivery.address,
        delivery.state,
        delivery.attempts,
        delivery.next_attempt_at,
        now is not None and claimed is not None and claimed > now,
        delivery.last_error,
    )
