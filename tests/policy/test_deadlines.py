"""The four dates of a deadline: against counting with a finger on the wall calendar, and against real dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.policy.deadlines import dates, due_after
from tracker.policy.rules import RuleName, RuleVersion, default_rules, in_force
from tracker.policy.statutory_years import statutory_calendar
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.deadlines import DeadlineKind, TermUnit

RULES = default_rules()
CALENDAR = statutory_calendar()
DAY = timedelta(days=1)
NEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CALENDARS = st.builds(
    lambda rest, makeup: WorkCalendar(rest, makeup - rest, frozenset({2026})), st.frozensets(NEAR), st.frozensets(NEAR)
)
TERMS = st.integers(0, 400)
LIGHTLESS = sorted(
    set(DeadlineKind) - {DeadlineKind.FINAL, DeadlineKind.LISTING_TERM, DeadlineKind.MILESTONE, DeadlineKind.REPORT}
)


def stepped(calendar: WorkCalendar, day: date, workdays: int) -> date:
    """One day at a time, forwards or backwards, counting the days that are worked."""
    step, left = (DAY, workdays) if workdays > 0 else (-DAY, -workdays)
    while left:
        day += step
        left -= calendar.is_workday(day)
    return day


def capped(opened_on: date, due_on: date, wanted: date) -> date:
    """Moved towards the due date a day at a time until it lies within the last third of the term."""
    while wanted < due_on and (due_on - wanted).days * 3 > (due_on - opened_on).days:
        wanted += DAY
    return wanted


@given(CALENDARS, NEAR, TERMS, st.sampled_from(sorted(DeadlineKind)))
def test_reminders_begin_three_workdays_ahead_but_within_the_last_third(
    calendar: WorkCalendar, opened_on: date, term: int, kind: DeadlineKind
) -> None:
    due_on = opened_on + term * DAY
    expected = capped(opened_on, due_on, stepped(calendar, due_on, -3))
    assert dates(kind, opened_on, due_on, RULES, calendar).soon_on == expected


@given(CALENDARS, NEAR, st.integers(0, 15))
def test_a_short_term_turns_yellow_three_workdays_ahead_but_within_the_last_third(
    calendar: WorkCalendar, opened_on: date, term: int
) -> None:
    due_on = opened_on + term * DAY
    expected = capped(opened_on, due_on, stepped(calendar, due_on, -3))
    assert dates(DeadlineKind.FINAL, opened_on, due_on, RULES, calendar).yellow_on == expected


@given(CALENDARS, NEAR, st.integers(16, 800))
def test_a_long_term_turns_yellow_in_its_last_fifth(calendar: WorkCalendar, opened_on: date, term: int) -> None:
    due_on = opened_on + term * DAY
    got = dates(DeadlineKind.LISTING_TERM, opened_on, due_on, RULES, calendar)
    yellow = [day for day in (due_on - n * DAY for n in range(term + 1)) if (due_on - day).days * 5 <= term]
    assert got.yellow_on == min(yellow)


@given(CALENDARS, NEAR, st.integers(16, 300), st.integers(1, 200))
def test_an_extension_warns_for_a_fifth_of_the_original_term_not_of_the_longer_one(
    calendar: WorkCalendar, opened_on: date, term: int, more: int
) -> None:
    original = opened_on + term * DAY
    due_on = original + more * DAY
    got = dates(DeadlineKind.FINAL, opened_on, due_on, RULES, calendar, original_due_on=original)
    assert got.yellow_on is not None
    assert due_on - got.yellow_on == term // 5 * DAY
    assert got.red_on == due_on + DAY


@given(CALENDARS, NEAR, TERMS)
def test_a_report_turns_yellow_one_workday_late_and_never_red(
    calendar: WorkCalendar, opened_on: date, term: int
) -> None:
    due_on = opened_on + term * DAY
    got = dates(DeadlineKind.REPORT, opened_on, due_on, RULES, calendar)
    assert (got.yellow_on, got.red_on) == (stepped(calendar, due_on, 1), None)


@given(CALENDARS, NEAR, TERMS, st.sampled_from(LIGHTLESS))
def test_other_duties_never_colour_a_task(
    calendar: WorkCalendar, opened_on: date, term: int, kind: DeadlineKind
) -> None:
    got = dates(kind, opened_on, opened_on + term * DAY, RULES, calendar)
    assert (got.yellow_on, got.red_on) == (None, None)


@given(CALENDARS, NEAR, TERMS)
def test_nothing_is_announced_before_it_began_or_after_it_is_due(
    calendar: WorkCalendar, opened_on: date, term: int
) -> None:
    got = dates(DeadlineKind.FINAL, opened_on, opened_on + term * DAY, RULES, calendar)
    assert got.yellow_on is not None
    assert opened_on <= got.soon_on <= got.due_on
    assert opened_on <= got.yellow_on <= got.due_on < (got.red_on or got.due_on)


@given(CALENDARS, NEAR, st.integers(1, 120))
def test_a_term_of_workdays_ends_where_counting_ends(calendar: WorkCalendar, start: date, term: int) -> None:
    assert due_after(start, term, TermUnit.WORKING, calendar) == stepped(calendar, start, term)


@given(CALENDARS, NEAR, st.integers(0, 400))
def test_a_term_of_natural_days_knows_no_holidays(calendar: WorkCalendar, start: date, term: int) -> None:
    assert due_after(start, term, TermUnit.NATURAL, calendar) == start + term * DAY


@pytest.mark.parametrize(
    ("kind", "opened_on", "due_on", "soon_on", "yellow_on", "red_on"),
    [
        # A year's task: 360 days, yellow for 72.
        (DeadlineKind.FINAL, "2026-01-05", "2026-12-31", "2026-12-28", "2026-10-20", "2027-01-01"),
        # Fifteen days are short: three workdays left. The sixteenth makes it long: a fifth, 3 days.
        (DeadlineKind.FINAL, "2026-03-02", "2026-03-17", "2026-03-12", "2026-03-12", "2026-03-18"),
        (DeadlineKind.FINAL, "2026-03-02", "2026-03-18", "2026-03-13", "2026-03-15", "2026-03-19"),
        # Over Spring Festival (15–23 February, make-up days 14 and 28): three workdays before the 25th is the 13th.
        (DeadlineKind.FINAL, "2026-02-10", "2026-02-25", "2026-02-20", "2026-02-20", "2026-02-26"),
        (DeadlineKind.FINAL, "2026-01-12", "2026-02-25", "2026-02-13", "2026-02-17", "2026-02-26"),
        # An urgent order of three days: announced one day ahead, not before it began.
        (DeadlineKind.FINAL, "2026-06-01", "2026-06-04", "2026-06-03", "2026-06-03", "2026-06-05"),
        (DeadlineKind.FINAL, "2026-06-01", "2026-06-01", "2026-06-01", "2026-06-01", "2026-06-02"),
        # Adopted overdue: the term is nothing, the dates are the due date's.
        (DeadlineKind.FINAL, "2026-06-01", "2026-05-20", "2026-05-20", "2026-05-20", "2026-05-21"),
        # A node colours the day after it was missed; a report after one workday: National Day lies between.
        (DeadlineKind.MILESTONE, "2026-01-05", "2026-06-30", "2026-06-25", "2026-07-01", None),
        (DeadlineKind.REPORT, "2026-08-26", "2026-09-30", "2026-09-24", "2026-10-08", None),
        (DeadlineKind.ACKNOWLEDGEMENT, "2026-06-01", "2026-06-02", "2026-06-02", None, None),
    ],
)
def test_real_dates(
    kind: DeadlineKind, opened_on: str, due_on: str, soon_on: str, yellow_on: str | None, red_on: str | None
) -> None:
    got = dates(kind, date.fromisoformat(opened_on), date.fromisoformat(due_on), RULES, CALENDAR)
    said = [day and day.isoformat() for day in (got.due_on, got.soon_on, got.yellow_on, got.red_on)]
    assert said == [due_on, soon_on, yellow_on, red_on]


def test_a_date_in_a_year_without_a_confirmed_calendar_says_so() -> None:
    opened_on = date(2026, 12, 1)
    assert dates(DeadlineKind.FINAL, opened_on, date(2027, 1, 4), RULES, CALENDAR).provisional
    assert not dates(DeadlineKind.FINAL, opened_on, date(2026, 12, 31), RULES, CALENDAR).provisional


def test_the_rule_of_the_day_decides_how_long_the_warning_is() -> None:
    versions = [version for dated in RULES.history.values() for version in dated]
    stricter = RuleVersion(
        99,
        RuleName.FINAL_LIGHT,
        2,
        date(2026, 7, 1),
        {"short_term_days": 15, "short_yellow_workdays": 3, "long_yellow_percent": 50},
    )
    opened_on, due_on = date(2026, 1, 1), date(2026, 4, 11)
    yellow = [
        dates(DeadlineKind.FINAL, opened_on, due_on, in_force([*versions, stricter], day), CALENDAR).yellow_on
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert yellow == [date(2026, 3, 22), date(2026, 2, 20)]
