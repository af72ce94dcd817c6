"""整改: what is to be put right, said to be, and checked on the spot."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor, may_ever
from tracker.queries.rectification import claims
from tracker.services import rectification as acts
from tracker.services.rectification import Rectification, open_rectification
from tracker.vocabulary.actions import Action
from tracker.web.forms.base import kept
from tracker.web.forms.evidence import offer_earlier, take_files
from tracker.web.forms.findings import CheckForm, RectifyForm
from tracker.web.guard import grants, see_other, takes_files

rectification = Blueprint("rectification", __name__, url_prefix="/rectifications")


@rectification.get("/<int:deadline_id>")
@grants(Action.INSPECTION_VIEW)
def show(session: Session, actor: Actor, deadline_id: int) -> ResponseReturnValue:
    """What is to be put right by when, and every time it was said to be."""
    of = open_rectification(session, actor, Action.INSPECTION_VIEW, deadline_id)
    form = CheckForm(formdata=None)
    form.checked_by.data = actor.name
    return _page(session, actor, of, form)


@rectification.route("/<int:deadline_id>/claim", methods=["GET", "POST"])
@takes_files
@grants(Action.RECTIFICATION_CLAIM)
def claim(session: Session, actor: Actor, deadline_id: int) -> ResponseReturnValue:
    """报告整改 by the unit's head, with what proves it."""
    of = open_rectification(session, actor, Action.RECTIFICATION_CLAIM, deadline_id)
    form = RectifyForm()
    if not form.is_submitted():
        offer_earlier(session, actor, of.task, form)
        return render_template("rectification/claim.html", form=form, of=of)
    if form.validate() & take_files(session, actor, of.task, form):
        with kept(form, session):
            acts.claim(session, actor, of, form.statement.data, form.evidence_ids, today=clock.today())
            flash("已报告整改，等待核查")
            return see_other(url_for("rectification.show", deadline_id=deadline_id))
    return render_template("rectification/claim.html", form=form, of=of), 422


@rectification.post("/<int:deadline_id>/check")
@grants(Action.INSPECTION_MANAGE)
def check(session: Session, actor: Actor, deadline_id: int) -> ResponseReturnValue:
    """核查: what the office saw on the spot."""
    of = open_rectification(session, actor, Action.INSPECTION_MANAGE, deadline_id)
    form = CheckForm()
    if form.validate():
        with kept(form, session):
            acts.check(session, actor, of, form.check, today=clock.today())
            flash("核查结果已登记，并告知单位")
            return see_other(url_for("rectification.show", deadline_id=deadline_id))
    return _page(session, actor, of, form), 422


def _page(session: Session, actor: Actor, of: Rectification, form: CheckForm) -> str:
    owed_on = of.duty.met_on is None and of.duty.voided_on is None
    own = of.duty.owed_by_department_id == actor.department_id
    return render_template(
        "rectification/show.html",
        of=of,
        form=form,
        claims=claims(session, actor, of.duty.id),
        may_check=owed_on and may_ever(actor, Action.INSPECTION_MANAGE),
        may_claim=owed_on and own and of.duty.claimed_on is None and may_ever(actor, Action.RECTIFICATION_CLAIM),
    )
