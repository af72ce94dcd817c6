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
from tracker.vocabulary.sheets import Level, RowProblem

_MOST_PROBLEMS, _MOST_PLACES = 40, 6
_UNREGISTERED = frozenset({RowProblem.UNIT_UNKNOWN, RowProblem.GROUP_UNKNOWN})


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
    if (table := _problem_table(plan.rows)) is not None:
        print_table(table)
    if strangers := _strangers(plan.rows):
        click.echo(f"{len(strangers)}个单位未登记：{'、'.join(strangers)}。请先登记，或加 --create-units 一并新建。")
    counts = summary(plan, written)
    verb = "已导入" if written else "可导入"
    click.echo(
        f"共{counts['items']}项：{verb}{counts['added']}，并入已有事项{counts['merged']}，此前已导入{counts['known']}，"
        f"疑似重复{counts['duplicates']}，错误{counts['errors']}，存疑{counts['doubts']}"
    )


def _strangers(rows: Sequence[PlannedRow]) -> list[str]:
    """The units not registered yet, as written, in the order they come."""
    named = (one for row in rows for one in row.problems if one.code in _UNREGISTERED and one.level is Level.DOUBT)
    return list(dict.fromkeys(one.facts["unit"] for one in named))


def _problem_table(rows: Sequence[PlannedRow]) -> Table | None:
    """Each problem once, the errors first, with the rows it stands in: a sheet repeats its manners."""
    places: dict[tuple[Level, str], list[PlannedRow]] = {}
    for row in rows:
        for problem in row.problems:
            if problem.code in _UNREGISTERED and problem.level is Level.DOUBT:
                continue  # told in one line below: on a new site that is every unit
            places.setdefault((problem.level, problem.sentence), []).append(row)
    if not places:
        return None
    table = Table(title="请核对", title_justify="left")
    table.add_column("", no_wrap=True)
    table.add_column("问题", ratio=3, overflow="fold")
    table.add_column("行数", justify="right", no_wrap=True)
    table.add_column("所在行", ratio=2, overflow="fold")
    ordered = sorted(places.items(), key=lambda place: (place[0][0] is not Level.ERROR, -len(place[1])))
    for (level, sentence), troubled in ordered[:_MOST_PROBLEMS]:
        shown = "、".join(f"{row.sheet}!{row.item.row}" for row in troubled[:_MOST_PLACES])
        more = "…" if len(troubled) > _MOST_PLACES else ""
        table.add_row(level.label, Text(sentence), str(len(troubled)), Text(shown + more))
    if len(ordered) > _MOST_PROBLEMS:
        table.caption = f"另有{len(ordered) - _MOST_PROBLEMS}种问题，用 --json 看全部"
    return table
