"""The work calendar: a year loaded and confirmed, a day set by the office; provisional dates are counted again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import CalendarDay, CalendarYear
from tracker.policy.access import Actor
from tracker.policy.statutory_years import statutory_years
from tracker.services import audit
from tracker.services.recount import recount
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.running import AuditTag, DaySource, YearState

WORKED = {"班": True, "休": False}
"""How a notice says whether a day is worked."""


@dataclass(frozen=True)
class LoadYear:
    """Confirm a year by its statutory table, or by ``days`` (day, worked, note) from the State Council's notice."""

    year: int
    days: tuple[tuple[date, bool, str], ...] | None = None
    note: str = ""


def read_days(text: str, year: int) -> tuple[tuple[date, bool, str], ...]:
    """Lines of “日期,休或班,说明”. Raises RuleBroken at the first that cannot be read or is of another year.

    New Year's make-up day may lie in the December before and comes with the new year's notice.
    """
    days = []
    for number, row in enumerate(csv.reader(text.splitlines()), start=1):
        if not row:
            continue
        try:
            day, works = date.fromisoformat(row[0].strip()), WORKED[row[1].strip()]
        except (ValueError, KeyError, IndexError) as error:
            raise RuleBroken(Refusal.CALENDAR_ROW_WRONG, row=number, text=",".join(row)) from error
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            raise RuleBroken(Refusal.DAY_NOT_OF_YEAR, row=number, day=day, year=year)
        days.append((day, works, ",".join(row[2:]).strip()))
    return tuple(days)


def load_year(session: Session, actor: Actor, command: LoadYear, *, today: date) -> int:
    """Store and confirm a year; returns how many deadlines moved. Raises RuleBroken where nobody knows the year."""
    if command.days is not None:
        exceptions = [one for one in command.days if one[1] != (one[0].weekday() < 5)]
        rest = {day for day, works, _ in exceptions if not works}
        makeup = {day for day, works, _ in exceptions if works}
    elif (statutory := statutory_years().get(command.year)) is not None:
        rest, makeup = set(statutory[0]), set(statutory[1])
    else:
        raise RuleBroken(Refusal.YEAR_UNKNOWN, year=command.year)
    said = {day: note for day, _, note in command.days or ()}
    store_year(session, command.year, rest, makeup, command.note, said)
    session.flush()
    moved = recount(session, actor, today=today)
    audit.record(session, actor, AuditTag.CALENDAR_LOADED, "calendar", command.year, today=today, moved=moved)
    return moved


def set_day(session: Session, actor: Actor, day: date, is_workday: bool, note: str, *, today: date) -> int:
    """The office's own word on a day, above the statutory table; returns how many deadlines moved."""
    session.execute(delete(CalendarDay).where(CalendarDay.day == day, CalendarDay.source == DaySource.OFFICE))
    session.add(CalendarDay(day=day, is_workday=is_workday, source=DaySource.OFFICE, note=note))
    session.flush()
    moved = recount(session, actor, today=today)
    audit.record(
        session,
        actor,
        AuditTag.CALENDAR_EDITED,
        "calendar",
        None,
        today=today,
        day=day,
        is_workday=is_workday,
        note=note,
    )
    return moved


def store_year(
    session: Session,
    year: int,
    rest: Iterable[date],
    makeup: Iterable[date],
    note: str,
    said: Mapping[date, str] = MappingProxyType({}),
) -> None:
    """Replace a year's statutory days and mark it confirmed; ``said`` are the notice's words on single days."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    session.execute(
        delete(CalendarDay).where(
            CalendarDay.day.between(first, last) | CalendarDay.day.in_([*rest, *makeup]),  # a December day comes along
            CalendarDay.source == DaySource.STATUTORY,
        )
    )
    for works, days in ((False, rest), (True, makeup)):
        session.add_all(
            CalendarDay(day=day, is_workday=works, source=DaySource.STATUTORY, note=said.get(day) or note)
            for day in sorted(days)
        )
    row = session.scalars(select(CalendarYear).where(CalendarYear.year == year)).first()
    if row is None:
        session.add(CalendarYear(year=year, state=YearState.CONFIRMED, note=note))
    else:
        row.state, row.note = YearState.CONFIRMED, note
