"""Sheets written as text: a line a row, ``|`` between cells, ``\\n`` for a line break inside one."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.policy.sheets.grid import Grid, Merge


def sheet(text: str, *merges: Sequence[int], name: str = "Sheet1", hidden: frozenset[int] = frozenset()) -> Grid:
    """A merge is (first row, first column, last row, last column), counted from nought."""
    rows = tuple(
        tuple(cell.strip().replace("\\n", "\n") for cell in line.split("|")) for line in text.strip().splitlines()
    )
    return Grid(name, rows, tuple(Merge(*merge) for merge in merges), hidden)
