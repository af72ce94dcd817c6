"""A grid seen as a table: what a cell says by itself, and what it says because it is part of a merged one."""

from __future__ import annotations

from datetime import date, datetime

from tracker.policy.sheets.grid import Grid, Merge


class Table:
    """Looks into a grid; rows and columns count from nought, and cells beyond the grid are empty."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.height = len(grid.rows)
        self.width = max((len(row) for row in grid.rows), default=0)
        self.has_merges = any(merge.last_row > merge.first_row for merge in grid.merges)
        self._covering: dict[tuple[int, int], Merge] = {}
        for merge in grid.merges:
            for row in range(merge.first_row, min(merge.last_row, self.height - 1) + 1):
                for column in range(merge.first_column, min(merge.last_column, self.width - 1) + 1):
                    self._covering[row, column] = merge

    def cell(self, row: int, column: int) -> str | date:
        """What stands in the cell itself."""
        cells = self.grid.rows[row] if 0 <= row < self.height else ()
        if not 0 <= column < len(cells):
            return ""
        value = cells[column]
        return value.strip() if isinstance(value, str) else value

    def text(self, row: int, column: int) -> str:
        return as_text(self.cell(row, column))

    def merged_down(self, row: int, column: int) -> str | date:
        """The cell's own value, or that of the cell above it that was merged downwards over it."""
        merge = self._covering.get((row, column))
        if merge and merge.first_row < row and merge.first_column == column:
            return self.cell(merge.first_row, column)
        return self.cell(row, column)

    def goes_on_from_above(self, row: int, column: int) -> bool:
        """Whether the cell is the lower part of a merged one."""
        merge = self._covering.get((row, column))
        return merge is not None and merge.first_row < row

    def merged_text(self, row: int, column: int) -> str:
        """The text of the merged cell this one is part of, to whichever side."""
        merge = self._covering.get((row, column))
        return self.text(merge.first_row, merge.first_column) if merge else self.text(row, column)

    def merges_in(self, column: int) -> bool:
        """Whether the column has cells merged downwards, so that an empty one is meant to be empty."""
        return any(m.first_column == column and m.last_row > m.first_row for m in self.grid.merges)

    def filled(self, row: int) -> list[int]:
        """The columns that say something themselves."""
        return [column for column in range(self.width) if self.text(row, column)]

    def reaches(self, row: int, column: int) -> int:
        """The last column of the cell that begins here."""
        merge = self._covering.get((row, column))
        return merge.last_column if merge and merge.first_row <= row else column

    def seen_row(self, row: int) -> int:
        """The row's number as a person sees it in the file."""
        return self.grid.first_row + row


def as_text(value: str | date) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value
