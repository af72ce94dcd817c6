"""Flask-Login over server-side sessions: the cookie names a session, the database knows whether it still lives."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request, url_for
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock
from tracker.db import reading, writing
from tracker.policy.access import Actor
from tracker.services.held_forms import hold_form
from tracker.services.second_factor import factor_of
from tracker.services.sessions import actor_of, past_seat, seat_of
from tracker.vocabulary.people import ADMINISTRATORS
from tracker.web.guard import engine, is_public, settings

# All that opens before an administrator has the second factor the site demands.
_TO_ENROL = frozenset(
    {"second_factor.show", "second_factor.begin", "second_factor.confirm", "sign_in.password", "sign_in.leave"}
)

login_manager = LoginManager()
login_manager.session_protection = None  # the server's row decides, not a guess from the address


class Visitor(UserMixin):
    """What Flask-Login carries: the session's token and the actor it stands for."""

    def __init__(self, token: str, actor: Actor, must_change: bool, must_enrol: bool = False) -> None:
        self.token, self.actor, self.must_change, self.must_enrol = token, actor, must_change, must_enrol

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader
def load(token: str) -> Visitor | None:
    """The living session behind a token. That it was seen is written down once a minute, not for every page."""
    now = clock.now()
    with reading(engine()) as session:
        seat = seat_of(session, token, now)
    if seat is not None and seat.unnoted:
        with writing(engine()) as session:
            seat = actor_of(session, token, now)
    return Visitor(token, seat.actor, seat.must_change, _must_enrol(seat.actor)) if seat else None


def _must_enrol(actor: Actor) -> bool:
    """Whether the site demands a second factor of this account, and it has none."""
    if settings().second_factor != "administrators" or not actor.roles & ADMINISTRATORS:
        return False
    with reading(engine()) as session:
        return factor_of(session, actor.account_id) is None


def add_gate(app: Flask) -> None:
    """Deny by default: no door but the public ones opens for a stranger, or before an issued password is changed."""
    login_manager.init_app(app)

    @app.before_request
    def gate() -> Response | AnyResponse | None:
        if is_public(app, request.endpoint) or request.endpoint is None:
            return None
        if not current_user.is_authenticated:
            way_back: dict[str, Any] = _way_back()
            return redirect(url_for("sign_in.form", **way_back), code=303)
        g.actor = current_user.actor
        if current_user.must_change and request.endpoint not in ("sign_in.password", "sign_in.leave"):
            return redirect(url_for("sign_in.password"), code=303)
        if current_user.must_enrol and request.endpoint not in _TO_ENROL and not current_user.must_change:
            return redirect(url_for("second_factor.show"), code=303)
        return None


def _way_back() -> dict[str, str]:
    """Where to go after signing in: the page that was asked for, or the form that was posted too late, as typed."""
    if request.method == "GET":
        return {"next": request.full_path.rstrip("?")}
    now = clock.now()
    with writing(engine()) as session:
        past = past_seat(session, cookie.get("_user_id", ""), now)
        if past is None:
            return {}
        page = own_path(urlsplit(request.referrer or "").path) or "/"
        return {"held": hold_form(session, past.account_id, page, request.form.items(multi=True), now)}


def own_path(target: str | None) -> str | None:
    """``target`` if it is a plain path of this site, else nothing: no address of a stranger's is ever followed."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\") or any(ord(one) < 33 for one in target):
        return None
    return None if "\\" in target else target
