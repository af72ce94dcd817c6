"""Cards: a list for whom they concern, one card in full, and those of a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session

from tracker.models import Card, CardTask, Department, Post, PostHolding, Task
from tracker.policy.access import Actor
from tracker.queries.visibility import visible_to
from tracker.vocabulary.cards import CardKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import OFFICE, Role

_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
_LEADING = (PostRank.HEAD, PostRank.DEPUTY, PostRank.SECRETARY_GENERAL)
PAGE = 50


@dataclass(frozen=True)
class CardRow:
    """``holder`` is the seat or the unit; ``about`` the task or what is looked after."""

    id: int
    number: str
    kind: CardKind
    task_id: int | None
    holder: str
    about: str
    reference: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class CardTaskRow:
    id: int
    reference: str
    title: str


@dataclass(frozen=True)
class SeatRow:
    """A leader's seat to choose, with who holds it."""

    id: int
    name: str


def visible_cards(actor: Actor) -> ColumnElement[bool]:
    """A condition on Card joined to its Task: the office sees its own, a seat and a unit theirs.

    A task's card is seen by nobody who may not see the task.
    """
    own_office = Card.office_id == actor.office_id
    clauses: list[Any] = []
    if actor.roles & OFFICE and actor.office_id is not None:
        clauses.append(own_office)
    if actor.roles & _LEADERS and actor.post_id is not None:
        clauses.append(and_(own_office, Card.post_id == actor.post_id))
    if actor.roles & _UNIT and actor.department_id is not None:
        clauses.append(Card.department_id == actor.department_id)
    if not clauses:
        return false()
    return and_(or_(*clauses), or_(Card.task_id.is_(None), visible_to(actor)))


def cards(session: Session, actor: Actor, kind: CardKind | None, before: int | None) -> Sequence[CardRow]:
    """A page of the cards the actor may see, the newest first, those with an id under ``before``; one row more than a
    page says that there is another."""
    query = _rows().where(visible_cards(actor)).order_by(Card.id.desc()).limit(PAGE + 1)
    if kind is not None:
        query = query.where(Card.kind == kind)
    if before is not None:
        query = query.where(Card.id < before)
    return [_row(row) for row in session.execute(query)]


def card_row(session: Session, actor: Actor, card_id: int) -> CardRow | None:
    """One card, or None where the actor may not know of it."""
    row = session.execute(_rows().where(visible_cards(actor), Card.id == card_id)).first()
    return _row(row) if row else None


def of_task(session: Session, actor: Actor, task: Task, _day: date) -> Sequence[CardRow]:
    """A task's cards and the contact cards it is attached to, as far as the actor may see them."""
    attached = select(CardTask.card_id).where(CardTask.task_id == task.id)
    query = _rows().where(visible_cards(actor), or_(Card.task_id == task.id, Card.id.in_(attached))).order_by(Card.id)
    return [_row(row) for row in session.execute(query)]


def attached_tasks(session: Session, actor: Actor, card_id: int) -> Sequence[CardTaskRow]:
    """The tasks of a contact card that the actor may see."""
    query = (
        select(Task.id, Task.reference, Task.title)
        .join(CardTask, CardTask.task_id == Task.id)
        .where(CardTask.card_id == card_id, visible_to(actor))
        .order_by(CardTask.id)
    )
    return [CardTaskRow(row.id, row.reference or "", row.title) for row in session.execute(query)]


def holder_on(session: Session, card_id: int, day: date) -> str:
    """Who held the card's seat on ``day``; nothing for a unit's card or a vacant seat."""
    query = (
        select(PostHolding.holder)
        .join(Card, Card.post_id == PostHolding.post_id)
        .where(
            Card.id == card_id,
            PostHolding.from_on <= day,
            or_(PostHolding.until_on.is_(None), PostHolding.until_on > day),
        )
        .order_by(PostHolding.from_on.desc())
    )
    return session.scalars(query).first() or ""


def leaders_seats(session: Session) -> Sequence[SeatRow]:
    """The seats a contact card can bind."""
    query = select(Post.id, Post.name).where(Post.rank.in_(_LEADING)).order_by(Post.rank.desc(), Post.name)
    return [SeatRow(row.id, row.name) for row in session.execute(query)]


def _rows() -> Select[Any]:
    columns: tuple[Any, ...] = (
        Card,
        Post.name.label("seat"),
        Department.name.label("unit"),
        Task.title,
        Task.reference,
    )
    return (
        select(*columns)
        .outerjoin(Task, Task.id == Card.task_id)
        .outerjoin(Post, Post.id == Card.post_id)
        .outerjoin(Department, Department.id == Card.department_id)
    )


def _row(row: Any) -> CardRow:
    card = row.Card
    return CardRow(
        card.id,
        card.number,
        card.kind,
        card.task_id,
        row.seat or row.unit or "",
        row.title or card.looked_after,
        row.reference or "",
        card.from_on,
        card.until_on,
    )
