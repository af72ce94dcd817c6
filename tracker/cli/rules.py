"""``tracker rules``: the rules in force."""

from __future__ import annotations

from datetime import datetime

import click
from rich.table import Table

from tracker.cli.site import DAY, day_of, site
from tracker.cli.tables import print_table
from tracker.db import reading
from tracker.policy.rules import DEFAULTS
from tracker.queries.rules import rules_on


@click.group()
def rules() -> None:
    """规则：数值、生效日期、条款出处。"""


@rules.command()
@click.option("--as-of", type=DAY, help="看哪一天生效的规则，默认今天。")
def show(as_of: datetime | None) -> None:
    """列出生效的规则。"""
    _, engine = site()
    day = day_of(as_of)
    with reading(engine) as session:
        in_force = rules_on(session, day)
    table = Table(title=f"{day} 生效的规则", title_justify="left", show_lines=True)
    for name in ("规则", "名称", "版本", "生效", "数值", "出处"):
        table.add_column(name)
    for name, version in in_force.versions.items():
        numbers = "\n".join(f"{key} = {value}" for key, value in version.parameters.items())
        table.add_row(
            name,
            DEFAULTS[name].meaning,
            str(version.version),
            version.effective_on.isoformat(),
            numbers,
            version.clause,
        )
    print_table(table)
