"""The ladder: prepares slips and makes proposals for people to issue and decide."""

from __future__ import annotations

from dataclasses import asdict

from jobs.context import Counts, Run
from tracker.db import reading
from tracker.services.escalation import Escalated, days_to_escalate, escalate_day


def escalate(run: Run) -> Counts:
    """Walk every day not reached yet."""
    with reading(run.engine) as session:
        days = days_to_escalate(session, run.today)
    return asdict(run.walk(days, escalate_day, Escalated()))
