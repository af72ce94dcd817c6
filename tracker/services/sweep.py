"""The nightly sweep: opens report periods, flags what fell due soon or overdue, refreshes lights.

It walks the days it has not reached yet, each in its own transaction and each judged by the facts of that day, so three
missed nights leave the same rows as three kept ones. Every step is "what is true and not yet recorded": run twice, it
writes nothing. The statements of a day are set-based; their number does not grow with the tasks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, bindparam, func, insert, literal, or_, select, union, update
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import (
    Deadline,
    DeadlineClaim,
    DeadlineFlag,
    DeadlineRevision,
    LightChange,
    Suspension,
    Task,
    TaskTransition,
)
from tracker.policy.light import RULE_OF_REASON
from tracker.policy.rules import RuleName, Rules
from tracker.queries.duties import owed_on
from tracker.queries.standing import standing
from tracker.services.bulk import insert_from
from tracker.services.deadlines import basis
from tracker.services.lights import SWEEP
from tracker.services.nights import reach
from tracker.services.report_periods import open_periods
from tracker.services.simple import turn_overdue
from tracker.vocabulary.deadlines import FlagKind
from tracker.vocabulary.lights import Light, LightReason

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Swept:
    """What one sweep wrote."""

    flags: int = 0
    light_changes: int = 0
    report_periods: int = 0
    turned_ordinary: int = 0

    def __add__(self, other: Swept) -> Swept:
        return Swept(
            self.flags + other.flags,
            self.light_changes + other.light_changes,
            self.report_periods + other.report_periods,
            self.turned_ordinary + other.turned_ordinary,
        )


def sweep_day(session: Session, day: date) -> Swept:
    """Sweep one day. Two sweeps of the same day wait for each other; the second finds nothing left to write."""
    first = reach(session, SWEEP, day)
    by = basis(session, day)
    turned = turn_overdue(session, day, by)
    opened = open_periods(session, day, by)
    flags = sum(_flag(session, kind, day, by.rules) for kind in FlagKind)
    return Swept(flags, _refresh_lights(session, day, by.rules, everything=first), opened, turned)


def _flag(session: Session, kind: FlagKind, day: date, rules: Rules) -> int:
    when = DeadlineRevision.due_on < day
    if kind is FlagKind.DUE_SOON:
        when = (DeadlineRevision.soon_on <= day) & (DeadlineRevision.due_on >= day)
    flagged = (
        select(DeadlineFlag.id)
        .where(
            DeadlineFlag.deadline_id == Deadline.id,
            DeadlineFlag.kind == kind,
            DeadlineFlag.clock_no == DeadlineRevision.clock_no,
        )
        .exists()
    )
    found = owed_on(
        day,
        Deadline.id,
        literal(kind.value),
        DeadlineRevision.clock_no,
        literal(day, Date),
        literal(rules.id(RuleName.REMINDER), Integer),
        literal(clock.now(), DeadlineFlag.recorded_at.type),
    ).where(when, Task.watched_from <= day, ~flagged)
    columns = ["deadline_id", "kind", "clock_no", "happened_on", "rule_id", "recorded_at"]
    return insert_from(session, DeadlineFlag, columns, found)


def _refresh_lights(session: Session, day: date, rules: Rules, *, everything: bool) -> int:
    """Compare what the lights are on ``day`` with what is recorded of that day, and write the difference."""
    now = standing(day, rules, None if everything else lambda task_id: task_id.in_(_turning(day, rules)))
    on_record = (
        select(LightChange.to_light)
        .where(LightChange.task_id == Task.id, LightChange.happened_on <= day)
        .order_by(LightChange.happened_on.desc(), LightChange.ordinal.desc())
        .limit(1)
        .scalar_subquery()
    )
    ordinal = (
        select(func.coalesce(func.max(LightChange.ordinal), 0) + 1)
        .where(LightChange.task_id == Task.id, LightChange.happened_on == day)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Task.id,
            Task.light_since,
            on_record.label("was"),
            ordinal.label("ordinal"),
            now.c.light,
            now.c.base,
            now.c.reason,
        )
        .join(now, now.c.task_id == Task.id)
        .where(
            or_(
                on_record.is_distinct_from(now.c.light),
                Task.base_light.is_distinct_from(now.c.base),
                Task.light_reason.is_distinct_from(now.c.reason),
            )
        )
    ).all()
    changes = [_change(row, day, rules) for row in rows if row.was != row.light]
    if changes:
        session.execute(insert(LightChange), changes)
    # A task that an act has relit on a later day keeps its later light.
    current = [_cache(row, day) for row in rows if row.light_since is None or row.light_since <= day]
    if current:
        session.execute(_CACHE, current)
    return len(changes)


def _turning(day: date, rules: Rules) -> Any:
    """Ids of tasks whose light can turn on ``day``."""
    if any(version.effective_on == day for versions in rules.history.values() for version in versions):
        return select(Task.id)
    dated = (
        select(Deadline.task_id)
        .join(DeadlineRevision, DeadlineRevision.deadline_id == Deadline.id)
        .where(or_(DeadlineRevision.yellow_on == day, DeadlineRevision.red_on == day))
    )
    periods = select(Deadline.task_id).where(Deadline.period_ends_on == day)
    pauses = select(Suspension.task_id).where(or_(Suspension.from_on == day, Suspension.until_on == day))
    # An act lights its task at once; but a sweep that catches up comes later, through days on which it did not hold.
    moves = select(TaskTransition.task_id).where(TaskTransition.happened_on == day)
    revised = select(DeadlineRevision.deadline_id).where(
        DeadlineRevision.in_force_on == day, DeadlineRevision.ordinal > 1
    )
    claimed = select(DeadlineClaim.deadline_id).where(
        or_(DeadlineClaim.claimed_on == day, DeadlineClaim.sent_back_on == day)
    )
    acts = select(Deadline.task_id).where(or_(Deadline.id.in_(union(revised, claimed)), Deadline.voided_on == day))
    return select(union(dated, periods, pauses, moves, acts).cte().c.task_id)


def _change(row: Any, day: date, rules: Rules) -> dict[str, Any]:
    rule = RULE_OF_REASON.get(LightReason(row.reason))
    return {
        "task_id": row.id,
        "happened_on": day,
        "ordinal": row.ordinal,
        "from_light": row.was,
        "to_light": Light(row.light) if row.light else None,
        "reason": LightReason(row.reason),
        "rule_id": rules.id(rule) if rule else None,
        "recorded_at": clock.now(),
    }


_TASKS: Any = Task.__table__
_CACHE = (
    update(_TASKS)
    .where(_TASKS.c.id == bindparam("task"))
    .values(
        light=bindparam("new_light"),
        base_light=bindparam("new_base"),
        light_reason=bindparam("new_reason"),
        light_since=bindparam("since"),
    )
)


def _cache(row: Any, day: date) -> dict[str, Any]:
    return {
        "task": row.id,
        "new_light": Light(row.light) if row.light else None,
        "new_base": Light(row.base) if row.base else None,
        "new_reason": LightReason(row.reason),
        "since": day if row.was != row.light else row.light_since,
    }
