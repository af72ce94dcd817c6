"""Numbers and lists of the first page: for the office, and for a leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, false, func, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Deadline, Department, Participation, Task
from tracker.policy.access import Actor
from tracker.policy.delay import Delay
from tracker.queries.delay import delays
from tracker.queries.ledger import completed_this_week
from tracker.queries.listings import listed_now
from tracker.queries.visibility import visible_to
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import OPEN_STATUSES, TaskStatus
from tracker.vocabulary.lights import Light, LightReason

_OF_OWN_LISTS = (
    DeadlineKind.PLAN, DeadlineKind.REPORT, DeadlineKind.HELPER_ANSWER, DeadlineKind.LISTING_TERM,
    DeadlineKind.RECTIFICATION,
)  # fmt: skip


@dataclass(frozen=True)
class Numbers:
    """Counts of what the actor may see. ``completed`` counts this week, Monday to the day."""

    open: int
    overdue: int
    due_soon: int
    completed: int
    lights: dict[Light, int]
    statuses: dict[TaskStatus, int]


@dataclass(frozen=True)
class RedRow:
    """A red task: what, who, how late and whose delay that is, why, and whether it is listed. ``own``: the reader's
    seat is responsible for it."""

    id: int
    reference: str
    title: str
    lead: str
    due_on: date | None
    delay: Delay
    reason: LightReason | None
    listed: bool
    own: bool


@dataclass(frozen=True)
class ClaimedRow:
    """A claim that waits for the office's check."""

    deadline_id: int
    task_id: int
    reference: str
    title: str
    kind: DeadlineKind
    what: str
    unit: str
    claimed_on: date


def numbers(session: Session, actor: Actor, day: date) -> Numbers:
    """The counts, in three statements however many tasks there are."""
    mine = visible_to(actor)
    statuses = {
        row.status: row.number
        for row in session.execute(select(Task.status, func.count().label("number")).where(mine).group_by(Task.status))
    }
    lights = {
        row.light: row.number
        for row in session.execute(
            select(Task.light, func.count().label("number"))
            .where(mine, Task.status.in_(sorted(OPEN_STATUSES)))
            .group_by(Task.light)
        )
        if row.light is not None
    }
    row = session.execute(
        select(
            func.count(case((Deadline.due_on < day, 1))).label("overdue"),
            func.count(case((and_(Deadline.soon_on <= day, Deadline.due_on >= day), 1))).label("due_soon"),
            select(func.count())
            .select_from(Task)
            .where(mine, completed_this_week(day))
            .scalar_subquery()
            .label("completed"),
        )
        .select_from(Task)
        .join(Deadline, Deadline.task_id == Task.id)
        .where(
            mine,
            Task.status.in_(sorted(OPEN_STATUSES)),
            Deadline.kind == DeadlineKind.FINAL,
            Deadline.claimed_on.is_(None),
            Deadline.voided_on.is_(None),
        )
    ).one()
    return Numbers(
        open=sum(lights.values()),
        overdue=row.overdue,
        due_soon=row.due_soon,
        completed=row.completed,
        lights={light: lights.get(light, 0) for light in Light if light is not Light.DONE},
        statuses={status: statuses.get(status, 0) for status in TaskStatus},
    )


def red_list(session: Session, actor: Actor, day: date, most: int = 50) -> Sequence[RedRow]:
    """Red tasks the actor may see, a leader's own before the others, the longest overdue first."""
    final = aliased(Deadline)
    own = func.coalesce(Task.leader_post_id == actor.post_id, false()) if actor.post_id is not None else false()
    rows = session.execute(
        select(
            Task.id,
            Task.reference,
            Task.title,
            Task.light_reason,
            Department.name,
            final.due_on,
            listed_now(Task.id).label("listed"),
            own.label("own"),
        )
        .outerjoin(final, and_(final.task_id == Task.id, final.kind == DeadlineKind.FINAL, final.voided_on.is_(None)))
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .outerjoin(Department, Department.id == Participation.department_id)
        .where(visible_to(actor), Task.light == Light.RED, Task.status.in_(sorted(OPEN_STATUSES)))
        .order_by(case((own, 0), else_=1), func.coalesce(final.due_on, date(9999, 12, 31)), Task.id)
        .limit(most)
    ).all()
    split = delays(session, {row.id: row.due_on for row in rows if row.due_on}, day)
    return [
        RedRow(
            row.id,
            row.reference or "",
            row.title,
            row.name or "",
            row.due_on,
            split.get(row.id, Delay()),
            row.light_reason,
            row.listed,
            bool(row.own),
        )
        for row in rows
    ]


def waiting_claims(session: Session, actor: Actor, most: int = 50) -> Sequence[ClaimedRow]:
    """Claims the office has to check, the oldest first: milestones and whole tasks; plans, reports,
    releases and rectifications have their own lists."""
    rows = session.execute(
        select(
            Deadline.id,
            Task.id.label("task_id"),
            Task.reference,
            Task.title,
            Deadline.kind,
            Deadline.period,
            Department.name,
            Deadline.claimed_on,
        )
        .join(Task, Task.id == Deadline.task_id)
        .outerjoin(Department, Department.id == Deadline.owed_by_department_id)
        .where(
            visible_to(actor),
            Deadline.claimed_on.is_not(None),
            Deadline.met_on.is_(None),
            Deadline.voided_on.is_(None),
            Deadline.kind.not_in(_OF_OWN_LISTS),
        )
        .order_by(Deadline.claimed_on, Deadline.id)
        .limit(most)
    )
    return [
        ClaimedRow(
            row.id, row.task_id, row.reference or "", row.title, row.kind, row.period, row.name or "", row.claimed_on
        )
        for row in rows
    ]
