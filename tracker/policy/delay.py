"""How much of a delay is the unit's own, and how much it spent waiting for an answer it had asked for.

The days counted are those after the due date, up to and including the day asked for. A day on which the task was
suspended is neither; a day on which several requests waited is one day (DOMAIN: the split stays on the unit's record).
A request waits from the day it is raised up to and including the day it is over: an answer changes no count of its day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.policy.light import Interval

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Delay:
    """Natural days past the due date: the unit's own, those it waited for coordination, those of a suspension."""

    own: int = 0
    waiting: int = 0
    paused: int = 0

    @property
    def days(self) -> int:
        return self.own + self.waiting + self.paused


def split(due_on: date, day: date, waits: Iterable[Interval], pauses: Iterable[Interval] = ()) -> Delay:
    """The delay on ``day`` of what was due on ``due_on``. Intervals may overlap."""
    begin, end = due_on + _DAY, day + _DAY
    if end <= begin:
        return Delay()
    waits, pauses = list(waits), list(pauses)
    paused = _days(pauses, begin, end)
    stopped = _days([*waits, *pauses], begin, end)
    return Delay(own=(end - begin).days - stopped, waiting=stopped - paused, paused=paused)


def wait(raised_on: date, over_on: date | None) -> Interval:
    """The days a request waits, or waited."""
    return Interval(raised_on, None if over_on is None else over_on + _DAY)


def waited(raised_on: date, over_on: date | None, day: date) -> int:
    """How many days those are on ``day``."""
    return _days([wait(raised_on, over_on)], raised_on, day + _DAY)


def _days(intervals: Iterable[Interval], begin: date, end: date) -> int:
    """Days of [begin, end) that some interval covers."""
    covered = 0
    reached = begin
    for one in sorted(intervals, key=lambda one: one.start):
        until = min(one.end or end, end)
        since = max(one.start, reached)
        if since < until:
            covered += (until - since).days
            reached = until
    return covered
