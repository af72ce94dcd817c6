"""消息: what was written to a unit, an office or a seat. Nobody notes who has read it (国办函〔2026〕12号)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Department, OutboxMessage, Post, Task
from tracker.policy.access import Actor
from tracker.policy.inbox import mailboxes_of
from tracker.queries.visibility import visible_to

_PAGE = 30


@dataclass(frozen=True)
class InboxLine:
    """``task_id``: the task it speaks of, where the reader may open it; ``about``: the document, as ``slip:12``."""

    id: int
    created_at: datetime
    to: str
    subject: str
    body: str
    urgent: bool
    task_id: int | None
    reference: str
    about: str


@dataclass(frozen=True)
class InboxPage:
    """Newest first; ``older`` is the key of the next page, None on the last."""

    rows: Sequence[InboxLine]
    older: int | None


def inbox(session: Session, actor: Actor, before: int | None = None) -> InboxPage:
    """A page of the actor's messages older than the key ``before``; of nobody else's."""
    boxes = mailboxes_of(actor)
    own: ColumnElement[bool] = OutboxMessage.department_id.in_(boxes.department_ids)
    if boxes.post_id is not None:  # compared with nothing it would be every unit's
        own = or_(own, OutboxMessage.post_id == boxes.post_id)
    statement = (
        select(OutboxMessage, func.coalesce(Department.name, Post.name).label("to"), Task.id, Task.reference)
        .outerjoin(Department, Department.id == OutboxMessage.department_id)
        .outerjoin(Post, Post.id == OutboxMessage.post_id)
        .outerjoin(Task, and_(Task.id == OutboxMessage.task_id, visible_to(actor)))
        .where(own)
        .order_by(OutboxMessage.id.desc())
        .limit(_PAGE + 1)
    )
    if before is not None:
        statement = statement.where(OutboxMessage.id < before)
    found = session.execute(statement).all()
    rows = [
        InboxLine(one.id, one.created_at, to, one.subject, one.body, one.urgent, task_id, reference or "", _about(one))
        for one, to, task_id, reference in found[:_PAGE]
    ]
    return InboxPage(rows, rows[-1].id if len(found) > _PAGE else None)


def _about(message: OutboxMessage) -> str:
    """Every key begins with what the message speaks of."""
    return ":".join(message.dedupe_key.split(":")[:2])
