"""联系方式 as their page shows them: addressees with their addresses, never more of one than people may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import ContactPoint, Department, Post
from tracker.vocabulary.messages import ChannelWord


@dataclass(frozen=True)
class ContactLine:
    id: int
    to: str
    channel: ChannelWord
    shown: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True)
class Addressee:
    """Somebody messages go to. ``key`` tells units and seats apart: d12, p3."""

    key: str
    name: str


def contact_lines(session: Session) -> Sequence[ContactLine]:
    """All addresses, those of units first."""
    rows = session.execute(
        select(ContactPoint, func.coalesce(Department.name, Post.name))
        .outerjoin(Department, Department.id == ContactPoint.department_id)
        .outerjoin(Post, Post.id == ContactPoint.post_id)
        .order_by(ContactPoint.post_id.is_not(None), ContactPoint.department_id, ContactPoint.post_id, ContactPoint.id)
    )
    return [ContactLine(one.id, to, one.channel, one.shown, one.added_by, one.added_at) for one, to in rows]


def addressees(session: Session) -> Sequence[Addressee]:
    """Units that exist and seats."""
    units = select(Department.id, Department.name).where(Department.ended_on.is_(None)).order_by(Department.id)
    seats = select(Post.id, Post.name).order_by(Post.id)
    return [
        *(Addressee(f"d{row.id}", row.name) for row in session.execute(units)),
        *(Addressee(f"p{row.id}", row.name) for row in session.execute(seats)),
    ]
