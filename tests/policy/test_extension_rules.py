"""When more time may be asked for, how much, who decides, and for which days the ladder waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.policy.extensions import (
    Term,
    decision_term,
    demand_date,
    demand_in_time,
    demand_reason,
    hold,
    is_late,
    last_day_to_ask,
    latest_date,
    step_for,
)
from tracker.policy.light import Interval
from tracker.policy.routes import Step
from tracker.policy.rules import default_rules
from tracker.policy.statutory_years import statutory_calendar
from tracker.vocabulary.deadlines import TermUnit
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.extensions import ExtensionRefusal

RULES, CALENDAR = default_rules(), statutory_calendar()
OPENED = date(2026, 3, 2)  # a Monday
DAY = timedelta(days=1)


def term(days: int, **more: object) -> Term:
    due_on = OPENED + timedelta(days=days)
    return Term(OPENED, due_on, due_on, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        (term(30), date(2026, 3, 27)),  # due on Wednesday 1 April: Tuesday, Monday, Friday
        (term(30, listed=True), date(2026, 3, 22)),  # twenty workdays would be more than a third of thirty days
        (term(200, listed=True), date(2026, 8, 21)),
        (term(6), date(2026, 3, 6)),  # three workdays back, two days at most
        (term(5), date(2026, 3, 7)),  # short: until its own day
        (term(1), date(2026, 3, 3)),
        (term(0), OPENED),
    ],
)
def test_asking_in_time_is_so_many_workdays_ahead_but_never_more_than_a_third(asked: Term, last: date) -> None:
    assert last_day_to_ask(asked, RULES, CALENDAR) == last
    demand_in_time(asked, last, RULES, CALENDAR)
    with pytest.raises(RuleBroken) as refused:
        demand_in_time(asked, last + DAY, RULES, CALENDAR)
    assert refused.value.code is ExtensionRefusal.ASKED_LATE


@given(st.integers(0, 400), st.booleans())
def test_the_last_day_to_ask_lies_within_the_last_third(days: int, listed: bool) -> None:
    asked = term(days, listed=listed)
    last = last_day_to_ask(asked, RULES, CALENDAR)
    assert last is not None
    assert 0 <= (asked.due_on - last).days <= days // 3


PAUSED = term(30, pauses=(Interval(date(2026, 4, 2), date(2026, 4, 9)),))


@pytest.mark.parametrize(
    ("asked", "new", "code"),
    [
        (term(30), date(2026, 4, 1), ExtensionRefusal.NOT_LATER),
        (term(30), date(2026, 3, 20), ExtensionRefusal.NOT_LATER),
        (term(30), date(2026, 4, 17), ExtensionRefusal.TOO_LONG),
        (term(30), date(2026, 4, 16), None),
        (term(1), date(2026, 3, 4), None),
        (term(30, limit=date(2026, 4, 10)), date(2026, 4, 11), ExtensionRefusal.BEYOND_FINAL),
        (PAUSED, date(2026, 4, 8), ExtensionRefusal.WITHIN_PAUSE),
        (PAUSED, date(2026, 4, 23), None),
        (PAUSED, date(2026, 4, 24), ExtensionRefusal.TOO_LONG),
        (term(30, pauses=(Interval(date(2026, 4, 2)),)), date(2026, 4, 8), ExtensionRefusal.WITHIN_PAUSE),
    ],
)
def test_a_new_date_is_later_within_half_the_term_and_not_in_a_suspension(
    asked: Term, new: date, code: ExtensionRefusal | None
) -> None:
    if code is None:
        demand_date(asked, new, RULES)
        return
    with pytest.raises(RuleBroken) as refused:
        demand_date(asked, new, RULES)
    assert refused.value.code is code
    assert refused.value.message


def test_the_share_is_of_the_original_term_however_often_it_was_extended() -> None:
    extended = Term(OPENED, OPENED + 30 * DAY, OPENED + 60 * DAY)
    assert latest_date(extended, RULES) == OPENED + 75 * DAY


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("", False),
        ("无", False),
        ("天气", False),
        (" 征 地 拆 迁 未 完 成", False),
        ("征地拆迁尚未完成，无法进场", True),
        ("一二三四五六七八九十", True),
    ],
)
def test_a_reason_says_at_least_ten_characters(text: str, enough: bool) -> None:
    if enough:
        demand_reason(text)
        return
    with pytest.raises(RuleBroken) as refused:
        demand_reason(text)
    assert refused.value.message == "请说明延期原因（不少于10字）"


def test_a_suspension_over_the_date_makes_nobody_late() -> None:
    pause = Interval(date(2026, 3, 25), date(2026, 4, 20))
    stopped, endless = term(30, pauses=(pause,)), term(30, pauses=(Interval(date(2026, 3, 25)),))
    assert [is_late(stopped, day) for day in (date(2026, 4, 2), date(2026, 4, 20), date(2026, 4, 21))] == [
        False,
        False,
        True,
    ]
    assert last_day_to_ask(stopped, RULES, CALENDAR) == date(2026, 4, 20)
    assert last_day_to_ask(endless, RULES, CALENDAR) is None
    assert not is_late(endless, date(2027, 1, 1))
    assert is_late(term(30), date(2026, 4, 2))
    assert not is_late(term(30), date(2026, 4, 1))


def test_the_decision_is_due_in_three_workdays_ten_if_listed_the_same_day_if_short() -> None:
    assert decision_term(term(30), RULES) == (3, TermUnit.WORKING)
    assert decision_term(term(30, listed=True), RULES) == (10, TermUnit.WORKING)
    assert decision_term(term(5, listed=True), RULES) == (0, TermUnit.NATURAL)


def test_each_extension_goes_one_rank_up_and_stays_at_the_top() -> None:
    route = [Step(1, PostRank.OFFICE_DIRECTOR), Step(2, PostRank.SECRETARY_GENERAL, 7), Step(3, PostRank.HEAD)]
    assert [step_for(route, granted) for granted in (0, 1, 2, 5)] == [
        Step(1, PostRank.OFFICE_DIRECTOR),
        Step(1, PostRank.SECRETARY_GENERAL, 7),
        Step(1, PostRank.HEAD),
        Step(1, PostRank.HEAD),
    ]
    assert step_for([], 0) is None


@pytest.mark.parametrize(
    ("decided_on", "last"), [(None, 10), (OPENED + 4 * DAY, 4), (OPENED + 10 * DAY, 10), (OPENED + 20 * DAY, 10)]
)
def test_the_ladder_waits_until_the_decision_or_its_date(decided_on: date | None, last: int) -> None:
    waits = hold(OPENED, decided_on, OPENED + 10 * DAY)
    assert waits.covers(OPENED)
    assert waits.covers(OPENED + last * DAY)
    assert not waits.covers(OPENED + (last + 1) * DAY)
