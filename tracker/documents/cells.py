"""Cell values as the text a person sees."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

# C0 and C1 control characters except tab and newline: invisible, and forbidden in most places the text goes later.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# How xlsx writes characters XML cannot hold: _x000D_ is a carriage return.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# Above this a float no longer tells neighbouring whole numbers apart.
_EXACT_WHOLE = 10**15
# As many as still fit beside the largest exact number in Decimal's 28 digits.
_MOST_PLACES = 10
# The largest serial a spreadsheet shows as a date: 9999-12-31.
_LAST_SERIAL = 2_958_465
_LEAP_BUG_SERIAL = 60


def clean(text: str) -> str:
    """The text without control characters and with one kind of line break; nothing else is touched."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def unescape(text: str) -> str:
    """The text with xlsx's own escapes undone."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def number_text(value: float) -> str:
    """3.0 -> "3", 0.54 -> "0.54"."""
    if value == int(value) and abs(value) < _EXACT_WHOLE:
        return str(int(value))
    return repr(value)


def percent_text(value: float, places: int) -> str:
    """0.54 -> "54%": what the cell shows, to as many places as its format has."""
    if abs(value) >= _EXACT_WHOLE:
        return number_text(value)
    shown = (Decimal(repr(value)) * 100).quantize(Decimal(1).scaleb(-min(places, _MOST_PLACES)), ROUND_HALF_UP)
    return f"{shown}%"


def moment(serial: float, base_1904: bool) -> datetime | None:
    """The instant a serial number stands for, or None where a spreadsheet shows no date either."""
    if base_1904:
        day_zero = datetime(1904, 1, 1)  # noqa: DTZ001 - spreadsheets know no time zones
    else:
        # Spreadsheets believe in 1900-02-29 (serial 60); days before it count from a day later.
        if int(serial) == _LEAP_BUG_SERIAL:
            return None
        day_zero = datetime(1899, 12, 31 if serial < _LEAP_BUG_SERIAL else 30)  # noqa: DTZ001
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    # Serials carry times as fractions; rounding to a second undoes the float's error.
    try:
        return day_zero + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None


def moment_value(value: datetime) -> str | date:
    """A date at midnight, else date and time as text."""
    if value.time() == time():
        return value.date()
    return f"{value.date().isoformat()} {clock_text(value.time())}"


def clock_text(value: time) -> str:
    """14:30, or 14:30:05 where there are seconds."""
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def plain_value(value: object) -> str | date:
    """A value as calamine gives it, as text or a date."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value) if abs(value) != float("inf") and value == value else ""
    if isinstance(value, datetime):
        return moment_value(value)
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        return clock_text(value)
    return str(value)
