"""The years whose State Council holiday notice ships with the product, read from the chinesecalendar package.

The package appears each November with the next year's notice, and refuses every later year with an exception; here a
later year is simply not in the answer. Its ``holidays`` hold every day of a holiday, weekends and in-lieu days (调休)
included, so in-lieu days need no second look; its ``workdays`` are the make-up days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from chinese_calendar import Holiday, holidays, workdays

from tracker.policy.work_calendar import FIRST_WEEKEND_DAY, WorkCalendar

# A notice settles all of these. A table that ends with, say, a New Year's Day announced early covers no whole year.
EVERY_NOTICE_SETTLES = frozenset(
    holiday.value for holiday in (Holiday.new_years_day, Holiday.spring_festival, Holiday.national_day)
)


class StatutoryYear(NamedTuple):
    """One year's exceptions to Monday to Friday."""

    rest_days: frozenset[date]
    makeup_workdays: frozenset[date]


def statutory_years() -> dict[int, StatutoryYear]:
    """Each year really covered, with its weekdays of rest and its weekend days of work."""
    return years_in(holidays, workdays)


def years_in(resting: Mapping[date, str], working: Mapping[date, str]) -> dict[int, StatutoryYear]:
    """The same for any tables of resting and make-up days, each day with its holiday's name."""
    names: dict[int, set[str]] = {}
    for day, name in resting.items():
        names.setdefault(day.year, set()).add(name)
    return {
        year: StatutoryYear(
            frozenset(day for day in resting if day.year == year and day.weekday() < FIRST_WEEKEND_DAY),
            frozenset(day for day in working if day.year == year and day.weekday() >= FIRST_WEEKEND_DAY),
        )
        for year in sorted(names)
        if names[year] >= EVERY_NOTICE_SETTLES
    }


def statutory_calendar() -> WorkCalendar:
    """A calendar of those years alone, all confirmed: where an office starts before it enters anything itself."""
    years = statutory_years()
    return WorkCalendar(
        rest_days=frozenset().union(*(year.rest_days for year in years.values())),
        makeup_workdays=frozenset().union(*(year.makeup_workdays for year in years.values())),
        confirmed_years=frozenset(years),
    )
