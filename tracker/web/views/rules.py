"""规则: every rule with its numbers, clause, version and dates; a change is a new version."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound
from tracker.policy.access import Actor
from tracker.policy.rules import DEFAULTS, LABELS, RuleName, in_force
from tracker.queries.rules import versions
from tracker.services.rules import SetRule, set_rule
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.web.forms.base import kept
from tracker.web.forms.rules import given, rule_form
from tracker.web.guard import grants, see_other

rules = Blueprint("rules", __name__, url_prefix="/rules")

_REFUSED = 422


@rules.get("")
@grants(Action.RULE_MANAGE)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """The rules in force today, and every version each has or will have."""
    dated = versions(session)
    return render_template("rules/show.html", now=in_force(dated, clock.today()), defaults=DEFAULTS, labels=LABELS)


@rules.route("/<name>", methods=["GET", "POST"])
@grants(Action.RULE_MANAGE)
def change(session: Session, actor: Actor, name: str) -> ResponseReturnValue:
    """A new version of one rule."""
    if name not in DEFAULTS:
        raise NotFound(Refusal.RULE_UNKNOWN)
    rule = RuleName(name)
    form, numbers = rule_form(rule)
    today = clock.today()
    present = in_force(versions(session), today).versions[rule]
    if not form.is_submitted():
        for key in numbers:
            form[key].data = present.parameters.get(key)
        form["effective_on"].data = today
    elif form.validate():
        with kept(form, session):
            command = SetRule(name, given(form, numbers), form["effective_on"].data, form["clause"].data.strip())
            moved = set_rule(session, actor, command, today=today)
            flash(f"“{DEFAULTS[rule].meaning}”的新版本自{command.effective_on}起生效，{moved}个时限重算")
            return see_other(url_for("rules.show"))
    page = render_template(
        "rules/change.html", form=form, numbers=numbers, meaning=DEFAULTS[rule].meaning, present=present
    )
    return page, _REFUSED if form.errors else 200
