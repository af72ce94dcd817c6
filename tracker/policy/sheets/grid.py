"""A sheet as plain cells: what every file format is turned into before anybody tries to understand it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Merge:
    """A merged range, zero-based and inclusive, counted in the grid's own rows and columns."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """One sheet or one table.

    Cells are text, or a date where the file says it is one; an empty cell is ``""``. A merged cell's value stands in
    its first cell only. Whole numbers come without a decimal point; error values come as written, such as ``#REF!``.
    ``first_row`` is the row number a person sees in the file for ``rows[0]``.
    """

    name: str
    rows: tuple[tuple[str | date, ...], ...]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    first_row: int = 1
