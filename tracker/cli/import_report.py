"""What an import read and wrote, as JSON and for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import click
from rich.table import Table
from rich.text import Text

from tracker.cli.tables import print_table
from tracker.policy.due_phrases import Due
from tracker.policy.sheets.item import SheetReading
from tracker.services.import_plan import Plan, PlannedRow
from tracker.services.imports import Imported
from tracker.vocabulary.sheets import Level

_MOST_PROBLEMS = 30


def as_json_text(readings: Sequence[SheetReading], plan: Plan, written: Imported | None) -> str:
    """The documented JSON: what each sheet says, and the summary."""
    by_sheet: dict[str, list[PlannedRow]] = {}
    for row in plan.rows:
        by_sheet.setdefault(row.sheet, []).append(row)
    sheets = [
        {
            "sheet": one.sheet,
            "header_row": one.header_row,
            "items": [_item(row) for row in by_sheet.get(one.sheet, [])],
            "skipped": [{"row": skipped.row, "why": skipped.why.label} for skipped in one.skipped],
            **({"problem": one.refusal.sentence} if one.refusal else {}),
        }
        for one in readings
    ]
    return json.dumps({"sheets": sheets, "summary": summary(plan, written)}, ensure_ascii=False)


def summary(plan: Plan, written: Imported | None) -> dict[str, int]:
    """Counts; without writing, what would be added."""
    return {
        "items": len(plan.rows),
        "added": len(written.added) if written else len(plan.fresh),
        "merged": written.merged if written else 0,
        "duplicates": sum(row.is_duplicate for row in plan.rows),
        "errors": sum(row.is_error for row in plan.rows),
        "doubts": sum(any(one.level is Level.DOUBT for one in row.problems) for row in plan.rows),
        "known": sum(row.known for row in plan.rows),
    }


def _item(row: PlannedRow) -> dict[str, object]:
    item = row.item
    return {
        "row": item.row,
        "number": item.number,
        "section": item.section,
        "title": item.title,
        "target": item.target,
        "measures": item.measures,
        "leader": item.leader,
        "lead": item.lead,
        "co_leads": list(item.co_leads),
        "supporting": list(item.supporting),
        "points": item.points,
        "progress": item.progress,
        "deadlines": [_due(due) for due in item.deadlines],
        "problems": [
            {"level": one.level.value, "field": one.field.value if one.field else None, "message": one.sentence}
            for one in row.problems
        ],
    }


def _due(due: Due) -> dict[str, object]:
    return {
        "kind": due.kind.value,
        "due_on": _iso(due.due_on),
        "every": due.every.value if due.every else None,
        "phrase": due.phrase,
        "how": due.how,
        "assumed": due.assumed,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def print_report(readings: Sequence[SheetReading], plan: Plan, written: Imported | None) -> None:
    """For people: a line a sheet, the rows that need a look, the totals."""
    for one in readings:
        if one.refusal:
            click.echo(f"工作表“{one.sheet}”：{one.refusal.sentence}")
        else:
            count = sum(row.sheet == one.sheet for row in plan.rows)
            click.echo(f"工作表“{one.sheet}”：表头在第{one.header_row}行，读出{count}项，略过{len(one.skipped)}行")
    troubled = [row for row in plan.rows if row.problems]
    if troubled:
        print_table(_problem_table(troubled[:_MOST_PROBLEMS]))
    if len(troubled) > _MOST_PROBLEMS:
        click.echo(f"另有{len(troubled) - _MOST_PROBLEMS}行存疑，用 --json 看全部。")
    counts = summary(plan, written)
    verb = "已导入" if written else "可导入"
    click.echo(
        f"共{counts['items']}项：{verb}{counts['added']}，并入已有事项{counts['merged']}，此前已导入{counts['known']}，"
        f"疑似重复{counts['duplicates']}，错误{counts['errors']}，存疑{counts['doubts']}"
    )


def _problem_table(rows: Sequence[PlannedRow]) -> Table:
    table = Table(title="请核对", title_justify="left")
    for name, options in (("表", {}), ("行", {"justify": "right"}), ("事项", {"ratio": 2}), ("问题", {"ratio": 3})):
        table.add_column(name, **options)  # type: ignore[arg-type]
    for row in rows:
        words = "\n".join(f"【{one.level.label}】{one.sentence}" for one in row.problems)
        table.add_row(Text(row.sheet), str(row.item.row), Text(row.item.title), Text(words))
    return table
