"""What units report, what proves it, and what they cannot solve alone."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.reports import CoordinationReach, EvidenceOf, ReportState, UrgeChannel


class ProgressReport(Base):
    """An answer to a report's deadline. One that is sent back is followed by the next ``ordinal``."""

    __tablename__ = "progress_reports"
    __table_args__ = (
        UniqueConstraint("deadline_id", "ordinal"),
        CheckConstraint("state IN ('draft', 'signing') OR sent_on IS NOT NULL", name="sent"),
        CheckConstraint("state IN ('draft', 'signing') OR signed_by <> ''", name="signed"),
        CheckConstraint("(state IN ('accepted', 'sent-back')) = (decided_on IS NOT NULL)", name="decided"),
        Index("ix_progress_reports_task_state", "task_id", "state"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    task_id: Mapped[int] = link("tasks", index=False)
    deadline_id: Mapped[int] = link("deadlines", index=False)
    department_id: Mapped[int] = link("departments")
    ordinal: Mapped[int]
    state: Mapped[ReportState] = mapped_column(words(ReportState, "state"))
    unchanged: Mapped[bool] = mapped_column(default=False, comment="与上期相比无变化")
    done: Mapped[LongText] = mapped_column(default="")
    problems: Mapped[LongText] = mapped_column(default="")
    next_steps: Mapped[LongText] = mapped_column(default="")
    help_wanted: Mapped[LongText] = mapped_column(default="")
    drafted_by: Mapped[str]
    signed_by: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    on_paper: Mapped[bool] = mapped_column(default=False, comment="督查室代录: the paper is attached")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(default="")
    reason: Mapped[LongText] = mapped_column(default="", comment="why it was sent back")
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class Evidence(Base):
    """A file that proves something, kept in a directory of its own under a random name; this row knows its real one."""

    __tablename__ = "evidence"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks")
    department_id: Mapped[int | None] = link("departments", nullable=True)
    name: Mapped[str] = mapped_column(comment="as the browser is told to save it")
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True, comment="SHA-256")
    stored_as: Mapped[str] = mapped_column(unique=True)
    uploaded_by: Mapped[str]
    uploaded_on: Mapped[date]
    recorded_at: Mapped[datetime]


class EvidenceUse(Base):
    """What a piece of evidence is attached to."""

    __tablename__ = "evidence_uses"
    __table_args__ = (
        UniqueConstraint("evidence_id", "subject_kind", "subject_id"),
        Index("ix_evidence_uses_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[Key]
    evidence_id: Mapped[int] = link("evidence", index=False)
    subject_kind: Mapped[EvidenceOf] = mapped_column(words(EvidenceOf, "subject_kind"))
    subject_id: Mapped[int]


class CoordinationRequest(Base):
    """提请协调事项: addressed to a unit (the office) or a seat, with a deadline of its own.

    One that is passed up ends, and the next names it; the days from raised to answered are days of waiting.
    """

    __tablename__ = "coordination_requests"
    __table_args__ = (
        CheckConstraint("(to_department_id IS NULL) <> (to_post_id IS NULL)", name="one_addressee"),
        CheckConstraint("ended_on IS NULL OR ended_on >= raised_on", name="interval"),
        CheckConstraint("(answered_by IS NULL) OR (ended_on IS NOT NULL)", name="ended_if_answered"),
        Index("ix_coordination_requests_task_ended", "task_id", "ended_on"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks", index=False)
    department_id: Mapped[int] = link("departments")
    deadline_id: Mapped[int] = link("deadlines")
    reach: Mapped[CoordinationReach] = mapped_column(words(CoordinationReach, "reach"))
    content: Mapped[LongText]
    to_department_id: Mapped[int | None] = link("departments", nullable=True)
    to_post_id: Mapped[int | None] = link("posts", nullable=True)
    raised_on: Mapped[date]
    raised_by: Mapped[str]
    passed_from_id: Mapped[int | None] = link("coordination_requests", nullable=True)
    ended_on: Mapped[date | None] = mapped_column(comment="answered, passed up or withdrawn")
    answer: Mapped[LongText] = mapped_column(default="")
    answered_by: Mapped[str | None]
    recorded_at: Mapped[datetime]


class CallRecord(Base):
    """电话催办, or a reminder sent by hand: when, whom, what was said. Counts for the cool-down."""

    __tablename__ = "call_records"
    __table_args__ = (Index("ix_call_records_task_unit", "task_id", "department_id", "happened_on"),)

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks", index=False)
    department_id: Mapped[int] = link("departments")
    channel: Mapped[UrgeChannel] = mapped_column(words(UrgeChannel, "channel"))
    whom: Mapped[str] = mapped_column(default="")
    said: Mapped[LongText] = mapped_column(default="")
    happened_on: Mapped[date]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class BurdenReport(Base):
    """“这是重复填报”: somebody says that a page asks for what was already given elsewhere."""

    __tablename__ = "burden_reports"
    __table_args__ = (CheckConstraint("(answered_on IS NULL) = (answered_by IS NULL)", name="answered"),)

    id: Mapped[Key]
    account_id: Mapped[int] = link("accounts")
    department_id: Mapped[int | None] = link("departments", nullable=True)
    page: Mapped[str]
    wording: Mapped[LongText]
    reported_by: Mapped[str]
    reported_on: Mapped[date]
    answer: Mapped[LongText] = mapped_column(default="")
    answered_by: Mapped[str | None]
    answered_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
