"""The clock: APScheduler in the foreground, memory job store, the declared timetable and nothing else."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Engine

from jobs.context import Run, perform
from jobs.schedule import TIMETABLE, Job
from tracker import clock
from tracker.config import Settings

_GRACE_SECONDS = 3600

log = logging.getLogger("tracker.jobs")


def scheduler(engine: Engine, settings: Settings) -> BlockingScheduler:
    """A scheduler with every job of the timetable. Any number of processes may run one; a slot is run once."""
    clockwork = BlockingScheduler(
        timezone=clock.OFFICE_ZONE,
        # A late run is made up once, not once for each slot missed.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": _GRACE_SECONDS},
    )
    for job in TIMETABLE:
        clockwork.add_job(tick, "cron", args=[job, engine, settings], id=job.name, name=job.purpose, **job.cron)
    return clockwork


def tick(job: Job, engine: Engine, settings: Settings) -> None:
    """One turn of a job; what goes wrong is logged, and the next turn comes all the same."""
    slot = slot_of(job, clock.now())
    try:
        counts = perform(job.name, job.work, Run(engine, settings, clock.today()), slot=f"{slot:%Y-%m-%d %H:%M}")
    except Exception:
        log.exception("%s failed", job.name)
    else:
        if counts and any(counts.values()):
            log.info("%s %s", job.name, dict(counts))


def slot_of(job: Job, now: datetime) -> datetime:
    """The turn that is being taken: the last one due by now, so that a process that comes late names the same."""
    trigger = CronTrigger(timezone=clock.OFFICE_ZONE, **job.cron)
    moment = now.astimezone(clock.OFFICE_ZONE)
    slot, due = moment, trigger.get_next_fire_time(None, moment - timedelta(seconds=_GRACE_SECONDS))
    while due <= moment:
        slot, due = due, trigger.get_next_fire_time(due, due)
    return slot
