"""``tracker calendar``: rest days, make-up workdays, confirmed years."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from tracker import clock, terminal
from tracker.cli.site import DAY, operator, site
from tracker.db import reading, writing
from tracker.queries.calendar import calendar_days, calendar_years
from tracker.services.calendar import WORKED, LoadYear, load_year, read_days, set_day
from tracker.vocabulary.running import YearState


@click.group()
def calendar() -> None:
    """工作日历。"""


@calendar.command()
@click.argument("year", type=click.IntRange(2000, 2100))
@click.option(
    "--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="每行“日期,休或班,说明”。"
)
def load(year: int, file: Path | None) -> None:
    """载入并确认一年的节假日安排，跨年推算的时限随即重算。"""
    _, engine = site()
    days = read_days(file.read_text(encoding="utf-8-sig"), year) if file else None
    with writing(engine) as session:
        moved = load_year(session, operator(), LoadYear(year, days, file.name if file else ""), today=clock.today())
    click.echo(f"{year}年工作日历已确认，{moved}个时限重算。")


@calendar.command()
@click.argument("year", type=click.IntRange(2000, 2100), required=False)
def show(year: int | None) -> None:
    """列出各年状态，或一年的休息日和调休上班日。"""
    _, engine = site()
    with reading(engine) as session:
        if year is None:
            for row in calendar_years(session):
                click.echo(f"{row.year} {row.state.label} {row.exceptions}天调整 {row.note}")
            return
        for day in calendar_days(session, year):
            click.echo(f"{day.day} {'班' if day.is_workday else '休'} {day.source.label} {day.note}")


@calendar.command("set")
@click.argument("day", type=DAY)
@click.argument("word", type=click.Choice(sorted(WORKED)))
@click.argument("note", default="")
def set_one(day: datetime, word: str, note: str) -> None:
    """设定某天上班（班）或休息（休），以本办设定为准，相关时限随即重算。"""
    _, engine = site()
    with writing(engine) as session:
        moved = set_day(session, operator(), day.date(), WORKED[word], note, today=clock.today())
    click.echo(f"{day.date()} 已设为{word}，{moved}个时限重算。")


@calendar.command()
def check() -> None:
    """本年和下一年都已确认则退出码为 0。"""
    _, engine = site()
    today = clock.today()
    with reading(engine) as session:
        confirmed = {row.year for row in calendar_years(session) if row.state is YearState.CONFIRMED}
    missing = [year for year in (today.year, today.year + 1) if year not in confirmed]
    if missing:
        names = "、".join(f"{year}年" for year in missing)
        click.echo(f"{names}工作日历未确认，相关时限为推算；请运行 tracker calendar load 载入。", err=True)
        sys.exit(terminal.REFUSED)
    click.echo("本年和下一年的工作日历都已确认。")
