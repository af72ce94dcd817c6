"""简易流程: what may go the short way, and when it no longer may."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.policy.rules import default_rules
from tracker.policy.simple import Matter, too_much_for_simple, turns_if_due_before
from tracker.policy.work_calendar import WorkCalendar

RULES = default_rules()
MONDAY = date(2026, 6, 1)


def test_a_small_matter_with_a_basis_may_go_the_short_way() -> None:
    assert list(too_much_for_simple(Matter(MONDAY, date(2026, 6, 16), basis="请抓紧办理"), RULES)) == []


@pytest.mark.parametrize(
    ("matter", "why"),
    [
        (Matter(MONDAY, date(2026, 6, 17), basis="请办"), "期限超过15天"),
        (Matter(MONDAY, date(2026, 6, 10), basis="  "), "没有批示原文或交办依据"),
        (Matter(MONDAY, date(2026, 6, 10), units=2, basis="请办"), "承办单位不止一个"),
        (Matter(MONDAY, date(2026, 6, 10), milestones=1, basis="请办"), "设有节点"),
    ],
)
def test_what_is_more_than_small_says_why(matter: Matter, why: str) -> None:
    assert list(too_much_for_simple(matter, RULES)) == [why]


@pytest.mark.parametrize(
    ("due_on", "day", "turns"),
    [
        (date(2026, 6, 5), date(2026, 6, 11), False),  # a Friday: Monday to Thursday are four
        (date(2026, 6, 5), date(2026, 6, 12), True),
        (date(2026, 6, 6), date(2026, 6, 12), True),  # the Saturday after it counts the same five days
        (date(2026, 6, 8), date(2026, 6, 12), False),
        (date(2026, 6, 5), date(2026, 6, 14), True),  # swept on a Sunday
    ],
)
def test_five_working_days_overdue_are_counted_by_the_work_calendar(due_on: date, day: date, turns: bool) -> None:
    calendar = WorkCalendar()
    assert (due_on < turns_if_due_before(day, RULES, calendar)) is turns
    assert turns is (calendar.workdays_between(due_on, day) >= 5)


def test_a_holiday_puts_it_off() -> None:
    holiday = frozenset(date(2026, 10, day) for day in range(1, 9))
    calendar = WorkCalendar(holiday, confirmed_years=frozenset({2026}))
    due_on = date(2026, 9, 30)
    turned = next(
        day for day in (date(2026, 10, n) for n in range(1, 31)) if due_on < turns_if_due_before(day, RULES, calendar)
    )
    assert calendar.workdays_between(due_on, turned) == 5
    assert turned > date(2026, 10, 10)
