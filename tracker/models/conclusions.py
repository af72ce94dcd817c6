"""督查结论, and the right to have it reviewed (政府督查工作条例 art. 16, 17)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.conclusions import ConclusionState, ReviewOutcome, ReviewState


class Conclusion(Base):
    """What was concluded about a unit's part in a task; it rests on an inspection or on the record.

    ``review_until`` is the last day to ask for review: 30 natural days from service.
    """

    __tablename__ = "conclusions"
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        CheckConstraint("inspection_id IS NOT NULL OR record <> ''", name="rests_on_something"),
        CheckConstraint(
            "state NOT IN ('approved', 'served', 'changed', 'withdrawn') OR number IS NOT NULL", name="numbered"
        ),
        CheckConstraint("(state IN ('served', 'changed', 'withdrawn')) = (served_on IS NOT NULL)", name="served"),
        CheckConstraint("(served_on IS NULL) = (review_until IS NULL)", name="review_until"),
        Index("ix_conclusions_task", "task_id"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    office_id: Mapped[int] = link("departments", index=False)
    task_id: Mapped[int] = link("tasks", index=False)
    department_id: Mapped[int] = link("departments")
    inspection_id: Mapped[int | None] = link("inspections", nullable=True)
    basis: Mapped[LongText]
    record: Mapped[LongText] = mapped_column(default="", comment="what of the record it rests on")
    facts: Mapped[LongText] = mapped_column(comment="查明事实")
    conclusion: Mapped[LongText]
    requirement: Mapped[LongText] = mapped_column(default="", comment="整改要求")
    rectify_term: Mapped[int | None] = mapped_column(comment="working days from service; empty: nothing to put right")
    state: Mapped[ConclusionState] = mapped_column(words(ConclusionState, "state"))
    number: Mapped[str | None]
    drafted_by: Mapped[str]
    drafted_by_account_id: Mapped[int | None] = link("accounts", nullable=True)
    drafted_on: Mapped[date]
    approved_by: Mapped[str] = mapped_column(default="")
    approved_on: Mapped[date | None]
    served_by: Mapped[str] = mapped_column(default="")
    received_by: Mapped[str] = mapped_column(default="")
    served_on: Mapped[date | None]
    review_until: Mapped[date | None]
    rectify_deadline_id: Mapped[int | None] = link("deadlines", nullable=True)
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class ReviewRequest(Base):
    """复核申请, decided within 30 natural days by people who took no part in the conclusion."""

    __tablename__ = "review_requests"
    __table_args__ = (
        UniqueConstraint("conclusion_id", "ordinal"),
        CheckConstraint("(state IN ('asked', 'deciding')) = (open_of IS NOT NULL)", name="one_open"),
        CheckConstraint("open_of IS NULL OR open_of = conclusion_id", name="open_of_own"),
        CheckConstraint("(state = 'decided') = (outcome IS NOT NULL)", name="outcome_if_decided"),
        CheckConstraint("(state = 'decided') = (decided_on IS NOT NULL)", name="decided"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    conclusion_id: Mapped[int] = link("conclusions", index=False)
    ordinal: Mapped[int]
    open_of: Mapped[int | None] = mapped_column(unique=True)
    state: Mapped[ReviewState] = mapped_column(words(ReviewState, "state"))
    reason: Mapped[LongText]
    asked_by: Mapped[str]
    asked_on: Mapped[date]
    on_paper: Mapped[bool] = mapped_column(default=False, comment="督查室代录")
    deadline_id: Mapped[int | None] = link("deadlines", nullable=True)
    reviewer: Mapped[str] = mapped_column(default="")
    reviewer_account_id: Mapped[int | None] = link("accounts", nullable=True)
    proposed: Mapped[ReviewOutcome | None] = mapped_column(words(ReviewOutcome, "proposed"))
    opinion: Mapped[LongText] = mapped_column(default="", comment="复核意见")
    changed_to: Mapped[LongText] = mapped_column(default="", comment="变更后的结论")
    outcome: Mapped[ReviewOutcome | None] = mapped_column(words(ReviewOutcome, "outcome"))
    number: Mapped[str | None]
    decided_by: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict
