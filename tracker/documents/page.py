"""The page every official paper stands on, by GB/T 9704—2012: one description, read by the Word and the PDF writer.

A4 with a type area of 156 × 225 mm that holds 22 lines of 28 characters. Lengths in mm, type in points.
"""

from __future__ import annotations

import math
import re
from datetime import date
from enum import Enum
from typing import Final

from tracker.documents.cells import clean

WIDTH, HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
TEXT_WIDTH = WIDTH - LEFT - RIGHT

PITCH: Final = 28.95
"""Exact distance of lines: with 29 the area is 0.2 points too low for the 22nd."""
SPACING: Final = -0.25
"""Between characters of the body: 28 of 16 points are wider than 156 mm without it."""
TABLE_PITCH: Final = 22.0
TITLE, BODY, SMALL, FINE = 22.0, 16.0, 14.0, 12.0
"""2号, 3号, 4号 and 小4号."""
ADVANCE = BODY + SPACING
"""What one character of the body takes."""
NUMBER_BELOW = 7
"""The page number's dash, under the type area."""
WRITING_ROOM = 15
"""Height of a cell that is to be filled in with a pen."""

_YEAR = re.compile(r"[\[［(（【]((?:19|20)\d\d)[\]］)）】]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_TITLE_LINE = 20
_NO_LINE_BEGINS_WITH = "，。、；：？！”’）》〉】〕」』…—·%％"
_NO_LINE_ENDS_WITH = "“‘（《〈【〔「『"


class Face(Enum):
    """A typeface: as Word is told, and as the packaged fonts have it. The standard's own faces are not ours to ship."""

    TITLE = "方正小标宋简体", "Noto Serif SC"
    BODY = "仿宋_GB2312", "Noto Serif SC"
    HEADING = "黑体", "Noto Sans SC"
    SUBHEADING = "楷体_GB2312", "Noto Serif SC"
    PAGE_NUMBER = "宋体", "Noto Serif SC"

    @property
    def in_word(self) -> str:
        return self.value[0]

    @property
    def packaged(self) -> str:
        return self.value[1]


def printable(text: str) -> str:
    """The text without what no file can hold and without marks that turn the direction of reading."""
    return _TURNING.sub("", clean(text)).replace("\t", " ")


def bracketed(number: str) -> str:
    """A paper's number with the year in 〔〕, whichever brackets were typed."""
    return _YEAR.sub(r"〔\1〕", number)


def official_date(day: date | None) -> str:
    """``2026年3月1日``; room for one where the paper is not signed yet."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def width_of(text: str) -> float:
    """Its width in characters: what is not Chinese takes half of one."""
    return sum(0.5 if ord(one) < 0x2000 else 1.0 for one in text)


def title_lines(title: str) -> list[str]:
    """The title as it is broken: where its writer broke it, and each part that is too long into even lines."""
    return [line for part in title.split("\n") for line in _evenly(part)]


def _evenly(part: str) -> list[str]:
    lines = math.ceil(width_of(part) / _TITLE_LINE)
    cut: list[str] = []
    for left in range(lines, 1, -1):
        at = _break_near(part, math.ceil(len(part) / left))
        cut.append(part[:at])
        part = part[at:]
    return [*cut, part]


def _break_near(part: str, wanted: int) -> int:
    """The place nearest to ``wanted`` where a line may end: not inside a number or word, nor against its marks."""
    for step in range(len(part)):
        for at in (wanted + step, wanted - step):
            if 0 < at < len(part) and _may_break(part[at - 1], part[at]) and at <= _TITLE_LINE:
                return at
    return wanted


def _may_break(before: str, after: str) -> bool:
    joined = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return not joined and before not in _NO_LINE_ENDS_WITH and after not in _NO_LINE_BEGINS_WITH
