"""What every job stands on: a lease so that one process runs it at a time, and a row that says how it went."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker import clock
from tracker.config import Settings
from tracker.db import reading, writing
from tracker.errors import RuleBroken
from tracker.services import job_runs
from tracker.services.nights import days_to_walk
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.running import RunOutcome

Counts = Mapping[str, int]

_LEASE = timedelta(seconds=120)
_PATIENCE_SECONDS = 60


class Summed(Protocol):
    """Counts of one day that add up."""

    def __add__(self, other: Self, /) -> Self: ...


Day = TypeVar("Day", bound=Summed)


@dataclass(frozen=True)
class Run:
    """What a job is given: the database, the settings, its day, and whether it only tries."""

    engine: Engine
    settings: Settings
    today: date
    dry_run: bool = False

    @contextmanager
    def step(self) -> Iterator[Session]:
        """One transaction of the job: kept, or thrown away on a dry run."""
        if not self.dry_run:
            with writing(self.engine) as session:
                yield session
            return
        with reading(self.engine.execution_options(writes=True)) as session:
            yield session

    def walk(self, job: str, walk_day: Callable[[Session, date], Day], total: Day) -> Day:
        """Every day the job has not reached, each in its own transaction: a killed run has lost no finished day.

        A dry run does all in one that is thrown away: each day must see what the days before it would have written.
        """
        with reading(self.engine) as session:
            days = days_to_walk(session, job, self.today)
        if self.dry_run:
            with self.step() as session:
                for day in days:
                    total += walk_day(session, day)
            return total
        for day in days:
            with self.step() as session:
                total += walk_day(session, day)
        return total


def perform(name: str, work: Callable[[Run], Counts], run: Run, *, slot: str | None = None) -> Counts | None:
    """Run a job under its lease; None where another process has had the slot. A dry run leaves no trace at all."""
    if run.dry_run:
        return work(run)
    with _lease(run.engine, name):
        try:
            with writing(run.engine) as session:
                run_id = job_runs.begin_run(
                    session, name, slot or f"{clock.now().isoformat()}/{os.getpid()}", run.today
                )
        except IntegrityError:
            return None
        try:
            counts = work(run)
        except Exception:
            with writing(run.engine) as session:
                job_runs.end_run(session, run_id, RunOutcome.FAILED, {}, today=run.today)
            raise
        with writing(run.engine) as session:
            job_runs.end_run(session, run_id, RunOutcome.FINISHED, counts, today=run.today)
        return counts


@contextmanager
def _lease(engine: Engine, job: str) -> Iterator[None]:
    """Hold the job's lease; wait for another's a while. Raises RuleBroken where it stays busy."""
    holder = f"{socket.gethostname()}:{os.getpid()}"
    try:
        with writing(engine) as session:
            job_runs.ensure_state(session, job)
    except IntegrityError:
        pass  # another process added the row at the same moment: all we wanted
    patience = time.monotonic() + _PATIENCE_SECONDS
    while not _try_lease(engine, job, holder):
        if time.monotonic() > patience:
            raise RuleBroken(Refusal.JOB_BUSY, job=job)
        time.sleep(0.2)
    try:
        yield
    finally:
        with writing(engine) as session:
            job_runs.release_lease(session, job, holder)


def _try_lease(engine: Engine, job: str, holder: str) -> bool:
    with writing(engine) as session:
        present = job_runs.lease_holder(session, job)
        dead = present if present and _is_dead(present) else None
        return job_runs.take_lease(session, job, holder, clock.now() + _LEASE, from_dead=dead)


def _is_dead(holder: str) -> bool:
    """A process of this machine that is gone: its lease need not be waited out."""
    host, _, pid = holder.rpartition(":")
    if host != socket.gethostname() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
