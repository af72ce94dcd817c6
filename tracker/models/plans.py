"""报方案: people, measures and schedule as the unit proposes them; and a unit's wish not to carry the task."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.deadlines import ClaimOutcome
from tracker.vocabulary.reports import RequestOutcome


class TaskPlan(Base):
    """One proposal. Accepted, its words become the task's and its nodes the task's milestones."""

    __tablename__ = "task_plans"
    __table_args__ = (
        UniqueConstraint("task_id", "ordinal"),
        CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name="decided"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks", index=False)
    ordinal: Mapped[int]
    people: Mapped[LongText]
    measures: Mapped[LongText]
    requirement: Mapped[LongText] = mapped_column(default="")
    submitted_on: Mapped[date]
    submitted_by: Mapped[str]
    on_paper: Mapped[bool] = mapped_column(default=False, comment="督查室代录")
    outcome: Mapped[ClaimOutcome | None] = mapped_column(words(ClaimOutcome, "outcome"))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(default="")
    reason: Mapped[LongText] = mapped_column(default="", comment="why it was sent back")
    gaps_explained: Mapped[LongText] = mapped_column(default="", comment="why it passed with something missing")
    recorded_at: Mapped[datetime]

    nodes: Mapped[list[PlanNode]] = relationship(order_by="PlanNode.ordinal", cascade="all, delete-orphan")


class PlanNode(Base):
    """A milestone proposed."""

    __tablename__ = "plan_nodes"
    __table_args__ = (
        UniqueConstraint("plan_id", "ordinal"),
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),
    )

    id: Mapped[Key]
    plan_id: Mapped[int] = link("task_plans", index=False)
    ordinal: Mapped[int]
    content: Mapped[LongText]
    evidence_wanted: Mapped[LongText] = mapped_column(default="")
    due_on: Mapped[date]
    weight: Mapped[int]


class ReassignmentRequest(Base):
    """申请调整承办单位: to the office, never to a third unit; ruled on by its own deadline."""

    __tablename__ = "reassignment_requests"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name="decided"),
        CheckConstraint("new_lead_id IS NULL OR outcome = 'granted'", name="lead_if_granted"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks")
    department_id: Mapped[int] = link("departments")
    deadline_id: Mapped[int] = link("deadlines")
    reason: Mapped[LongText]
    suggestion: Mapped[str] = mapped_column(default="", comment="whom the unit thinks competent")
    asked_on: Mapped[date]
    asked_by: Mapped[str]
    outcome: Mapped[RequestOutcome | None] = mapped_column(words(RequestOutcome, "outcome"))
    new_lead_id: Mapped[int | None] = link("departments", nullable=True)
    ruling: Mapped[LongText] = mapped_column(default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
