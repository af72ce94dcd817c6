"""Flask-Login over server-side sessions: the cookie names a session, the database knows whether it still lives."""

from __future__ import annotations

from flask import Flask, Response, g, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock
from tracker.db import writing
from tracker.policy.access import Actor
from tracker.services.sessions import actor_of
from tracker.web.guard import engine, is_public

login_manager = LoginManager()
login_manager.session_protection = None  # the server's row decides, not a guess from the address


class SignedIn(UserMixin):
    """What Flask-Login carries: the session's token and the actor it stands for."""

    def __init__(self, token: str, actor: Actor, must_change: bool) -> None:
        self.token, self.actor, self.must_change = token, actor, must_change

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader
def load(token: str) -> SignedIn | None:
    """The living session behind a token; asking keeps it alive."""
    with writing(engine()) as session:
        found = actor_of(session, token, now=clock.now())
    return SignedIn(token, found.actor, found.must_change) if found else None


def add_gate(app: Flask) -> None:
    """Deny by default: no door but the public ones opens for a stranger, or before an issued password is changed."""
    login_manager.init_app(app)

    @app.before_request
    def gate() -> Response | AnyResponse | None:
        if is_public(app, request.endpoint) or request.endpoint is None:
            return None
        if not current_user.is_authenticated:
            wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
            return redirect(url_for("sign_in.form", next=wanted or None), code=303)
        g.actor = current_user.actor
        if current_user.must_change and request.endpoint not in ("sign_in.password", "sign_in.leave"):
            return redirect(url_for("sign_in.password"), code=303)
        return None


def own_path(target: str | None) -> str | None:
    """``target`` if it is a plain path of this site, else nothing: no address of a stranger's is ever followed."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\") or any(ord(one) < 33 for one in target):
        return None
    return None if "\\" in target else target
