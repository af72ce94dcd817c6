"""How much of real documents is understood, field by field, against readings made by hand.

``gold/*.json`` was written from the documents and not from the program: run with ``-s`` to see the shares.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tracker.documents.reading import read
from tracker.policy.sheets.grid import Grid
from tracker.policy.sheets.items import Item, SheetReading, read_grid

HERE = Path(__file__).parent
GOLD = sorted((HERE / "gold").glob("*.json"))
ENOUGH = 0.97
FIELDS = (
    "number",
    "section",
    "title",
    "target",
    "measures",
    "leader",
    "lead",
    "co_leads",
    "supporting",
    "points",
    "progress",
    "finished",
    "deadlines",
)
# Fields that most documents leave empty are counted where document or reading says something.
OFTEN_EMPTY = frozenset({"section", "target", "measures", "leader", "co_leads", "supporting", "points", "progress"})


@cache
def grids(name: str) -> tuple[Grid, ...]:
    return read(HERE / "files" / name).grids


def sheets() -> list[dict[str, Any]]:
    return [sheet for path in GOLD for sheet in json.loads(path.read_text(encoding="utf-8"))]


def reading_of(sheet: dict[str, Any]) -> SheetReading:
    found = grids(sheet["file"])
    return read_grid(next(grid for grid in found if sheet["grid"] in (None, grid.name)))


def value(item: Item, field: str) -> Any:
    if field == "deadlines":
        return [
            {
                "kind": due.kind.value,
                "due_on": due.due_on.isoformat() if due.due_on else None,
                "phrase": due.phrase,
                "every": due.every.value if due.every else None,
                "assumed": due.assumed,
            }
            for due in item.deadlines
        ]
    said = getattr(item, field)
    return list(said) if isinstance(said, tuple) else said


def compare(sheet: dict[str, Any], right: Counter[str], asked: Counter[str]) -> list[str]:
    """Count every field of every row; a row that is missing or too many is wrong in all of them."""
    wrong: list[str] = []
    found = {item.row: item for item in reading_of(sheet).items}
    expected = {item["row"]: item for item in sheet["items"]}
    for row in sorted(found.keys() | expected.keys()):
        for field in FIELDS:
            want = expected[row][field] if row in expected else None
            got = value(found[row], field) if row in found else None
            if field in OFTEN_EMPTY and not want and not got:
                continue
            asked[field] += 1
            right[field] += want == got
            if want != got:
                wrong.append(f"{sheet['file']} {sheet['grid']} row {row} {field}: want {want!r}, got {got!r}")
    return wrong


def test_real_documents_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong = [line for sheet in sheets() for line in compare(sheet, right, asked)]
    shares = {field: right[field] / asked[field] for field in FIELDS if asked[field]}
    overall = right.total() / asked.total()
    table = [f"{field:<12}{right[field]:>5} of {asked[field]:>4}  {share:7.1%}" for field, share in shares.items()]
    report = "\n".join(
        [*table, f"{'overall':<12}{right.total():>5} of {asked.total():>4}  {overall:7.1%}", *wrong[:40]]
    )
    print(f"\n{report}")  # noqa: T201
    assert overall >= ENOUGH, report
    assert all(share >= ENOUGH for share in shares.values()), report


def test_the_gold_covers_every_set() -> None:
    assert sum(len(sheet["items"]) for sheet in sheets()) == 157 + 99 + 20 + 70 + 8 + 5 + 11


TWINS = [pytest.param(sheet, id=sheet["twin"]) for sheet in sheets() if sheet["twin"]]


@pytest.mark.parametrize("sheet", TWINS)
def test_a_csv_says_what_its_workbook_says(sheet: dict[str, Any]) -> None:
    workbook = reading_of(sheet)
    [grid] = grids(sheet["twin"])
    # The year may stand in the workbook's sheet name only, which the csv has lost.
    separated = read_grid(grid, year=workbook.plan_year)
    assert [replace(item, raw=()) for item in separated.items] == [replace(item, raw=()) for item in workbook.items]


def test_the_documents_date_counts_terms_from_itself() -> None:
    [grid] = grids("s1_guangzhou_2012.xlsx")
    reading = read_grid(grid, issued_on=date(2012, 9, 19))
    [due] = reading.items[0].deadlines
    assert (due.due_on, due.assumed, due.phrase) == (date(2017, 9, 19), False, "5年内")
