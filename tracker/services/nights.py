"""Nights: which days a job has walked: none is left out, none walked twice, none judged after a later one."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import JobState
from tracker.vocabulary.complaints import Refusal

_DAY = timedelta(days=1)


def days_to_walk(session: Session, job: str, today: date) -> list[date]:
    """The days not reached yet, and ``today`` in any case. Raises RuleBroken for a day before the last one reached."""
    reached = session.scalars(select(JobState.reached_on).where(JobState.job == job)).first()
    if reached is None or reached == today:
        return [today]
    if reached > today:
        raise RuleBroken(Refusal.DAY_REACHED, job=job, reached=reached, day=today)
    return [reached + number * _DAY for number in range(1, (today - reached).days + 1)]


def reach(session: Session, job: str, day: date) -> bool:
    """Move the job's high-water mark, holding its lock until the day is committed. True on the very first night.

    Raises RuleBroken for a day before the last one reached.
    """
    state = session.scalars(select(JobState).where(JobState.job == job).with_for_update()).first()
    if state is None:
        state = JobState(job=job)
        session.add(state)
    reached = state.reached_on
    if reached is not None and reached > day:
        raise RuleBroken(Refusal.DAY_REACHED, job=job, reached=reached, day=day)
    state.reached_on = day
    session.flush()  # two first runs must collide here, before either writes anything
    return reached is None
