"""Cards, and the papers by which duties pass from one holder to the next."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.cards import CardKind, HandoverKind


class Card(Base):
    """What binds a seat or a unit: 联系卡 to what it looks after, 责任卡 and 督办卡 to a task."""

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        CheckConstraint("(kind = 'supervision') = (department_id IS NOT NULL)", name="unit_if_supervision"),
        CheckConstraint("(kind = 'supervision') = (post_id IS NULL)", name="post_unless_supervision"),
        CheckConstraint("(kind = 'contact') = (task_id IS NULL)", name="task_unless_contact"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="interval"),
        Index("ix_cards_task", "task_id"),
    )

    id: Mapped[Key]
    office_id: Mapped[int] = link("departments")
    kind: Mapped[CardKind] = mapped_column(words(CardKind, "kind"))
    number: Mapped[str]
    post_id: Mapped[int | None] = link("posts", nullable=True)
    department_id: Mapped[int | None] = link("departments", nullable=True)
    task_id: Mapped[int | None] = link("tasks", nullable=True, index=False)
    looked_after: Mapped[LongText] = mapped_column(default="", comment="包保对象: an enterprise, a project, an area")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    made_by: Mapped[str]
    recorded_at: Mapped[datetime]


class CardTask(Base):
    """A task attached to a contact card."""

    __tablename__ = "card_tasks"
    __table_args__ = (UniqueConstraint("card_id", "task_id"),)

    id: Mapped[Key]
    card_id: Mapped[int] = link("cards", index=False)
    task_id: Mapped[int] = link("tasks")


class Handover(Base):
    """交接单: duties that passed on a day, from seat to seat or unit to unit, or with a seat to its new holder."""

    __tablename__ = "handovers"
    __table_args__ = (UniqueConstraint("office_id", "number"),)

    id: Mapped[Key]
    office_id: Mapped[int] = link("departments")
    kind: Mapped[HandoverKind] = mapped_column(words(HandoverKind, "kind"))
    number: Mapped[str]
    effective_on: Mapped[date]
    from_post_id: Mapped[int | None] = link("posts", nullable=True)
    to_post_id: Mapped[int | None] = link("posts", nullable=True)
    from_department_id: Mapped[int | None] = link("departments", nullable=True)
    to_department_id: Mapped[int | None] = link("departments", nullable=True)
    outgoing: Mapped[str] = mapped_column(default="", comment="the holder or the name before")
    incoming: Mapped[str] = mapped_column(default="", comment="the holder or the name after")
    basis: Mapped[LongText]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class HandoverItem(Base):
    """A task handed over, as it stood that day."""

    __tablename__ = "handover_items"
    __table_args__ = (UniqueConstraint("handover_id", "task_id"),)

    id: Mapped[Key]
    handover_id: Mapped[int] = link("handovers", index=False)
    task_id: Mapped[int] = link("tasks")
    note: Mapped[str] = mapped_column(default="", comment="its part, light and next date on the day")
