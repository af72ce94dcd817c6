"""``tracker overdue``: the overdue list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import click

from tracker.cli.site import DAY, day_of, site
from tracker.cli.tables import overdue_table, print_table
from tracker.db import reading
from tracker.queries.overdue import OverdueRow
from tracker.queries.overdue import overdue as overdue_tasks
from tracker.services.departments import unit_called
from tracker.wording import why_overdue


@click.command()
@click.option("--department", metavar="单位", help="只看一个牵头单位，全称、简称、曾用名都可以。")
@click.option("--as-of", type=DAY, help="看哪一天，默认今天。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def overdue(department: str | None, as_of: datetime | None, as_json: bool) -> None:
    """列出逾期事项：最终时限已过而未报结的在办事项。"""
    settings, engine = site()
    day = day_of(as_of)
    with reading(engine) as session:
        unit = unit_called(session, department, settings.home) if department is not None else None
        rows = overdue_tasks(session, day, unit)
    if as_json:
        click.echo(json.dumps(as_records(rows), ensure_ascii=False))
    elif rows:
        print_table(overdue_table(rows, f"逾期事项 {len(rows)} 件（截至 {day}）"))
    else:
        click.echo(f"截至 {day} 没有逾期事项。")


def as_records(rows: Sequence[OverdueRow]) -> list[dict[str, object]]:
    """The rows as the JSON output has them."""
    return [
        {
            "reference": row.reference,
            "title": row.title,
            "lead": row.lead,
            "due_on": row.due_on.isoformat(),
            "days": row.days,
            "own_days": row.delay.own,
            "waiting_days": row.waiting,
            "paused_days": row.delay.paused,
            "light": row.light.value,
            "why": why_overdue(row),
        }
        for row in rows
    ]
