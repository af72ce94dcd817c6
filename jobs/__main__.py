"""``tracker-jobs``: list the jobs, run one now, or serve the timetable."""

from __future__ import annotations

import json
import logging
from datetime import datetime

import click

from jobs.context import Run, perform
from jobs.runner import scheduler
from jobs.schedule import BY_NAME, TIMETABLE
from tracker import clock, terminal
from tracker.config import Settings
from tracker.services.database import ready


@click.group()
def jobs() -> None:
    """定时任务：巡检、提醒、发送、封存、维护。"""


@jobs.command("list")
def list_jobs() -> None:
    """列出定时任务和时间表。"""
    for job in TIMETABLE:
        when = " ".join(f"{field}={value}" for field, value in job.cron.items())
        click.echo(f"{job.name:8} {when:22} {job.purpose}")


@jobs.command()
@click.argument("job", type=click.Choice(sorted(BY_NAME)))
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="业务日期，默认今天。")
@click.option("--dry-run", is_flag=True, help="只算不写。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def run(job: str, day: datetime | None, dry_run: bool, as_json: bool) -> None:
    """立即运行一个任务。"""
    settings = Settings()
    engine = ready(settings.database, settings.office)
    today = day.date() if day else clock.today()
    counts = perform(job, BY_NAME[job].work, Run(engine, settings, today, dry_run))
    result = {"as_of": today.isoformat(), **(counts or {})}
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        click.echo(f"{job}（{today}）：" + "，".join(f"{name} {count}" for name, count in (counts or {}).items()))


@jobs.command()
def serve() -> None:
    """按时间表常驻运行；多个进程同时运行时每个时点只执行一次。"""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    settings = Settings()
    clockwork = scheduler(ready(settings.database, settings.office), settings)
    click.echo("定时任务已启动，按 Ctrl-C 停止。", err=True)
    try:
        clockwork.start()
    except (KeyboardInterrupt, SystemExit):
        clockwork.shutdown(wait=False)
        click.echo("已停止。", err=True)


def main() -> None:
    """The ``tracker-jobs`` command."""
    terminal.run(jobs)


if __name__ == "__main__":
    main()
