"""``tracker demo``: a fictional city's year, and what is overdue at its end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import Engine

from tracker.cli.tables import department_table, overdue_table, print_table
from tracker.db import reading
from tracker.demo.people import Cast, Persona
from tracker.demo.register import HOME, OFFICE
from tracker.demo.stage import FIRST_DAY, TODAY, Opening, open_year, play_year
from tracker.queries.overdue import OverdueRow, overdue
from tracker.queries.overview import Overview, overview
from tracker.services.database import ready


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="把演示数据留在这个文件夹；里面已有的，接着用。不写则用完即删。",
)
@click.option("--no-serve", is_flag=True, help="打印结果后即结束，不启动网页。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="网页端口。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def demo(folder: Path | None, no_serve: bool, port: int, as_json: bool) -> None:
    """用虚构的示例市演示一年：导入、交办、逐日运行，列出逾期，再在本机打开网页。"""
    with nullcontext(folder) if folder else TemporaryDirectory(prefix="tracker-demo-") as place:
        kept = Path(place) / "demo.sqlite3"
        url = f"sqlite:///{kept}"
        opening = None if kept.exists() else _play(kept)
        engine = ready(url, OFFICE)
        with reading(engine) as session:
            whole, late = overview(session, TODAY), overdue(session, TODAY)
        engine.dispose()
        if as_json:
            click.echo(json.dumps(_record(whole), ensure_ascii=False))
        else:
            _print(opening, whole, late)
        if no_serve:
            return
        if opening:
            _print_accounts(opening.cast.personas)
        else:
            click.echo("\n演示账号和密码见第一次运行时的输出；忘了就删去该文件夹，重新演示。")
        _serve(Path(place), url, port)


def _print_accounts(personas: Sequence[Persona]) -> None:
    table = Table(title="\n演示账号（密码每次随机生成）", title_justify="left")
    for name in ("登录名", "身份", "单位或职务", "密码"):
        table.add_column(name)
    for persona in personas:
        table.add_row(persona.login, persona.role.label, persona.of, persona.password)
    print_table(table)


def _serve(folder: Path, url: str, port: int) -> None:
    """Open the year's pages on this machine, as of its last day, until interrupted."""
    site = {
        "TRACKER_INSTANCE": str(folder),
        "TRACKER_DATABASE_URL": url,
        "TRACKER_OFFICE": OFFICE,
        "TRACKER_HOME": HOME,
        "TRACKER_TODAY": TODAY.isoformat(),
    }
    sys.stdout.flush()
    command = [sys.executable, "-m", "tracker.web", "--port", str(port)]
    with suppress(KeyboardInterrupt):
        sys.exit(subprocess.run(command, env={**os.environ, **site}, check=False).returncode)  # noqa: S603


def _play(kept: Path) -> Opening:
    """Play the year into ``kept``, which is there only once the year is over.

    Shows how far it has come; the bar goes to the error stream, out of the way of the result.
    """
    kept.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="playing-", dir=kept.parent) as folder:
        unfinished = Path(folder) / kept.name
        engine, opening = open_year(f"sqlite:///{unfinished}")
        try:
            _live(engine, opening.cast)
        finally:
            engine.dispose()
        unfinished.rename(kept)
    return opening


def _live(engine: Engine, cast: Cast) -> None:
    columns = (TextColumn("示例市 {task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(str(FIRST_DAY), total=(TODAY - FIRST_DAY).days + 1)

        def on_day(day: date) -> None:
            progress.update(bar, advance=1, description=str(day))

        play_year(engine, cast, on_day)


def _record(whole: Overview) -> dict[str, object]:
    return {
        "as_of": TODAY.isoformat(),
        "tasks": whole.tasks,
        "open": whole.open,
        "overdue": whole.overdue,
        "lights": {light.value: number for light, number in whole.lights.items()},
        "by_department": [vars(row) for row in whole.by_department],
    }


def _print(opening: Opening | None, whole: Overview, late: Sequence[OverdueRow]) -> None:
    if opening:
        click.echo(
            f"示例市（虚构）2026年两份任务分解表共{opening.items}项：立项{opening.added}项，重复并项{opening.merged}项，"
            f"{len(opening.refused)}行有错未导入，{len(opening.unassigned)}项不够清楚未交办。"
        )
        for line in (*opening.refused, *opening.unassigned):
            click.echo(f"  · {line}")
    print_table(
        overdue_table(late, f"\n逾期事项 {len(late)} 件（截至 {TODAY}）"),
        department_table(whole.by_department, "\n各牵头单位在办情况"),
    )
    lights = "，".join(f"{light.label}{number}" for light, number in whole.lights.items())
    click.echo(f"共{whole.tasks}项，在办{whole.open}项，逾期{whole.overdue}项；{lights}")
