"""The nightly sweep: opens report periods, flags what fell due soon or overdue, refreshes lights."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from jobs.context import Counts, Run
from tracker.db import reading
from tracker.policy.access import Actor
from tracker.services.rules import put_rules_in_force
from tracker.services.sweep import Swept, days_to_sweep, sweep_day


def sweep(run: Run) -> Counts:
    """Sweep every day not reached yet, each in its own transaction: a killed run has lost no finished day."""
    with reading(run.engine) as session:
        days = days_to_sweep(session, run.today)
    total = Swept()
    if run.dry_run:
        # All days in one transaction that is thrown away: each must see what the days before it would have written.
        with run.step() as session:
            for day in days:
                total += _swept(session, day)
    else:
        for day in days:
            with run.step() as session:
                total += _swept(session, day)
    return asdict(total)


def _swept(session: Session, day: date) -> Swept:
    """A day by the rules that hold from it on."""
    put_rules_in_force(session, Actor.system(), today=day)
    return sweep_day(session, day)
