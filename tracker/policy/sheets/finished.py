"""What the progress columns say, and whether they say that the thing is done."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tracker.policy.due_phrases import says_finished

_RATE = re.compile(r"(\d{1,5}(?:\.\d{1,4})?)%")
_FRACTION = re.compile(r"[01](?:\.\d{1,6})?")
_CLAUSE = re.compile("[，,。；;\n]")


def progress_text(cells: Sequence[tuple[str, str]]) -> str:
    """One filled cell is just its value; several are told apart by their column's name."""
    filled = [(label, value) for label, value in cells if value]
    if len(filled) == 1:
        return filled[0][1]
    return "；".join(f"{label}：{value}" for label, value in filled)


def is_finished(cells: Sequence[tuple[str, str]]) -> bool:
    """A rate of a hundred or more, or words such as 已完成 at the beginning; 已完成80% is not finished."""
    return any(_says_so(label, unicodedata.normalize("NFKC", value)) for label, value in cells if value)


def _says_so(label: str, value: str) -> bool:
    if "是否" in label:
        return value.strip() in ("是", "√", "已完成", "已办结", "已销号", "完成")
    rate = _RATE.fullmatch(value.strip())
    if rate:
        return float(rate[1]) >= 100
    if "率" in label and _FRACTION.fullmatch(value.strip()):
        return float(value) >= 1
    return says_finished(_CLAUSE.split(value.strip(), maxsplit=1)[0])
