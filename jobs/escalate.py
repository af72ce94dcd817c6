"""The ladder: prepares slips and makes proposals for people to issue and decide."""

from __future__ import annotations

from dataclasses import asdict

from jobs.context import Counts, Run
from tracker.db import reading
from tracker.services.escalation import Escalated, days_to_escalate, escalate_day


def escalate(run: Run) -> Counts:
    """Walk every day not reached yet, each in its own transaction: a killed run has lost no finished day."""
    with reading(run.engine) as session:
        days = days_to_escalate(session, run.today)
    total = Escalated()
    if run.dry_run:
        # All days in one transaction that is thrown away: each must see what the days before it would have written.
        with run.step() as session:
            for day in days:
                total += escalate_day(session, day)
    else:
        for day in days:
            with run.step() as session:
                total += escalate_day(session, day)
    return asdict(total)
