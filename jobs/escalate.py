"""The ladder: prepares slips and makes proposals for people to issue and decide."""

from __future__ import annotations

from dataclasses import asdict

from jobs.context import Counts, Run
from tracker.services.escalation import ESCALATE, Escalated, escalate_day


def escalate(run: Run) -> Counts:
    """Walk every day the ladder has not reached yet."""
    return asdict(run.walk(ESCALATE, escalate_day, Escalated()))
