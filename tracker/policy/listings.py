"""挂牌督办: how long, whether it is a relapse, who is a third person, how much of the term is left, what comes next."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.policy.reasons import seen
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.listings import Barred, ListingState, ListingStep, ReleaseState

LEAST_TERM, MOST_TERM = 5, 250
"""Working days a listing may be given: a week at least, a year at most."""
_A_WEEK = timedelta(days=7)
_BETWEEN_NAMES = re.compile(r"[、，,；;/]")


@dataclass(frozen=True)
class Person:
    """Somebody by account, by name, or both."""

    name: str
    account_id: int | None = None


@dataclass(frozen=True)
class Term:
    """A listing's term in working days on a day: all of it, what has passed, what is left; ``over`` in natural days.

    ``stopped_on`` is the day the unit asked to be released: while that waits, or was granted, the term does not run.
    """

    from_on: date
    due_on: date
    total: int
    elapsed: int
    left: int
    over: int
    stopped_on: date | None = None

    @property
    def percent(self) -> int:
        """The share of the term that has passed, of 100 at most."""
        return min(100 * self.elapsed // self.total, 100) if self.total > 0 else 100


@dataclass(frozen=True)
class Situation:
    """What the next step of a listing depends on. The dates are of duties that nobody has met yet."""

    state: ListingState
    release: ReleaseState | None
    term_due_on: date | None
    publish_due_on: date | None


def term_on(opened_on: date, due_on: date, stopped_on: date | None, day: date, calendar: WorkCalendar) -> Term:
    """How a term stands on ``day``."""
    until = min(stopped_on or day, day)
    return Term(
        opened_on,
        due_on,
        total=calendar.workdays_between(opened_on, due_on),
        elapsed=max(calendar.workdays_between(opened_on, until), 0),
        left=calendar.workdays_between(until, due_on),
        over=max((until - due_on).days, 0),
        stopped_on=stopped_on,
    )


def next_step(now: Situation, day: date) -> ListingStep:
    """What a listing waits for on ``day``: of several, what stops the rest."""
    if now.state is ListingState.PENDING:
        return ListingStep.APPROVE
    if now.state is ListingState.RELEASED:
        return ListingStep.PUBLISH_RELEASE if now.publish_due_on else ListingStep.NOTHING
    if now.state is not ListingState.LISTED:
        return ListingStep.NOTHING
    if now.release is ReleaseState.ASKED:
        return ListingStep.ACCEPT
    if now.release is ReleaseState.DECIDING:
        return ListingStep.DECIDE
    if now.term_due_on is not None and now.term_due_on < day:
        return ListingStep.TERM_OVER
    return ListingStep.PUBLISH if now.publish_due_on else ListingStep.RECTIFY


def relapses(released_on: date, listed_on: date, months: int) -> bool:
    """反弹: listed again within so many months of a release; the last day of them still counts."""
    return released_on <= listed_on <= watched_until(released_on, months)


def watched_until(released_on: date, months: int) -> date:
    """The last day of so many months after a release."""
    year, month = divmod(released_on.year * 12 + released_on.month - 1 + months, 12)
    return date(year, month + 1, min(released_on.day, monthrange(year, month + 1)[1]))


def officer_stays_away(listed_on: date, visits: Iterable[date], day: date) -> bool:
    """The officer has not been on site for a week, or not since a listing a week ago."""
    return day - max([listed_on, *visits]) >= _A_WEEK


def same_person(one: Person, other: Person) -> bool:
    """By account where both have one, and by name."""
    if one.account_id is not None and one.account_id == other.account_id:
        return True
    return bool(_folded(one.name)) and _folded(one.name) == _folded(other.name)


def not_third(visitor: Person, barred: Sequence[tuple[Barred, Person]]) -> tuple[Barred, str] | None:
    """Whoever of those on site had a part in it, and which; None where all are third persons.

    Several names may be given, parted by 、 or a comma.
    """
    here = [Person(visitor.name, visitor.account_id), *map(Person, _BETWEEN_NAMES.split(visitor.name))]
    for part, person in barred:
        if any(same_person(one, person) for one in here):
            return part, person.name
    return None


def _folded(name: str) -> str:
    return seen(unicodedata.normalize("NFKC", name))
