"""From rows to what a template prints: marks, tones, dates, addresses."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request
from flask_login import current_user

from tracker import clock
from tracker.policy.access import may_ever
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.lights import Light
from tracker.web.assets import asset_url
from tracker.web.guard import settings
from tracker.web.navigation import DAILY, MENUS
from tracker.wording import split_days

# Shape beside colour: read on a black-and-white print, and by those who cannot tell red from green.
_MARKS = {Light.GREEN: "■", Light.YELLOW: "▲", Light.RED: "●", Light.DONE: "✓", Light.PAUSED: "‖"}
_WEEKDAYS = "一二三四五六日"


def add_presenters(app: Flask) -> None:
    """Register filters and globals of the templates."""
    app.jinja_env.filters.update(day=day, moment=moment, local_day=local_day, split_days=split_days)
    app.jinja_env.globals.update(
        mark=lambda light: _MARKS[light],
        asset_url=asset_url,
        form_key=lambda: secrets.token_urlsafe(16),
        with_query=with_query,
        allowed=allowed,
        daily=DAILY,
        menus=MENUS,
        Action=Action,
        Light=Light,
    )
    app.jinja_env.tests["allowed_here"] = allowed
    app.context_processor(_of_request)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _of_request() -> dict[str, object]:
    return {"today": clock.today(), "office_name": settings().office, "actor": g.get("actor")}


def allowed(action: Action) -> bool:
    """Whether a door may open for whoever is signed in; templates draw only links that lead somewhere."""
    return bool(current_user.is_authenticated) and may_ever(current_user.actor, action)


def day(value: date | None) -> str:
    """2026年3月1日 周日; nothing for no date."""
    return f"{value.year}年{value.month}月{value.day}日 周{_WEEKDAYS[value.weekday()]}" if value else ""


def moment(value: datetime) -> str:
    """An instant by the office's clock."""
    return f"{value.astimezone(clock.OFFICE_ZONE):%Y-%m-%d %H:%M:%S}"


def local_day(value: datetime) -> date:
    """The office's calendar day of an instant."""
    return value.astimezone(clock.OFFICE_ZONE).date()


def with_query(**changes: object) -> str:
    """The present address with some of its query changed; an empty value removes it, and paging starts over."""
    kept = {key: value for key, value in request.args.items() if key != "after"}
    kept |= {key: str(value) for key, value in changes.items()}
    query = urlencode({key: value for key, value in kept.items() if value})
    return f"{request.path}?{query}" if query else request.path


def signed_for(task: Any) -> str:
    """What a lead is told at 签收: a small matter wants no plan."""
    simple = task.procedure is Procedure.SIMPLE
    return "已签收，请按时办理，办完报结" if simple else "已签收，请在规定时限内报方案"
