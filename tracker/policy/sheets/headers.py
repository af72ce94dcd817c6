"""Finding the heading rows of a table and what each column is called."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.policy.sheets.labels import TEXT_KINDS, UNIT_KINDS, Kind, kind_of, plain_label
from tracker.policy.sheets.table import Table

_TITLE_ROWS = 30
_DEEPEST = 3
_MOST, _HALF = 2 / 3, 1 / 2


@dataclass(frozen=True)
class Heading:
    """A column's name and what it speaks of."""

    column: int
    label: str
    kind: Kind


@dataclass(frozen=True)
class Header:
    """``first`` and ``last`` are the heading rows; ``headings`` the columns that have a name."""

    first: int
    last: int
    headings: tuple[Heading, ...]

    def labels(self) -> frozenset[str]:
        return frozenset(plain_label(heading.label) for heading in self.headings)


def find_header(table: Table) -> Header | None:
    """The first row that reads like headings: three known ones, or two, or three among as many unknown ones."""
    rows = range(min(table.height, _TITLE_ROWS))
    for least, share in ((3, _MOST), (2, _MOST), (3, _HALF)):
        for row in rows:
            if is_header_row(table, row, least, share):
                return read_header(table, row)
    return None


def is_header_row(table: Table, row: int, least: int = 3, share: float = _MOST) -> bool:
    filled = table.filled(row)
    kinds = [kind for column in filled if (kind := kind_of(table.text(row, column)))]
    telling = {kind for kind in kinds if kind not in (Kind.OTHER, Kind.MOMENT, Kind.IGNORED)}
    tells_task = bool(telling & (TEXT_KINDS | UNIT_KINDS))
    return tells_task and len(kinds) >= least and len(telling) >= 2 and len(kinds) >= len(filled) * share


def read_header(table: Table, first: int) -> Header:
    """The heading that begins in this row, with the rows below that divide its columns further."""
    last = first
    while last + 1 < table.height and last - first < _DEEPEST - 1 and _divides(table, first, last, last + 1):
        last += 1
    headings = []
    for column in range(table.width):
        label, kind = _named(table, first, last, column)
        if label:
            headings.append(Heading(column, label, kind))
    return Header(first, last, tuple(headings))


def _divides(table: Table, first: int, above: int, row: int) -> bool:
    """Whether a row goes on with the heading: 「牵头单位 | 配合单位」 below 「责任分工」."""
    filled = table.filled(row)
    if not filled or (is_header_row(table, row) and _same_columns(table, first, row)):
        return False
    # A row that begins with a number of its own is the first item.
    number = next((c for c in range(table.width) if kind_of(table.text(first, c)) is Kind.NUMBER), None)
    if number is not None and number in filled:
        return False
    names = [table.text(row, column) for column in filled]
    if all(table.goes_on_from_above(row, c) or c in filled for c in table.filled(above)) and _short(names):
        known = sum(kind_of(name) is not None for name in names)
        below_wide = sum(_below_wide(table, above, column) for column in filled)
        return known + below_wide >= len(filled)
    below = [column for column in filled if not table.text(above, column) or _below_wide(table, above, column)]
    return bool(below) and all(kind_of(name) is not None for name in names)


def _same_columns(table: Table, first: int, row: int) -> bool:
    return all(not table.text(first, column) or table.text(first, column) == table.text(row, column)
               for column in table.filled(row))  # fmt: skip


def _short(names: list[str]) -> bool:
    return all(len(plain_label(name)) <= 12 and not re.match("[一二三四五六七八九十]、|（", name) for name in names)


def _below_wide(table: Table, above: int, column: int) -> bool:
    """Whether the heading above spans this column and its neighbour, by a merge or by an empty cell beside it."""
    if table.merged_text(above, column) and not table.text(above, column):
        return True
    right = column + 1
    return bool(table.text(above, column)) and right < table.width and not table.text(above, right)


def _named(table: Table, first: int, last: int, column: int) -> tuple[str, Kind]:
    """The lowest name counts if it speaks for itself, else together with the one above: 「牵头」 of 「责任单位」."""
    names: list[str] = []
    for row in range(first, last + 1):
        name = table.merged_text(row, column)
        if not name and row < last and table.text(last, column):
            name = _to_the_left(table, row, column)
        if name and name not in names:
            names.append(name)
    if not names:
        return "", Kind.OTHER
    lowest, above = names[-1], "".join(names[:-1])
    kind, parent = kind_of(lowest), kind_of(above) if above else None
    if parent is Kind.PROGRESS and kind in (None, Kind.MOMENT, Kind.TARGET, Kind.OTHER):
        return above + lowest, Kind.PROGRESS
    both = [known for name in (lowest + above, above + lowest) if above and (known := kind_of(name))]
    if above and kind is None:
        return above + lowest, next(iter(both), None) or Kind.OTHER
    if kind in UNIT_KINDS and kind not in (Kind.LEAD, Kind.SUPPORTING):
        kind = next((known for known in both if known in (Kind.LEAD, Kind.SUPPORTING)), kind)
    return lowest, kind or Kind.OTHER


def _to_the_left(table: Table, row: int, column: int) -> str:
    """Without merges a wide heading stands over its first column only."""
    if table.has_merges or table.grid.merges:
        return ""
    return next((table.text(row, left) for left in range(column - 1, -1, -1) if table.text(row, left)), "")
