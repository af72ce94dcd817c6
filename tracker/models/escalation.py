"""The rungs: work that does not move, slips prepared by rule and issued by people, proposals to decide."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome, SlipColour, SlipState, StandstillKind


class Standstill(Base):
    """未见明显进展, found on a day with the facts it was found by; the unit sees it first and may explain."""

    __tablename__ = "standstills"
    __table_args__ = (
        UniqueConstraint("task_id", "kind", "period"),
        CheckConstraint("over_on IS NULL OR over_on >= found_on", name="interval"),
        CheckConstraint("(explained_on IS NULL) = (explained_by = '')", name="explained"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks", index=False)
    kind: Mapped[StandstillKind] = mapped_column(words(StandstillKind, "kind"))
    period: Mapped[str] = mapped_column(comment="the report period it was found at the end of")
    facts: Mapped[LongText] = mapped_column(comment="what it was found by, in words")
    found_on: Mapped[date] = mapped_column(index=True)
    over_on: Mapped[date | None] = mapped_column(comment="the day progress was verified again")
    rule_id: Mapped[int] = link("rules", index=False)
    explanation: Mapped[LongText] = mapped_column(default="")
    explained_by: Mapped[str] = mapped_column(default="")
    explained_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class WarningSlip(Base):
    """督办单 (蓝/橙/红): prepared by the rule, issued by a person, delivered, acknowledged, answered.

    It may be issued in a graver colour than it was prepared in, for reasons. Its answer has a deadline of its own; the
    deadline it is about keeps its date.
    """

    __tablename__ = "warning_slips"
    __table_args__ = (
        UniqueConstraint("deadline_id", "colour", "clock_no"),
        UniqueConstraint("office_id", "number"),
        CheckConstraint("(state IN ('prepared', 'dropped')) = (number IS NULL)", name="numbered_if_issued"),
        CheckConstraint("(number IS NULL) = (issued_on IS NULL)", name="dated_if_issued"),
        CheckConstraint("(state = 'dropped') = (dropped_on IS NOT NULL)", name="dropped"),
        CheckConstraint("(state = 'answered') = (answered_on IS NOT NULL)", name="answered"),
        Index("ix_warning_slips_office_state", "office_id", "state", "colour"),
        Index("ix_warning_slips_task_prepared", "task_id", "prepared_on"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    office_id: Mapped[int] = link("departments", index=False)
    task_id: Mapped[int] = link("tasks", index=False)
    department_id: Mapped[int] = link("departments")
    deadline_id: Mapped[int] = link("deadlines", index=False)
    clock_no: Mapped[int]
    colour: Mapped[SlipColour] = mapped_column(words(SlipColour, "colour"))
    state: Mapped[SlipState] = mapped_column(words(SlipState, "state"))
    prepared_on: Mapped[date] = mapped_column(comment="the day the rule found it, whenever the job ran")
    by_hand: Mapped[bool] = mapped_column(default=False, comment="begun by the office, not by the rule")
    overdue_workdays: Mapped[int] = mapped_column(comment="on that day")
    facts: Mapped[LongText] = mapped_column(comment="what was due, since when, what was asked before; in words")
    rule_id: Mapped[int] = link("rules", index=False)
    raised_from: Mapped[SlipColour | None] = mapped_column(words(SlipColour, "raised_from"))
    number: Mapped[str | None]
    reason: Mapped[LongText] = mapped_column(default="", comment="the issuer's own words")
    issued_by: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    answer_deadline_id: Mapped[int | None] = link("deadlines", nullable=True)
    acknowledged_by: Mapped[str] = mapped_column(default="")
    acknowledged_on: Mapped[date | None]
    answer: Mapped[LongText] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    dropped_because: Mapped[LongText] = mapped_column(default="")
    dropped_by: Mapped[str] = mapped_column(default="")
    dropped_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class Proposal(Base):
    """What the machine proposes, once for the same facts; a person accepts, declines with a reason, or postpones."""

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("kind", "task_id", "facts_key"),
        CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name="decided"),
        CheckConstraint("outcome <> 'declined' OR reason <> ''", name="reason_if_declined"),
        CheckConstraint("(outcome = 'postponed') = (postponed_until IS NOT NULL)", name="until_if_postponed"),
        Index("ix_proposals_office_kind_outcome", "office_id", "kind", "outcome"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    office_id: Mapped[int] = link("departments", index=False)
    task_id: Mapped[int] = link("tasks")
    kind: Mapped[ProposalKind] = mapped_column(words(ProposalKind, "kind"))
    facts_key: Mapped[str] = mapped_column(comment="names the facts, so that they are not proposed twice")
    month: Mapped[str] = mapped_column(comment="2026-06: the list it stands on")
    days: Mapped[int] = mapped_column(comment="natural days overdue on the day")
    facts: Mapped[LongText] = mapped_column(comment="in words")
    rule_id: Mapped[int] = link("rules", index=False)
    proposed_on: Mapped[date]
    outcome: Mapped[ProposalOutcome | None] = mapped_column(words(ProposalOutcome, "outcome"))
    postponed_until: Mapped[date | None]
    reason: Mapped[LongText] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict
