"""What a light is on a day: the order of causes, whose date each one is, and that only facts turn it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.policy.light import Duty, Interval, TaskFacts, Version, period_ends, read, turning_days
from tracker.policy.rules import RuleName, Rules, RuleVersion, default_rules, in_force
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.lights import Light, LightReason

RULES = default_rules()
START = date(2026, 1, 5)
DAY = timedelta(days=1)


def on(number: int) -> date:
    return START + number * DAY


def duty(kind: DeadlineKind, due: int, *, yellow: int | None = None, red: int | None = None, **values: object) -> Duty:
    version = Version(
        Interval(START), on(due), on(yellow) if yellow is not None else None, on(red) if red is not None else None
    )
    return Duty(kind, Interval(START), (version,), **values)  # type: ignore[arg-type]


def node(due: int, weight: int, **values: object) -> Duty:
    return duty(DeadlineKind.MILESTONE, due, yellow=due + 1, weight=weight, **values)


def report(due: int, **values: object) -> Duty:
    return duty(DeadlineKind.REPORT, due, yellow=due + 1, period_ends_on=on(due), **values)


def final(due: int, *, yellow: int, **values: object) -> Duty:
    return duty(DeadlineKind.FINAL, due, yellow=yellow, red=due + 1, **values)


def at_work(*duties: Duty, pauses: tuple[Interval, ...] = ()) -> TaskFacts:
    return TaskFacts(((Interval(START), TaskStatus.IN_PROGRESS),), duties, pauses)


def said(facts: TaskFacts, day: int, rules: Rules = RULES) -> tuple[Light | None, LightReason]:
    reading = read(facts, on(day), rules)
    return reading.light, reading.reason


@pytest.mark.parametrize(
    ("day", "light", "reason"),
    [
        (79, Light.GREEN, LightReason.ON_TRACK),
        (80, Light.YELLOW, LightReason.FINAL_NEAR),
        (100, Light.YELLOW, LightReason.FINAL_NEAR),
        (101, Light.RED, LightReason.FINAL_OVERDUE),
    ],
)
def test_a_final_date_warns_and_its_own_day_is_on_time(day: int, light: Light, reason: LightReason) -> None:
    assert said(at_work(final(100, yellow=80)), day) == (light, reason)


@pytest.mark.parametrize(
    ("weights", "light", "reason"),
    [
        ((9,), Light.GREEN, LightReason.ON_TRACK),
        ((10,), Light.YELLOW, LightReason.MILESTONE_MISSED),
        ((9, 20), Light.YELLOW, LightReason.MILESTONE_MISSED),
        ((10, 20), Light.RED, LightReason.MILESTONES_MISSED),
    ],
)
def test_missed_nodes_colour_by_the_weight_they_add_up_to(
    weights: tuple[int, ...], light: Light, reason: LightReason
) -> None:
    facts = at_work(*(node(10, weight) for weight in weights))
    assert said(facts, 10) == (Light.GREEN, LightReason.ON_TRACK)
    assert said(facts, 11) == (light, reason)


def test_a_late_report_is_yellow_for_ever_and_never_red() -> None:
    facts = at_work(duty(DeadlineKind.REPORT, 20, yellow=21))
    assert said(facts, 20) == (Light.GREEN, LightReason.ON_TRACK)
    assert said(facts, 300) == (Light.YELLOW, LightReason.REPORT_LATE)


@pytest.mark.parametrize("kind", [DeadlineKind.ACKNOWLEDGEMENT, DeadlineKind.PLAN, DeadlineKind.CHECK])
def test_other_duties_missed_leave_the_task_green(kind: DeadlineKind) -> None:
    assert said(at_work(duty(kind, 5)), 60) == (Light.GREEN, LightReason.ON_TRACK)


def test_the_gravest_cause_is_named() -> None:
    causes = [
        (final(30, yellow=20), LightReason.FINAL_OVERDUE),
        (node(10, 30), LightReason.MILESTONES_MISSED),
        (final(90, yellow=30), LightReason.FINAL_NEAR),
        (node(10, 10), LightReason.MILESTONE_MISSED),
        (duty(DeadlineKind.REPORT, 20, yellow=21), LightReason.REPORT_LATE),
    ]
    for place in range(len(causes)):
        present = [cause for cause, _ in causes[place:]]
        assert said(at_work(*present), 50)[1] == causes[place][1]


def test_a_waiting_claim_answers_its_duty_until_it_is_sent_back() -> None:
    facts = at_work(final(30, yellow=24, claims=(Interval(on(29), on(40)),)))
    assert [said(facts, day)[0] for day in (28, 29, 39, 40)] == [Light.YELLOW, Light.GREEN, Light.GREEN, Light.RED]


def test_an_extension_turns_the_light_back_and_leaves_the_past_as_it_was() -> None:
    old = Version(Interval(START, on(35)), on(30), on(24), on(31))
    new = Version(Interval(on(35)), on(60), on(54), on(61))
    facts = at_work(Duty(DeadlineKind.FINAL, Interval(START), (old, new)))
    lights = [said(facts, day)[0] for day in (30, 34, 35, 54, 61)]
    assert lights == [Light.YELLOW, Light.RED, Light.GREEN, Light.YELLOW, Light.RED]


def test_a_voided_duty_counts_no_longer() -> None:
    version = Version(Interval(START), on(30), on(24), on(31))
    facts = at_work(Duty(DeadlineKind.FINAL, Interval(START, on(40)), (version,)))
    assert [said(facts, day)[0] for day in (39, 40)] == [Light.RED, Light.GREEN]


def test_a_pause_covers_its_days_and_no_more() -> None:
    facts = at_work(final(30, yellow=24), pauses=(Interval(on(35), on(40)),))
    assert [said(facts, day)[0] for day in (34, 35, 39, 40)] == [Light.RED, Light.PAUSED, Light.PAUSED, Light.RED]


@pytest.mark.parametrize(
    ("status", "light"),
    [
        *((status, None) for status in (TaskStatus.DRAFT, TaskStatus.PENDING_APPROVAL, TaskStatus.REGISTERED)),
        *((status, Light.RED) for status in TaskStatus if status.is_open),
        *((status, Light.DONE) for status in TaskStatus if status.is_ended and status is not TaskStatus.REFUSED),
        (TaskStatus.REFUSED, None),
    ],
)
def test_only_open_tasks_are_lit(status: TaskStatus, light: Light | None) -> None:
    facts = TaskFacts(((Interval(START), status),), (final(30, yellow=24),))
    assert said(facts, 50)[0] is light


def test_a_day_before_the_task_was_there_has_no_light() -> None:
    assert said(at_work(final(30, yellow=24)), -1)[0] is None


def test_two_period_ends_running_at_yellow_make_red_and_a_task_made_good_is_green_at_once() -> None:
    answered = {"claims": (Interval(on(49)),)}
    facts = at_work(report(20, **answered), report(50, **answered), node(15, 10, claims=(Interval(on(70)),)))
    assert said(facts, 49) == (Light.YELLOW, LightReason.MILESTONE_MISSED)
    assert said(facts, 50) == (Light.RED, LightReason.PERIODS_RUNNING)
    assert read(facts, on(50), RULES).base is Light.YELLOW
    assert said(facts, 69) == (Light.RED, LightReason.PERIODS_RUNNING)
    assert said(facts, 70) == (Light.GREEN, LightReason.ON_TRACK)


def test_a_red_of_its_own_keeps_its_reason_however_many_periods_run() -> None:
    facts = at_work(report(20), report(50), node(15, 10), final(55, yellow=40))
    assert said(facts, 55) == (Light.RED, LightReason.PERIODS_RUNNING)
    assert said(facts, 56) == (Light.RED, LightReason.FINAL_OVERDUE)


def test_one_good_period_end_breaks_the_run() -> None:
    facts = at_work(report(20), report(50), node(45, 10), node(15, 10, claims=(Interval(on(18), on(19)),)))
    good_first = at_work(report(20, claims=(Interval(on(20)),)), report(50, claims=(Interval(on(50)),)), node(45, 10))
    assert said(facts, 55)[0] is Light.RED
    assert said(good_first, 55) == (Light.YELLOW, LightReason.MILESTONE_MISSED)


def test_a_period_counts_only_once_its_report_was_opened() -> None:
    later = Duty(DeadlineKind.REPORT, Interval(on(30)), (), period_ends_on=on(20))
    assert period_ends([report(10), later], on(25)) == [on(10)]
    assert period_ends([report(10), later], on(30)) == [on(20), on(10)]


def test_each_day_is_read_by_the_rule_of_that_day() -> None:
    versions = [version for dated in RULES.history.values() for version in dated]
    milder = RuleVersion(99, RuleName.MILESTONE_LIGHT, 2, on(20), {"yellow_weight": 50, "red_weight": 80})
    rules = in_force([*versions, milder], on(100))
    facts = at_work(node(10, 30))
    assert [said(facts, day, rules)[0] for day in (19, 20)] == [Light.RED, Light.GREEN]


days = st.integers(0, 60)
intervals = st.tuples(days, st.one_of(st.none(), days)).map(
    lambda pair: Interval(on(pair[0]), None if pair[1] is None else on(max(pair)))
)
versions = st.builds(
    lambda life, due, yellow, red: Version(life, on(due), on(yellow), on(red)), intervals, days, days, days
)
duties = st.builds(
    lambda kind, life, dated, claims, weight, end: Duty(kind, life, (dated,), tuple(claims), weight, on(end)),
    st.sampled_from([DeadlineKind.FINAL, DeadlineKind.MILESTONE, DeadlineKind.REPORT]),
    intervals,
    versions,
    st.lists(intervals, max_size=2),
    st.sampled_from([5, 10, 30]),
    days,
)
lives = st.builds(
    lambda some, pauses: at_work(*some, pauses=tuple(pauses)),
    st.lists(duties, max_size=4),
    st.lists(intervals, max_size=1),
)


@settings(max_examples=60)
@given(lives)
def test_a_light_turns_on_the_days_its_facts_name_and_on_no_other(facts: TaskFacts) -> None:
    named = turning_days(facts, RULES)
    for day in (on(number) for number in range(65)):
        if day not in named:
            assert read(facts, day, RULES) == read(facts, day - DAY, RULES), day


def test_a_period_running_out_is_among_the_days_named() -> None:
    facts = at_work(report(20, claims=(Interval(on(19)),)), report(50, claims=(Interval(on(49)),)), node(15, 10))
    assert said(facts, 49)[0] is Light.YELLOW
    assert said(facts, 50)[0] is Light.RED
    assert on(50) in turning_days(facts, RULES)


def test_the_day_after_a_node_was_missed_is_among_the_days_named() -> None:
    facts = at_work(duty(DeadlineKind.MILESTONE, 10, weight=30))
    assert [said(facts, day)[0] for day in (10, 11)] == [Light.GREEN, Light.RED]
    assert on(11) in turning_days(facts, RULES)
