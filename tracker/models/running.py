"""The machinery: work calendar, rules, audit, jobs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, words
from tracker.vocabulary.running import DaySource, RunOutcome, YearState


class CalendarYear(Base):
    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[YearState] = mapped_column(words(YearState, "state"))
    note: Mapped[str] = mapped_column(default="", comment="the notice it was taken from")


class CalendarDay(Base):
    """A day that is not what its weekday says: a rest day on a weekday, a workday on a weekend."""

    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("day", "source"),)

    id: Mapped[Key]
    day: Mapped[date]
    is_workday: Mapped[bool]
    source: Mapped[DaySource] = mapped_column(words(DaySource, "source"))
    note: Mapped[str] = mapped_column(default="")


class Rule(Base):
    """One version of one rule: its numbers, from when they hold, and the clause they come from."""

    __tablename__ = "rules"
    __table_args__ = (UniqueConstraint("name", "version"), UniqueConstraint("name", "effective_on"))

    id: Mapped[Key]
    name: Mapped[str]
    version: Mapped[int]
    effective_on: Mapped[date]
    parameters: Mapped[LongText] = mapped_column(comment="JSON object")
    clause: Mapped[LongText]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what to what. Append-only: the database refuses to change or remove a row."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_kind", "subject_id"),)

    id: Mapped[Key]
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    happened_on: Mapped[date]
    actor: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(
        comment="whose name that is, where it is an account's; kept for good"
    )
    tag: Mapped[str] = mapped_column(comment="an AuditTag; no CHECK, so that old words stay readable for good")
    subject_kind: Mapped[str]
    subject_id: Mapped[int | None]
    detail: Mapped[LongText] = mapped_column(comment="JSON object")


class AuditSeal(Base):
    """A link of the chain over audit entries: HMAC of the entry's content and the link before."""

    __tablename__ = "audit_seals"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), unique=True)
    algorithm: Mapped[str]
    mac: Mapped[str]


class JobState(Base):
    """How far a job has come, and who runs it now."""

    __tablename__ = "job_states"

    job: Mapped[str] = mapped_column(primary_key=True)
    reached_on: Mapped[date | None]
    lease_holder: Mapped[str | None]
    lease_until: Mapped[datetime | None]


class JobRun(Base):
    """One run of a job. A scheduled run owns its slot; a second process that wants the same slot is refused."""

    __tablename__ = "job_runs"
    __table_args__ = (UniqueConstraint("job", "slot"),)

    id: Mapped[Key]
    job: Mapped[str]
    slot: Mapped[str]
    business_day: Mapped[date]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[RunOutcome] = mapped_column(words(RunOutcome, "outcome"))
    counts: Mapped[LongText] = mapped_column(default="{}", comment="JSON object")
