"""A table-shaped paper: 督办单, cards, 呈阅单, lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.documents.layout import Align, Layout, Line, Table, labelled, listed
from tracker.documents.page import TITLE, Face, bracketed, title_lines


@dataclass(frozen=True)
class Grid:
    """A table under its heading; the first row is its header."""

    heading: str
    rows: Sequence[Sequence[str]]

    def pieces(self) -> list[Line | Table]:
        """The heading, never parted from its table, and the table."""
        return [Line(self.heading, Face.HEADING, align=Align.LEFT, keep=True), listed(self.rows)]


@dataclass(frozen=True)
class Paper:
    """What stands on one paper: labelled facts, then grids, then a line at the foot."""

    title: str
    number: str
    facts: Sequence[tuple[str, str]]
    grids: Sequence[Grid] = ()
    foot: str = ""

    @property
    def name(self) -> str:
        """Its title in one line."""
        return self.title

    def layout(self) -> Layout:
        """As it is printed."""
        pieces: list[Line | Table] = [
            Line(one, Face.TITLE, TITLE, Align.CENTER, keep=True) for one in title_lines(self.title)
        ]
        if self.number:
            pieces.append(Line(bracketed(self.number), align=Align.CENTER, keep=True))
        pieces.append(labelled(self.facts))
        for grid in self.grids:
            pieces += grid.pieces()
        if self.foot:
            pieces.append(Line(self.foot, align=Align.RIGHT))
        return Layout(self.title, pieces)
