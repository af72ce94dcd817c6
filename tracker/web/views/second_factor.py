"""动态口令: one's own."""

from __future__ import annotations

from collections.abc import Callable

import segno
from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.policy.access import Actor
from tracker.services import second_factor as services
from tracker.vocabulary.actions import Action
from tracker.vocabulary.people import ADMINISTRATORS
from tracker.vocabulary.sign_in import AccountRefusal
from tracker.web.forms.base import kept
from tracker.web.forms.sign_in import CodeForm
from tracker.web.guard import grants, see_other, settings

second_factor = Blueprint("second_factor", __name__, url_prefix="/second-factor")

_REFUSED = 422


@second_factor.get("")
@grants(Action.OWN_ACCOUNT)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """Whether it is on; while it is being switched on, its key as text and picture."""
    return _page(session, actor, CodeForm(formdata=None))


@second_factor.post("/begin")
@grants(Action.OWN_ACCOUNT)
def begin(session: Session, actor: Actor) -> ResponseReturnValue:
    """A new key, to be proved."""
    services.begin_factor(session, actor, settings().secret())
    return see_other(url_for("second_factor.show"))


@second_factor.post("/confirm")
@grants(Action.OWN_ACCOUNT)
def confirm(session: Session, actor: Actor) -> ResponseReturnValue:
    """The first code proves the key."""
    return _with_code(session, actor, services.confirm_factor, "动态口令已启用，下次登录时生效")


@second_factor.post("/off")
@grants(Action.OWN_ACCOUNT)
def off(session: Session, actor: Actor) -> ResponseReturnValue:
    """Given up, with a code; not by those of whom the site demands it."""
    if _demanded(actor):
        raise RuleBroken(AccountRefusal.FACTOR_DEMANDED)
    return _with_code(session, actor, services.switch_off, "动态口令已停用")


def _with_code(session: Session, actor: Actor, act: Callable[..., None], said: str) -> ResponseReturnValue:
    form = CodeForm()
    if form.validate():
        with kept(form, session, "code"):
            act(session, actor, form.code.data, settings().secret(), today=clock.today(), now=clock.now())
            flash(said)
            return see_other(url_for("second_factor.show"))
    return _page(session, actor, form), _REFUSED


def _page(session: Session, actor: Actor, form: CodeForm) -> str:
    waiting = services.enrolment(session, actor, settings().secret(), settings().office)
    return render_template(
        "second_factor/show.html",
        form=form,
        on=services.factor_of(session, actor.account_id) is not None,
        enrolment=waiting,
        picture=segno.make(waiting.address).svg_data_uri(scale=4) if waiting else "",
        demanded=_demanded(actor),
        now=clock.now(),
    )


def _demanded(actor: Actor) -> bool:
    return settings().second_factor == "administrators" and bool(actor.roles & ADMINISTRATORS)
