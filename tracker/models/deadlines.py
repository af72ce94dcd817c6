"""Anything somebody owes by a date, in one table; every date it ever had; every claim to have met it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.deadlines import (
    ClaimOutcome,
    DeadlineKind,
    FlagKind,
    ReminderKind,
    RevisionCause,
    SubjectKind,
    TermUnit,
)


class Deadline(Base):
    """A duty with a date. Until ``opened_on`` is set it is only a plan: a draft's date, owed by nobody yet.

    ``due_on``, ``soon_on``, ``yellow_on`` and ``red_on`` are the dates of the revision in force, worked out once by
    policy; SQL and Python only compare them. ``claimed_on`` and ``met_on`` mirror the claim in force.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        CheckConstraint(
            "opened_on IS NULL OR (owed_by_department_id IS NULL) <> (owed_by_post_id IS NULL)", name="one_debtor"
        ),
        CheckConstraint("opened_on IS NULL OR due_on IS NOT NULL", name="due_if_opened"),
        CheckConstraint("met_on IS NULL OR claimed_on IS NOT NULL", name="met_was_claimed"),
        CheckConstraint("clock_no >= 1", name="clock_no"),
        Index("ix_deadlines_task_kind_period", "task_id", "kind", "period_ends_on"),
        Index("ix_deadlines_department_due", "owed_by_department_id", "due_on"),
    )

    id: Mapped[Key]
    duty: Mapped[str] = mapped_column(unique=True, comment="names the duty, so that it cannot be opened twice")
    task_id: Mapped[int] = link("tasks", index=False)
    kind: Mapped[DeadlineKind] = mapped_column(words(DeadlineKind, "kind"))
    subject_kind: Mapped[SubjectKind] = mapped_column(words(SubjectKind, "subject_kind"))
    subject_id: Mapped[int]
    period: Mapped[str] = mapped_column(default="", comment="reports: 2026-03, 2026-Q1 …")
    period_ends_on: Mapped[date | None] = mapped_column(index=True, comment="reports: the period's last day")

    owed_by_department_id: Mapped[int | None] = link("departments", nullable=True, index=False)
    owed_by_post_id: Mapped[int | None] = link("posts", nullable=True)
    owed_to_department_id: Mapped[int | None] = link("departments", nullable=True)

    term: Mapped[int | None] = mapped_column(comment="basis: so many days; empty for a fixed date")
    term_unit: Mapped[TermUnit | None] = mapped_column(words(TermUnit, "term_unit"))
    phrase: Mapped[LongText] = mapped_column(default="", comment="as the paper writes it")
    reading: Mapped[str] = mapped_column(default="", comment="how the phrase was read")
    assumed: Mapped[bool] = mapped_column(default=False)
    provisional: Mapped[bool] = mapped_column(default=False, comment="counted through a year not yet confirmed")

    opened_on: Mapped[date | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    soon_on: Mapped[date | None]
    yellow_on: Mapped[date | None]
    red_on: Mapped[date | None]
    claimed_on: Mapped[date | None]
    met_on: Mapped[date | None]
    voided_on: Mapped[date | None]
    clock_no: Mapped[int] = mapped_column(default=1, comment="raised by an approved extension or a reopening alone")
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))


class PastDebtor(Base):
    """A unit that owed a deadline from–to, before it passed to the one that owes it now."""

    __tablename__ = "past_debtors"
    __table_args__ = (CheckConstraint("until_on >= from_on", name="interval"),)

    id: Mapped[Key]
    deadline_id: Mapped[int] = link("deadlines")
    department_id: Mapped[int] = link("departments")
    from_on: Mapped[date]
    until_on: Mapped[date]


class DeadlineRevision(Base):
    """The dates a deadline had from ``in_force_on`` until ``until_on``; the first is never overwritten."""

    __tablename__ = "deadline_revisions"
    __table_args__ = (
        UniqueConstraint("deadline_id", "ordinal"),
        CheckConstraint("until_on IS NULL OR until_on >= in_force_on", name="interval"),
    )

    id: Mapped[Key]
    deadline_id: Mapped[int] = link("deadlines", index=False)
    ordinal: Mapped[int]
    cause: Mapped[RevisionCause] = mapped_column(words(RevisionCause, "cause"))
    reason: Mapped[LongText] = mapped_column(default="")
    in_force_on: Mapped[date]
    until_on: Mapped[date | None]
    due_on: Mapped[date]
    soon_on: Mapped[date] = mapped_column(index=True)
    yellow_on: Mapped[date | None] = mapped_column(index=True)
    red_on: Mapped[date | None] = mapped_column(index=True)
    clock_no: Mapped[int]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    decided_by: Mapped[str]
    recorded_at: Mapped[datetime]


class DeadlineClaim(Base):
    """A unit's claim to have met a deadline: it counts from the day claimed until ``sent_back_on``.

    That is the day of a send-back, or of a reopening, where what was accepted is owed again.
    """

    __tablename__ = "deadline_claims"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name="decided"),
        CheckConstraint("decided_on IS NULL OR decided_on >= claimed_on", name="interval"),
    )

    id: Mapped[Key]
    deadline_id: Mapped[int] = link("deadlines")
    claimed_on: Mapped[date]
    claimed_by: Mapped[str]
    statement: Mapped[LongText | None]
    outcome: Mapped[ClaimOutcome | None] = mapped_column(words(ClaimOutcome, "outcome"))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None]
    reason: Mapped[LongText] = mapped_column(default="")
    sent_back_on: Mapped[date | None] = mapped_column(comment="decided_on, where the outcome is a send-back")
    recorded_at: Mapped[datetime]


class DeadlineFlag(Base):
    """Fell due soon, fell overdue: noted by the sweep, once for each clock."""

    __tablename__ = "deadline_flags"
    __table_args__ = (UniqueConstraint("deadline_id", "kind", "clock_no"),)

    id: Mapped[Key]
    deadline_id: Mapped[int] = link("deadlines", index=False)
    kind: Mapped[FlagKind] = mapped_column(words(FlagKind, "kind"))
    clock_no: Mapped[int]
    happened_on: Mapped[date] = mapped_column(index=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    recorded_at: Mapped[datetime]


class Reminder(Base):
    """系统提醒: unnumbered, automatic; the message that carries it is merged per unit and day."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("deadline_id", "kind", "clock_no", "department_id"),)

    id: Mapped[Key]
    deadline_id: Mapped[int] = link("deadlines", index=False)
    kind: Mapped[ReminderKind] = mapped_column(words(ReminderKind, "kind"))
    clock_no: Mapped[int]
    department_id: Mapped[int] = link("departments")
    happened_on: Mapped[date] = mapped_column(index=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    recorded_at: Mapped[datetime]
