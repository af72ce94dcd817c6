"""Working days: against naive counting, against a second library, and against dates from real calendars."""

from __future__ import annotations

import time
from datetime import date, timedelta

import holidays as second_opinion
import pytest
from chinese_calendar import holidays, workdays
from hypothesis import given
from hypothesis import strategies as st

from tracker.policy.statutory_years import statutory_calendar, statutory_years, years_in
from tracker.policy.work_calendar import ONE_DAY, WorkCalendar

CALENDAR = statutory_calendar()
PLAIN = WorkCalendar()
NEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CALENDARS = st.builds(
    lambda rest, makeup: WorkCalendar(rest, makeup - rest, frozenset({2026})), st.frozensets(NEAR), st.frozensets(NEAR)
)


def step(calendar: WorkCalendar, start: date, days: int) -> date:
    """One day at a time, as one would with a finger on a wall calendar."""
    day, left = start, abs(days)
    while left:
        day += ONE_DAY if days > 0 else -ONE_DAY
        left -= calendar.is_workday(day)
    return day


@given(CALENDARS, NEAR, st.integers(-80, 80))
def test_a_term_ends_where_stepping_ends(calendar: WorkCalendar, start: date, days: int) -> None:
    assert calendar.add_workdays(start, days) == step(calendar, start, days)


@given(CALENDARS, NEAR, NEAR)
def test_between_counts_the_days_after_the_first_up_to_the_last(calendar: WorkCalendar, a: date, b: date) -> None:
    low, high = min(a, b), max(a, b)
    naive = sum(calendar.is_workday(low + timedelta(days=i)) for i in range(1, (high - low).days + 1))
    assert calendar.workdays_between(a, b) == (naive if a <= b else -naive)


@given(CALENDARS, NEAR, st.integers(0, 200))
def test_a_term_added_is_the_number_counted(calendar: WorkCalendar, start: date, days: int) -> None:
    assert calendar.workdays_between(start, calendar.add_workdays(start, days)) == days


@given(CALENDARS, NEAR)
def test_moving_takes_the_first_workday_on_or_after(calendar: WorkCalendar, day: date) -> None:
    moved = calendar.move_to_workday(day)
    assert moved >= day
    assert calendar.is_workday(moved)
    assert not any(calendar.is_workday(day + timedelta(days=i)) for i in range((moved - day).days))


@given(CALENDARS, NEAR, NEAR)
def test_a_span_is_provisional_when_a_counted_day_is(calendar: WorkCalendar, a: date, b: date) -> None:
    shifted = a + timedelta(days=300)
    for start, end in ((a, b), (shifted, b), (b, shifted)):
        sign = 1 if end > start else -1
        counted = [start + timedelta(days=sign * i) for i in range(1, abs((end - start).days) + 1)]
        assert calendar.provisional_span(start, end) == any(map(calendar.is_provisional, counted))


