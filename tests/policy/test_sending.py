"""When messages go out, as tables of cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tracker import clock
from tracker.policy.sending import BACKOFF_MINUTES, Hours, digest_after, next_attempt, not_quiet
from tracker.policy.work_calendar import WorkCalendar

HOURS = Hours.of("08:40", "20:00", "07:30")
# 2026-10-01 (Thursday) to 10-07 are holidays; Saturday 10-10 is worked.
CALENDAR = WorkCalendar(frozenset(date(2026, 10, day) for day in range(1, 8)), frozenset({date(2026, 10, 10)}))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.OFFICE_ZONE)


@pytest.mark.parametrize(
    ("written", "goes"),
    [
        ("06-01 08:31", "06-01 08:40"),
        ("06-01 08:40", "06-01 08:40"),
        ("06-01 08:41", "06-02 08:40"),
        ("06-01 00:00", "06-01 08:40"),
        ("06-05 17:00", "06-08 08:40"),  # Friday afternoon: Monday
        ("06-06 08:00", "06-08 08:40"),
        ("09-30 09:00", "10-08 08:40"),
        ("10-09 23:59", "10-10 08:40"),  # a Saturday that is worked
        ("12-31 10:00", "2027-01-01 08:40"),
    ],
)
def test_the_digest_is_the_next_one_of_a_working_day(written: str, goes: str) -> None:
    expected = at(goes) if len(goes) == 11 else datetime.fromisoformat(goes).replace(tzinfo=clock.OFFICE_ZONE)
    assert digest_after(at(written), HOURS, CALENDAR) == expected


def test_a_day_that_has_had_its_digest_gets_no_second() -> None:
    assert digest_after(at("06-01 08:31"), HOURS, CALENDAR, not_on=date(2026, 6, 1)) == at("06-02 08:40")
    assert digest_after(at("06-01 08:31"), HOURS, CALENDAR, not_on=date(2026, 5, 29)) == at("06-01 08:40")


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("06-01 07:30", "06-01 07:30"),
        ("06-01 07:29", "06-01 07:30"),
        ("06-01 00:00", "06-01 07:30"),
        ("06-01 19:59", "06-01 19:59"),
        ("06-01 20:00", "06-02 07:30"),
        ("06-05 23:00", "06-08 07:30"),
        ("06-06 12:00", "06-08 07:30"),
        ("10-05 12:00", "10-08 07:30"),
        ("10-10 12:00", "10-10 12:00"),
    ],
)
def test_quiet_hours_and_rest_days_are_waited_out(moment: str, until: str) -> None:
    assert not_quiet(at(moment), HOURS, CALENDAR) == at(until)


def test_quiet_hours_at_noon_and_none_at_all() -> None:
    noon, never = Hours.of("08:40", "12:00", "14:00"), Hours.of("08:40", "00:00", "00:00")
    assert not_quiet(at("06-01 12:30"), noon, CALENDAR) == at("06-01 14:00")
    assert not_quiet(at("06-01 23:30"), noon, CALENDAR) == at("06-01 23:30")
    assert not_quiet(at("06-06 12:30"), noon, CALENDAR) == at("06-08 00:00")
    assert not_quiet(at("06-01 03:00"), never, CALENDAR) == at("06-01 03:00")


def test_waits_grow_until_it_has_been_tried_enough() -> None:
    noon = at("06-01 08:40")
    waits = [
        next_attempt(noon, attempts, urgent=True, hours=HOURS, calendar=CALENDAR)
        for attempts in range(1, len(BACKOFF_MINUTES) + 2)
    ]
    assert waits == [*(noon + timedelta(minutes=wait) for wait in (1, 5, 30, 120, 720)), None]


def test_only_what_is_urgent_is_tried_again_at_night() -> None:
    evening = at("06-05 19:59")
    assert next_attempt(evening, 1, urgent=False, hours=HOURS, calendar=CALENDAR) == at("06-08 07:30")
    assert next_attempt(evening, 1, urgent=True, hours=HOURS, calendar=CALENDAR) == at("06-05 20:00")
