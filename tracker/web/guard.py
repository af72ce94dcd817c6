"""The gate: every door declares its action, every request has an actor, a session and at most one transaction.

In order: who is it, may this door open at all, then the view, then the commit. A view that answers with an error, or
raises, leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker import clock
from tracker.config import Settings
from tracker.db import reading, writing
from tracker.errors import NotPermitted, RuleBroken
from tracker.policy.access import Actor, may_ever
from tracker.policy.secrecy import refuse_marked
from tracker.services.evidence import MOST_FILES, MOST_MEGABYTES
from tracker.services.posted_forms import answer_form, claim_form, forget_form
from tracker.vocabulary.actions import Action
from tracker.vocabulary.web import WebRefusal

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

_DOOR = "_door"
_PUBLIC = "public"
_FAILED = 400
_LARGE = "_large"
_LARGEST_REQUEST = (MOST_FILES * MOST_MEGABYTES + 5) * 1024 * 1024


def engine() -> Engine:
    found: Engine = current_app.extensions["tracker_engine"]
    return found


def settings() -> Settings:
    found: Settings = current_app.extensions["tracker_settings"]
    return found


def actor() -> Actor:
    """Whoever is signed in; only behind a declared door."""
    found: Actor = g.actor
    return found


def open_to_public(view: View) -> View:
    """A door without a lock: signing in, static files."""
    setattr(view, _DOOR, _PUBLIC)
    return view


def takes_files(view: View) -> View:
    """A door through which evidence comes: its requests may be as large as five files of 20 MB and their text."""
    setattr(view, _LARGE, True)
    return view


def add_body_limits(app: Flask) -> None:
    """Let the large requests in, at the doors that take files and nowhere else. Before anything reads the body."""

    @app.before_request
    def limit() -> None:
        if request.endpoint and getattr(app.view_functions.get(request.endpoint), _LARGE, False):
            request.max_content_length = _LARGEST_REQUEST


def grants(action: Action) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """A door for ``action``. The view gets a session and the actor before its own arguments."""

    def decorate(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def entered(**arguments: Any) -> ResponseReturnValue:
            if not may_ever(g.actor, action):
                raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
            if request.method in ("GET", "HEAD"):
                with reading(engine()) as session:
                    return view(session, g.actor, **arguments)
            return _write(view, arguments)

        setattr(entered, _DOOR, action)
        return entered

    return decorate


def _write(view: Callable[..., ResponseReturnValue], arguments: dict[str, Any]) -> ResponseReturnValue:
    with writing(engine()) as session:
        key = request.form.get("form_key", "")[:64]
        if key and (answered := claim_form(session, g.actor.account_id, key, now=clock.now())) is not None:
            return redirect(answered, code=303)
        response = current_app.make_response(view(session, g.actor, **arguments))
        if response.status_code < _FAILED:
            _refuse_marked()
        if response.status_code >= _FAILED and not g.get("keep_refusal"):
            session.rollback()
        elif key and g.get("post_again") and response.status_code >= _FAILED:
            forget_form(session, g.actor.account_id, key)
        elif key:
            answer_form(session, g.actor.account_id, key, response.headers.get("Location", request.path))
        return response


def keep_refusal(*, again: bool = False) -> None:
    """Commit even if the request is refused: a wrong password is counted, a file that came is kept.

    With ``again`` a refused form is as if it had not been posted: the same key may come once more.
    """
    g.keep_refusal, g.post_again = True, again


def _refuse_marked() -> None:
    """Whatever the form: nothing marked secret is ever committed, nor said to have been done."""
    try:
        refuse_marked(*request.form.values())
    except RuleBroken:
        cookie.pop("_flashes", None)
        raise


def check_doors(app: Flask) -> None:
    """Refuse to start with an endpoint that declares nothing."""
    undeclared = [name for name, view in app.view_functions.items() if not hasattr(view, _DOOR)]
    if undeclared:
        raise RuntimeError(f"endpoints without a declared action: {', '.join(sorted(undeclared))}")


def door_of(app: Flask, endpoint: str) -> str:
    """The action an endpoint declares, or ``public``."""
    return str(getattr(app.view_functions[endpoint], _DOOR))


def is_public(app: Flask, endpoint: str | None) -> bool:
    return endpoint is not None and getattr(app.view_functions.get(endpoint), _DOOR, None) == _PUBLIC


def see_other(location: str) -> Response:
    """Where a finished act leads: a page that can be reloaded."""
    return redirect(location, code=303)


__all__ = ["Session", "actor", "check_doors", "door_of", "engine", "grants", "is_public", "open_to_public", "see_other"]
