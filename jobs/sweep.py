"""The nightly sweep: opens report periods, flags what fell due soon or overdue, refreshes lights."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from jobs.context import Counts, Run
from tracker.policy.access import Actor
from tracker.services.lights import SWEEP
from tracker.services.rules import put_rules_in_force
from tracker.services.sweep import Swept, sweep_day


def sweep(run: Run) -> Counts:
    """Walk every day not swept yet."""
    return asdict(run.walk(SWEEP, _swept, Swept()))


def _swept(session: Session, day: date) -> Swept:
    """A day by the rules that hold from it on."""
    put_rules_in_force(session, Actor.system(), today=day)
    return sweep_day(session, day)
