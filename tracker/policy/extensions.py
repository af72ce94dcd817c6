"""延期申请: when a unit may ask for more time, how much, and for which days the ladder waits for the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.errors import RuleBroken
from tracker.policy.light import Interval
from tracker.policy.reasons import seen
from tracker.policy.routes import Step
from tracker.policy.rules import RuleName, Rules
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.deadlines import DeadlineKind, TermUnit
from tracker.vocabulary.extensions import ExtensionRefusal

LEAST_REASON = 10
EXTENSIBLE = frozenset(
    {DeadlineKind.FINAL, DeadlineKind.MILESTONE, DeadlineKind.LISTING_TERM, DeadlineKind.RECTIFICATION}
)
"""What a unit may ask to be given more time for."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """The deadline as it stands: its first date is that of the original term, whatever it was given since.

    ``pauses`` are the task's suspensions; ``limit`` is the task's final date, where the deadline is a node's.
    """

    opened_on: date
    original_due_on: date
    due_on: date
    listed: bool = False
    pauses: tuple[Interval, ...] = ()
    limit: date | None = None

    @property
    def days(self) -> int:
        """The original term in natural days."""
        return max((self.original_due_on - self.opened_on).days, 0)

    def is_short(self, rules: Rules) -> bool:
        return self.days <= rules.number(RuleName.EXTENSION, "short_term_days")


def hold(signed_on: date, decided_on: date | None, held_until: date) -> Interval:
    """The days the ladder waits: from the signature to the decision or its due date, both days included."""
    last = held_until if decided_on is None else min(decided_on, held_until)
    return Interval(signed_on, last + _DAY)


def last_day_to_ask(term: Term, rules: Rules, calendar: WorkCalendar) -> date | None:
    """The last day on which asking is in time; None while a suspension without an end covers it.

    So many working days before the due date, but never more than a third of the term ahead; a short term may be asked
    for until its own day. A day of asking that fell into a suspension is moved to the day the clock runs again.
    """
    if term.is_short(rules):
        last = term.due_on
    else:
        name = "listed_lead_workdays" if term.listed else "lead_workdays"
        wanted = calendar.add_workdays(term.due_on, -rules.number(RuleName.EXTENSION, name))
        last = max(wanted, term.due_on - timedelta(days=term.days // 3))
    return _after_pauses(last, term.pauses)


def is_late(term: Term, day: date) -> bool:
    """On ``day`` the date is past, and what is asked can only be an explanation (逾期说明)."""
    over = _after_pauses(term.due_on, term.pauses)
    return over is not None and over < day


def latest_date(term: Term, rules: Rules) -> date:
    """The latest date one extension may give: a share of the original term, days of a suspension not counted."""
    share = max(term.days * rules.number(RuleName.EXTENSION, "longest_percent") // 100, 1)
    latest, left = term.due_on, share
    while left:
        latest += _DAY
        if not any(pause.covers(latest) and pause.end is not None for pause in term.pauses):
            left -= 1
    return latest


def demand_reason(reason: str) -> None:
    """Raises RuleBroken where the reason says too little (security-ux.md §6.5 row 1)."""
    if len(seen(reason)) < LEAST_REASON:
        raise RuleBroken(ExtensionRefusal.REASON_SHORT, least=LEAST_REASON)


def demand_in_time(term: Term, day: date, rules: Rules, calendar: WorkCalendar) -> None:
    """Raises RuleBroken where it is too late to ask on ``day``, though the date is not past yet."""
    last = last_day_to_ask(term, rules, calendar)
    if last is not None and day > last:
        raise RuleBroken(ExtensionRefusal.ASKED_LATE, last=last, due=term.due_on)


def demand_date(term: Term, new: date, rules: Rules) -> None:
    """Raises RuleBroken where ``new`` is no later date, a too late one, or one within a suspension."""
    if new <= term.due_on:
        raise RuleBroken(ExtensionRefusal.NOT_LATER, due=term.due_on)
    for pause in term.pauses:
        if pause.covers(new):
            until = f"至{pause.end - _DAY}" if pause.end else "，恢复日期未定"
            raise RuleBroken(ExtensionRefusal.WITHIN_PAUSE, day=new, span=f"{pause.start}起{until}")
    latest = latest_date(term, rules)
    if new > latest:
        percent = rules.number(RuleName.EXTENSION, "longest_percent")
        raise RuleBroken(ExtensionRefusal.TOO_LONG, percent=percent, term=term.days, latest=latest)
    if term.limit is not None and new > term.limit:
        raise RuleBroken(ExtensionRefusal.BEYOND_FINAL, limit=term.limit)


def decision_term(term: Term, rules: Rules) -> tuple[int, TermUnit]:
    """How long the office has to decide; a short term is answered the same day."""
    if term.is_short(rules):
        return 0, TermUnit.NATURAL
    name = "listed_decision_workdays" if term.listed else "decision_workdays"
    return rules.number(RuleName.EXTENSION, name), TermUnit.WORKING


def step_for(route: Sequence[Step], granted: int) -> Step | None:
    """Who decides after so many extensions of the task: the first is free, the next goes one rank up."""
    if not route:
        return None
    chosen = route[min(granted, len(route) - 1)]
    return Step(1, chosen.rank, chosen.post_id)


def _after_pauses(day: date, pauses: Iterable[Interval]) -> date | None:
    """``day``, or the first day after the suspensions that cover it; None where one has no end."""
    for pause in sorted(pauses, key=lambda one: one.start):
        if pause.covers(day):
            if pause.end is None:
                return None
            day = pause.end
    return day
