"""A day as people type it: 2026-3-31, 2026.3.31, 2026/3/31, 2026年3月31日, 20260331, full-width or not."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from tracker.errors import RuleBroken
from tracker.vocabulary.days import DayProblem

_PARTED = re.compile(r"(\d{1,4})\s*[-—./年]\s*(\d{1,2})\s*[-—./月]\s*(\d{1,2})\s*[日号]?")
_RUN_ON = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


def typed_day(typed: str) -> date:
    """The day meant. Raises RuleBroken for what is no day, a day that does not exist, or a year out of the ordinary."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        raise RuleBroken(DayProblem.MISSING)
    found = _PARTED.fullmatch(text) or _RUN_ON.fullmatch(text)
    if found is None:
        raise RuleBroken(DayProblem.NO_DAY, typed=typed.strip())
    year, month, day = (int(part) for part in found.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise RuleBroken(DayProblem.YEAR_ODD, typed=typed.strip())
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBroken(DayProblem.IMPOSSIBLE, typed=typed.strip()) from None
