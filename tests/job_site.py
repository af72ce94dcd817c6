"""A site on which jobs are run in the test's own process, each as the runner would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from jobs.context import Run, perform
from jobs.schedule import BY_NAME
from tracker.config import Settings
from tracker.db import reading
from tracker.models import AuditEntry, JobRun


@dataclass(frozen=True)
class Site:
    """A database of either kind and its settings."""

    engine: Engine
    settings: Settings

    def run(self, job: str, today: date, *, dry_run: bool = False, slot: str | None = None) -> Mapping[str, int] | None:
        return perform(job, BY_NAME[job].work, Run(self.engine, self.settings, today, dry_run), slot=slot)

    def runs(self) -> list[tuple[str, str, str]]:
        """Every run's job, outcome and counts, in order."""
        with reading(self.engine) as session:
            rows = session.execute(select(JobRun.job, JobRun.outcome, JobRun.counts).order_by(JobRun.id))
            return [(row.job, row.outcome.value, row.counts) for row in rows]

    def entries(self) -> list[tuple[str, str]]:
        """Who left an audit entry about a job, and what it says."""
        with reading(self.engine) as session:
            rows = session.execute(
                select(AuditEntry.actor, AuditEntry.detail).where(AuditEntry.tag == "job:run").order_by(AuditEntry.id)
            )
            return [tuple(row) for row in rows]


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Site:
    return Site(engine, Settings(instance=tmp_path / "instance", delivery=str(tmp_path / "letters.txt")))
