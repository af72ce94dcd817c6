"""The clockwork: every job on time in the office's zone, one run for each turn however many processes there are."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from socket import gethostname

import pytest
from apscheduler.schedulers.base import BaseScheduler
from factories import working
from job_process import Start, ended
from job_site import Site
from recorded import if_swept, swept
from sqlalchemy import Engine, select

from jobs import context
from jobs.context import Counts, Run
from jobs.runner import scheduler, slot_of, tick
from jobs.schedule import BY_NAME, TIMETABLE, Job
from tracker import clock
from tracker.config import Settings
from tracker.db import reading, writing
from tracker.errors import RuleBroken
from tracker.models import AuditEntry, JobRun, JobState
from tracker.services import job_runs
from tracker.vocabulary.running import RunOutcome

DAY = date(2026, 3, 21)
"""The day after the final date of ``due``."""


@pytest.fixture
def due(engine: Engine) -> Engine:
    with writing(engine) as session:
        working(session, today=date(2026, 3, 2), due_on=date(2026, 3, 20))
    return engine


@pytest.fixture
def clockwork(site: Site) -> Iterator[BaseScheduler]:
    """Wound up but not running: a paused scheduler fires nothing."""
    made = scheduler(site.engine, site.settings)
    BaseScheduler.start(made, paused=True)
    yield made
    BaseScheduler.shutdown(made)


def test_every_job_of_the_timetable_is_scheduled_patiently_in_the_offices_zone(clockwork: BaseScheduler) -> None:
    jobs = {job.id: job for job in clockwork.get_jobs()}
    assert set(jobs) == {job.name for job in TIMETABLE}
    for job in jobs.values():
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, 3600)
        assert str(job.trigger.timezone) == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("name", "turns"),
    [
        ("sweep", ["03-21 00:10", "03-21 06:10", "03-22 00:10"]),
        ("upkeep", ["03-21 07:00", "03-22 07:00", "03-23 07:00"]),
        ("remind", ["03-21 08:30", "03-22 08:30", "03-23 08:30"]),
        ("deliver", ["03-20 23:59", "03-21 00:00", "03-21 00:01"]),
        ("seal", ["03-20 23:59", "03-21 00:00", "03-21 00:01"]),
    ],
)
def test_turns_come_when_the_office_expects_them(clockwork: BaseScheduler, name: str, turns: list[str]) -> None:
    trigger, moment = clockwork.get_job(name).trigger, datetime(2026, 3, 20, 23, 58, 30, tzinfo=clock.OFFICE_ZONE)
    said = []
    for _ in turns:
        moment = trigger.get_next_fire_time(None, moment)
        said.append(f"{moment:%m-%d %H:%M}")
        moment += timedelta(seconds=1)
    assert said == turns


@pytest.mark.parametrize(
    ("name", "now", "slot"),
    [
        ("sweep", "2026-03-21 00:10:00", "2026-03-21 00:10"),
        ("sweep", "2026-03-21 00:10:59", "2026-03-21 00:10"),
        # A process that was late names the turn it was late for.
        ("sweep", "2026-03-21 00:47:12", "2026-03-21 00:10"),
        ("sweep", "2026-03-21 06:10:01", "2026-03-21 06:10"),
        ("deliver", "2026-03-21 00:47:12", "2026-03-21 00:47"),
    ],
)
def test_a_late_process_takes_the_turn_it_was_late_for(name: str, now: str, slot: str) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=clock.OFFICE_ZONE).astimezone(UTC)
    assert f"{slot_of(BY_NAME[name], instant):%Y-%m-%d %H:%M}" == slot


def test_three_processes_at_the_same_turn_make_one_run(due: Engine, start: Start) -> None:
    """One on the minute, one a moment later, one that was held up."""
    expected = if_swept(due, DAY)
    turn = """
import sys
from datetime import datetime
from jobs.runner import tick
from jobs.schedule import BY_NAME
from tracker import clock
from tracker.config import Settings
from tracker.db import connect

