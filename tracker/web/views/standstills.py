"""未见明显进展: the lead says how it stands."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.services import standstills as service
from tracker.vocabulary.actions import Action
from tracker.web.forms.base import kept
from tracker.web.forms.standstills import ExplainForm
from tracker.web.guard import grants, see_other

standstills = Blueprint("standstills", __name__, url_prefix="/standstills")


@standstills.route("/<int:standstill_id>/explain", methods=["GET", "POST"])
@grants(Action.STANDSTILL_EXPLAIN)
def explain(session: Session, actor: Actor, standstill_id: int) -> ResponseReturnValue:
    """说明进展, beside what was found."""
    row, task = service.open_standstill(session, actor, Action.STANDSTILL_EXPLAIN, standstill_id)
    form = ExplainForm()
    if form.is_submitted() and form.validate():
        with kept(form, session):
            service.explain(session, actor, row, form.words.data, today=clock.today())
            flash("已说明，督查室会一并看到")
            return see_other(url_for("tasks.show", task_id=task.id, _anchor="standstills"))
    page = render_template("standstills/explain.html", form=form, row=row, task=task)
    return page, 422 if form.is_submitted() else 200
