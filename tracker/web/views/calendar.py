"""工作日历: a year as twelve months; a day set, a year loaded."""

from __future__ import annotations

from calendar import Calendar
from datetime import date

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound
from tracker.policy.access import Actor
from tracker.queries.calendar import calendar_days, calendar_years, work_calendar
from tracker.services.calendar import WORKED, LoadYear, load_year, read_days, set_day
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.web.forms.base import kept
from tracker.web.forms.calendar import DayForm, YearForm
from tracker.web.guard import grants, see_other

calendar = Blueprint("calendar", __name__, url_prefix="/calendar")

_REFUSED = 422
_FIRST, _LAST = 2000, 2100


@calendar.get("")
@grants(Action.CALENDAR_MANAGE)
def this_year(session: Session, actor: Actor) -> ResponseReturnValue:
    """The year we are in."""
    return see_other(url_for("calendar.show", year=clock.today().year))


@calendar.get("/<int:year>")
@grants(Action.CALENDAR_MANAGE)
def show(session: Session, actor: Actor, year: int) -> ResponseReturnValue:
    """A year: its months, and the days that are not what their weekday says."""
    day = DayForm(formdata=None)
    chosen = request.args.get("day", "")
    day.day.data = date.fromisoformat(chosen) if _is_day(chosen) else None
    return _page(session, year, day, YearForm(formdata=None))


@calendar.post("/<int:year>/day")
@grants(Action.CALENDAR_MANAGE)
def set_one(session: Session, actor: Actor, year: int) -> ResponseReturnValue:
    """The office's own word on a day; open deadlines are counted again."""
    form = DayForm()
    if form.validate() and _in_reach(form):
        with kept(form, session):
            day, word = form.day.data, form.word.data
            moved = set_day(session, actor, day, WORKED[word], (form.note.data or "").strip(), today=clock.today())
            flash(f"{day} 已设为{word}，{moved}个时限重算")
            return see_other(url_for("calendar.show", year=day.year))
    return _page(session, year, form, YearForm(formdata=None)), _REFUSED


@calendar.post("/<int:year>/load")
@grants(Action.CALENDAR_MANAGE)
def load(session: Session, actor: Actor, year: int) -> ResponseReturnValue:
    """Confirm a year, by the statutory table or by the notice's days typed in."""
    form = YearForm()
    if form.validate():
        with kept(form, session, "days"):
            text = (form.days.data or "").strip()
            command = LoadYear(_known(year), read_days(text, year) if text else None, "页面录入" if text else "")
            moved = load_year(session, actor, command, today=clock.today())
            flash(f"{year}年工作日历已确认，{moved}个时限重算")
            return see_other(url_for("calendar.show", year=year))
    return _page(session, year, DayForm(formdata=None), form), _REFUSED


def _page(session: Session, year: int, day: DayForm, whole: YearForm) -> str:
    _known(year)
    exceptions = calendar_days(session, year)
    work = work_calendar(session)
    months = Calendar(firstweekday=0)
    return render_template(
        "calendar/show.html",
        year=year,
        years=calendar_years(session),
        state=next((one for one in calendar_years(session) if one.year == year), None),
        months=[months.monthdatescalendar(year, month) for month in range(1, 13)],
        is_workday=work.is_workday,
        special={one.day: one for one in exceptions},
        exceptions=exceptions,
        day_form=day,
        year_form=whole,
    )


def _known(year: int) -> int:
    if not _FIRST <= year <= _LAST:
        raise NotFound(Refusal.YEAR_BEYOND, first=_FIRST, last=_LAST)
    return year


def _in_reach(form: DayForm) -> bool:
    day = form.day.data
    if not _FIRST <= day.year <= _LAST:
        form.refuse(Refusal.YEAR_BEYOND.worded(first=_FIRST, last=_LAST), "day")
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
