"""节点: claimed with what was done and what proves it; verified or sent back."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.services.milestones import claim_milestone, decide_milestone, open_milestone
from tracker.vocabulary.actions import Action
from tracker.vocabulary.deadlines import ClaimOutcome
from tracker.web.forms.base import decided, kept
from tracker.web.forms.evidence import offer_earlier, take_files
from tracker.web.forms.reports import MilestoneForm
from tracker.web.guard import grants, see_other, takes_files

milestones = Blueprint("milestones", __name__, url_prefix="/tasks/duties")


@milestones.route("/<int:deadline_id>/claim", methods=["GET", "POST"])
@takes_files
@grants(Action.DUTY_CLAIM)
def claim(session: Session, actor: Actor, deadline_id: int) -> ResponseReturnValue:
    """A unit says what it has done and shows it."""
    duty, node, task = open_milestone(session, actor, Action.DUTY_CLAIM, deadline_id)
    form = MilestoneForm()
    if not form.is_submitted():
        offer_earlier(session, actor, task, form)
        return render_template("milestones/claim.html", form=form, duty=duty, node=node, task=task)
    if form.validate() & take_files(session, actor, task, form):
        with kept(form, session):
            claim_milestone(session, actor, duty, form.statement.data or "", form.evidence_ids, today=clock.today())
            flash("节点已申报，等待核实")
            return see_other(url_for("tasks.show", task_id=task.id))
    return render_template("milestones/claim.html", form=form, duty=duty, node=node, task=task), 422


@milestones.post("/<int:deadline_id>/decide")
@grants(Action.DUTY_DECIDE)
def decide(session: Session, actor: Actor, deadline_id: int) -> ResponseReturnValue:
    """The office accepts a claim or sends it back with a reason."""
    duty, _, task = open_milestone(session, actor, Action.DUTY_DECIDE, deadline_id)
    reason = decided(ClaimOutcome.ACCEPTED, "认可")
    decide_milestone(session, actor, duty, reason and reason[:500], today=clock.today())
    flash("节点已认可" if reason is None else "节点已退回，单位会收到通知")
    return see_other(url_for("tasks.show", task_id=task.id))
