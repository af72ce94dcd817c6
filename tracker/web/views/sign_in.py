"""Signing in and out, and one's own password."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import writing
from tracker.policy.access import Actor
from tracker.policy.sign_in import Refused
from tracker.services.accounts import ChangePassword, change_password
from tracker.services.held_forms import take_form
from tracker.services.sessions import sign_out
from tracker.services.sign_in import CodeWanted, SignedIn, enter_code
from tracker.services.sign_in import sign_in as let_in
from tracker.vocabulary.actions import Action
from tracker.web.forms.sign_in import ChangePasswordForm, CodeForm, SignInForm
from tracker.web.guard import engine, grants, keep_refusal, open_to_public, see_other, settings
from tracker.web.login import Visitor, own_path

sign_in = Blueprint("sign_in", __name__)

_REFUSED = 422
_WAITING = "code_wanted"
_CODE_SECONDS = 300


@sign_in.route("/login", methods=["GET", "POST"])
@open_to_public
def form() -> ResponseReturnValue:
    """The way in. A refusal keeps the name that was typed, never the password."""
    entry = SignInForm()
    if not entry.is_submitted():
        return _page(entry)
    if not entry.validate():
        return _page(entry), _REFUSED
    with writing(engine()) as session:
        outcome = let_in(session, entry.login.data, entry.password.data, request.remote_addr or "", clock.now())
    if isinstance(outcome, Refused):
        entry.login.errors = list(outcome.messages)
        return _page(entry), _REFUSED
    if isinstance(outcome, CodeWanted):
        cookie.clear()
        cookie[_WAITING] = (outcome.account_id, clock.now().timestamp())
        way_back: dict[str, Any] = {name: value for name in ("next", "held") if (value := request.form.get(name))}
        return see_other(url_for("sign_in.code", **way_back))
    return _enter(outcome)


@sign_in.route("/login/code", methods=["GET", "POST"])
@open_to_public
def code() -> ResponseReturnValue:
    """The second step, for five minutes after the right password, in the same browser."""
    account_id, since = cookie.get(_WAITING, (0, 0.0))
    if clock.now().timestamp() - since > _CODE_SECONDS:
        return see_other(url_for("sign_in.form"))
    entry = CodeForm()
    if not entry.is_submitted():
        return _code_page(entry)
    if not entry.validate():
        return _code_page(entry), _REFUSED
    with writing(engine()) as session:
        outcome = enter_code(
            session, account_id, entry.code.data, request.remote_addr or "", settings().secret(), clock.now()
        )
    if isinstance(outcome, Refused):
        entry.code.errors = list(outcome.messages)
        return _code_page(entry), _REFUSED
    return _enter(outcome)


@sign_in.post("/logout")
@grants(Action.OWN_ACCOUNT)
def leave(session: Session, actor: Actor) -> ResponseReturnValue:
    """Out: the server forgets the session, whatever the browser keeps."""
    sign_out(session, actor, current_user.token, today=clock.today(), now=clock.now())
    logout_user()
    cookie.clear()
    response = see_other(url_for("sign_in.form"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@sign_in.route("/password", methods=["GET", "POST"])
@grants(Action.OWN_ACCOUNT)
def password(session: Session, actor: Actor) -> ResponseReturnValue:
    """One's own password."""
    entry = ChangePasswordForm()
    if not entry.is_submitted():
        return _password_page(entry)
    if not entry.validate():
        return _password_page(entry), _REFUSED
    command = ChangePassword(entry.old.data, entry.new.data, current_user.token, request.remote_addr or "")
    faults = change_password(session, actor, command, today=clock.today(), now=clock.now())
    if faults:
        keep_refusal()
        entry.new.errors = [fault.message for fault in faults]
        return _password_page(entry), _REFUSED
    flash("密码已修改")
    return see_other(url_for("desks.home"))


def _code_page(entry: CodeForm) -> str:
    way_back = {name: request.values.get(name, "") for name in ("next", "held")}
    return render_template("accounts/code.html", form=entry, way_back=way_back, now=clock.now())


def _page(entry: SignInForm) -> str:
    way_back = {name: request.values.get(name, "") for name in ("next", "held")}
    return render_template("accounts/sign_in.html", form=entry, way_back=way_back)


def _password_page(entry: ChangePasswordForm) -> str:
    return render_template("accounts/password.html", form=entry, must_change=current_user.must_change)


def _enter(signed_in: SignedIn) -> ResponseReturnValue:
    # A new cookie for a new session: nothing planted before signing in lives on.
    cookie.clear()
    login_user(Visitor(signed_in.token, signed_in.actor, signed_in.must_change))
    if signed_in.elsewhere:
        flash(f"该账号同时在其他地址登录：{'、'.join(signed_in.elsewhere)}。如非本人操作，请立即修改密码。")
    if signed_in.password_days_left is not None and signed_in.password_days_left <= _WARN_DAYS:
        flash(f"密码还有{signed_in.password_days_left}天到期，请及时修改。")
    if held := request.form.get("held"):
        return _give_back(signed_in.actor, held)
    return see_other(own_path(request.form.get("next")) or url_for("desks.home"))


_WARN_DAYS = 7


def _give_back(actor: Actor, token: str) -> ResponseReturnValue:
    """What was typed when the session ran out: shown, to be sent again from its page."""
    with writing(engine()) as session:
        held = take_form(session, actor.account_id, token, clock.now()) if actor.account_id else None
    if held is None:
        return see_other(url_for("desks.home"))
    typed = [value for name, value in held.fields if name not in ("form_key", "version") and value.strip()]
    return render_template("accounts/given_back.html", path=own_path(held.path) or "/", typed=typed)
