"""How long the ladder takes over ten thousand tasks, as a multiple of the sweep of the same night.

Run with ``pytest -m benchmark -n 0 -s``. Both look at the same deadlines on the same machine, so the claim is a ratio.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from crowd import crowd
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import reading, writing
from tracker.services.escalation import escalate_day
from tracker.services.sweep import sweep_day

TASKS = 10_000
START, BEFORE = date(2026, 1, 5), date(2026, 5, 31)
DAY = timedelta(days=1)
MOST = 12
"""The first of a month: slips and the monthly list, with a third of the ledger late."""

pytestmark = pytest.mark.benchmark


@pytest.mark.timeout(900)
def test_the_ladder_of_ten_thousand_tasks_costs_a_few_sweeps(engine: Engine) -> None:
    with writing(engine) as session:
        crowd(session, TASKS, since=START)
    with writing(engine) as session:
        sweep_day(session, BEFORE)
    with writing(engine) as session:
        escalate_day(session, BEFORE)
    sweep_took = _timed(engine, lambda session: sweep_day(session, BEFORE + DAY))
    ladder_took = _timed(engine, lambda session: escalate_day(session, BEFORE + DAY))
    sys.stdout.write(
        f"\n{engine.dialect.name}: {TASKS} tasks: ladder {ladder_took:.2f} s, sweep {sweep_took:.2f} s, "
        f"ratio {ladder_took / sweep_took:.1f}\n"
    )
    assert ladder_took / sweep_took < MOST


def _timed(engine: Engine, work: Callable[[Session], object]) -> float:
    """How long it took; nothing is kept."""
    with reading(engine.execution_options(writes=True)) as session:
        begun = time.perf_counter()
        work(session)
        return time.perf_counter() - begun
