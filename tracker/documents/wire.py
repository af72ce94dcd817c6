"""A document as lines of JSON: how the reading child hands it to its parent.

Never pickle: the child has read a stranger's file, and a pickle can do anything to whoever opens it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tracker.documents.document import Document, Stray
from tracker.errors import Unreadable
from tracker.policy.sheets.grid import Grid, Merge
from tracker.vocabulary.files import FileProblem

_PROBLEMS = {str(problem): problem for problem in FileProblem}


class Garbled(Exception):
    """The child's words stop in the middle or make no sense."""


def encode(document: Document) -> Iterator[bytes]:
    """The document a line at a time, so that it never stands in memory twice."""
    for grid in document.grids:
        yield _line(
            {
                "grid": grid.name,
                "merges": [(m.first_row, m.first_column, m.last_row, m.last_column) for m in grid.merges],
                "hidden_rows": sorted(grid.hidden_rows),
                "hidden": grid.hidden,
                "first_row": grid.first_row,
                "width": len(grid.rows[0]) if grid.rows else 0,
            }
        )
        yield from _encode_rows(grid)
    strays = [(stray.sheet, stray.row, stray.column, stray.text) for stray in document.strays]
    yield _line({"end": True, "strays": strays})


def _encode_rows(grid: Grid) -> Iterator[bytes]:
    blank = 0
    for row in grid.rows:
        if not any(row):
            blank += 1
            continue
        if blank:
            # A run of blank rows is a number: there may be hundreds of thousands between two real ones.
            yield _line(blank)
            blank = 0
        yield _line([cell if isinstance(cell, str) else {"date": cell.isoformat()} for cell in row])


def encode_problem(problem: Unreadable) -> bytes:
    return _line({"problem": str(problem.code), "facts": problem.facts})


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(lines: Iterable[bytes]) -> Document:
    """The document again, or the child's complaint raised as our own."""
    grids: list[Grid] = []
    head: dict[str, Any] = {}
    rows: list[tuple[str | date, ...]] = []
    once: dict[str, str] = {}
    try:
        for line in lines:
            value = json.loads(line)
            if isinstance(value, int):
                rows.extend([("",) * head["width"]] * value)
            elif isinstance(value, list):
                rows.append(tuple(_cell(cell, once) for cell in value))
            else:
                if head:
                    grids.append(_grid(head, rows))
                    head, rows = {}, []
                if "problem" in value:
                    raise Unreadable(_PROBLEMS[value["problem"]], **value["facts"])
                if "end" in value:
                    return Document(tuple(grids), tuple(Stray(*stray) for stray in value["strays"]))
                head = value
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Garbled from error
    raise Garbled


def _cell(cell: str | dict[str, str], once: dict[str, str]) -> str | date:
    if isinstance(cell, str):
        # The same unit stands in hundreds of rows; keep it once.
        return once.setdefault(cell, cell)
    return date.fromisoformat(cell["date"])


def _grid(head: dict[str, Any], rows: list[tuple[str | date, ...]]) -> Grid:
    return Grid(
        name=head["grid"],
        rows=tuple(rows),
        merges=tuple(Merge(*merge) for merge in head["merges"]),
        hidden_rows=frozenset(head["hidden_rows"]),
        hidden=head["hidden"],
        first_row=head["first_row"],
    )
