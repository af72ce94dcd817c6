"""The timetable says what each job is for, and each job can be found by its name."""

from __future__ import annotations

import inspect

import pytest
from source_tree import ROOT

from jobs.schedule import TIMETABLE, Job


@pytest.mark.parametrize("job", TIMETABLE, ids=lambda job: job.name)
def test_a_job_says_what_it_is_for(job: Job) -> None:
    assert job.purpose
    assert inspect.getdoc(job.work)


@pytest.mark.parametrize("job", TIMETABLE, ids=lambda job: job.name)
def test_a_job_has_a_module_and_a_function_of_its_own_name(job: Job) -> None:
    assert (job.work.__module__, job.work.__name__) == (f"jobs.{job.name}", job.name)


def test_no_two_jobs_share_a_name() -> None:
    assert len({job.name for job in TIMETABLE}) == len(TIMETABLE)


def test_every_module_of_a_job_is_on_the_timetable() -> None:
    stage = {"__init__", "__main__", "context", "runner", "schedule"}
    assert {path.stem for path in (ROOT / "jobs").glob("*.py")} - stage == {job.name for job in TIMETABLE}


@pytest.mark.parametrize("job", TIMETABLE, ids=lambda job: job.name)
def test_a_weekday_is_named_never_numbered(job: Job) -> None:
    """APScheduler counts from Monday, cron from Sunday."""
    assert not any(sign.isdigit() for sign in job.cron.get("day_of_week", ""))
