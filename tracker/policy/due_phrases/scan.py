"""Walking through a cell's text from phrase to phrase."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.policy.due_phrases.days import impossible_or
from tracker.policy.due_phrases.found import Found, Known, Start, impossible, no_year
from tracker.policy.due_phrases.points import POINT_RULES
from tracker.policy.due_phrases.rhythms import RHYTHM_RULES, SPAN_STARTS, read_start
from tracker.policy.due_phrases.terms import TERM_RULES

_Handler = Callable[["re.Match[str]", Known], Found | Start | None]


@dataclass(frozen=True)
class Seen:
    """A phrase found between two places of the plain text."""

    start: int
    end: int
    found: Found
    year_said: bool


def _month_and_day(match: re.Match[str], known: Known) -> Found:
    """「6.30」 as a whole clause: in running text it would be a number."""
    year = known.carried_year or known.base_year
    on = impossible_or(year or 2024, int(match["month"]), int(match["day"]))
    if on is None:
        return impossible()
    return Found("day", on) if year else no_year()


_ALONE = (
    re.compile(r"(?<![^,;、\n])(?P<month>\d{1,2})[./](?P<day>\d{1,2})[日号]?(?:前|(?=$|[,;、\n]))"),
    _month_and_day,
)
_RULES: Sequence[tuple[re.Pattern[str], _Handler]] = (
    *((pattern, read_start) for pattern in SPAN_STARTS),
    *RHYTHM_RULES,
    *TERM_RULES,
    *POINT_RULES,
    _ALONE,
)


def scan(text: str, known: Known) -> Iterator[Seen]:
    """The phrases from left to right; where several rules match at one place, the first rule has it."""
    coming = [pattern.search(text) for pattern, _ in _RULES]
    at, span_from = 0, None
    while True:
        best: int | None = None
        for index, match in enumerate(coming):
            if match and match.start() < at:
                match = coming[index] = _RULES[index][0].search(text, at)
            if match and match.end() > match.start():
                first = coming[best] if best is not None else None
                if first is None or match.start() < first.start():
                    best = index
        if best is None:
            return
        match = coming[best]
        assert match is not None  # noqa: S101
        found = _RULES[best][1](match, known)
        if found is None:
            coming[best] = _RULES[best][0].search(text, match.end())
            continue
        if isinstance(found, Start):
            span_from = (match.start(), match.end())
        else:
            yield _seen(match, found, span_from, at)
            span_from = None
        at = match.end()


def _seen(match: re.Match[str], found: Found, span_from: tuple[int, int] | None, at: int) -> Seen:
    start = max(at, match.start() - found.back)
    if span_from and span_from[1] == match.start():
        start = span_from[0]
        if found.on is not None and found.kind is None:
            found = Found("span", found.on, doubts=found.doubts, facts=found.facts)
    groups = match.groupdict()
    said = bool(groups.get("year") or groups.get("short") or groups.get("said"))
    return Seen(start, match.end(), found, said)


def day_of_serial(number: float) -> date | None:
    """A date as spreadsheets count it, from the last day of 1899; only days an office could mean."""
    return date.fromordinal(date(1899, 12, 30).toordinal() + int(number)) if 25000 <= number <= 73000 else None
