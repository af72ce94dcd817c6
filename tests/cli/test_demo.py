"""The demonstration plays a whole year through the real services; the jobs, walking it again, end it the same."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from site_command import Command
from sqlalchemy import Engine, event

from jobs.context import Run
from jobs.escalate import escalate
from jobs.sweep import sweep
from tracker.config import Settings
from tracker.db import connect
from tracker.demo.stage import FIRST_DAY, TODAY

pytestmark = pytest.mark.timeout(3600)

KILLS = int(os.environ.get("KILLS", "20"))
"""How many nights of the year are cut off half-way; ``KILLS=200`` asks for most of them."""
DAY = timedelta(days=1)
NIGHTS = [FIRST_DAY + number * DAY for number in range((TODAY - FIRST_DAY).days + 1)]
MADE_BY_JOBS = ("deadline_flags", "light_changes", "standstills", "warning_slips", "proposals")
_WITHOUT = {"id", "recorded_at"}
Night = Callable[[Engine, date], None]


class CutOff(Exception):
    """The process is gone, in the middle of a statement."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_demo_plays_its_year_and_the_jobs_end_it_the_same_however_they_ran(
    tracker: Command, tmp_path: Path
) -> None:
    told = json.loads(tracker("demo", "--no-serve", "--json", "--folder", "kept").stdout)
    _add_up(told)
    year = tmp_path / "kept" / "demo.sqlite3"
    again = tracker("demo", "--no-serve", "--json", "--folder", "kept")
    assert json.loads(again.stdout) == told
    _replay_finds_the_same(tracker, year, tmp_path)
    kept = _walked(year, tmp_path / "daily.sqlite3", _nightly)
    assert {table: len(rows) > 0 for table, rows in kept.items()} == dict.fromkeys(MADE_BY_JOBS, True)
    assert _walked(year, tmp_path / "rough.sqlite3", _rough(random.Random(1))) == kept


def _add_up(told: dict[str, Any]) -> None:
    assert told["as_of"] == "2026-10-15"
    assert told["tasks"] >= 80
    lights = told["lights"]
    assert told["open"] == lights["green"] + lights["yellow"] + lights["red"] + lights["paused"]
    for number in ("open", "overdue", "red", "yellow"):
        total = told[number] if number in told else lights[number]
        assert total == sum(row[number] for row in told["by_department"])
    assert 0 < told["overdue"] < told["open"]
    assert min(lights["green"], lights["yellow"], lights["red"], lights["done"]) > 0


def _replay_finds_the_same(tracker: Command, year: Path, folder: Path) -> None:
    """By unchanged rules nothing differs but reminders of tasks that another unit has taken over since."""
    (folder / "unchanged.json").write_text("{}", encoding="utf-8")
    asked = ("rules", "replay", "--rules", "unchanged.json", "--from", FIRST_DAY, "--to", TODAY, "--json")
    found = json.loads(tracker(*asked, TRACKER_DATABASE_URL=f"sqlite:///{year}").stdout)
    assert min(count["happened"] for count in found["counts"].values()) > 0
    with sqlite3.connect(year) as raw:
        taken_over = {
            reference
            for (reference,) in raw.execute(
                "SELECT reference FROM tasks JOIN participations ON task_id = tasks.id"
                " WHERE role = 'lead' AND lead_of IS NULL"
            )
        }
    raw.close()
    reminders = {"before", "on-the-day", "after"}
    for one in found["differences"]:
        assert one["kind"] in reminders, one
        assert one["reference"] in taken_over, one


def _walked(year: Path, copy: Path, night: Night) -> dict[str, list[tuple[Any, ...]]]:
    """What the jobs write when they walk the year again, in ``night``'s manner, from what people did."""
    shutil.copy(year, copy)
    with sqlite3.connect(copy) as raw:
        for table in MADE_BY_JOBS:
            raw.execute(f"DELETE FROM {table}")
        raw.execute("UPDATE job_states SET reached_on = ? WHERE job IN ('sweep', 'escalate')", [str(FIRST_DAY - DAY)])
    raw.close()
    engine = connect(f"sqlite:///{copy}")
    for day in NIGHTS:
        night(engine, day)
    engine.dispose()
    with sqlite3.connect(copy) as raw:
        raw.row_factory = sqlite3.Row
        written = {
            table: sorted(
                tuple(str(row[column]) for column in row.keys() if column not in _WITHOUT)  # noqa: SIM118
                for row in raw.execute(f"SELECT * FROM {table}")
            )
            for table in MADE_BY_JOBS
        }
    raw.close()
    return written


def _nightly(engine: Engine, today: date) -> None:
    """Both jobs as the timetable runs them: every day not reached yet."""
    for job in (sweep, escalate):
        job(Run(engine, Settings(), today))


def _rough(chance: random.Random) -> Night:
    """Nights left out for weeks, run twice, or cut off at some statement and made up by the next run."""
    unlucky = set(chance.sample(NIGHTS, min(KILLS, len(NIGHTS))))
    awake = FIRST_DAY

    def night(engine: Engine, day: date) -> None:
        nonlocal awake
        if day in unlucky:
            _cut_off(engine, day, chance.randint(1, 40))
        elif day < awake and day != TODAY:
            return
        for _ in range(chance.randint(1, 2)):
            _nightly(engine, day)
        if chance.random() < 0.08:
            awake = day + chance.randint(2, 21) * DAY

    return night


def _cut_off(engine: Engine, day: date, left: int) -> None:
    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise CutOff

    event.listen(engine, "before_cursor_execute", count)
    with suppress(CutOff):
        while True:  # a night that is done before it is cut off is begun again
            _nightly(engine, day)
    event.remove(engine, "before_cursor_execute", count)
