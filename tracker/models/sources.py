"""The papers that decided something, and their clauses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.approvals import Triage
from tracker.vocabulary.sources import Regime, SourceKind


class Source(Base):
    """One paper, as one office entered it."""

    __tablename__ = "sources"
    __table_args__ = (UniqueConstraint("office_id", "title", "issuer", "issued_on"),)

    id: Mapped[Key]
    office_id: Mapped[int] = link("departments")
    title: Mapped[str]
    issuer: Mapped[str]
    document_number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date]
    kind: Mapped[SourceKind] = mapped_column(words(SourceKind, "kind"))
    regime: Mapped[Regime] = mapped_column(words(Regime, "regime"))
    plan_year: Mapped[int]
    recorded_at: Mapped[datetime]


class SourceItem(Base):
    """One numbered clause, kept as the paper words it, whatever became of the task."""

    __tablename__ = "source_items"
    __table_args__ = (UniqueConstraint("source_id", "fingerprint"),)

    id: Mapped[Key]
    source_id: Mapped[int] = link("sources")
    file_digest: Mapped[str] = mapped_column(
        index=True, default="", comment="SHA-256 of the file it was read from, or empty"
    )
    fingerprint: Mapped[str] = mapped_column(index=True, comment="of the wording; a second import finds it")
    sheet: Mapped[str] = mapped_column(default="")
    row_no: Mapped[int]
    number: Mapped[str] = mapped_column(default="")
    section: Mapped[LongText] = mapped_column(default="")
    title: Mapped[LongText]
    target: Mapped[LongText] = mapped_column(default="")
    measures: Mapped[LongText] = mapped_column(default="")
    leader: Mapped[LongText] = mapped_column(default="")
    lead: Mapped[LongText] = mapped_column(default="")
    co_leads: Mapped[LongText] = mapped_column(default="")
    supporting: Mapped[LongText] = mapped_column(default="")
    due_phrase: Mapped[LongText] = mapped_column(default="")
    points: Mapped[str] = mapped_column(default="")
    progress: Mapped[LongText] = mapped_column(default="")


class TaskSource(Base):
    """A task answers one or several clauses; a clause is answered by one task."""

    __tablename__ = "task_sources"

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks")
    source_item_id: Mapped[int] = mapped_column(ForeignKey("source_items.id"), unique=True)


class Endorsement(Base):
    """批示: a leader's words on a source, in order, or a note on a task.

    Either goes to the office first: until it is triaged nobody else is asked to do anything by it.
    """

    __tablename__ = "endorsements"
    __table_args__ = (
        UniqueConstraint("source_id", "ordinal"),
        CheckConstraint("(source_id IS NULL) <> (task_id IS NULL)", name="one_place"),
        CheckConstraint("(triage IS NULL) = (triaged_on IS NULL)", name="triaged"),
    )

    id: Mapped[Key]
    source_id: Mapped[int | None] = link("sources", nullable=True, index=False)
    task_id: Mapped[int | None] = link("tasks", nullable=True)
    ordinal: Mapped[int]
    leader: Mapped[str] = mapped_column(comment="as the paper writes it")
    post_id: Mapped[int | None] = link("posts", nullable=True)
    wording: Mapped[LongText]
    written_on: Mapped[date]
    triage: Mapped[Triage | None] = mapped_column(words(Triage, "triage"))
    triaged_on: Mapped[date | None]
    triaged_by: Mapped[str] = mapped_column(default="")
    passed_on: Mapped[LongText] = mapped_column(default="", comment="what the office made of it, for the unit")
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
