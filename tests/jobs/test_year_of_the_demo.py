"""The year of 示例市, walked again by the jobs from what people did in it: daily, late, twice, or cut off half-way.

It takes some minutes, so it is asked for: ``DEMO_YEAR=1``; ``KILLS`` says how often a run is cut off (20).
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from jobs.context import Run
from jobs.escalate import escalate
from jobs.sweep import sweep
from tracker.config import Settings
from tracker.db import connect
from tracker.demo.stage import FIRST_DAY, TODAY, open_year, play_year
from tracker.services.password_hashes import Hashes, hashing_with

pytestmark = [
    pytest.mark.skipif("DEMO_YEAR" not in os.environ, reason="the year of the demo takes minutes: DEMO_YEAR=1"),
    pytest.mark.timeout(3600),
]

KILLS = int(os.environ.get("KILLS", "20"))
DAY = timedelta(days=1)
MADE_BY_JOBS = ("deadline_flags", "light_changes", "standstills", "warning_slips", "proposals")
_WITHOUT = {"id", "recorded_at"}
Night = Callable[[Engine, date], None]


class CutOff(Exception):
    """The process is gone, in the middle of a statement."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's database at the end of its year."""
    path = tmp_path_factory.mktemp("year") / "year.sqlite3"
    with hashing_with(Hashes(time_cost=1, memory_kib=8)):
        engine, opening = open_year(f"sqlite:///{path}")
        play_year(engine, opening.cast, lambda _: None)
    engine.dispose()
    return path


def test_the_jobs_end_the_year_the_same_however_they_ran(year: Path, tmp_path: Path) -> None:
    chance = random.Random(1)
    kept = _walked(year, tmp_path, "daily", _nightly)
    assert {table: len(rows) > 0 for table, rows in kept.items()} == dict.fromkeys(MADE_BY_JOBS, True)
    for name, night in (
        ("late", lambda engine, day: _nightly(engine, day) if chance.random() < 0.1 or day == TODAY else None),
        ("twice", lambda engine, day: [_nightly(engine, day) for _ in range(2)]),
        ("cut off", _cut_off(chance)),
    ):
        assert _walked(year, tmp_path, name, night) == kept, name


def _walked(year: Path, folder: Path, name: str, night: Night) -> dict[str, list[tuple[Any, ...]]]:
    """What the jobs write when they walk the year again, in ``night``'s manner, from what people did."""
    path = folder / f"{name}.sqlite3"
    shutil.copy(year, path)
    with sqlite3.connect(path) as raw:
        for table in MADE_BY_JOBS:
            raw.execute(f"DELETE FROM {table}")
        raw.execute("UPDATE job_states SET reached_on = ? WHERE job IN ('sweep', 'escalate')", [str(FIRST_DAY - DAY)])
    raw.close()
    engine = connect(f"sqlite:///{path}")
    for number in range((TODAY - FIRST_DAY).days + 1):
        night(engine, FIRST_DAY + number * DAY)
    engine.dispose()
    with sqlite3.connect(path) as raw:
        raw.row_factory = sqlite3.Row
        return {
            table: sorted(
                tuple(str(row[column]) for column in row.keys() if column not in _WITHOUT)  # noqa: SIM118
                for row in raw.execute(f"SELECT * FROM {table}")
            )
            for table in MADE_BY_JOBS
        }


def _nightly(engine: Engine, today: date) -> None:
    """Both jobs as the timetable runs them: every day not reached yet."""
    for job in (sweep, escalate):
        job(Run(engine, Settings(), today))


def _cut_off(chance: random.Random) -> Night:
    """Now and then the night is cut off at some statement, and made up by the next run."""
    whole = (TODAY - FIRST_DAY).days
    unlucky = {FIRST_DAY + number * DAY for number in chance.sample(range(whole), min(KILLS, whole))}

    def night(engine: Engine, day: date) -> None:
        if day in unlucky:
            left = chance.randint(1, 40)

            def count(*_: object) -> None:
                nonlocal left
                left -= 1
                if left == 0:
                    raise CutOff

            event.listen(engine, "before_cursor_execute", count)
            with pytest.raises(CutOff):
                _nightly_for_ever(engine, day)
            event.remove(engine, "before_cursor_execute", count)
        _nightly(engine, day)

    return night


def _nightly_for_ever(engine: Engine, day: date) -> None:
    """A night that was done before it was cut off is begun again."""
    while True:
        _nightly(engine, day)
