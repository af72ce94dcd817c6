"""挂牌督办: the tables of its life, relapses, third persons, the term and the next step."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from tracker.errors import IllegalTransition
from tracker.policy.lifecycle.listings import LISTINGS, RELEASES
from tracker.policy.listings import (
    Person,
    Situation,
    next_step,
    not_third,
    officer_stays_away,
    relapses,
    same_person,
    term_on,
)
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.listings import Barred, ListingAct, ListingState, ListingStep, ReleaseAct, ReleaseState

LISTED, PENDING, DONE = ListingState.LISTED, ListingState.PENDING, ListingState.ENDED
ROAD = {
    (None, ListingAct.PROPOSE): PENDING,
    (PENDING, ListingAct.LIST): LISTED,
    (PENDING, ListingAct.REFUSE): ListingState.REFUSED,
    (PENDING, ListingAct.END): DONE,
    (LISTED, ListingAct.RELEASE): ListingState.RELEASED,
    (LISTED, ListingAct.END): DONE,
}
WAY_OUT = {
    (None, ReleaseAct.ASK): ReleaseState.ASKED,
    (ReleaseState.ASKED, ReleaseAct.PASS): ReleaseState.DECIDING,
    (ReleaseState.ASKED, ReleaseAct.FAIL): ReleaseState.SENT_BACK,
    (ReleaseState.ASKED, ReleaseAct.END): ReleaseState.ENDED,
    (ReleaseState.DECIDING, ReleaseAct.GRANT): ReleaseState.GRANTED,
    (ReleaseState.DECIDING, ReleaseAct.REFUSE): ReleaseState.SENT_BACK,
    (ReleaseState.DECIDING, ReleaseAct.END): ReleaseState.ENDED,
}


@pytest.mark.parametrize(
    ("machine", "road", "states", "acts"),
    [(LISTINGS, ROAD, ListingState, ListingAct), (RELEASES, WAY_OUT, ReleaseState, ReleaseAct)],
)
def test_a_step_is_taken_where_the_road_has_it_and_refused_elsewhere(machine, road, states, acts) -> None:
    for pair in itertools.product([None, *states], acts):
        if pair in road:
            assert machine.after(*pair) is road[pair]
            continue
        with pytest.raises(IllegalTransition):
            machine.after(*pair)
    assert {one for one in states if one.is_open} == {origin for origin, _ in road if origin is not None}


@pytest.mark.parametrize(
    ("released", "listed", "relapse"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), True),
        (date(2026, 3, 2), date(2026, 9, 2), True),
        (date(2026, 3, 2), date(2026, 9, 3), False),
        (date(2026, 8, 31), date(2027, 2, 28), True),
        (date(2026, 8, 31), date(2027, 3, 1), False),
        (date(2026, 6, 30), date(2026, 12, 30), True),
        (date(2026, 3, 2), date(2026, 3, 1), False),
    ],
)
def test_a_relapse_is_within_the_months_of_the_rule(released: date, listed: date, relapse: bool) -> None:
    assert relapses(released, listed, 6) is relapse


def test_the_officer_stays_away_after_a_week() -> None:
    listed = date(2026, 3, 2)
    assert not officer_stays_away(listed, [], date(2026, 3, 8))
    assert officer_stays_away(listed, [], date(2026, 3, 9))
    assert not officer_stays_away(listed, [date(2026, 3, 4)], date(2026, 3, 10))
    assert officer_stays_away(listed, [date(2026, 3, 4)], date(2026, 3, 11))


def test_people_are_the_same_by_account_or_by_name_however_typed() -> None:
    assert same_person(Person("张三", 1), Person("张三丰", 1))
    assert same_person(Person("张 三"), Person("张三 ", 1))
    assert not same_person(Person("张三", 1), Person("李四", 2))
    assert not same_person(Person(""), Person(""))
    barred = [(Barred.OFFICER, Person("张三", 1)), (Barred.DRAFTER, Person("王五"))]
    assert not_third(Person("李四、王 五"), barred) == (Barred.DRAFTER, "王五")
    assert not_third(Person("李四，张三"), barred) == (Barred.OFFICER, "张三")
    assert not_third(Person("王五一"), barred) is None


def test_a_term_counts_working_days_and_stops_while_a_release_is_asked() -> None:
    calendar, opened, due = WorkCalendar(), date(2026, 3, 2), date(2026, 3, 16)
    first = term_on(opened, due, None, opened, calendar)
    assert (first.total, first.elapsed, first.left, first.over, first.percent) == (10, 0, 10, 0, 0)
    late = term_on(opened, due, None, date(2026, 3, 18), calendar)
    assert (late.elapsed, late.left, late.over, late.percent) == (12, -2, 2, 100)
    stopped = term_on(opened, due, date(2026, 3, 9), date(2026, 4, 30), calendar)
    assert (stopped.elapsed, stopped.left, stopped.over, stopped.percent) == (5, 5, 0, 50)


@pytest.mark.parametrize(
    ("now", "step"),
    [
        (Situation(PENDING, None, None, None), ListingStep.APPROVE),
        (Situation(LISTED, None, date(2026, 3, 9), date(2026, 3, 6)), ListingStep.PUBLISH),
        (Situation(LISTED, None, date(2026, 3, 2), None), ListingStep.RECTIFY),
        (Situation(LISTED, None, date(2026, 3, 1), date(2026, 3, 6)), ListingStep.TERM_OVER),
        (Situation(LISTED, ReleaseState.ASKED, date(2026, 3, 1), None), ListingStep.ACCEPT),
        (Situation(LISTED, ReleaseState.DECIDING, date(2026, 3, 1), None), ListingStep.DECIDE),
        (Situation(ListingState.RELEASED, None, None, date(2026, 3, 6)), ListingStep.PUBLISH_RELEASE),
        (Situation(ListingState.RELEASED, None, None, None), ListingStep.NOTHING),
        (Situation(ListingState.REFUSED, None, None, None), ListingStep.NOTHING),
        (Situation(DONE, None, date(2026, 3, 1), date(2026, 3, 1)), ListingStep.NOTHING),
    ],
)
def test_the_next_step_is_what_stops_the_rest(now: Situation, step: ListingStep) -> None:
    assert next_step(now, date(2026, 3, 2)) is step
