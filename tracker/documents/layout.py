"""A paper laid out: lines and tables in order, and what stands at the very foot; the writers only draw it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tracker.documents.page import BODY, FINE, SMALL, TEXT_WIDTH, Face, width_of

_MANY_COLUMNS = 5
_WIDEST = 24.0
_UNBROKEN = re.compile(r"[!-~]{1,12}")
_ROOM, _MM, _FIGURE = 5.0, 25.4 / 72, 0.57
"""Beside the text of a cell in mm; a point in mm; how much of a character the packaged fonts' figures take."""


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True)
class Line:
    """One paragraph; indents are counted in characters of the body, ``first`` beside ``left`` and may be negative.

    ``keep``: never on another page than what follows. ``rule``: the colour of a rule under it, six hex digits.
    """

    text: str = ""
    face: Face = Face.BODY
    size: float = BODY
    align: Align = Align.BOTH
    first: float = 0
    left: float = 0
    right: float = 0
    keep: bool = False
    colour: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of text, with the columns' widths in mm; ``headed``: the first row is repeated on each page."""

    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    headed: bool = False
    size: float = SMALL


@dataclass(frozen=True)
class Layout:
    """A whole paper. ``imprint`` stands between rules at the foot of the last page."""

    title: str
    pieces: Sequence[Line | Table]
    imprint: Sequence[str] = ()


class Printable(Protocol):
    """What can be written as a file."""

    def layout(self) -> Layout: ...


def labelled(facts: Sequence[tuple[str, str]]) -> Table:
    """Labels left, what they say right."""
    return Table(facts, (34, TEXT_WIDTH - 34))


def listed(rows: Sequence[Sequence[str]]) -> Table:
    """A list under its header; no column is narrower than its longest number or word, the rest they share by need."""
    columns = list(zip(*rows, strict=True))
    size = FINE if len(columns) >= _MANY_COLUMNS else SMALL
    least = [max(_least(cell) for cell in column) * size * _MM + _ROOM for column in columns]
    wanted = [max(_wanted(cell) for cell in column) * size * _MM + _ROOM for column in columns]
    spare = max(TEXT_WIDTH - sum(least), 0)
    wishes = [max(want - low, 0.01) for want, low in zip(wanted, least, strict=True)]
    widths = [low + spare * wish / sum(wishes) for low, wish in zip(least, wishes, strict=True)]
    return Table(rows, [TEXT_WIDTH * width / sum(widths) for width in widths], headed=True, size=size)


def _least(cell: str) -> float:
    """What a cell needs not to break a number or a word, and never less than two characters, in characters."""
    return max([2.0, *(len(one) * _FIGURE for one in _UNBROKEN.findall(cell))])


def _wanted(cell: str) -> float:
    return min(max((width_of(line) for line in cell.split("\n")), default=0), _WIDEST)
