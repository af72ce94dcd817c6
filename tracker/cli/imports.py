"""``tracker import``: a task sheet in, its reading or its tasks out."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from tracker import clock, terminal
from tracker.cli.import_report import as_json_text, print_report
from tracker.cli.site import DAY, operator, site
from tracker.config import Settings
from tracker.db import reading, writing
from tracker.documents.error_rows import write_error_rows
from tracker.documents.sandbox import read_safely
from tracker.errors import RuleBroken
from tracker.policy.sheets.item import SheetReading
from tracker.policy.sheets.items import read_grid
from tracker.policy.sources import regime_of
from tracker.services.import_plan import Origin, Plan, plan_import
from tracker.services.imports import Import, Imported, import_rows
from tracker.services.offices import first_office
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.sheets import Level
from tracker.vocabulary.sources import SourceKind


@dataclass(frozen=True)
class Options:
    """What the command line said."""

    file: Path
    dry_run: bool
    as_json: bool
    sheet: str | None
    issued_on: datetime | None
    year: int | None
    source_title: str | None
    issuer: str | None
    kind: str
    create_units: bool
    merge_duplicates: bool
    adopt: datetime | None
    errors_to: Path | None

    @property
    def issued(self) -> date | None:
        return self.issued_on.date() if self.issued_on else None


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看读出了什么，不写入。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--sheet", help="只读一个工作表。")
@click.option("--issued-on", type=DAY, help="文件印发日期；“5年内”一类期限由此起算。")
@click.option("--year", type=click.IntRange(2000, 2100), help="计划年度；不写则从标题看。")
@click.option("--source-title", help="文件名称。")
@click.option("--issuer", help="发文单位，如 市政府。")
@click.option(
    "--kind", type=click.Choice([one.value for one in SourceKind]), default="decomposition", help="来源类型。"
)
@click.option("--create-units", is_flag=True, help="未登记的单位一并新建。")
@click.option("--merge-duplicates", is_flag=True, help="疑似重复的并为一项，时限从严。")
@click.option("--adopt", type=DAY, help="作为在办台账接管的日期；不写则导入为草稿。")
@click.option("--errors-to", type=click.Path(dir_okay=False, path_type=Path), help="错误行另存为 xlsx，改好可再导入。")
def import_sheet(**given: object) -> None:
    """读入任务分解表（xlsx、xls、csv、docx）。

    退出码：0 可读，1 有错误行，2 无法读取，64 用法不对。
    """
    options = Options(**given)  # type: ignore[arg-type]
    if not options.dry_run and not (options.source_title and options.issuer and options.issued_on):
        raise click.UsageError(Refusal.IMPORT_NEEDS_SOURCE.worded())
    readings = _read(options)
    settings, engine = site()
    plan, written = (
        _preview(options, readings, settings, engine)
        if options.dry_run
        else _write(options, readings, settings, engine)
    )
    if options.errors_to is not None:
        _write_errors(options.errors_to, readings, plan)
    if options.as_json:
        click.echo(as_json_text(readings, plan, written))
    else:
        print_report(readings, plan, written)
    sys.exit(_exit_code(plan))


def _exit_code(plan: Plan) -> int:
    if not plan.rows:
        return terminal.UNREADABLE
    return terminal.REFUSED if any(row.is_error for row in plan.rows) else 0


def _read(options: Options) -> list[SheetReading]:
    document = read_safely(options.file)
    names = [grid.name for grid in document.grids]
    if options.sheet is not None and options.sheet not in names:
        raise click.UsageError(Refusal.SHEET_UNKNOWN.worded(sheet=options.sheet, known="、".join(names)))
    return [
        read_grid(grid, issued_on=options.issued, year=options.year)
        for grid in document.grids
        if options.sheet in (None, grid.name)
    ]


def _preview(
    options: Options, readings: Sequence[SheetReading], settings: Settings, engine: Engine
) -> tuple[Plan, None]:
    with reading(engine) as session:
        plan = plan_import(
            session, first_office(session), readings, None, home=settings.home, file_digest=_digest(options.file)
        )
    return plan, None


def _write(
    options: Options, readings: Sequence[SheetReading], settings: Settings, engine: Engine
) -> tuple[Plan, Imported]:
    origin = _origin(options, readings)
    with writing(engine) as session:
        office_id = first_office(session)
        plan = plan_import(
            session,
            office_id,
            readings,
            origin,
            home=settings.home,
            file_digest=origin.file_digest,
            unknown_units_are=Level.DOUBT if options.create_units else Level.ERROR,
        )
        command = Import(
            plan,
            origin,
            office_id,
            home=settings.home,
            create_units=options.create_units,
            merge_duplicates=options.merge_duplicates,
            adopt_on=options.adopt.date() if options.adopt else None,
        )
        return plan, import_rows(session, operator(), command, today=clock.today())


def _origin(options: Options, readings: Sequence[SheetReading]) -> Origin:
    if options.issued is None or options.source_title is None or options.issuer is None:
        raise RuleBroken(Refusal.IMPORT_NEEDS_SOURCE)
    years = [one.plan_year for one in readings if one.plan_year]
    return Origin(
        title=options.source_title,
        issuer=options.issuer,
        issued_on=options.issued,
        plan_year=years[0] if years else options.issued.year,
        kind=SourceKind(options.kind),
        regime=regime_of(options.issuer),
        document_number=next((one.document_number for one in readings if one.document_number), ""),
        file_digest=_digest(options.file),
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _write_errors(path: Path, readings: Sequence[SheetReading], plan: Plan) -> None:
    wrong = [row for row in plan.rows if row.is_error]
    if not wrong:
        return
    header = next(one.header for one in readings if one.sheet == wrong[0].sheet)
    rows = [
        (row.item.raw, "；".join(problem.sentence for problem in row.problems if problem.level is Level.ERROR))
        for row in wrong
    ]
    write_error_rows(path, header, rows)
