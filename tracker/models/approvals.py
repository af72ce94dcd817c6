"""Who approved what, and who may."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, TaskBasis
from tracker.vocabulary.departments import PostRank


class Approval(Base):
    """A person's decision: on screen, or on paper and entered afterwards (补录), which counts the same.

    ``transition_id`` is the state of the task it was given in: what moves on and comes back is asked again. What is no
    single task's (督查方案) has neither task nor transition.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "step", "transition_id"),
        CheckConstraint("on_paper = (entered_by IS NOT NULL)", name="entered_if_on_paper"),
        Index("ix_approvals_kind_subject", "kind", "subject_id"),
    )

    id: Mapped[Key]
    task_id: Mapped[int | None] = link("tasks", nullable=True)
    kind: Mapped[ApprovalKind] = mapped_column(words(ApprovalKind, "kind"))
    subject_id: Mapped[int] = mapped_column(comment="of the document its kind names; the task's own key otherwise")
    transition_id: Mapped[int | None] = link("task_transitions", nullable=True)
    step: Mapped[int]
    rank: Mapped[PostRank] = mapped_column(words(PostRank, "rank"))
    outcome: Mapped[ApprovalOutcome] = mapped_column(words(ApprovalOutcome, "outcome"))
    opinion: Mapped[LongText] = mapped_column(default="", comment="the approver's own")
    approver: Mapped[str]
    approver_account_id: Mapped[int | None] = link("accounts", nullable=True)
    post_id: Mapped[int | None] = link("posts", nullable=True)
    acting_for_post_id: Mapped[int | None] = link("posts", nullable=True)
    decided_on: Mapped[date]
    on_paper: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[str | None]
    recorded_at: Mapped[datetime]


class Submission(Base):
    """送审: a document that waits for a person's decision, step by step along the route of the day it was put forward.

    ``subject_id`` is the document its kind names; ``step``, ``rank`` and ``post_id`` say whose turn it is. Its
    approvals name the submission as their subject.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "ordinal"),
        CheckConstraint("(outcome IS NULL) OR (ended_on IS NOT NULL)", name="ended_if_decided"),
        Index("ix_submissions_office_ended", "office_id", "ended_on"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    office_id: Mapped[int] = link("departments", index=False)
    task_id: Mapped[int | None] = link("tasks", nullable=True)
    kind: Mapped[ApprovalKind] = mapped_column(words(ApprovalKind, "kind"))
    subject_id: Mapped[int]
    ordinal: Mapped[int]
    title: Mapped[LongText] = mapped_column(comment="what is asked, in one line")
    body: Mapped[LongText] = mapped_column(default="", comment="what the decider reads, in lines")
    asked_by: Mapped[str]
    asked_on: Mapped[date]
    due_on: Mapped[date | None]
    steps: Mapped[LongText] = mapped_column(comment="JSON list of [rank, seat or null]: the route it goes")
    step: Mapped[int]
    rank: Mapped[PostRank] = mapped_column(words(PostRank, "rank"))
    post_id: Mapped[int | None] = link("posts", nullable=True)
    outcome: Mapped[ApprovalOutcome | None] = mapped_column(words(ApprovalOutcome, "outcome"))
    ended_on: Mapped[date | None] = mapped_column(comment="decided, or taken back")
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class ApprovalRoute(Base):
    """One step of a dated route: whose turn it is for a kind of document, on a basis where that matters (立项)."""

    __tablename__ = "approval_routes"
    __table_args__ = (
        UniqueConstraint("office_id", "kind", "basis", "step", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="interval"),
        CheckConstraint("step >= 1", name="step"),
    )

    id: Mapped[Key]
    office_id: Mapped[int] = link("departments")
    kind: Mapped[ApprovalKind] = mapped_column(words(ApprovalKind, "kind"))
    basis: Mapped[TaskBasis | None] = mapped_column(words(TaskBasis, "basis"))
    step: Mapped[int]
    rank: Mapped[PostRank] = mapped_column(words(PostRank, "rank"))
    post_id: Mapped[int | None] = link("posts", nullable=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class PostDeputy(Base):
    """AB角: who acts for a seat whose holder is away, from–to."""

    __tablename__ = "post_deputies"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="interval"),
        CheckConstraint("post_id <> deputy_id", name="another"),
    )

    id: Mapped[Key]
    post_id: Mapped[int] = link("posts")
    deputy_id: Mapped[int] = link("posts")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
