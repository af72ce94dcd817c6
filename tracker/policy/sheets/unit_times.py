"""Deadlines that stand among units: 「牵头单位：市发改委；责任单位：各区，6月底完成」."""

from __future__ import annotations

import re

from tracker.policy.due_phrases import speaks_of_time
from tracker.policy.unit_phrases import looks_like_unit

_LONGEST = 30
_CELL = 2000
_STOPS = re.compile("([，,；;。\n]+)")
_PAIRS = (("（", "）"), ("(", ")"), ("【", "】"), ("[", "]"), ("〔", "〕"))
_AROUND = " 　" + "".join(side for pair in _PAIRS for side in pair)
_DUTY = re.compile("牵头|负责|配合|主办|协办|承办|参与|单位|部门")


def split_times(text: str) -> tuple[str, list[str]]:
    """The cell without the clauses that only say when, and those clauses."""
    if len(text) > _CELL:
        return text, []
    times: list[str] = []
    kept = ""
    # The pieces alternate: a clause, the stop behind it, the next clause.
    pieces = ["", *_STOPS.split(text)]
    for stop, clause in zip(pieces[::2], pieces[1::2], strict=True):
        if _is_time(clause):
            times.append(clause.strip(_AROUND))
            kept += _closing(clause)
        else:
            kept += (stop if kept else "") + clause
    return (kept if times else text), times


def _closing(clause: str) -> str:
    """A bracket that ends behind the deadline began before it."""
    unopened = [close for opening, close in _PAIRS if clause.count(close) > clause.count(opening)]
    return "".join(unopened)


def _is_time(clause: str) -> bool:
    words = clause.strip(_AROUND)
    if not words or len(words) > _LONGEST or _DUTY.search(words) or looks_like_unit(words):
        return False
    return speaks_of_time(words)
