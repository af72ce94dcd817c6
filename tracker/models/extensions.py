"""延期申请: more time, asked for by the unit and decided by a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.extensions import OPEN_EXTENSIONS, ExtensionCause, ExtensionState

_OPEN = ", ".join(f"'{state}'" for state in sorted(OPEN_EXTENSIONS))


class Extension(Base):
    """A request to move a deadline. Asked for after the date it is an explanation (逾期说明) and moves nothing.

    ``open_of`` repeats the deadline while the request is open, so that a plain unique constraint keeps a second one
    out. ``holds`` marks the one request of a deadline's clock for which the ladder waits, until it is decided or
    ``held_until`` (the decision's own due date) is past.
    """

    __tablename__ = "extensions"
    __table_args__ = (
        UniqueConstraint("task_id", "ordinal"),
        CheckConstraint(f"(state IN ({_OPEN})) = (open_of IS NOT NULL)", name="one_open"),
        CheckConstraint("open_of IS NULL OR open_of = deadline_id", name="open_of_own"),
        CheckConstraint("(state = 'granted') = (granted_due_on IS NOT NULL)", name="date_if_granted"),
        CheckConstraint("state IN ('signing', 'withdrawn', 'lapsed') OR signed_on IS NOT NULL", name="signed"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    task_id: Mapped[int] = link("tasks", index=False)
    deadline_id: Mapped[int] = link("deadlines")
    department_id: Mapped[int] = link("departments")
    ordinal: Mapped[int] = mapped_column(comment="of the task's requests, explanations among them")
    open_of: Mapped[int | None] = mapped_column(unique=True)
    clock_no: Mapped[int]
    state: Mapped[ExtensionState] = mapped_column(words(ExtensionState, "state"))
    cause: Mapped[ExtensionCause] = mapped_column(words(ExtensionCause, "cause"))
    reason: Mapped[LongText]
    progress: Mapped[LongText] = mapped_column(comment="目前进展和已采取的措施")
    present_due_on: Mapped[date]
    asked_due_on: Mapped[date | None] = mapped_column(comment="empty on an explanation")
    drafted_by: Mapped[str]
    drafted_account_id: Mapped[int | None] = link("accounts", nullable=True, index=False)
    asked_on: Mapped[date]
    signed_by: Mapped[str] = mapped_column(default="")
    signed_account_id: Mapped[int | None] = link("accounts", nullable=True, index=False)
    signed_on: Mapped[date | None]
    holds: Mapped[bool] = mapped_column(default=False)
    held_until: Mapped[date | None]
    decision_deadline_id: Mapped[int | None] = link("deadlines", nullable=True)
    opinion: Mapped[LongText] = mapped_column(default="", comment="督查员意见")
    opinion_by: Mapped[str] = mapped_column(default="")
    opinion_on: Mapped[date | None]
    granted_due_on: Mapped[date | None]
    slip_days: Mapped[int | None] = mapped_column(comment="natural days granted")
    decision: Mapped[LongText] = mapped_column(default="", comment="the decider's words")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None] = mapped_column(comment="granted, refused, withdrawn or lapsed")
    recorded_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict
