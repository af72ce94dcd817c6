"""A paper laid out: lines and tables in order, and what stands at the very foot; the writers only draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tracker.documents.page import BODY, FINE, SMALL, TEXT_WIDTH, Face, width_of

_NARROWEST, _WIDEST = 3.0, 24.0
_MANY_COLUMNS = 5


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
    """A list under its header; the columns share the width by what they hold."""
    held = [
        max(max(width_of(line) for line in cell.split("\n")) for cell in column) for column in zip(*rows, strict=True)
    ]
    shares = [min(max(one + 1.5, _NARROWEST), _WIDEST) for one in held]
    size = FINE if len(shares) >= _MANY_COLUMNS else SMALL
    return Table(rows, [TEXT_WIDTH * share / sum(shares) for share in shares], headed=True, size=size)
