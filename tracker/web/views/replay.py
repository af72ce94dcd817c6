"""规则推演: what other numbers would have changed, on the record, before anybody adopts them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.policy.rules import DEFAULTS, RuleName
from tracker.queries.rule_replay import Replayed
from tracker.queries.rule_replay import replay as replay_rules
from tracker.queries.rules import rules_on
from tracker.vocabulary.actions import Action
from tracker.web.forms.base import kept
from tracker.web.forms.rules import given, replay_form
from tracker.web.guard import grants

replay = Blueprint("replay", __name__, url_prefix="/rules/replay")

LADDER = (RuleName.WARNING_SLIP, RuleName.LISTING_PROPOSAL, RuleName.ACCOUNTABILITY_PROPOSAL, RuleName.STANDSTILL,
          RuleName.REMINDER)  # fmt: skip
"""The rules a replay can be asked about: those by which something is reminded of, prepared or proposed."""
_USUAL = timedelta(days=92)


@replay.get("")
@grants(Action.RULE_REPLAY)
def ask(session: Session, actor: Actor) -> ResponseReturnValue:
    """The numbers of a rule as they are today, to be tried otherwise."""
    rule, today = _rule(request.args.get("name", "")), clock.today()
    form, numbers = replay_form(rule)
    present = rules_on(session, today).versions[rule].parameters
    for key in numbers:
        form[key].data = present[key]
    form["first"].data, form["last"].data = today - _USUAL, today
    return _page(form, numbers, rule, None)


@replay.post("")
@grants(Action.RULE_REPLAY)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """The record by these numbers, beside what happened. Nothing is written."""
    rule = _rule(request.form.get("name", ""))
    form, numbers = replay_form(rule)
    found = None
    if form.validate():
        with kept(form, session):
            changes = {rule: given(form, numbers)}
            found = replay_rules(session, actor.office_id, changes, form["first"].data, form["last"].data)
    return _page(form, numbers, rule, found), 422 if form.errors else 200


def _rule(name: str) -> RuleName:
    return next((rule for rule in LADDER if rule == name), RuleName.WARNING_SLIP)


def _page(form: Any, numbers: list[str], rule: RuleName, found: Replayed | None) -> str:
    return render_template(
        "rules/replay.html", form=form, numbers=numbers, rule=rule, found=found, ladder=LADDER, defaults=DEFAULTS
    )
