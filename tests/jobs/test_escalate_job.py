"""The ladder's job as a program: run twice, run late, killed half-way, it ends where an undisturbed one ends."""

from __future__ import annotations

import os
import random
import time
from datetime import date, timedelta

import pytest
from escalated import escalated, if_escalated
from factories import department, working
from job_process import Start, counts, ended
from job_site import Site
from programs import Program
from recorded import everything
from sqlalchemy import Engine, select

from tracker.db import reading, writing
from tracker.models import JobRun, JobState

DAY = timedelta(days=1)
START, LAST = date(2026, 3, 2), date(2026, 6, 2)
KILLS = int(os.environ.get("KILLS", "20")) // 2
"""How often it is killed on each kind of database: 20 times in all; a longer night may ask for 200 and more."""


@pytest.fixture
def ledger(engine: Engine) -> Engine:
    """Tasks whose dates fall into the spring, looked at once on their first day."""
    with writing(engine) as session:
        lead = department(session, "市住建局")
        for number in range(8):
            due_on = START + (9 + 5 * number) * DAY
            nodes = ((START + (6 + number) * DAY, 10), (due_on - 2 * DAY, 90))
            working(session, today=START, lead=lead, due_on=due_on, milestones=nodes)
    return engine


def test_run_twice_it_finds_nothing_left_to_do(ledger: Engine, start: Start) -> None:
    counts(start("run", "escalate", "--date", START, "--json"))
    first = counts(start("run", "escalate", "--date", LAST, "--json"))
    assert first["as_of"] == "2026-06-02"
    assert min(first["slips"], first["dropped"], first["proposals"]) > 0
    before = everything(ledger)
    again = counts(start("run", "escalate", "--date", LAST, "--json"))
    assert {key: number for key, number in again.items() if number} == {"as_of": "2026-06-02"}
    for table in ("warning_slips", "proposals", "standstills"):
        assert everything(ledger)[table] == before[table]
    code, out, complaint = ended(start("run", "escalate", "--date", LAST - DAY, "--json"))
    assert (code, out) == (1, "")
    assert complaint.startswith("错误：定时任务“escalate”已做到2026-06-02，不能再对更早的2026-06-01运行")


def test_missed_weeks_leave_what_kept_days_leave_and_a_dry_run_nothing(ledger: Engine, site: Site) -> None:
    kept = if_escalated(ledger, *(START + number * DAY for number in range((LAST - START).days + 1)))
    site.run("escalate", START)
    before = everything(ledger)
    tried = site.run("escalate", LAST, dry_run=True)
    assert everything(ledger) == before
    site.run("escalate", date(2026, 4, 5))
    site.run("escalate", LAST)
    with reading(ledger) as session:
        assert escalated(session) == kept
    assert tried is not None
    assert tried["slips"] == len(kept["warning_slips"])


def test_killed_again_and_again_it_ends_where_an_undisturbed_one_ends(ledger: Engine, start: Start, site: Site) -> None:
    expected = if_escalated(ledger, START, LAST)
    site.run("escalate", START)
    chance = random.Random()
    kills, finished = 0, 0
    while kills < KILLS:
        process = start("run", "escalate", "--date", LAST, "--json")
        kills += 1
        # Each life gets a share of the days further, and dies anywhere within the next few.
        wait_for(ledger, process, START + (LAST - START) * kills // (KILLS + 2))
        time.sleep(chance.uniform(0, 0.06))
        process.kill()
        process.communicate()
        finished += process.returncode == 0
    assert finished < KILLS
    counts(start("run", "escalate", "--date", LAST, "--json"))
    with reading(ledger) as session:
        assert escalated(session) == expected
        state = session.get_one(JobState, "escalate")
        assert (state.reached_on, state.lease_holder) == (LAST, None)
        outcomes = session.scalars(select(JobRun.outcome).order_by(JobRun.id)).all()
    assert outcomes[-1].value == "finished"


def wait_for(engine: Engine, process: Program, day: date) -> None:
    """Until the job has begun and reached the day, or is over."""
    patience = time.monotonic() + 60
    while process.returncode is None and time.monotonic() < patience:
        with reading(engine) as session:
            state = session.get_one(JobState, "escalate")
            if state.lease_holder and state.reached_on and state.reached_on >= day:
                return
        time.sleep(0.002)
