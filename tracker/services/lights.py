"""The light's cache: kept right by the acts that change a task's facts, and by the sweep for the days nobody acted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import JobState, LightChange, Task
from tracker.policy.light import RULE_OF_REASON, Reading, TaskFacts, read
from tracker.policy.rules import Rules
from tracker.queries.light_facts import light_facts
from tracker.queries.rules import rules_on

SWEEP = "sweep"


def relight(session: Session, tasks: Collection[Task], *, today: date) -> None:
    """Bring the lights of ``tasks`` up to date after an act.

    The days the sweep has not reached yet are read first, so that a light which turned last night is dated last night
    and not today, whoever notices first.
    """
    session.flush()
    rules = rules_on(session, today)
    reached = session.scalars(select(JobState.reached_on).where(JobState.job == SWEEP)).first()
    facts = light_facts(session, [task.id for task in tasks])
    ordinals = _ordinals(session, tasks, today)
    for task in tasks:
        for day in _days(reached, task.light_since, today):
            _note(session, task, facts[task.id], day, rules, ordinals)


def _days(reached: date | None, since: date | None, today: date) -> list[date]:
    if reached is None or since is None or reached >= today:
        return [today]
    start = max(reached, since)
    return [start + timedelta(days=number) for number in range(1, (today - start).days + 1)] or [today]


def _ordinals(session: Session, tasks: Collection[Task], today: date) -> dict[int, int]:
    rows = session.execute(
        select(LightChange.task_id, func.max(LightChange.ordinal))
        .where(LightChange.task_id.in_([task.id for task in tasks]), LightChange.happened_on == today)
        .group_by(LightChange.task_id)
    )
    return dict(rows.all())


def _note(session: Session, task: Task, facts: TaskFacts, day: date, rules: Rules, ordinals: dict[int, int]) -> None:
    now: Reading = read(facts, day, rules)
    if (now.light, now.base, now.reason) == (task.light, task.base_light, task.light_reason):
        return
    if now.light != task.light:
        ordinals[task.id] = ordinals.get(task.id, 0) + 1
        rule = RULE_OF_REASON.get(now.reason)
        session.add(
            LightChange(
                task_id=task.id,
                happened_on=day,
                ordinal=ordinals[task.id],
                from_light=task.light,
                to_light=now.light,
                reason=now.reason,
                rule_id=rules.on(day).id(rule) if rule else None,
                recorded_at=clock.now(),
            )
        )
        task.light_since = day
    task.light, task.base_light, task.light_reason = now.light, now.base, now.reason
