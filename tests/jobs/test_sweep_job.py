"""The sweep as a program: run again, run late, run twice at once, killed half-way."""

from __future__ import annotations

import os
import random
import time
from datetime import date, timedelta

import pytest
from crowd import crowd
from factories import department, working
from job_process import Start, counts, ended
from job_site import Site
from programs import Program
from recorded import Record, everything, if_swept, swept
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tracker.db import reading, writing
from tracker.models import JobRun, JobState, Task

DAY = timedelta(days=1)
START = date(2026, 3, 2)
LAST = date(2026, 4, 10)
KILLS = int(os.environ.get("KILLS", "20")) // 4
"""How often it is killed on each kind of database; a longer night may ask for more."""


@pytest.fixture
def ledger(engine: Engine) -> Engine:
    """Tasks whose dates fall into the spring, swept once on their first day."""
    with writing(engine) as session:
        lead, helper = department(session, "市住建局"), department(session, "市水务局")
        for number in range(6):
            due_on = START + (12 + 4 * number) * DAY
            nodes = ((START + (6 + number) * DAY, 10), (due_on - 2 * DAY, 90))
            working(session, today=START, lead=lead, helpers=(helper,), due_on=due_on, milestones=nodes)
    return engine


def on_record(engine: Engine) -> Record:
    with reading(engine) as session:
        return swept(session)


def daily(first: date, last: date) -> list[date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


def test_run_twice_it_finds_nothing_left_to_do(ledger: Engine, start: Start) -> None:
    first = counts(start("run", "sweep", "--date", LAST, "--json"))
    assert first["as_of"] == "2026-04-10"
    assert min(first["flags"], first["light_changes"], first["report_periods"]) > 0
    before = on_record(ledger)
    again = counts(start("run", "sweep", "--date", LAST, "--json"))
    assert again == {"as_of": "2026-04-10", "flags": 0, "light_changes": 0, "report_periods": 0, "turned_ordinary": 0}
    assert on_record(ledger) == before


def test_three_days_missed_leave_the_rows_of_three_days_kept(ledger: Engine, site: Site) -> None:
    for last in (date(2026, 3, 16), date(2026, 3, 28)):
        first = last - 3 * DAY
        kept = if_swept(ledger, first, *daily(first, last))
        assert len(kept["deadline_flags"]) + len(kept["light_changes"]) > 0
        assert if_swept(ledger, first, last) == kept
    kept = if_swept(ledger, START, *daily(START, LAST))
    site.run("sweep", START)
    site.run("sweep", LAST)
    assert on_record(ledger) == kept


def test_a_dry_run_counts_the_same_and_writes_nothing_at_all(ledger: Engine, site: Site) -> None:
    site.run("sweep", START)
    before = everything(ledger)
    tried = site.run("sweep", LAST, dry_run=True)
    assert everything(ledger) == before
    assert tried == site.run("sweep", LAST)
    assert tried is not None
    assert min(tried[kind] for kind in ("flags", "light_changes", "report_periods")) > 0


def test_a_day_before_the_last_sweep_is_refused_in_a_sentence(ledger: Engine, start: Start, site: Site) -> None:
    site.run("sweep", LAST)
    before = on_record(ledger)
    code, out, complaint = ended(start("run", "sweep", "--date", LAST - DAY, "--json"))
    assert (code, out) == (1, "")
    assert complaint.startswith("错误：定时任务“sweep”已做到2026-04-10，不能再对更早的2026-04-09运行")
    assert complaint.endswith("请用 tracker rules replay\n")
    assert on_record(ledger) == before


def test_three_at_once_write_every_row_once(ledger: Engine, start: Start) -> None:
    expected = if_swept(ledger, START, LAST)
    counts(start("run", "sweep", "--date", START, "--json"))
    together = [start("run", "sweep", "--date", LAST, "--json") for _ in range(3)]
    said = [counts(process) for process in together]
    assert on_record(ledger) == expected
    # One did it all, the others came too late.
    assert sorted(sum(one[key] > 0 for one in said) for key in ("flags", "light_changes", "report_periods")) == [1] * 3


def test_three_first_sweeps_at_once_on_a_new_site(ledger: Engine, start: Start) -> None:
    expected = if_swept(ledger, LAST)
    for process in [start("run", "sweep", "--date", LAST, "--json") for _ in range(3)]:
        counts(process)
    assert on_record(ledger) == expected


def test_killed_again_and_again_it_ends_where_an_undisturbed_one_ends(ledger: Engine, start: Start, site: Site) -> None:
    expected = if_swept(ledger, START, LAST)
    site.run("sweep", START)
    chance = random.Random()
    finished = 0
    for number in range(1, KILLS + 1):
        process = start("run", "sweep", "--date", LAST, "--json")
        # Anywhere from the first statement on to the next few days; each life gets a share of the days further.
        wait_for(ledger, process, START + (LAST - START) * number // (KILLS + 2))
        time.sleep(chance.uniform(0, 0.06))
        process.kill()
        process.communicate()
        finished += process.returncode == 0
    assert finished < KILLS
    counts(start("run", "sweep", "--date", LAST, "--json"))
    assert on_record(ledger) == expected
    with reading(ledger) as session:
        state = session.get_one(JobState, "sweep")
        assert (state.reached_on, state.lease_holder) == (LAST, None)
        outcomes = session.scalars(select(JobRun.outcome).order_by(JobRun.id)).all()
    # The first sweep, the runs cut off, and the one that finished.
    assert [outcome.value for outcome in outcomes].count("failed") == KILLS - finished
    assert outcomes[-1].value == "finished"


def wait_for(engine: Engine, process: Program, day: date) -> None:
    """Until the sweep has begun and reached the day, or is over."""
    patience = time.monotonic() + 60
    while process.returncode is None and time.monotonic() < patience:
        with reading(engine) as session:
            state = session.get_one(JobState, "sweep")
            if state.lease_holder and state.reached_on and state.reached_on >= day:
                return
        time.sleep(0.002)


def test_a_first_sweep_lights_a_ledger_that_was_never_lit(engine: Engine, site: Site) -> None:
    with writing(engine) as session:
        crowd(session, 12, since=START, unlit=True)
    first = site.run("sweep", LAST)
    assert first is not None
    assert first["light_changes"] == 12
    assert light_count(engine) == 12


def light_count(engine: Engine) -> int:
    with Session(engine) as session:
        return len(session.scalars(select(Task.id).where(Task.light.is_not(None))).all())
