"""A year of 示例市, day by day: units answer, the office checks, things happen, the jobs run; through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import writing
from tracker.demo import accountable, answers, checks, ladder, listings, matters, rulings
from tracker.demo.people import Cast
from tracker.demo.register import HOME
from tracker.policy.work_calendar import WorkCalendar
from tracker.services.deadlines import basis
from tracker.services.escalation import escalate_day
from tracker.services.reminders import remind
from tracker.services.sweep import sweep_day


def play(
    engine: Engine, cast: Cast, first: date, last: date, calendar: WorkCalendar, on_day: Callable[[date], None]
) -> None:
    """Live every day from ``first`` to ``last``: the night's jobs, then, on workdays, reminders and people."""
    day = first
    while day <= last:
        with writing(engine) as session:
            sweep_day(session, day)
            escalate_day(session, day)
        if calendar.is_workday(day):
            with writing(engine) as session:
                remind(session, day)
                _people(session, cast, day)
        on_day(day)
        day += timedelta(days=1)


def _people(session: Session, cast: Cast, day: date) -> None:
    by = basis(session, day)
    rulings.rule(session, cast, day)
    checks.look(session, cast, by, HOME, day)
    matters.happen(session, cast, by, HOME, day)
    answers.give(session, cast, by, day)
    answers.ask_for_help(session, cast, by, day)
    listings.look(session, cast, by, day)
    accountable.look(session, cast, by, day)
    ladder.climb(session, cast, by, day)
