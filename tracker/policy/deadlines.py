"""Dates worked out once: from a term or a fixed day to the four dates a deadline stores.

A due date's own day is on time. Lead times never exceed a third of the term, so that a three-day order is not announced
as late before it began.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.policy.rules import RuleName, Rules
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.deadlines import DeadlineKind, TermUnit

_DAY = timedelta(days=1)
_COLOURED_AS_FINAL = frozenset({DeadlineKind.FINAL, DeadlineKind.LISTING_TERM})


@dataclass(frozen=True)
class Dates:
    """What a deadline stores. ``soon_on``: reminders begin; ``yellow_on`` and ``red_on``: it colours the task."""

    due_on: date
    soon_on: date
    yellow_on: date | None
    red_on: date | None
    provisional: bool


def due_after(start: date, term: int, unit: TermUnit, calendar: WorkCalendar) -> date:
    """The last day of a term that begins on ``start``; the day itself is not counted."""
    return calendar.add_workdays(start, term) if unit is TermUnit.WORKING else start + timedelta(days=term)


def dates(
    kind: DeadlineKind,
    opened_on: date,
    due_on: date,
    rules: Rules,
    calendar: WorkCalendar,
    *,
    original_due_on: date | None = None,
) -> Dates:
    """The dates of a deadline of ``kind`` opened on ``opened_on`` and due on ``due_on``.

    ``original_due_on`` is the first date it ever had: the yellow share is taken of the original term, so an extension
    does not buy a longer warning.
    """
    yellow_on: date | None = None
    red_on: date | None = None
    if kind in _COLOURED_AS_FINAL:
        yellow_on = _final_yellow(opened_on, due_on, original_due_on or due_on, rules, calendar)
        red_on = due_on + _DAY
    elif kind is DeadlineKind.MILESTONE:
        yellow_on = due_on + _DAY
    elif kind is DeadlineKind.REPORT:
        yellow_on = calendar.add_workdays(due_on, rules.number(RuleName.REPORT_LIGHT, "yellow_workdays"))
    before = rules.number(RuleName.REMINDER, "before_workdays")
    return Dates(
        due_on=due_on,
        soon_on=_lead(opened_on, due_on, calendar.add_workdays(due_on, -before)),
        yellow_on=yellow_on,
        red_on=red_on,
        provisional=calendar.is_provisional(due_on),
    )


def _final_yellow(opened_on: date, due_on: date, original: date, rules: Rules, calendar: WorkCalendar) -> date:
    term = max((original - opened_on).days, 0)
    if term <= rules.number(RuleName.FINAL_LIGHT, "short_term_days"):
        left = rules.number(RuleName.FINAL_LIGHT, "short_yellow_workdays")
        return _lead(opened_on, due_on, calendar.add_workdays(due_on, -left))
    share = term * rules.number(RuleName.FINAL_LIGHT, "long_yellow_percent") // 100
    return due_on - timedelta(days=share)


def _lead(opened_on: date, due_on: date, wanted: date) -> date:
    """``wanted``, but not further ahead of the due date than a third of the term."""
    third = timedelta(days=max((due_on - opened_on).days, 0) // 3)
    return max(wanted, due_on - third)
