"""What reading a file gives: its grids, and what was left out of them."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.policy.sheets.grid import Grid


@dataclass(frozen=True)
class Stray:
    """A cell so far from its table that it was left out; row and column as a person counts them, from 1."""

    sheet: str
    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Document:
    """A file's sheets or tables in the order they stand in it."""

    grids: tuple[Grid, ...]
    strays: tuple[Stray, ...] = ()
