"""Collects a sheet's cells as they come and makes a grid of them, whatever the file claims about its size."""

from __future__ import annotations

import sys
from datetime import date
from itertools import pairwise

from tracker.documents import limits
from tracker.documents.document import Stray
from tracker.errors import Unreadable
from tracker.policy.sheets.grid import Grid, Merge
from tracker.vocabulary.files import FileProblem


class Budget:
    """What one document may still cost; shared by all its sheets."""

    def __init__(self) -> None:
        self.cells = limits.CELLS
        self.text = limits.TEXT
        self.elements = limits.ELEMENTS

    def spend(self, value: str | date) -> None:
        self.cells -= 1
        if isinstance(value, str):
            self.text -= len(value)
        if self.cells < 0 or self.text < 0:
            raise Unreadable(FileProblem.TOO_MUCH_CONTENT)


class CellStore:
    """The cells of one sheet, rows and columns counted from 0 as in the file."""

    def __init__(self, name: str, budget: Budget) -> None:
        self.name = name
        self.strays: list[Stray] = []
        self.hidden_rows: set[int] = set()
        self._budget = budget
        self._rows: dict[int, list[str | date]] = {}
        self._merges: list[Merge] = []
        self._rows_too_many: set[int] = set()
        self._far: list[Stray] = []
        self._far_count = 0
        self._far_column = 0

    def put(self, row: int, column: int, value: str | date) -> None:
        if isinstance(value, str) and not value.strip():
            return
        if column >= limits.COLUMNS:
            self._put_far(row, column, value)
            return
        cells = self._rows.get(row)
        if cells is None and len(self._rows) >= limits.ROWS:
            self._count_too_many(row)
            return
        self._budget.spend(value)
        if cells is None:
            cells = self._rows[row] = []
        if len(cells) <= column:
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value

    def _count_too_many(self, row: int) -> None:
        # Counted on for a while, so that the person learns how many rows there are, but not for a million.
        self._rows_too_many.add(row)
        if len(self._rows_too_many) >= limits.ROWS_COUNTED:
            self._refuse_rows()

    def _refuse_rows(self) -> None:
        count = len(self._rows) + len(self._rows_too_many)
        raise Unreadable(FileProblem.TOO_MANY_ROWS, sheet=self.name, limit=limits.ROWS, count=count)

    def _put_far(self, row: int, column: int, value: str | date) -> None:
        self._far_count += 1
        self._far_column = max(self._far_column, column)
        if len(self._far) < limits.STRAYS:
            self._far.append(Stray(self.name, row + 1, column + 1, str(value)))

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        if len(self._merges) >= limits.MERGES:
            raise Unreadable(FileProblem.TOO_MUCH_CONTENT)
        self._merges.append(Merge(first_row, first_column, last_row, last_column))

    def forget_row(self, row: int) -> None:
        """Take back a row that turned out not to be content."""
        self._rows.pop(row, None)

    def grid(self, hidden: bool = False) -> Grid:
        """The grid: column A stays the first column, blank rows above the first content are left out."""
        self._set_strays_aside()
        if not self._rows:
            return Grid(self.name, (), hidden=hidden)
        first, last = min(self._rows), max(self._rows)
        width = max(map(len, self._rows.values()))
        blank: tuple[str | date, ...] = ("",) * width
        rows = [blank] * (last + 1 - first)
        for number, cells in self._rows.items():
            # One text often stands in thousands of cells; interning keeps it once.
            kept = (sys.intern(cell) if isinstance(cell, str) else cell for cell in cells)
            rows[number - first] = (*kept, *blank[len(cells) :])
        return Grid(
            name=self.name,
            rows=tuple(rows),
            merges=self._merges_within(first, last, width),
            hidden_rows=frozenset(row - first for row in self.hidden_rows if row in self._rows),
            hidden=hidden,
            first_row=first + 1,
        )

    def _set_strays_aside(self) -> None:
        if self._far_count > limits.STRAYS:
            raise Unreadable(
                FileProblem.TOO_MANY_COLUMNS, sheet=self.name, limit=limits.COLUMNS, count=self._far_column + 1
            )
        if self._rows_too_many:
            self._refuse_rows()
        numbers = sorted(self._rows)
        for above, number in pairwise(numbers):
            if number - above > limits.GAP_ROWS:
                below = [row for row in numbers if row >= number]
                if sum(1 for row in below for cell in self._rows[row] if cell != "") <= limits.STRAYS:
                    for row in below:
                        self._drop(row)
                    break
        self.strays.extend(self._far)

    def _drop(self, row: int) -> None:
        for column, value in enumerate(self._rows.pop(row)):
            if value != "":
                self.strays.append(Stray(self.name, row + 1, column + 1, str(value)))

    def _merges_within(self, first: int, last: int, width: int) -> tuple[Merge, ...]:
        kept = []
        for merge in self._merges:
            top, bottom = max(merge.first_row, first) - first, min(merge.last_row, last) - first
            left, right = merge.first_column, min(merge.last_column, width - 1)
            # A title merged across all 16,384 columns is clipped to the table; what is left of others may be one cell.
            if top <= bottom and left <= right and (top, left) != (bottom, right):
                kept.append(Merge(top, left, bottom, right))
        return tuple(sorted(kept, key=lambda merge: (merge.first_row, merge.first_column)))
