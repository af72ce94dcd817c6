"""Accounts: opened and shut by the system administrator, given their rights by the security administrator."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.policy.access import Actor
from tracker.queries.accounts import accounts as all_accounts
from tracker.queries.accounts import departments, posts
from tracker.services import accounts as services
from tracker.services import second_factor
from tracker.vocabulary.actions import Action
from tracker.vocabulary.people import Role
from tracker.web.guard import grants, see_other

accounts = Blueprint("accounts", __name__, url_prefix="/accounts")


@accounts.get("")
@grants(Action.ACCOUNT_LIST)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """All accounts, and a form for a new one."""
    return _page(session)


@accounts.post("")
@grants(Action.ACCOUNT_MANAGE)
def create(session: Session, actor: Actor) -> ResponseReturnValue:
    """A new account without rights; its one-time password is shown once, here."""
    form = request.form
    command = services.CreateAccount(
        form.get("login", ""), form.get("name", ""), _number("department_id"), _number("post_id")
    )
    try:
        with session.begin_nested():
            account, issued = services.create_account(session, actor, command, **_when())
    except RuleBroken as refused:
        return _page(session, refused=refused.message, typed=form), 422
    return _page(session, issued=(account.login, issued))


@accounts.post("/<int:account_id>/disable")
@grants(Action.ACCOUNT_MANAGE)
def disable(session: Session, actor: Actor, account_id: int) -> ResponseReturnValue:
    """Shut an account at once."""
    return _done(f"{services.disable(session, actor, account_id, **_when()).login} 已停用")


@accounts.post("/<int:account_id>/enable")
@grants(Action.ACCOUNT_MANAGE)
def enable(session: Session, actor: Actor, account_id: int) -> ResponseReturnValue:
    """Open it again."""
    return _done(f"{services.enable(session, actor, account_id, **_when()).login} 已启用")


@accounts.post("/<int:account_id>/reset")
@grants(Action.ACCOUNT_MANAGE)
def reset(session: Session, actor: Actor, account_id: int) -> ResponseReturnValue:
    """A new one-time password, shown once."""
    issued = services.reset_password(session, actor, account_id, **_when())
    return _page(session, issued=("该账号", issued))


@accounts.post("/<int:account_id>/unlock")
@grants(Action.ROLE_MANAGE)
def unlock(session: Session, actor: Actor, account_id: int) -> ResponseReturnValue:
    """Failed attempts so far no longer count."""
    return _done(f"{services.unlock(session, actor, account_id, **_when()).login} 已解锁")


@accounts.post("/<int:account_id>/clear-factor")
@grants(Action.ROLE_MANAGE)
def clear_factor(session: Session, actor: Actor, account_id: int) -> ResponseReturnValue:
    """A lost second factor: the password opens alone again."""
    account = second_factor.clear_factor(session, actor, account_id, **_when())
    return _done(f"{account.login} 的动态口令已清除")


@accounts.post("/<int:account_id>/roles")
@grants(Action.ROLE_MANAGE)
def roles(session: Session, actor: Actor, account_id: int) -> ResponseReturnValue:
    """The account's rights."""
    wanted = frozenset(role for role in Role if role.value in request.form.getlist("role"))
    account = services.set_roles(session, actor, account_id, wanted, **_when())
    return _done(f"{account.login} 的权限已调整")


def _page(
    session: Session,
    issued: tuple[str, str] | None = None,
    refused: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
) -> str:
    return render_template(
        "accounts/show.html",
        rows=all_accounts(session, clock.now()),
        departments=departments(session),
        posts=posts(session),
        roles=list(Role),
        issued=issued,
        refused=refused,
        typed=typed,
    )


def _number(name: str) -> int | None:
    given = request.form.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


def _when() -> dict[str, Any]:
    return {"today": clock.today(), "now": clock.now()}


def _done(said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("accounts.show"))
