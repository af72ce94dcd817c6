"""督查: a plan approved by the head, a team, what was found on site, and its rectification."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.inspections import FindingState, InspectionKind, InspectionState


class Inspection(Base):
    """One inspection: why, of what, how, by whom, when (政府督查工作条例 art. 11, 14, 15).

    ``unannounced`` (暗访): its units are not told of it; they learn what was found about them.
    """

    __tablename__ = "inspections"
    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        CheckConstraint("until_on >= from_on", name="interval"),
        CheckConstraint("state NOT IN ('approved', 'finished') OR number IS NOT NULL", name="numbered"),
        CheckConstraint("(state = 'finished') = (finished_on IS NOT NULL)", name="finished"),
        Index("ix_inspections_office_year", "office_id", "year"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    office_id: Mapped[int] = link("departments", index=False)
    year: Mapped[int]
    kind: Mapped[InspectionKind] = mapped_column(words(InspectionKind, "kind"))
    title: Mapped[str]
    basis: Mapped[LongText]
    scope: Mapped[LongText] = mapped_column(comment="what is looked at")
    methods: Mapped[str] = mapped_column(comment="words of InspectionMethod, by commas")
    unannounced: Mapped[bool] = mapped_column(default=False, server_default=false())
    head: Mapped[str] = mapped_column(comment="组长")
    from_on: Mapped[date]
    until_on: Mapped[date]
    overlap_reason: Mapped[LongText] = mapped_column(default="", comment="why, beside another of the same units")
    state: Mapped[InspectionState] = mapped_column(words(InspectionState, "state"))
    number: Mapped[str | None]
    proposed_by: Mapped[str]
    proposed_on: Mapped[date]
    approved_by: Mapped[str] = mapped_column(default="")
    approved_on: Mapped[date | None]
    summary: Mapped[LongText] = mapped_column(default="")
    finished_on: Mapped[date | None]
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class InspectionMember(Base):
    """Somebody of the team; deputies, advisers and experts may be without an account (art. 8)."""

    __tablename__ = "inspection_members"
    __table_args__ = (UniqueConstraint("inspection_id", "name"),)

    id: Mapped[Key]
    inspection_id: Mapped[int] = link("inspections", index=False)
    name: Mapped[str]
    account_id: Mapped[int | None] = link("accounts", nullable=True)


class InspectionTask(Base):
    """A task the inspection looks at."""

    __tablename__ = "inspection_tasks"
    __table_args__ = (UniqueConstraint("inspection_id", "task_id"),)

    id: Mapped[Key]
    inspection_id: Mapped[int] = link("inspections", index=False)
    task_id: Mapped[int] = link("tasks")


class Finding(Base):
    """What was found about a unit's part in a task, and by when it is to be put right."""

    __tablename__ = "findings"
    __table_args__ = (
        CheckConstraint("(state = 'recorded') = (deadline_id IS NULL)", name="term_if_to_rectify"),
        CheckConstraint("(state IN ('rectified', 'failed')) = (checked_on IS NOT NULL)", name="checked"),
        Index("ix_findings_task_state", "task_id", "state"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    inspection_id: Mapped[int] = link("inspections")
    task_id: Mapped[int] = link("tasks", index=False)
    department_id: Mapped[int] = link("departments")
    found_on: Mapped[date]
    content: Mapped[LongText]
    requirement: Mapped[LongText] = mapped_column(default="")
    deadline_id: Mapped[int | None] = link("deadlines", nullable=True)
    state: Mapped[FindingState] = mapped_column(words(FindingState, "state"))
    statement: Mapped[LongText] = mapped_column(default="", comment="what the unit says it has put right")
    claimed_by: Mapped[str] = mapped_column(default="")
    claimed_on: Mapped[date | None]
    check_words: Mapped[LongText] = mapped_column(default="")
    checked_by: Mapped[str] = mapped_column(default="")
    checked_on: Mapped[date | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict
