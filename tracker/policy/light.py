"""What a task's light is on a day: the one definition, over facts that are intervals.

``tracker.queries.standing`` says the same in SQL; a property test holds the two together. A fact counts on day *d* when
its interval [from, until) covers *d*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.policy.rules import RuleName, Rules
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.lights import Light, LightReason

COLOURING = frozenset({DeadlineKind.FINAL, DeadlineKind.LISTING_TERM, DeadlineKind.MILESTONE, DeadlineKind.REPORT})
"""Acknowledgements, plans, leaders' and the office's own duties never colour a task."""

RULE_OF_REASON = {
    LightReason.FINAL_OVERDUE: RuleName.FINAL_LIGHT,
    LightReason.FINAL_NEAR: RuleName.FINAL_LIGHT,
    LightReason.MILESTONES_MISSED: RuleName.MILESTONE_LIGHT,
    LightReason.MILESTONE_MISSED: RuleName.MILESTONE_LIGHT,
    LightReason.REPORT_LATE: RuleName.REPORT_LIGHT,
    LightReason.PERIODS_RUNNING: RuleName.PERIOD_LIGHT,
}

_UNLIT = frozenset({TaskStatus.DRAFT, TaskStatus.PENDING_APPROVAL, TaskStatus.REGISTERED, TaskStatus.REFUSED})
_POOR = frozenset({Light.YELLOW, Light.RED})


@dataclass(frozen=True)
class Interval:
    """From ``start`` up to, not including, ``end``; open-ended where ``end`` is empty."""

    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Version:
    """The dates of a deadline while one revision was in force."""

    in_force: Interval
    due_on: date
    yellow_on: date | None
    red_on: date | None


@dataclass(frozen=True)
class Duty:
    """One deadline of the task, with all its revisions and claims. ``weight`` is its milestone's."""

    kind: DeadlineKind
    life: Interval
    versions: tuple[Version, ...]
    claims: tuple[Interval, ...] = ()
    weight: int = 0
    period_ends_on: date | None = None

    def version_on(self, day: date) -> Version | None:
        """The version in force, where the duty exists and is unanswered. A waiting claim answers it."""
        if not self.life.covers(day) or any(claim.covers(day) for claim in self.claims):
            return None
        return next((version for version in self.versions if version.in_force.covers(day)), None)


@dataclass(frozen=True)
class TaskFacts:
    """All that a task's light depends on."""

    states: tuple[tuple[Interval, TaskStatus], ...]
    duties: tuple[Duty, ...] = ()
    suspensions: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A task's light on a day. ``base`` leaves the running periods out; ``light`` takes them in."""

    light: Light | None
    base: Light | None
    reason: LightReason


def read(facts: TaskFacts, day: date, rules: Rules) -> Reading:
    """The light on ``day``, by the rules of that day.

    Yellow on the last day of so many reporting periods running (read on the base light) turns a yellow into red; a
    task made good is green at once.
    """
    rules = rules.on(day)
    base, reason = _base(facts, day, rules)
    wanted = rules.number(RuleName.PERIOD_LIGHT, "periods")
    if base is Light.YELLOW and wanted:
        ends = period_ends(facts.duties, day)[:wanted]
        if len(ends) == wanted and all(_base(facts, end, rules.on(end))[0] in _POOR for end in ends):
            return Reading(Light.RED, base, LightReason.PERIODS_RUNNING)
    return Reading(base, base, reason)


def period_ends(duties: Iterable[Duty], day: date) -> list[date]:
    """Last days of the reporting periods that ended by ``day``, newest first."""
    ends = {duty.period_ends_on for duty in duties if duty.kind is DeadlineKind.REPORT and duty.life.start <= day}
    return sorted((end for end in ends if end is not None and end <= day), reverse=True)


def turning_days(facts: TaskFacts, rules: Rules) -> set[date]:
    """The only days on which the light can differ from the day before."""
    lives = [life for life, _ in facts.states] + list(facts.suspensions)
    turns = {version.effective_on for versions in rules.history.values() for version in versions}
    for duty in facts.duties:
        lives += [duty.life, *duty.claims, *(version.in_force for version in duty.versions)]
        turns |= {duty.period_ends_on} if duty.period_ends_on else set()
        for version in duty.versions:
            turns |= {version.due_on + timedelta(days=1)}
            turns |= {day for day in (version.yellow_on, version.red_on) if day}
    return turns | {life.start for life in lives} | {life.end for life in lives if life.end}


def _base(facts: TaskFacts, day: date, rules: Rules) -> tuple[Light | None, LightReason]:
    status = next((status for life, status in facts.states if life.covers(day)), None)
    if status is None or status in _UNLIT:
        return None, LightReason.ON_TRACK
    if status.is_ended:
        return Light.DONE, LightReason.ENDED
    if any(pause.covers(day) for pause in facts.suspensions):
        return Light.PAUSED, LightReason.PAUSED
    return _worst(facts.duties, day, rules)


def _worst(duties: tuple[Duty, ...], day: date, rules: Rules) -> tuple[Light, LightReason]:
    unanswered = [(duty, version) for duty in duties if (version := duty.version_on(day))]
    finals = [version for duty, version in unanswered if duty.kind in (DeadlineKind.FINAL, DeadlineKind.LISTING_TERM)]
    missed = sum(
        duty.weight for duty, version in unanswered if duty.kind is DeadlineKind.MILESTONE and version.due_on < day
    )
    late = any(
        duty.kind is DeadlineKind.REPORT and version.yellow_on and version.yellow_on <= day
        for duty, version in unanswered
    )
    if any(version.red_on and version.red_on <= day for version in finals):
        return Light.RED, LightReason.FINAL_OVERDUE
    if missed >= rules.number(RuleName.MILESTONE_LIGHT, "red_weight"):
        return Light.RED, LightReason.MILESTONES_MISSED
    if any(version.yellow_on and version.yellow_on <= day for version in finals):
        return Light.YELLOW, LightReason.FINAL_NEAR
    if missed >= rules.number(RuleName.MILESTONE_LIGHT, "yellow_weight"):
        return Light.YELLOW, LightReason.MILESTONE_MISSED
    if late:
        return Light.YELLOW, LightReason.REPORT_LATE
    return Light.GREEN, LightReason.ON_TRACK


def new_red_since(day: date, calendar: WorkCalendar) -> date:
    """A light red since then or later is new on ``day``: it is tagged 待说明 for one working day (DOMAIN.md §4)."""
    return calendar.add_workdays(day + timedelta(days=1), -2) + timedelta(days=1)
