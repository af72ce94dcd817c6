"""Who runs a job, and how each run went."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import JobRun, JobState
from tracker.policy.access import Actor
from tracker.services import audit
from tracker.vocabulary.running import AuditTag, RunOutcome

SEAL = "seal"


def ensure_state(session: Session, job: str) -> None:
    """The job's row; a second process that adds it at the same time gets an IntegrityError and may ignore it."""
    if session.get(JobState, job) is None:
        session.add(JobState(job=job))


def lease_holder(session: Session, job: str) -> str | None:
    """Who holds the lease, run out or not."""
    return session.scalars(select(JobState.lease_holder).where(JobState.job == job)).first()


def take_lease(session: Session, job: str, holder: str, until: datetime, *, from_dead: str | None = None) -> bool:
    """Take or renew the lease: free, run out, our own, or left by ``from_dead``, a process known to be gone."""
    free = or_(
        JobState.lease_holder.is_(None),
        JobState.lease_holder.in_([holder, from_dead or holder]),
        JobState.lease_until < clock.now(),
    )
    taken = session.execute(
        update(JobState).where(JobState.job == job, free).values(lease_holder=holder, lease_until=until)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def release_lease(session: Session, job: str, holder: str) -> None:
    session.execute(
        update(JobState)
        .where(JobState.job == job, JobState.lease_holder == holder)
        .values(lease_holder=None, lease_until=None)
    )


def begin_run(session: Session, job: str, slot: str, business_day: date) -> int:
    """A run's row, under the job's lease. Raises IntegrityError where another process has had the slot."""
    # Whoever holds the lease is alone: a run still open was cut off.
    session.execute(
        update(JobRun)
        .where(JobRun.job == job, JobRun.outcome == RunOutcome.RUNNING)
        .values(outcome=RunOutcome.FAILED, finished_at=clock.now())
    )
    row = JobRun(
        job=job, slot=slot, business_day=business_day, started_at=clock.now(), outcome=RunOutcome.RUNNING, counts="{}"
    )
    session.add(row)
    session.flush()  # a slot that is taken must say so now
    return row.id


def end_run(session: Session, run_id: int, outcome: RunOutcome, counts: Mapping[str, int], *, today: date) -> None:
    """Close a run's row; a run that did anything leaves one audit entry with its counts.

    Sealing leaves links instead: an entry for each run would itself need sealing the next minute, for ever.
    """
    row = session.get_one(JobRun, run_id)
    did = dict(counts) if any(counts.values()) else {}
    row.outcome, row.finished_at, row.counts = outcome, clock.now(), json.dumps(did, sort_keys=True)
    if outcome is RunOutcome.FAILED or (did and row.job != SEAL):
        audit.record(
            session,
            Actor.system(),
            AuditTag.JOB_RUN,
            "job",
            run_id,
            today=today,
            job=row.job,
            outcome=outcome,
            **dict(counts),
        )
