"""Counting working days as the State Council lays them out.

The rule: Monday to Friday are working days, but for the *rest days* and the *make-up workdays* (调休) of the holiday
notice that the General Office of the State Council issues each autumn for the year to come (国务院办公厅关于部分节假日
安排的通知); both lists count. Day zero is not counted: a term of one working day received on a Friday ends on Monday.

A year is *confirmed* when its notice has been entered. Outside confirmed years the count goes Monday to Friday (and by
whatever days are already entered) and ``is_provisional`` and ``provisional_span`` say so, never silently.

When a notice arrives, count again every open date after 24 December of the year before it, not only those in the new
year: New Year's make-up day can fall in December (2018-12-29 came with the notice for 2019).

How it counts: the number of working days up to a date is the plain Monday-to-Friday number, minus the rest days and
plus the make-up days so far, two bisections in sorted lists. A term is the inverse, found by bisection. So a term of
ten days and one of a thousand cost the same ten microseconds, and no range of years has to be computed beforehand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

ONE_DAY = timedelta(days=1)
FIRST_WEEKEND_DAY = 5
DAYS_IN_WEEK = 7
WORKDAYS_IN_WEEK = 5


@dataclass(frozen=True)
class WorkCalendar:
    """Rest days and make-up workdays of the years known, and which years are confirmed.

    A weekend day among ``rest_days`` or a weekday among ``makeup_workdays`` changes nothing: notices list whole
    holidays, weekends included, and may be entered so.
    """

    rest_days: frozenset[date] = frozenset()
    makeup_workdays: frozenset[date] = frozenset()
    confirmed_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        both = self.rest_days & self.makeup_workdays
        if both:
            raise ValueError(f"both rest and work: {min(both)}")

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day."""
        if day.weekday() >= FIRST_WEEKEND_DAY:
            return day in self.makeup_workdays
        return day not in self.rest_days

    def add_workdays(self, start: date, days: int) -> date:
        """The day a term of so many working days ends: day 1 is the next working day after ``start``.

        A negative number counts back from the working day before ``start``; 0 is ``start`` itself, whatever day it is.
        """
        if days == 0:
            return start
        if days > 0:
            return self._workday_number(self._workdays_up_to(start.toordinal()) + days, near=start)
        return self._workday_number(self._workdays_up_to(start.toordinal() - 1) + days + 1, near=start)

    def workdays_between(self, first: date, last: date) -> int:
        """How many working days come after ``first``, up to and with ``last``; negative when ``last`` is earlier."""
        return self._workdays_up_to(last.toordinal()) - self._workdays_up_to(first.toordinal())

    def move_to_workday(self, day: date) -> date:
        """The first working day on or after this day."""
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies in a year whose notice is not entered, so that it may yet turn out otherwise."""
        return day.year not in self.confirmed_years

    def provisional_span(self, start: date, end: date) -> bool:
        """Whether any day counted from ``start`` to ``end`` is provisional; ``start`` itself is not counted."""
        if start == end:
            return False
        first, last = (start + ONE_DAY, end) if start < end else (end, start - ONE_DAY)
        return any(year not in self.confirmed_years for year in range(first.year, last.year + 1))

    @cached_property
    def _rest_ordinals(self) -> list[int]:
        return sorted(day.toordinal() for day in self.rest_days if day.weekday() < FIRST_WEEKEND_DAY)

    @cached_property
    def _makeup_ordinals(self) -> list[int]:
        return sorted(day.toordinal() for day in self.makeup_workdays if day.weekday() >= FIRST_WEEKEND_DAY)

    def _workdays_up_to(self, ordinal: int) -> int:
        # Ordinal 1, the first of January of the year 1, is a Monday: whole weeks and a remainder need no offset.
        weeks, days = divmod(ordinal, DAYS_IN_WEEK)
        plain = weeks * WORKDAYS_IN_WEEK + min(days, WORKDAYS_IN_WEEK)
        return plain - bisect_right(self._rest_ordinals, ordinal) + bisect_right(self._makeup_ordinals, ordinal)

    def _workday_number(self, number: int, near: date) -> date:
        """The working day with this running number: the first day up to which there are so many."""
        here = near.toordinal()
        distance = abs(number - self._workdays_up_to(here))
        # Every rest day can push the answer out by one working day, make-up days only draw it in: the window holds it.
        reach = (distance + len(self._rest_ordinals)) * DAYS_IN_WEEK // WORKDAYS_IN_WEEK + 2 * DAYS_IN_WEEK
        days = range(here - reach, here + reach + 1)
        return date.fromordinal(days[bisect_left(days, number, key=self._workdays_up_to)])
