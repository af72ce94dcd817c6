"""How long a sweep of ten thousand tasks takes, as a multiple of what no program could avoid on the same machine.

Run with ``pytest -m benchmark -n 0 -s``. The floor is one plain pass over the deadlines by the database and writing as
many rows as the sweep writes; the claim is a ratio, so it holds on a slow machine and on a fast one.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from crowd import crowd
from sqlalchemy import Engine, func, insert, literal, select, text

from tracker.db import reading, writing
from tracker.models import Deadline, DeadlineFlag, DeadlineRevision
from tracker.services.sweep import Swept, sweep_day
from tracker.vocabulary.deadlines import DeadlineKind, FlagKind

TASKS = 10_000
START = date(2026, 1, 5)
DAY = timedelta(days=1)
QUIET = date(2026, 2, 2)
"""Between two reporting periods: what most nights are like."""
BUSIEST = date(2026, 2, 26)
"""The day after a period's end: every report is yellow, the next period opens, every light is read back two periods."""
MOST_QUIET, MOST_BUSY = 15, 30

pytestmark = pytest.mark.benchmark


@pytest.fixture
def city(engine: Engine) -> Engine:
    """Ten thousand open tasks of four dates, swept through two periods' ends, so that each owes reports too."""
    with writing(engine) as session:
        crowd(session, TASKS, since=START)
    for day in (START, date(2026, 1, 26), date(2026, 2, 1)):
        with writing(engine) as session:
            sweep_day(session, day)
    _as_by_night(engine)
    return engine


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("day", "most"), [(QUIET, MOST_QUIET), (BUSIEST, MOST_BUSY)], ids=["quiet", "busiest"])
def test_a_sweep_of_ten_thousand_tasks_costs_a_few_passes_over_their_deadlines(
    city: Engine, day: date, most: int
) -> None:
    if day == BUSIEST:
        for one in (date(2026, 2, 24), date(2026, 2, 25)):
            with writing(city) as session:
                sweep_day(session, one)
        _as_by_night(city)
    swept, sweep_took = _timed(city, lambda session: sweep_day(session, day))
    written = swept.flags + swept.light_changes + swept.report_periods
    floor_took = statistics.median(_timed(city, lambda session: _floor(session, written))[1] for _ in range(3))
    with reading(city) as session:
        deadlines = session.scalars(select(func.count()).select_from(Deadline)).one()
    sys.stdout.write(
        f"\n{city.dialect.name} {day}: {TASKS} tasks, {deadlines} deadlines, {swept}: "
        f"{sweep_took:.2f} s, floor {floor_took:.3f} s, ratio {sweep_took / floor_took:.1f}\n"
    )
    assert sweep_took / floor_took < most


def _timed(engine: Engine, work: Callable[..., Swept | None]) -> tuple[Swept, float]:
    """What it did and how long it took; nothing is kept."""
    with reading(engine.execution_options(writes=True)) as session:
        begun = time.perf_counter()
        done = work(session)
        return done or Swept(), time.perf_counter() - begun


def _floor(session: object, rows: int) -> None:
    """Look at every deadline and its revisions once, and write so many rows."""
    session.execute(  # type: ignore[attr-defined]
        select(Deadline.kind, func.count(), func.max(DeadlineRevision.due_on))
        .join(DeadlineRevision, DeadlineRevision.deadline_id == Deadline.id)
        .group_by(Deadline.kind)
    ).all()
    some = (
        select(
            Deadline.id, literal(FlagKind.OVERDUE.value), literal(99), Deadline.opened_on, DeadlineRevision.recorded_at
        )
        .join(DeadlineRevision, DeadlineRevision.deadline_id == Deadline.id)
        .where(Deadline.kind != DeadlineKind.CHECK)
        .limit(rows)
    )
    columns = ["deadline_id", "kind", "clock_no", "happened_on", "recorded_at"]
    session.execute(insert(DeadlineFlag).from_select(columns, some))  # type: ignore[attr-defined]


def _as_by_night(engine: Engine) -> None:
    """A server that has had its tables for more than a minute has looked at them; this one has just been filled."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
