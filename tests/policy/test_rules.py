"""Rules are dated data: each day has its versions, and nothing is edited."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.policy.rules import (
    DEFAULTS,
    RuleName,
    RuleVersion,
    as_parameters,
    as_text,
    default_rules,
    in_force,
)

DAYS = st.dates(date(2024, 1, 1), date(2028, 1, 1))


def versions(days: list[date]) -> list[RuleVersion]:
    return [
        RuleVersion(number, RuleName.REMINDER, number, day, {"before_workdays": number}, "")
        for number, day in enumerate(days, start=1)
    ]


def test_every_rule_ships_with_numbers_and_the_clause_they_come_from() -> None:
    assert set(DEFAULTS) == set(RuleName)
    assert all(default.parameters and default.clause and default.meaning for default in DEFAULTS.values())


@given(st.lists(DAYS, min_size=1, max_size=6, unique=True).map(sorted), DAYS)
def test_the_version_in_force_is_the_last_one_that_had_begun(days: list[date], day: date) -> None:
    begun = [number for number, start in enumerate(days, start=1) if start <= day]
    assert in_force(versions(days), day).number(RuleName.REMINDER, "before_workdays") == max(begun, default=1)


@given(st.lists(DAYS, min_size=1, max_size=6, unique=True), DAYS, DAYS)
def test_rules_of_a_later_day_still_know_those_of_an_earlier_one(days: list[date], then: date, now: date) -> None:
    known = versions(sorted(days))
    assert in_force(known, now).on(then) == in_force(known, then)


@given(st.lists(DAYS, min_size=2, max_size=6, unique=True).map(sorted), DAYS)
def test_versions_may_be_read_in_any_order(days: list[date], day: date) -> None:
    known = versions(days)
    assert in_force(reversed(known), day) == in_force(known, day)


def test_numbers_survive_being_stored() -> None:
    for default in DEFAULTS.values():
        assert as_parameters(as_text(default.parameters)) == default.parameters


def test_shipped_rules_hold_on_any_day() -> None:
    rules = default_rules()
    assert rules.on(date(1999, 1, 1)).number(RuleName.ACKNOWLEDGEMENT, "workdays") == 1
    assert rules.on(date(2099, 1, 1)).number(RuleName.PLAN, "workdays") == 5
