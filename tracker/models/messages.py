"""Telling people: messages, the ways each of them takes, and the addresses people gave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.messages import ChannelWord, DeliveryState

_ONE_ADDRESSEE = "(department_id IS NULL) <> (post_id IS NULL)"


class OutboxMessage(Base):
    """A message to a unit or a seat, written with the act that causes it; the key keeps it from being written twice.
    It begins with what the message speaks of: ``slip:12:issued``.

    It is in its addressee's inbox from then on. ``spread_at``: when a row was written for each channel it goes out by.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        CheckConstraint(_ONE_ADDRESSEE, name="one_addressee"),
        Index("ix_outbox_messages_spread_at", "spread_at"),
    )

    id: Mapped[Key]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    department_id: Mapped[int | None] = link("departments", nullable=True)
    post_id: Mapped[int | None] = link("posts", nullable=True)
    task_id: Mapped[int | None] = link("tasks", nullable=True)
    subject: Mapped[str]
    body: Mapped[LongText]
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    spread_at: Mapped[datetime | None]


class MessageDelivery(Base):
    """One message by one channel to one address, and how far it has come.

    ``address`` is what people are shown, a telephone number masked and of a robot's key the end; ``address_mark`` tells
    addresses apart without telling them. ``claimed_until``: somebody is sending it; where the sender dies, it comes up
    again then.
    """

    __tablename__ = "message_deliveries"
    __table_args__ = (
        UniqueConstraint("message_id", "channel", "address_mark"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_if_sent"),
        Index("ix_message_deliveries_state_next", "state", "next_attempt_at"),
    )

    id: Mapped[Key]
    message_id: Mapped[int] = link("outbox_messages", index=False)
    channel: Mapped[ChannelWord] = mapped_column(words(ChannelWord, "channel"))
    contact_id: Mapped[int | None] = link("contact_points", nullable=True)
    address: Mapped[str] = mapped_column(default="")
    address_mark: Mapped[str] = mapped_column(default="")
    state: Mapped[DeliveryState] = mapped_column(words(DeliveryState, "state"), default=DeliveryState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[LongText] = mapped_column(default="")
    provider_id: Mapped[str] = mapped_column(default="", comment="the receiver's number for it")


class ContactPoint(Base):
    """Where messages of a unit or a seat go. The address is kept sealed with the site's key, a robot's with its secret.

    ``shown`` is as in ``MessageDelivery.address``.
    """

    __tablename__ = "contact_points"
    __table_args__ = (
        CheckConstraint(_ONE_ADDRESSEE, name="one_addressee"),
        UniqueConstraint("department_id", "channel", "address_mark"),
        UniqueConstraint("post_id", "channel", "address_mark"),
    )

    id: Mapped[Key]
    department_id: Mapped[int | None] = link("departments", nullable=True)
    post_id: Mapped[int | None] = link("posts", nullable=True)
    channel: Mapped[ChannelWord] = mapped_column(words(ChannelWord, "channel"))
    shown: Mapped[str]
    address_mark: Mapped[str]
    sealed_address: Mapped[LongText]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
