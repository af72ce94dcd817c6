"""The thing to be done, who takes part in it, and how it moved."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, Key, LongText, link, words
from tracker.vocabulary.approvals import Procedure, TaskBasis, TurnReason
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import OPEN_STATUSES, ClosureKind, TaskAct, TaskStatus
from tracker.vocabulary.lights import Light, LightReason
from tracker.vocabulary.reports import AssignmentAnswer
from tracker.vocabulary.sheets import Every
from tracker.vocabulary.sources import Disclosure, GoalLevel

_OPEN = ", ".join(f"'{status}'" for status in sorted(OPEN_STATUSES))


class Task(Base):
    """A supervised matter. ``light`` and its companions are a cache of ``policy.light``; nothing decides by them.

    ``ordinary_on`` is the day a task of the simple procedure turned into an ordinary one, and ``ordinary_reason`` why.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("office_id", "reference"),
        CheckConstraint(f"status NOT IN ({_OPEN}) OR assigned_on IS NOT NULL", name="assigned_on_if_open"),
        CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="closed_on_if_closed"),
        CheckConstraint("(status = 'closed') = (closure_kind IS NOT NULL)", name="kind_if_closed"),
        CheckConstraint(
            "status NOT IN ('completed', 'closed') OR completed_on IS NOT NULL", name="completed_on_if_done"
        ),
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_if_merged"),
        CheckConstraint(
            "status IN ('draft', 'pending-approval', 'refused', 'merged') OR reference IS NOT NULL", name="numbered"
        ),
        Index("ix_tasks_office_status_light", "office_id", "status", "light"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    office_id: Mapped[int] = link("departments", index=False)
    parent_id: Mapped[int | None] = link("tasks", nullable=True)
    merged_into_id: Mapped[int | None] = link("tasks", nullable=True)
    reference: Mapped[str | None] = mapped_column(comment="督办编号, given at 立项")

    title: Mapped[LongText]
    target: Mapped[LongText] = mapped_column(default="")
    people: Mapped[LongText] = mapped_column(default="")
    measures: Mapped[LongText] = mapped_column(default="")
    requirement: Mapped[LongText] = mapped_column(default="")
    section: Mapped[LongText] = mapped_column(default="")
    leader: Mapped[LongText] = mapped_column(default="", comment="as the paper writes it")
    leader_post_id: Mapped[int | None] = link("posts", nullable=True)

    status: Mapped[TaskStatus] = mapped_column(words(TaskStatus, "status"))
    procedure: Mapped[Procedure] = mapped_column(
        words(Procedure, "procedure"), default=Procedure.ORDINARY, server_default=Procedure.ORDINARY
    )
    ordinary_on: Mapped[date | None]
    ordinary_reason: Mapped[TurnReason | None] = mapped_column(words(TurnReason, "ordinary_reason"))
    basis: Mapped[TaskBasis | None] = mapped_column(words(TaskBasis, "basis"))
    disclosure: Mapped[Disclosure] = mapped_column(words(Disclosure, "disclosure"), default=Disclosure.INTERNAL)
    assessment_year: Mapped[int]
    goal_level: Mapped[GoalLevel] = mapped_column(words(GoalLevel, "goal_level"), default=GoalLevel.NONE)
    points: Mapped[float | None] = mapped_column(Numeric(8, 2, asdecimal=False))
    endless: Mapped[bool] = mapped_column(default=False, comment="长期坚持: reviewed each period, never done by date")
    report_every: Mapped[Every] = mapped_column(words(Every, "report_every"), default=Every.MONTH)
    report_day: Mapped[int | None] = mapped_column(comment="day of the period's last month; empty means the rule's")

    assigned_on: Mapped[date | None]
    watched_from: Mapped[date | None] = mapped_column(comment="nothing is flagged before this day")
    completed_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closure_kind: Mapped[ClosureKind | None] = mapped_column(words(ClosureKind, "closure_kind"))
    adopted_progress: Mapped[LongText] = mapped_column(default="", comment="补录进展(未核实)")

    light: Mapped[Light | None] = mapped_column(words(Light, "light"))
    base_light: Mapped[Light | None] = mapped_column(words(Light, "base_light"))
    light_reason: Mapped[LightReason | None] = mapped_column(words(LightReason, "light_reason"))
    light_since: Mapped[date | None]

    participations: Mapped[list[Participation]] = relationship(back_populates="task")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads a plain dict


class Participation(Base):
    """A unit's part in a task, from–to. ``lead_of`` repeats the task while the part is the current lead's, so that a
    plain unique constraint keeps a second lead out on every database."""

    __tablename__ = "participations"
    __table_args__ = (
        UniqueConstraint("task_id", "department_id", "from_on"),
        CheckConstraint("(role = 'lead' AND until_on IS NULL) = (lead_of IS NOT NULL)", name="one_lead"),
        CheckConstraint("lead_of IS NULL OR lead_of = task_id", name="lead_of_own_task"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="interval"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks")
    department_id: Mapped[int] = link("departments")
    role: Mapped[ParticipationRole] = mapped_column(words(ParticipationRole, "role"))
    duty: Mapped[LongText] = mapped_column(default="")
    lead_of: Mapped[int | None] = mapped_column(unique=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    answer: Mapped[AssignmentAnswer | None] = mapped_column(words(AssignmentAnswer, "answer"))
    answered_on: Mapped[date | None]
    answered_by: Mapped[str | None]

    task: Mapped[Task] = relationship(back_populates="participations")


class TaskClerk(Base):
    """责任督查员: who at the office looks after the task, from–to."""

    __tablename__ = "task_clerks"
    __table_args__ = (
        UniqueConstraint("task_id", "account_id", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="interval"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks", index=False)
    account_id: Mapped[int] = link("accounts")
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class GroupParticipation(Base):
    """A group named on the paper; assigning expands it into its members' participations."""

    __tablename__ = "group_participations"
    __table_args__ = (UniqueConstraint("task_id", "group_id"),)

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks")
    group_id: Mapped[int] = link("department_groups")
    role: Mapped[ParticipationRole] = mapped_column(words(ParticipationRole, "role"))


class Milestone(Base):
    """A node of a task: what is to be shown by its deadline. Weights of a task add up to 100."""

    __tablename__ = "milestones"
    __table_args__ = (
        UniqueConstraint("task_id", "ordinal"),
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks", index=False)
    ordinal: Mapped[int]
    content: Mapped[LongText]
    evidence_wanted: Mapped[LongText] = mapped_column(default="")
    weight: Mapped[int]


class TaskTransition(Base):
    """A change of state. ``until_on`` is the day the next one happened, so any past day can be asked."""

    __tablename__ = "task_transitions"
    __table_args__ = (
        Index("ix_task_transitions_task_day", "task_id", "happened_on"),
        CheckConstraint("until_on IS NULL OR until_on >= happened_on", name="interval"),
    )

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks", index=False)
    act: Mapped[TaskAct] = mapped_column(words(TaskAct, "act"))
    from_status: Mapped[TaskStatus | None] = mapped_column(words(TaskStatus, "from_status"))
    to_status: Mapped[TaskStatus] = mapped_column(words(TaskStatus, "to_status"))
    actor: Mapped[str]
    reason: Mapped[LongText] = mapped_column(default="")
    happened_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class Suspension(Base):
    """暂缓办理: an interval on the clock, not a state. ``until_on`` is the first day that counts again."""

    __tablename__ = "suspensions"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="interval"),)

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks")
    from_on: Mapped[date] = mapped_column(index=True)
    until_on: Mapped[date | None] = mapped_column(index=True)
    reason: Mapped[LongText]
    decided_by: Mapped[str]
    recorded_at: Mapped[datetime]


class LightChange(Base):
    """A light that became another: on the day it became true, with the instant it was noticed beside it."""

    __tablename__ = "light_changes"
    __table_args__ = (UniqueConstraint("task_id", "happened_on", "ordinal"),)

    id: Mapped[Key]
    task_id: Mapped[int] = link("tasks", index=False)
    happened_on: Mapped[date] = mapped_column(index=True)
    ordinal: Mapped[int] = mapped_column(comment="1 for the day's first change")
    from_light: Mapped[Light | None] = mapped_column(words(Light, "from_light"))
    to_light: Mapped[Light | None] = mapped_column(words(Light, "to_light"))
    reason: Mapped[LightReason] = mapped_column(words(LightReason, "reason"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rules.id"))
    recorded_at: Mapped[datetime]


class NumberSeries(Base):
    """The last number given in a series of a year, such as 督〔2026〕12号."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("office_id", "series", "year"),)

    id: Mapped[Key]
    office_id: Mapped[int] = link("departments")
    series: Mapped[str]
    year: Mapped[int]
    last_number: Mapped[int]
