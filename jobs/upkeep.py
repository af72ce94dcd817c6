"""Tell the office what needs a person: a missing calendar, messages that failed."""

from __future__ import annotations

from jobs.context import Counts, Run
from tracker.services.upkeep import upkeep as look_after


def upkeep(run: Run) -> Counts:
    """Write upkeep messages, once a week and cause."""
    with run.step() as session:
        return {"messages": look_after(session, run.today)}
