"""Columns whose headings nobody could foresee, 「责任办所」, 「服务专班」, told by what stands below them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tracker.policy.due_phrases import speaks_of_time
from tracker.policy.sheets.headers import Header, Heading
from tracker.policy.sheets.labels import TEXT_KINDS, UNIT_KINDS, Kind, kind_of
from tracker.policy.sheets.table import Table
from tracker.policy.unit_phrases import looks_like_unit, read_units

_MOST_ROWS = 60
_LONGEST_CELL = 300
_ENOUGH = 0.6


def with_guesses(table: Table, header: Header, end: int) -> Header:
    """The header with a unit and a deadline column found by their cells, where no heading names one."""
    guessed = _guess(table, header, end, UNIT_KINDS, Kind.COMBINED, _names_units)
    guessed = _guess(table, guessed, end, {Kind.DEADLINE, Kind.MOMENT}, Kind.DEADLINE, speaks_of_time)
    return _longest_text(table, guessed, end)


def _guess(
    table: Table, header: Header, end: int, known: set[Kind] | frozenset[Kind], kind: Kind, fits: Callable[[str], bool]
) -> Header:
    if any(heading.kind in known for heading in header.headings):
        return header
    shares = {heading.column: _share(table, header, end, heading.column, fits) for heading in _unknown(header)}
    best = max(shares, key=lambda column: shares[column], default=None)
    return _named(header, best, kind) if best is not None and shares[best] >= _ENOUGH else header


def _longest_text(table: Table, header: Header, end: int) -> Header:
    """Without any text column the one with the most to say is the task."""
    if any(heading.kind in TEXT_KINDS for heading in header.headings):
        return header
    sizes = {h.column: sum(map(len, _cells(table, header, end, h.column))) for h in _unknown(header)}
    best = max(sizes, key=lambda column: sizes[column], default=None)
    return _named(header, best, Kind.TITLE) if best is not None and sizes[best] else header


def _unknown(header: Header) -> list[Heading]:
    return [heading for heading in header.headings if heading.kind is Kind.OTHER and kind_of(heading.label) is None]


def _named(header: Header, column: int, kind: Kind) -> Header:
    return replace(header, headings=tuple(replace(h, kind=kind) if h.column == column else h for h in header.headings))


def _cells(table: Table, header: Header, end: int, column: int) -> list[str]:
    rows = range(header.last + 1, min(end, header.last + 1 + _MOST_ROWS))
    # A row with a single cell is a heading or a note.
    return [text for row in rows if (text := table.text(row, column)) and len(table.filled(row)) > 1]


def _share(table: Table, header: Header, end: int, column: int, fits: Callable[[str], bool]) -> float:
    cells = _cells(table, header, end, column)
    return sum(len(cell) <= _LONGEST_CELL and fits(cell) for cell in cells) / len(cells) if cells else 0.0


def _names_units(cell: str) -> bool:
    said = read_units(cell, "combined")
    names = [*said.lead, *said.supporting]
    return bool(names) and all(looks_like_unit(name) for name in names)
