"""System reminders: one message per unit and day, written to the outbox."""

from __future__ import annotations

from jobs.context import Counts, Run
from tracker.services.reminders import remind as write_reminders


def remind(run: Run) -> Counts:
    """Write today's reminders."""
    with run.step() as session:
        return {"messages": write_reminders(session, run.today)}