@pytest.mark.parametrize("calendar", [PLAIN, CALENDAR], ids=["plain", "statutory"])
@pytest.mark.parametrize("days", [1, 5, 250, 2500, -1, -5, -250, -2500])
def test_long_terms_agree_with_stepping(calendar: WorkCalendar, days: int) -> None:
    for start in (date(2019, 12, 31), date(2026, 2, 14), date(2026, 10, 4)):
        assert calendar.add_workdays(start, days) == step(calendar, start, days)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-09-24", 10, "2026-10-15"),  # Mid-autumn and National Day, with Saturday 10 October worked
        ("2026-09-24", 0, "2026-09-24"),
        ("2026-10-04", 0, "2026-10-04"),  # a term of nothing ends where it starts, rest day or not
        ("2026-09-18", 1, "2026-09-20"),  # Friday to a Sunday worked for National Day
        ("2026-09-24", 1, "2026-09-28"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", 3, "2026-10-12"),
        ("2026-02-13", 1, "2026-02-14"),  # Saturday before Spring Festival is worked
        ("2026-02-14", 1, "2026-02-24"),  # nine days off
        ("2026-02-16", 5, "2026-02-28"),  # received within the holiday; the Saturday after it is worked
        ("2026-02-27", 2, "2026-03-02"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2025-12-31", 1, "2026-01-04"),  # 1 to 3 January off, Sunday 4 January worked
        ("2025-01-27", 1, "2025-02-05"),
        ("2024-02-09", 1, "2024-02-18"),
        ("2020-01-23", 1, "2020-02-03"),  # the holiday prolonged by the epidemic
        ("2026-10-15", -10, "2026-09-24"),
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-02-18", -3, "2026-02-12"),
        ("2026-10-10", -3, "2026-09-30"),
    ],
)
def test_real_terms(start: str, days: int, end: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert CALENDAR.add_workdays(first, days) == last
    assert not CALENDAR.provisional_span(first, last)


@pytest.mark.parametrize(
    ("day", "moved"),
    [("2026-10-01", "2026-10-08"), ("2026-02-14", "2026-02-14"), ("2026-02-15", "2026-02-24"), ("2026-12-31",) * 2],
)
def test_real_moves(day: str, moved: str) -> None:
    assert CALENDAR.move_to_workday(date.fromisoformat(day)) == date.fromisoformat(moved)


def test_counting_into_an_unconfirmed_year_goes_on_and_says_so() -> None:
    start = date(2026, 12, 30)
    assert CALENDAR.add_workdays(start, 1) == date(2026, 12, 31)
    assert not CALENDAR.provisional_span(start, date(2026, 12, 31))
    end = CALENDAR.add_workdays(start, 3)
    assert end == date(2027, 1, 4)  # Monday to Friday: New Year's Day 2027 is not known to be a rest day
    assert CALENDAR.provisional_span(start, end)
    assert CALENDAR.is_provisional(end)
    assert CALENDAR.provisional_span(end, start)
    assert not CALENDAR.provisional_span(date(2027, 1, 1), date(2026, 12, 31))  # day zero is not counted
    assert CALENDAR.provisional_span(date(2026, 6, 1), date(2028, 1, 1))


def test_a_gap_between_confirmed_years_is_provisional() -> None:
    gap = WorkCalendar(confirmed_years=frozenset({2025, 2027}))
    assert gap.provisional_span(date(2025, 12, 1), date(2027, 1, 5))
    assert not gap.is_provisional(date(2027, 1, 5))


def test_a_day_cannot_be_both() -> None:
    with pytest.raises(ValueError, match="2026-10-10"):
        WorkCalendar(frozenset({date(2026, 10, 10)}), frozenset({date(2026, 10, 10)}))


def test_days_listed_on_the_side_they_already_are_change_nothing() -> None:
    listed = WorkCalendar(frozenset({date(2026, 10, 3)}), frozenset({date(2026, 10, 9)}))
    assert listed.workdays_between(date(2026, 9, 30), date(2026, 10, 31)) == 22
    assert listed.add_workdays(date(2026, 10, 2), 5) == date(2026, 10, 9)


def test_every_day_agrees_with_a_second_library() -> None:
    other = second_opinion.country_holidays("CN", years=range(2012, 2027))
    days = (date(2012, 1, 1) + timedelta(days=i) for i in range((date(2027, 1, 1) - date(2012, 1, 1)).days))
    assert [day for day in days if other.is_working_day(day) != CALENDAR.is_workday(day)] == []


def test_the_years_covered_are_found_not_assumed() -> None:
    years = statutory_years()
    assert set(range(2012, 2027)) <= set(years)
    assert 2027 not in years
    assert CALENDAR.is_provisional(date(2027, 3, 1))
    assert len(years[2026].rest_days) == 19
    assert sorted(years[2026].makeup_workdays)[0] == date(2026, 1, 4)


def test_a_year_with_only_part_of_its_notice_is_not_covered() -> None:
    early = {**holidays, date(2027, 1, 1): holidays[date(2026, 1, 1)]}
    assert 2027 not in years_in(early, workdays)
    assert 2026 in years_in(early, workdays)


def test_a_list_of_ten_thousand_is_counted_at_once() -> None:
    started = time.perf_counter()
    for i in range(10_000):
        CALENDAR.add_workdays(date(2026, 1, 1) + timedelta(days=i % 365), i % 120)
    assert time.perf_counter() - started < 3  # about 0.1 s; the bound is for a busy machine
