"""公开: what the public sees of a task, approved and redacted; and what the public writes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.publications import PublicationKind, PublicationState


class Publication(Base):
    """Exactly what the public will see: its own words, not the task's. Where and when it stood in public."""

    __tablename__ = "publications"
    __table_args__ = (
        CheckConstraint("state NOT IN ('published', 'withdrawn') OR published_on IS NOT NULL", name="published"),
        CheckConstraint("published_on IS NULL OR (outlet <> '' AND approved_on IS NOT NULL)", name="approved_first"),
        CheckConstraint("published_on IS NULL OR cosigned_on IS NOT NULL", name="cosigned_first"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn"),
        Index("ix_publications_state_day", "state", "published_on"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    office_id: Mapped[int] = link("departments")
    task_id: Mapped[int] = link("tasks")
    listing_id: Mapped[int | None] = link("listings", nullable=True)
    kind: Mapped[PublicationKind] = mapped_column(words(PublicationKind, "kind"))
    title: Mapped[str]
    unit: Mapped[str]
    stage: Mapped[str] = mapped_column(comment="where the matter stands, in words")
    due_on: Mapped[date | None]
    body: Mapped[LongText]
    state: Mapped[PublicationState] = mapped_column(words(PublicationState, "state"))
    drafted_by: Mapped[str]
    drafted_on: Mapped[date]
    asked_unit_on: Mapped[date | None] = mapped_column(comment="the unit was shown it")
    reply_until: Mapped[date | None] = mapped_column(comment="silence until then lets it go on")
    reply: Mapped[LongText] = mapped_column(default="", comment="what the unit says to it")
    replied_by: Mapped[str] = mapped_column(default="")
    replied_on: Mapped[date | None]
    cosign_words: Mapped[LongText] = mapped_column(default="")
    cosigned_by: Mapped[str] = mapped_column(default="")
    cosigned_on: Mapped[date | None]
    cosign_entered_by: Mapped[str] = mapped_column(default="", comment="where it was signed on paper")
    approved_by: Mapped[str] = mapped_column(default="")
    approved_on: Mapped[date | None]
    outlet: Mapped[str] = mapped_column(default="")
    published_by: Mapped[str] = mapped_column(default="")
    published_on: Mapped[date | None]
    takes_comments: Mapped[bool] = mapped_column(default=False)
    withdrawn_because: Mapped[LongText] = mapped_column(default="")
    withdrawn_by: Mapped[str] = mapped_column(default="")
    withdrawn_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class PublicComment(Base):
    """What somebody of the public wrote to the office about a publication; never a score."""

    __tablename__ = "public_comments"
    __table_args__ = (Index("ix_public_comments_sender_at", "sender", "posted_at"),)

    id: Mapped[Key]
    publication_id: Mapped[int] = link("publications")
    body: Mapped[LongText]
    sender: Mapped[str] = mapped_column(comment="a keyed hash of the address, against floods; not the address")
    posted_on: Mapped[date]
    posted_at: Mapped[datetime]
