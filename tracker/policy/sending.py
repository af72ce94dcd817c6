"""When a message may go out: urgent ones at once, day or night; the rest once a working day, never in quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker.policy.work_calendar import WorkCalendar

BACKOFF_MINUTES = (1, 5, 30, 120, 720)
"""Waits between attempts; a message that has used them all is dead until a person looks at it."""


@dataclass(frozen=True)
class Hours:
    """The office's clock: when the day's digest goes out, and from when until when it is quiet."""

    digest_at: time
    quiet_from: time
    quiet_until: time

    @classmethod
    def of(cls, digest_at: str, quiet_from: str, quiet_until: str) -> Hours:
        """From hours as a site sets them, such as 08:40."""
        return cls(*(time.fromisoformat(one) for one in (digest_at, quiet_from, quiet_until)))

    def is_quiet(self, hour: time) -> bool:
        """Whether ``hour`` lies in the quiet hours, which may go over midnight."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until


def digest_after(written: datetime, hours: Hours, calendar: WorkCalendar, *, not_on: date | None = None) -> datetime:
    """The first digest at or after ``written``, on the office's clock, on a working day later than ``not_on``."""
    day = written.date()
    if written.time() > hours.digest_at:
        day += timedelta(days=1)
    if not_on is not None and day <= not_on:
        day = not_on + timedelta(days=1)
    return datetime.combine(calendar.move_to_workday(day), hours.digest_at, written.tzinfo)


def not_quiet(moment: datetime, hours: Hours, calendar: WorkCalendar) -> datetime:
    """``moment`` itself, on the office's clock, or where it is quiet or a rest day, the end of that."""
    day, hour = moment.date(), moment.time()
    if calendar.is_workday(day):
        if not hours.is_quiet(hour):
            return moment
        if hour < hours.quiet_until:
            return datetime.combine(day, hours.quiet_until, moment.tzinfo)
        day += timedelta(days=1)
    opened = hours.quiet_until if hours.is_quiet(time.min) else time.min
    return datetime.combine(calendar.move_to_workday(day), opened, moment.tzinfo)


def next_attempt(
    failed_at: datetime, attempts: int, *, urgent: bool, hours: Hours, calendar: WorkCalendar
) -> datetime | None:
    """When to try again after so many attempts; None where it has been tried enough."""
    if attempts > len(BACKOFF_MINUTES):
        return None
    moment = failed_at + timedelta(minutes=BACKOFF_MINUTES[attempts - 1])
    return moment if urgent else not_quiet(moment, hours, calendar)