clock.now = lambda: datetime.fromisoformat(sys.argv[1])
settings = Settings()
tick(BY_NAME["sweep"], connect(settings.database), settings)
"""
    moments = (f"2026-03-21T{moment}+08:00" for moment in ("00:10:00", "00:10:01", "00:13:40"))
    processes = [start(moment, code=turn, TRACKER_TODAY="2026-03-21") for moment in moments]
    assert [ended(process) for process in processes] == [(0, "", "")] * 3
    with reading(due) as session:
        runs = session.execute(select(JobRun.job, JobRun.slot, JobRun.outcome, JobRun.business_day)).all()
        entries = session.scalars(select(AuditEntry).where(AuditEntry.tag == "job:run")).all()
        assert [tuple(run) for run in runs] == [("sweep", "2026-03-21 00:10", RunOutcome.FINISHED, DAY)]
        assert [entry.actor for entry in entries] == ["系统"]
        assert swept(session) == expected


def test_a_job_that_fails_says_so_and_its_next_turn_comes(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = []

    def work(run: Run) -> Counts:
        turns.append(run.today)
        if len(turns) == 1:
            raise RuntimeError("磁盘已满")
        return {"done": 1}

    job = Job("failing", work, {"minute": "*"}, "试验")
    for minute in (1, 2):
        now = datetime(2026, 3, 20, 16, minute, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        monkeypatch.setenv("TRACKER_TODAY", "2026-03-21")
        with caplog.at_level(logging.INFO, "tracker.jobs"):
            tick(job, site.engine, site.settings)
    assert [record.getMessage() for record in caplog.records] == ["failing failed", "failing {'done': 1}"]
    assert "磁盘已满" in caplog.text
    assert site.runs() == [("failing", "failed", "{}"), ("failing", "finished", '{"done": 1}')]
    assert turns == [DAY, DAY]
    assert site.entries() == [
        ("系统", '{"job": "failing", "outcome": "failed"}'),
        ("系统", '{"done": 1, "job": "failing", "outcome": "finished"}'),
    ]


def test_a_run_that_did_something_leaves_one_entry_and_an_idle_one_none(due: Engine, site: Site) -> None:
    for _ in range(2):
        for job in ("sweep", "remind", "upkeep"):
            site.run(job, date(2026, 3, 23))
    assert site.entries() == [
        (
            "系统",
            '{"flags": 1, "job": "sweep", "light_changes": 1, "outcome": "finished", '
            '"report_periods": 1, "turned_ordinary": 0}',
        ),
        ("系统", '{"job": "remind", "messages": 2, "outcome": "finished"}'),
    ]
    assert [outcome for _, outcome, _ in site.runs()] == ["finished"] * 6


def test_one_turn_is_run_once_in_one_process_too(due: Engine, site: Site) -> None:
    assert site.run("sweep", DAY, slot="2026-03-21 00:10") is not None
    assert site.run("sweep", DAY, slot="2026-03-21 00:10") is None
    assert site.run("sweep", DAY, slot="2026-03-21 06:10") == {
        "flags": 0,
        "light_changes": 0,
        "report_periods": 0,
        "turned_ordinary": 0,
    }


def hold_lease(engine: Engine, holder: str, until: timedelta) -> None:
    with writing(engine) as session:
        session.add(JobState(job="sweep", lease_holder=holder, lease_until=clock.now() + until))


def test_a_lease_left_by_a_process_that_died_here_is_taken_over_at_once(due: Engine, site: Site) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    hold_lease(due, f"{gethostname()}:{dead.pid}", timedelta(hours=1))
    assert site.run("sweep", DAY) is not None
    assert lease(due) == (None, None)


def test_a_lease_of_a_process_that_lives_is_respected(due: Engine, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "_PATIENCE_SECONDS", 0.3)
    hold_lease(due, f"{gethostname()}:{os.getppid()}", timedelta(hours=1))
    with pytest.raises(RuleBroken) as refused:
        site.run("sweep", DAY)
    assert refused.value.message == "定时任务“sweep”正在由另一进程运行，请稍后再试"
    assert site.runs() == []


@pytest.mark.parametrize(("until", "taken"), [(timedelta(seconds=-1), True), (timedelta(hours=1), False)])
def test_a_lease_of_another_machine_must_run_out_first(
    due: Engine, site: Site, monkeypatch: pytest.MonkeyPatch, until: timedelta, taken: bool
) -> None:
    monkeypatch.setattr(context, "_PATIENCE_SECONDS", 0.3)
    hold_lease(due, "another-machine:1", until)
    if taken:
        assert site.run("sweep", DAY) is not None
        return
    with pytest.raises(RuleBroken, match="job-busy"):
        site.run("sweep", DAY)
    assert lease(due)[0] == "another-machine:1"


def test_the_lease_is_given_back_after_a_failure(site: Site) -> None:
    def work(run: Run) -> Counts:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        context.perform("sweep", work, Run(site.engine, Settings(), DAY))
    assert lease(site.engine) == (None, None)


def test_a_run_that_was_cut_off_is_marked_by_the_next(due: Engine, site: Site) -> None:
    with writing(due) as session:
        job_runs.begin_run(session, "sweep", "2026-03-21 00:10", DAY)
        job_runs.begin_run(session, "remind", "2026-03-21 08:30", DAY)
    site.run("sweep", DAY)
    assert [run[:2] for run in site.runs()] == [("sweep", "failed"), ("remind", "running"), ("sweep", "finished")]


def lease(engine: Engine) -> tuple[str | None, datetime | None]:
    with reading(engine) as session:
        state = session.get_one(JobState, "sweep")
        return state.lease_holder, state.lease_until
