"""The light's cache: kept right by the acts that change a task's facts, and by the sweep for the days nobody acted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import JobState, LightChange, Task
from tracker.policy.light import RULE_OF_REASON, Reading, TaskFacts, read, turning_days
from tracker.policy.rules import Rules
from tracker.queries.light_facts import light_facts
from tracker.queries.rules import rules_on

SWEEP = "sweep"

_DAY = timedelta(days=1)
_CACHE = ("light", "base_light", "light_reason", "light_since")


def relight(session: Session, tasks: Collection[Task], *, today: date) -> None:
    """Bring the lights of ``tasks`` up to date after an act.

    The days the sweep has not reached yet are read first, so that a light which turned last night is dated last night
    and not today, whoever notices first. An act dated before the last sweep is read through to that sweep's day: no
    sweep will walk those days again.
    """
    session.flush()
    rules = rules_on(session, today)
    reached = session.scalars(select(JobState.reached_on).where(JobState.job == SWEEP)).first()
    ids = [task.id for task in tasks]
    facts, records = light_facts(session, ids), _records(session, ids)
    for task in tasks:
        record = records[task.id]
        for day in _days(facts[task.id], rules, record, reached, today):
            now = read(facts[task.id], day, rules)
            _note(session, task, now, day, record, rules)
        # The sweep may have written the cache since the task was read; what was in hand must not pass for stored.
        session.expire(task, _CACHE)
        task.light, task.base_light, task.light_reason = now.light, now.base, now.reason
        task.light_since = record[-1].happened_on if record else None


def _records(session: Session, task_ids: Collection[int]) -> dict[int, list[LightChange]]:
    records: dict[int, list[LightChange]] = defaultdict(list)
    for change in session.scalars(
        select(LightChange)
        .where(LightChange.task_id.in_(task_ids))
        .order_by(LightChange.happened_on, LightChange.ordinal)
    ):
        records[change.task_id].append(change)
    return records


def _days(facts: TaskFacts, rules: Rules, record: list[LightChange], reached: date | None, today: date) -> list[date]:
    """The days to read: those not noted yet on which the light can turn or was said to have turned, and the last."""
    noted = record[-1].happened_on if record else None
    last = max(day for day in (today, reached, noted) if day)
    first = min(today, max(reached, noted) + _DAY) if reached and noted else today
    turns = turning_days(facts, rules) | {change.happened_on for change in record} | {today}
    return sorted({day for day in turns if first <= day <= last} | {last})


def _note(session: Session, task: Task, now: Reading, day: date, record: list[LightChange], rules: Rules) -> None:
    """Write down that the light is another on ``day`` than the record says."""
    place = next((place for place in range(len(record), 0, -1) if record[place - 1].happened_on <= day), 0)
    before = record[place - 1] if place else None
    was = before.to_light if before else None
    if now.light == was:
        return
    rule = RULE_OF_REASON.get(now.reason)
    change = LightChange(
        task_id=task.id,
        happened_on=day,
        ordinal=before.ordinal + 1 if before and before.happened_on == day else 1,
        from_light=was,
        to_light=now.light,
        reason=now.reason,
        rule_id=rules.on(day).id(rule) if rule else None,
        recorded_at=clock.now(),
    )
    session.add(change)
    record.insert(place, change)
