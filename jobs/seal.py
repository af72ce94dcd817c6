"""Chain the audit entries committed since the last run."""

from __future__ import annotations

from jobs.context import Counts, Run
from tracker.services.sealing import BATCH
from tracker.services.sealing import seal as link


def seal(run: Run) -> Counts:
    """Link entries batch by batch until none is left."""
    sealed = 0
    while True:
        with run.step() as session:
            linked = link(session, run.settings.secret())
        sealed += linked
        if linked < BATCH or run.dry_run:
            return {"sealed": sealed}
