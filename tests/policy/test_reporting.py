"""Reporting periods: every day lies in one, and its report is due when people expect it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.policy.reporting import due_dates, period_of
from tracker.policy.rules import RuleName, Rules, RuleVersion, default_rules, in_force
from tracker.policy.statutory_years import statutory_calendar
from tracker.vocabulary.sheets import Every

RULES = default_rules()
CALENDAR = statutory_calendar()
DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
RHYTHMS = st.sampled_from(list(Every))
OWN_DAYS = st.one_of(st.none(), st.integers(1, 31))


@given(DAYS, RHYTHMS, OWN_DAYS)
def test_a_day_lies_in_its_period_and_the_next_begins_where_it_ends(
    day: date, every: Every, report_day: int | None
) -> None:
    period = period_of(day, every, report_day, RULES, CALENDAR)
    assert period.starts_on <= day <= period.ends_on
    following = period_of(period.ends_on + DAY, every, report_day, RULES, CALENDAR)
    assert following.starts_on == period.ends_on + DAY
    assert following.label != period.label


@given(DAYS, RHYTHMS, OWN_DAYS)
def test_every_day_of_a_period_says_the_same_period(day: date, every: Every, report_day: int | None) -> None:
    period = period_of(day, every, report_day, RULES, CALENDAR)
    for other in (period.starts_on, period.ends_on):
        assert period_of(other, every, report_day, RULES, CALENDAR) == period


@given(DAYS, RHYTHMS, OWN_DAYS)
def test_reports_are_due_on_the_first_workday_from_the_periods_end(
    day: date, every: Every, report_day: int | None
) -> None:
    period = period_of(day, every, report_day, RULES, CALENDAR)
    due_on = period.ends_on
    while not CALENDAR.is_workday(due_on):
        due_on += DAY
    assert period.due_on == due_on
    assert period.helper_due_on <= period.due_on


@pytest.mark.parametrize(
    ("day", "every", "own_day", "label", "starts_on", "ends_on", "due_on", "helper_due_on"),
    [
        # The month's report by the 25th; 25 January 2026 is a Sunday. Helpers ten days ahead.
        ("2026-01-26", Every.MONTH, None, "2026-02", "2026-01-26", "2026-02-25", "2026-02-25", "2026-02-24"),
        ("2026-01-05", Every.MONTH, None, "2026-01", "2025-12-26", "2026-01-25", "2026-01-26", "2026-01-15"),
        ("2026-01-25", Every.MONTH, None, "2026-01", "2025-12-26", "2026-01-25", "2026-01-26", "2026-01-15"),
        ("2026-12-26", Every.MONTH, None, "2027-01", "2026-12-26", "2027-01-25", "2027-01-25", "2027-01-15"),
        ("2026-04-01", Every.QUARTER, None, "2026-Q2", "2026-03-26", "2026-06-25", "2026-06-25", "2026-06-15"),
        ("2026-12-27", Every.QUARTER, None, "2027-Q1", "2026-12-26", "2027-03-25", "2027-03-25", "2027-03-15"),
        ("2026-04-01", Every.HALF_YEAR, None, "2026-H1", "2025-12-26", "2026-06-25", "2026-06-25", "2026-06-15"),
        ("2026-04-01", Every.YEAR, None, "2026", "2025-12-26", "2026-12-25", "2026-12-25", "2026-12-15"),
        # A week runs from Saturday to Friday; 1 May 2026 is a Friday at rest until the 5th.
        ("2026-04-25", Every.WEEK, None, "2026-W18", "2026-04-25", "2026-05-01", "2026-05-06", "2026-04-29"),
        ("2026-01-02", Every.WEEK, None, "2026-W01", "2025-12-27", "2026-01-02", "2026-01-04", "2025-12-31"),
        # A day of its own: the 5th; the 31st is the last day of a shorter month.
        ("2026-03-06", Every.MONTH, 5, "2026-04", "2026-03-06", "2026-04-05", "2026-04-07", "2026-03-26"),
        ("2026-02-10", Every.MONTH, 31, "2026-02", "2026-02-01", "2026-02-28", "2026-02-28", "2026-02-24"),
    ],
)
def test_real_periods(
    day: str,
    every: Every,
    own_day: int | None,
    label: str,
    starts_on: str,
    ends_on: str,
    due_on: str,
    helper_due_on: str,
) -> None:
    got = period_of(date.fromisoformat(day), every, own_day, RULES, CALENDAR)
    said = [one.isoformat() for one in (got.starts_on, got.ends_on, got.due_on, got.helper_due_on)]
    assert (got.label, *said) == (label, starts_on, ends_on, due_on, helper_due_on)


def test_a_rule_can_keep_reports_on_the_rest_day_they_fall_on() -> None:
    staying = with_rhythm({"day": 25, "helper_day": 15, "first_report_days": 15, "moves_off_rest_days": 0})
    assert due_dates(date(2026, 1, 25), Every.MONTH, staying, CALENDAR) == (date(2026, 1, 25), date(2026, 1, 15))


def test_a_rule_can_set_another_day_of_the_month() -> None:
    rules = with_rhythm({"day": 28, "helper_day": 20, "first_report_days": 15, "moves_off_rest_days": 1})
    got = period_of(date(2026, 5, 4), Every.MONTH, None, rules, CALENDAR)
    assert (got.starts_on, got.due_on, got.helper_due_on) == (date(2026, 4, 29), date(2026, 5, 28), date(2026, 5, 20))


def with_rhythm(parameters: dict[str, int]) -> Rules:
    versions = [version for dated in RULES.history.values() for version in dated]
    return in_force([*versions, RuleVersion(99, RuleName.REPORT_RHYTHM, 2, date(2026, 1, 1), parameters)], date.max)
