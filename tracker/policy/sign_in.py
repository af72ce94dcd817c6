"""When somebody is let in, and for how long: locks, the limit of an address, the limits of a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.vocabulary.people import SessionEnd
from tracker.vocabulary.sign_in import SignInRefusal

LOCK_AFTER = 5
LOCK_WINDOW = LOCK_FOR = timedelta(minutes=30)
ADDRESS_FAILURES = 30
ADDRESS_WINDOW = timedelta(minutes=10)

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last visit is kept; each visit written down would be a write for every page read."""

UNUSED_LISTED = timedelta(days=90)
UNUSED_SUSPENDED = timedelta(days=180)


@dataclass(frozen=True)
class Refused:
    """Somebody was not let in. A value, not an error: the failed attempt must be remembered, not rolled back."""

    codes: tuple[SignInRefusal, ...]
    minutes: int = 0

    @property
    def messages(self) -> tuple[str, ...]:
        return tuple(code.worded(minutes=self.minutes) for code in self.codes)


def locked_until(failed_at: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when a login is locked, given its failures, newest first; None where it is open."""
    if len(failed_at) < LOCK_AFTER or failed_at[0] - failed_at[LOCK_AFTER - 1] >= LOCK_WINDOW:
        return None
    until = failed_at[0] + LOCK_FOR
    return until if now < until else None


def throttled_until(failed_at: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when an address is held off, given its failures, newest first."""
    if len(failed_at) < ADDRESS_FAILURES:
        return None
    until = failed_at[ADDRESS_FAILURES - 1] + ADDRESS_WINDOW
    return until if now < until else None


def ended(began_at: datetime, seen_at: datetime, now: datetime) -> tuple[datetime, SessionEnd] | None:
    """When and by what limit a session ran out; None while it lasts."""
    limits = [(seen_at + IDLE_LIMIT, SessionEnd.IDLE), (began_at + ABSOLUTE_LIMIT, SessionEnd.ABSOLUTE)]
    first = min(limits, key=lambda limit: limit[0])
    return first if now >= first[0] else None


def minutes_until(until: datetime, now: datetime) -> int:
    """Begun minutes count as whole ones."""
    return -((now - until) // timedelta(minutes=1))
