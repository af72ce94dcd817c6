"""Reporting periods: when one begins and ends, and when its report is due.

A period ends on the day its report is due by the calendar (每月25日前), so a task's year is read period by period; only
the due date itself moves off a rest day.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.policy.rules import RuleName, Rules
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.sheets import Every

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
_FRIDAY = 4
_HELPERS_AHEAD_IN_A_WEEK = 2


@dataclass(frozen=True)
class Period:
    """One reporting period. ``helper_due_on``: the helpers' answer to the lead, days ahead of the lead's report."""

    label: str
    starts_on: date
    ends_on: date
    due_on: date
    helper_due_on: date


def period_of(day: date, every: Every, report_day: int | None, rules: Rules, calendar: WorkCalendar) -> Period:
    """The period ``day`` lies in. ``report_day`` is the task's own day of the month, where it has one."""
    last = report_day or rules.number(RuleName.REPORT_RHYTHM, "day")
    if every is Every.WEEK:
        ends_on = day + timedelta(days=(_FRIDAY - day.weekday()) % 7)
        starts_on, label = ends_on - timedelta(days=6), f"{ends_on:%G}-W{ends_on:%V}"
    else:
        ends_on = _end(day, _MONTHS[every], last)
        starts_on = _previous(ends_on, _MONTHS[every], last) + timedelta(days=1)
        label = _label(ends_on, every)
    due_on, helper_due_on = due_dates(ends_on, every, rules, calendar)
    return Period(label, starts_on, ends_on, due_on, helper_due_on)


def due_dates(ends_on: date, every: Every, rules: Rules, calendar: WorkCalendar) -> tuple[date, date]:
    """When the report of a period is due, and when the helpers' answer; off a rest day where the rule moves it."""
    day, helper_day = (rules.number(RuleName.REPORT_RHYTHM, name) for name in ("day", "helper_day"))
    ahead = _HELPERS_AHEAD_IN_A_WEEK if every is Every.WEEK else max(day - helper_day, 0)
    due_on, helper_due_on = ends_on, ends_on - timedelta(days=ahead)
    if rules.number(RuleName.REPORT_RHYTHM, "moves_off_rest_days"):
        return calendar.move_to_workday(due_on), calendar.move_to_workday(helper_due_on)
    return due_on, helper_due_on


def _day_in(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _end(day: date, months: int, last: int) -> date:
    """The first period end on or after ``day``: the given day of a month that closes a span of ``months``."""
    year, month = day.year, -(-day.month // months) * months
    end = _day_in(year, month, last)
    return end if end >= day else _after(year, month, months, last)


def _after(year: int, month: int, months: int, last: int) -> date:
    following = year * 12 + (month - 1) + months
    return _day_in(following // 12, following % 12 + 1, last)


def _previous(end: date, months: int, last: int) -> date:
    earlier = end.year * 12 + (end.month - 1) - months
    return _day_in(earlier // 12, earlier % 12 + 1, last)


def _label(ends_on: date, every: Every) -> str:
    return {
        Every.MONTH: f"{ends_on:%Y-%m}",
        Every.QUARTER: f"{ends_on.year}-Q{(ends_on.month - 1) // 3 + 1}",
        Every.HALF_YEAR: f"{ends_on.year}-H{(ends_on.month - 1) // 6 + 1}",
        Every.YEAR: f"{ends_on.year}",
    }[every]
