"""The numbers Word writes itself before a paragraph, which are nowhere in its text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import IO

from tracker.documents.xml_parts import Attributes, walk

_DIGITS = "〇一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographTraditional",
    "japaneseCounting",
    "ideographDigital",
)
_CIRCLED = "decimalEnclosedCircle"
_LEVELS = 9


@dataclass
class _Level:
    style: str = "decimal"
    pattern: str = ""
    start: int = 1


@dataclass
class Numbering:
    """Counts the numbered paragraphs of a document as they come, list by list."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=lambda: defaultdict(dict))
    _lists: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, stream: IO[bytes]) -> Numbering:
        numbering = cls()
        owner, number, level = "", "", _Level()

        def start(name: str, attributes: Attributes) -> None:
            nonlocal owner, number, level
            value = attributes.get("val", "")
            if name == "abstractNum":
                owner = attributes.get("abstractNumId", "")
            elif name == "lvl" and not number and attributes.get("ilvl", "").isdecimal():
                level = numbering._levels[owner][int(attributes["ilvl"])] = _Level()
            elif name == "numFmt":
                level.style = value
            elif name == "lvlText":
                level.pattern = value
            elif name == "start" and value.isdecimal():
                level.start = int(value)
            elif name == "num":
                number = attributes.get("numId", "")
                level = _Level()
            elif name == "abstractNumId":
                numbering._lists[number] = value

        walk(stream, start)
        return numbering

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of this list, as Word shows it; "" for a bullet."""
        owner = self._lists.get(list_id)
        if owner is None or not 0 <= level < _LEVELS:
            return ""
        levels = self._levels[owner]
        counts = self._counts.setdefault(
            owner, [levels[depth].start - 1 if depth in levels else 0 for depth in range(_LEVELS)]
        )
        counts[level] += 1
        for deeper in range(level + 1, _LEVELS):
            counts[deeper] = levels[deeper].start - 1 if deeper in levels else 0
        described = levels.get(level, _Level())
        if described.style in ("bullet", "none"):
            return ""

        def shown(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            style = levels[depth].style if depth in levels else "decimal"
            return _written(max(counts[depth], 1), style)

        return _PLACE.sub(shown, described.pattern or f"%{level + 1}.")


def _written(number: int, style: str) -> str:
    if style in _CHINESE:
        return _chinese(number)
    if style == _CIRCLED and number <= 20:
        return chr(0x245F + number)
    return str(number)


def _chinese(number: int) -> str:
    if number >= 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
