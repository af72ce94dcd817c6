"""What a cell's number format makes of its number: a date, a time, a month, a percentage, or just the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import IO

from tracker.documents.cells import clock_text, moment, moment_value, number_text, percent_text
from tracker.documents.xml_parts import Attributes, walk


class Shown(Enum):
    """How a person sees the number."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    DATE_AND_TIME = "date-and-time"
    MONTH = "month"
    TIME = "time"


@dataclass(frozen=True)
class NumberFormat:
    shown: Shown = Shown.NUMBER
    places: int = 0

    def render(self, value: float, base_1904: bool) -> str | date:
        """The number as the cell shows it, or a date."""
        if self.shown is Shown.NUMBER:
            return number_text(value)
        if self.shown is Shown.PERCENT:
            return percent_text(value, self.places)
        when = moment(value, base_1904)
        if when is None:
            return number_text(value)
        if self.shown is Shown.TIME and value < 1:
            return clock_text(when.time())
        if self.shown is Shown.MONTH:
            # "2026年6月" is stored as 1 June; as a date it would become a deadline a month too early.
            return f"{when.year}年{when.month}月"
        if self.shown is Shown.DATE:
            return when.date()
        return moment_value(when)


# The formats a file may use by number without spelling them out, in Excel's Chinese edition where editions differ.
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 28, 29, 30, 31, 53, 54, 58), NumberFormat(Shown.DATE)),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), NumberFormat(Shown.MONTH)),
    # 51 is month and day in Chinese; it keeps the day, so it is a date.
    51: NumberFormat(Shown.DATE),
    22: NumberFormat(Shown.DATE_AND_TIME),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), NumberFormat(Shown.TIME)),
    9: NumberFormat(Shown.PERCENT),
    10: NumberFormat(Shown.PERCENT, 2),
}
# Quoted words, escaped characters, padding, and [colours]/[conditions]/[locales], but not [h] and the like.
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_PLACES = re.compile(r"\.([0#?]+)")
_DATE_LETTERS = re.compile(r"[yde]", re.IGNORECASE)
_DAY_LETTER = re.compile(r"d", re.IGNORECASE)
_TIME_LETTERS = re.compile(r"[hs]|AM/PM|上午/下午", re.IGNORECASE)
_MONTH_LETTER = re.compile(r"m", re.IGNORECASE)


def understood(code: str) -> NumberFormat:
    """The format a code such as ``yyyy"年"m"月"`` stands for."""
    section = _NOT_FORMAT.sub("", code).partition(";")[0]
    if section.strip().lower() in ("", "general", "@", "g/通用格式"):
        return NumberFormat()
    if "%" in section:
        places = _PLACES.search(section)
        return NumberFormat(Shown.PERCENT, len(places[1]) if places else 0)
    if re.search(r"[0#?]", section) and not _DATE_LETTERS.search(section.replace("E+", "").replace("e+", "")):
        return NumberFormat()
    timed = _TIME_LETTERS.search(section) is not None
    if _DATE_LETTERS.search(section):
        if timed:
            return NumberFormat(Shown.DATE_AND_TIME)
        return NumberFormat(Shown.DATE if _DAY_LETTER.search(section) else Shown.MONTH)
    if timed:
        return NumberFormat(Shown.TIME)
    return NumberFormat(Shown.MONTH if _MONTH_LETTER.search(section) else Shown.NUMBER)


def read_formats(stream: IO[bytes]) -> list[NumberFormat]:
    """The number format of each cell style, by the style's number."""
    custom: dict[str, NumberFormat] = {}
    styles: list[NumberFormat] = []
    within = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal within
        if name in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            within = name
        elif name == "numFmt" and within != "dxfs":
            custom[attributes.get("numFmtId", "")] = understood(attributes.get("formatCode", ""))
        elif name == "xf" and within == "cellXfs":
            number = attributes.get("numFmtId", "0")
            built_in = _BUILT_IN.get(int(number), NumberFormat()) if number.isdecimal() else NumberFormat()
            styles.append(custom.get(number, built_in))

    walk(stream, start)
    return styles
