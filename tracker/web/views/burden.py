"""“这是重复填报”: a word from any page, and the office's answer."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.queries.burden import all_reports, own_reports
from tracker.services.burden import ReportBurden, answer_burden, report_burden
from tracker.vocabulary.actions import Action
from tracker.web.forms.base import kept
from tracker.web.forms.burden import AnswerForm, BurdenForm
from tracker.web.guard import grants, see_other
from tracker.web.login import own_path

burden = Blueprint("burden", __name__, url_prefix="/burden")

_REFUSED = 422


@burden.route("", methods=["GET", "POST"])
@grants(Action.BURDEN_REPORT)
def report(session: Session, actor: Actor) -> ResponseReturnValue:
    """Say that a page asks twice; below it what one has said before, with the answers."""
    form = BurdenForm()
    if not form.is_submitted():
        form.page.data = (own_path(request.args.get("page")) or "")[:200]
    elif form.validate():
        command = ReportBurden(own_path(form.page.data) or "", form.wording.data.strip())
        report_burden(session, actor, command, today=clock.today())
        flash("已转督查室，答复会显示在这里")
        return see_other(url_for("burden.report"))
    page = render_template("burden/report.html", form=form, rows=own_reports(session, actor))
    return page, _REFUSED if form.errors else 200


@burden.get("/all")
@grants(Action.BURDEN_READ)
def listed(session: Session, actor: Actor) -> ResponseReturnValue:
    """Everything said, for the office; the unanswered first."""
    return render_template("burden/all.html", rows=all_reports(session), form=AnswerForm(), asked=0)


@burden.post("/<int:report_id>/answer")
@grants(Action.BURDEN_READ)
def answer(session: Session, actor: Actor, report_id: int) -> ResponseReturnValue:
    """The office's answer, seen by whoever spoke."""
    form = AnswerForm()
    if form.validate():
        with kept(form, session):
            answer_burden(session, actor, report_id, form.answer.data.strip(), today=clock.today())
            flash("已答复")
            return see_other(url_for("burden.listed"))
    return render_template("burden/all.html", rows=all_reports(session), form=form, asked=report_id), _REFUSED
