"""The ladder, case by case: which slip on which day, and which proposal. The 20th of March 2026 is a Friday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.policy.escalation import (
    Earlier,
    Former,
    Late,
    Still,
    accountability_on,
    colour_of,
    has_lapsed,
    late_workdays,
    listing_on,
    slip_on,
)
from tracker.policy.light import Interval
from tracker.policy.replay import walk
from tracker.policy.rules import RuleName, changed, default_rules
from tracker.policy.statutory_years import statutory_calendar
from tracker.policy.task_lives import Dated, Duty, TaskLife
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome, SlipColour, StandstillKind

RULES, CALENDAR = default_rules(), statutory_calendar()
BLUE, ORANGE, RED = SlipColour
FINAL, MILESTONE = DeadlineKind.FINAL, DeadlineKind.MILESTONE
DAY = timedelta(days=1)
START, DUE = date(2026, 1, 5), date(2026, 3, 20)


def march(day: int) -> date:
    return date(2026, 3, 1) + (day - 1) * DAY


def duty(number: int = 1, kind: DeadlineKind = FINAL, due_on: date = DUE, **values: object) -> Duty:
    values.setdefault("revisions", [Dated(Interval(START), due_on, due_on, 1)])
    return Duty(number, kind, Interval(START), **values)  # type: ignore[arg-type]


LAST = march(60)


def slips(*duties: Duty, last: date = LAST, **values: object) -> list[tuple[date, SlipColour, int]]:
    """(day, colour, deadline) of every slip a task with these duties gets."""
    values.setdefault("open", [Interval(START)])
    values.setdefault("watched_from", START)
    life = TaskLife(1, 9, duties=duties, **values)  # type: ignore[arg-type]
    days = walk([life], START, last, RULES, CALENDAR)
    return [(one.day, slip.colour, slip.about.deadline_id) for one in days for _, slip in one.slips]


ORDINARY = [(march(23), BLUE, 1), (march(30), ORANGE, 1), (date(2026, 4, 7), RED, 1)]
"""Monday, Monday, and the Tuesday after Qingming, the 6th of April being a rest day."""


@pytest.mark.parametrize(
    ("what", "given", "expected"),
    [
        ("three colours by working days, over a holiday", duty(), ORDINARY),
        ("a milestone climbs as the final date does", duty(kind=MILESTONE), ORDINARY),
        ("what an inspection found as well", duty(kind=DeadlineKind.RECTIFICATION), ORDINARY),
        ("a report is counted apart", duty(kind=DeadlineKind.REPORT), []),
        ("an acknowledgement never", duty(kind=DeadlineKind.ACKNOWLEDGEMENT), []),
        ("the office's own duty never", duty(kind=DeadlineKind.REQUEST_DECISION), []),
        ("a claim that waits answers it", duty(claims=[Interval(march(20))]), []),
        (
            "a claim sent back in the third week: that night, the colour of that day",
            duty(claims=[Interval(march(19), march(31))]),
            [(date(2026, 4, 1), ORANGE, 1), (date(2026, 4, 9), RED, 1)],
        ),
        (
            "a request holds until the day it is decided, that day included",
            duty(holds=[Interval(march(17), march(26))]),
            [(march(27), BLUE, 1), (date(2026, 4, 3), ORANGE, 1), (date(2026, 4, 13), RED, 1)],
        ),
        (
            "an extension granted arms it again for the new date",
            duty(
                revisions=[
                    Dated(Interval(START, march(25)), DUE, DUE, 1),
                    Dated(Interval(march(25)), date(2026, 4, 10), DUE, 2),
                ]
            ),
            [(march(23), BLUE, 1), (date(2026, 4, 13), BLUE, 1), (date(2026, 4, 20), ORANGE, 1),
             (date(2026, 4, 27), RED, 1)],
        ),
        (
            "a date counted again keeps its clock: the colour it has had does not come twice",
            duty(
                revisions=[
                    Dated(Interval(START, march(25)), DUE, DUE, 1),
                    Dated(Interval(march(25)), march(24), DUE, 1),
                ]
            ),
            [(march(23), BLUE, 1), (date(2026, 4, 1), ORANGE, 1), (date(2026, 4, 9), RED, 1)],
        ),
        ("before it is opened it is only a plan", replace(duty(), life=Interval(date(2026, 9, 1))), []),
        (
            "a make-up Saturday counts: a date before Labour Day",
            duty(due_on=date(2026, 4, 30)),
            [(date(2026, 5, 6), BLUE, 1), (date(2026, 5, 12), ORANGE, 1)],
        ),
    ],
)  # fmt: skip
def test_one_deadline_climbs_the_ladder(what: str, given: Duty, expected: list[tuple[date, SlipColour, int]]) -> None:
    last = date(2026, 5, 15) if "Saturday" in what else march(60)
    assert slips(given, last=last) == expected, what


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        # Days of the term, first working day of blue, orange, red.
        (3, (1, 2, 3)),
        (5, (1, 2, 3)),
        (6, (1, 3, 5)),
        (9, (1, 4, 7)),
        (14, (1, 5, 9)),
        (15, (1, 6, 11)),
        (16, (1, 6, 11)),
        (90, (1, 6, 11)),
    ],
)
def test_on_a_short_term_no_step_is_longer_than_a_third_of_it(term: int, expected: tuple[int, int, int]) -> None:
    reached = [colour_of(workdays, term, RULES) for workdays in range(12)]
    assert reached[0] is None
    assert tuple(reached.index(colour) for colour in SlipColour) == expected


def test_two_slips_lie_five_working_days_apart_however_short_the_term() -> None:
    short = replace(duty(), life=Interval(march(15)))
    assert slips(short) == [(march(23), BLUE, 1), (march(30), RED, 1)]


def test_the_gravest_late_deadline_speaks_for_the_task() -> None:
    first, second = duty(1, MILESTONE, march(13)), duty(2, MILESTONE, DUE)
    # The second would be blue on the 23rd and orange on the 30th: it is the first that speaks, until both are red.
    assert slips(first, second, duty(3)) == [
        (march(16), BLUE, 1),
        (march(23), ORANGE, 1),
        (march(30), RED, 1),
        (date(2026, 4, 7), RED, 3),
    ]


def test_what_is_made_good_lets_the_next_speak() -> None:
    first = duty(1, MILESTONE, march(13), claims=[Interval(march(24))])
    assert slips(first, duty(2)) == [
        (march(16), BLUE, 1),
        (march(23), ORANGE, 1),
        (march(30), ORANGE, 2),
        (date(2026, 4, 7), RED, 2),
    ]


@pytest.mark.parametrize(
    ("what", "values", "expected"),
    [
        ("not watched yet", {"watched_from": None}, []),
        (
            "watched from a later day: the colour of that day, and none made up",
            {"watched_from": march(31)},
            [(march(31), ORANGE, 1), (date(2026, 4, 8), RED, 1)],
        ),
        ("ended", {"open": [Interval(START, march(22))]}, []),
        (
            "ended on the day: the night before could not know",
            {"open": [Interval(START, march(23))]},
            [(march(23), BLUE, 1)],
        ),
        (
            "days of a suspension are nobody's delay",
            {"pauses": [Interval(march(16), march(27))]},
            [(march(28), BLUE, 1), (date(2026, 4, 3), ORANGE, 1), (date(2026, 4, 13), RED, 1)],
        ),
        (
            "a suspension begun when it was late already",
            {"pauses": [Interval(march(25), march(27))]},
            [(march(23), BLUE, 1), (date(2026, 4, 1), ORANGE, 1), (date(2026, 4, 9), RED, 1)],
        ),
        (
            "one by hand counts for the days between, and for its colour",
            {"by_hand": [Former(1, 1, ORANGE, march(26))]},
            [(march(23), BLUE, 1), (date(2026, 4, 7), RED, 1)],
        ),
        (
            "issued in red: nothing is left to climb",
            {"slips": [Former(1, 1, BLUE, march(23), RED, march(24))]},
            [(march(23), BLUE, 1)],
        ),
    ],
)
def test_the_tasks_own_facts(what: str, values: dict, expected: list) -> None:
    assert slips(duty(), **values) == expected, what


def test_a_day_made_up_late_does_not_prepare_what_the_office_has_issued_since() -> None:
    late = [Late(1, FINAL, 1, DUE, 10, 6, 60)]
    made = Former(1, 1, BLUE, march(23), ORANGE, date(2026, 4, 1))
    assert slip_on(march(30), late, [made], RULES, CALENDAR) is None


def test_other_numbers_make_another_ladder() -> None:
    rules = changed(RULES, {RuleName.WARNING_SLIP: {"blue_workdays": 3, "orange_workdays": 8, "apart_workdays": 2}})
    life = TaskLife(1, 9, [Interval(START)], START, [duty()])
    found = [(one.day, slip.colour) for one in walk([life], START, march(60), rules, CALENDAR) for _, slip in one.slips]
    assert found == [(march(25), BLUE), (date(2026, 4, 1), ORANGE), (date(2026, 4, 7), RED)]


def test_the_facts_say_what_was_due_since_when_and_what_was_asked_before() -> None:
    late = [Late(7, MILESTONE, 1, DUE, 10, 6, 60, "主体封顶")]
    slip = slip_on(march(30), late, [Former(7, 1, BLUE, march(23))], RULES, CALENDAR)
    assert slip is not None
    assert slip.facts == (
        "节点“主体封顶”应于2026-03-20完成，至2026-03-30逾期6个工作日（10天），尚未申报完成；此前已拟：2026-03-23蓝色督办单"
    )


def test_overlapping_suspensions_are_counted_once() -> None:
    pauses = [Interval(march(23), march(26)), Interval(march(24), march(27)), Interval(date(2026, 5, 1))]
    assert late_workdays(DUE, march(30), pauses, CALENDAR) == 2
    assert late_workdays(DUE, march(30), (), CALENDAR) == 6


# --- Proposals -------------------------------------------------------------------------------------------------------

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
LATE = Late(1, FINAL, 1, DUE, 42, 28, 60)
STILL = Still(5, StandstillKind.NOT_VERIFIED, date(2026, 4, 10))


def listed(day: date, *, late: Sequence[Late] = (LATE,), stills: Sequence[Still] = (), earlier: Sequence[Earlier] = ()):
    found = listing_on(day, late, stills, earlier, RULES, CALENDAR)
    return found.facts_key if found else None


@pytest.mark.parametrize(
    ("what", "day", "values", "expected"),
    [
        ("on the first of a month", MAY, {}, "final:1:1"),
        ("on no other day", MAY + DAY, {}, None),
        ("overdue long enough", MAY, {"late": [replace(LATE, workdays=16)]}, "final:1:1"),
        ("a day too early", MAY, {"late": [replace(LATE, workdays=15)]}, None),
        ("a milestone is no ground", MAY, {"late": [replace(LATE, kind=MILESTONE)]}, None),
        ("work that does not move", MAY, {"late": [], "stills": [STILL]}, "standstill:5"),
        ("told only last week", MAY, {"late": [], "stills": [replace(STILL, found_on=date(2026, 4, 27))]}, None),
        ("both", MAY, {"stills": [STILL]}, "final:1:1+standstill:5"),
        ("one that waits", JUNE, {"earlier": [Earlier("final:1:1", MAY)]}, None),
        (
            "declined: not again",
            JUNE,
            {"earlier": [Earlier("final:1:1", MAY, ProposalOutcome.DECLINED, date(2026, 5, 7))]},
            None,
        ),
        (
            "declined: with a new fact again",
            JUNE,
            {"stills": [STILL], "earlier": [Earlier("final:1:1", MAY, ProposalOutcome.DECLINED, date(2026, 5, 7))]},
            "final:1:1+standstill:5",
        ),
        (
            "declined with more facts: fewer are not new ones",
            JUNE,
            {"earlier": [Earlier("final:1:1+standstill:5", MAY, ProposalOutcome.DECLINED, date(2026, 5, 7))]},
            None,
        ),
        (
            "declined: an extension makes the next miss a new fact",
            JUNE,
            {
                "late": [replace(LATE, clock_no=2)],
                "earlier": [Earlier("final:1:1", MAY, ProposalOutcome.DECLINED, date(2026, 5, 7))],
            },
            "final:1:2",
        ),
        (
            "postponed until later",
            JUNE,
            {"earlier": [Earlier("final:1:1", MAY, ProposalOutcome.POSTPONED, MAY, date(2026, 6, 15))]},
            None,
        ),
        (
            "postponed, and the day has come",
            JULY,
            {"earlier": [Earlier("final:1:1", MAY, ProposalOutcome.POSTPONED, MAY, date(2026, 6, 15))]},
            "final:1:1#2",
        ),
        (
            "the facts had passed, and are back",
            JULY,
            {"earlier": [Earlier("final:1:1", MAY, ProposalOutcome.LAPSED, date(2026, 5, 20))]},
            "final:1:1#2",
        ),
        ("asked twice on the day", MAY, {"earlier": [Earlier("final:1:1", MAY, ProposalOutcome.LAPSED, MAY)]}, None),
    ],
)
def test_listings_are_proposed_once_for_the_same_facts(what: str, day: date, values: dict, expected: str) -> None:
    assert listed(day, **values) == expected, what


def test_a_standstill_found_again_is_the_same_fact() -> None:
    again = replace(STILL, id=8, found_on=date(2026, 5, 10))
    other = replace(STILL, id=9, kind=StandstillKind.REPEATED, found_on=date(2026, 5, 10))
    declined = [Earlier("standstill:5", MAY, ProposalOutcome.DECLINED, date(2026, 5, 7))]
    assert listed(JUNE, late=[], stills=[again, STILL], earlier=declined) is None
    assert listed(JUNE, late=[], stills=[again, STILL, other], earlier=declined) == "standstill:5+standstill:9"


def test_a_missed_term_of_listing_is_proposed_on_the_day_it_shows() -> None:
    missed = replace(LATE, kind=DeadlineKind.LISTING_TERM, workdays=1)
    found = accountability_on(march(23), [LATE, missed], [], RULES)
    assert found is not None
    assert (found.kind, found.facts_key) == (ProposalKind.ACCOUNTABILITY, "listing-term:1:1")
    assert accountability_on(march(23), [replace(missed, workdays=0)], [], RULES) is None
    assert accountability_on(march(24), [missed], [Earlier(found.facts_key, march(23))], RULES) is None


def test_a_proposal_lapses_when_none_of_its_facts_holds() -> None:
    one = Earlier("final:1:1+standstill:5", MAY)
    assert not has_lapsed(JUNE, one, {"standstill:5"})
    assert has_lapsed(JUNE, one, {"final:1:2"})
    assert not has_lapsed(JUNE, replace(one, outcome=ProposalOutcome.DECLINED, decided_on=MAY), set())
