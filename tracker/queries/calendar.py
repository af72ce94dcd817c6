"""The work calendar as stored, and what it covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import CalendarDay, CalendarYear
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.running import DaySource, YearState


@dataclass(frozen=True)
class DayRow:
    day: date
    is_workday: bool
    source: DaySource
    note: str


@dataclass(frozen=True)
class YearRow:
    year: int
    state: YearState
    note: str
    exceptions: int


def work_calendar(session: Session) -> WorkCalendar:
    """The calendar to count by: the statutory days, with the office's own entries above them."""
    # "office" sorts before "statutory": read backwards, the office's word is the last.
    days = session.execute(select(CalendarDay.day, CalendarDay.is_workday).order_by(CalendarDay.source.desc()))
    effective = {row.day: row.is_workday for row in days}
    years = session.scalars(select(CalendarYear.year).where(CalendarYear.state == YearState.CONFIRMED))
    return WorkCalendar(
        rest_days=frozenset(day for day, works in effective.items() if not works),
        makeup_workdays=frozenset(day for day, works in effective.items() if works),
        confirmed_years=frozenset(years),
    )


def calendar_days(session: Session, year: int) -> Sequence[DayRow]:
    """The days of ``year`` that are not what their weekday says."""
    rows = session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(CalendarDay.day, CalendarDay.source)
    )
    return [DayRow(row.day, row.is_workday, row.source, row.note) for row in rows]


def calendar_years(session: Session) -> Sequence[YearRow]:
    """Every year known, oldest first."""
    counts = dict(
        session.execute(
            select(func.extract("year", CalendarDay.day), func.count()).group_by(func.extract("year", CalendarDay.day))
        ).all()
    )
    rows = session.scalars(select(CalendarYear).order_by(CalendarYear.year))
    return [YearRow(row.year, row.state, row.note, int(counts.get(row.year, 0))) for row in rows]
