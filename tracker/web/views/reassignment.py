"""申请退回: ruled by the director on screen, or on paper and entered by the office."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.queries import reassignment as queries
from tracker.queries.units import assignable_units
from tracker.services import reassignment as services
from tracker.services.approvals import Paper
from tracker.services.deadlines import basis
from tracker.services.evidence import attach
from tracker.vocabulary.actions import Action
from tracker.vocabulary.reports import EvidenceOf, RequestOutcome
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.evidence import take_files
from tracker.web.forms.reassignment import PaperRulingForm, RulingForm
from tracker.web.guard import grants, see_other, takes_files

reassignment = Blueprint("reassignment", __name__, url_prefix="/returns")


@reassignment.route("/<int:request_id>", methods=["GET", "POST"])
@grants(Action.RETURN_RULE)
def rule(session: Session, actor: Actor, request_id: int) -> ResponseReturnValue:
    """The director rules."""
    return _rule(session, actor, request_id, Action.RETURN_RULE, RulingForm())


@reassignment.route("/<int:request_id>/paper", methods=["GET", "POST"])
@takes_files
@grants(Action.APPROVAL_ENTER)
def enter(session: Session, actor: Actor, request_id: int) -> ResponseReturnValue:
    """The office enters a ruling given on paper."""
    return _rule(session, actor, request_id, Action.APPROVAL_ENTER, PaperRulingForm())


def _rule(
    session: Session, actor: Actor, request_id: int, action: Action, form: RulingForm | PaperRulingForm
) -> ResponseReturnValue:
    request, task = services.open_request(session, actor, action, request_id)
    today = clock.today()
    form.new_lead_id.offer(assignable_units(session, today))
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        fits = form.validate()
        paper = None
        if isinstance(form, PaperRulingForm):
            fits = take_files(session, actor, task, form) and fits
            paper = Paper(form.decided_on.data, form.approver.data or "")
        if fits:
            with kept(form, session):
                ruling = services.Ruling(
                    RequestOutcome(form.outcome.data), form.words.data, form.new_lead_id.data, paper
                )
                approval = services.rule(session, actor, request, ruling, basis(session, today), today=today)
                if isinstance(form, PaperRulingForm):
                    attach(session, actor, task, form.evidence_ids, EvidenceOf.APPROVAL, approval.id)
                flash(f"已裁定：{ruling.outcome.label}")
                return see_other(url_for("tasks.show", task_id=task.id))
    page = render_template(
        "reassignment/rule.html",
        form=form,
        task=task,
        row=queries.request_row(session, request_id),
        leads=queries.asked_by_lead(session, request_id),
        on_paper=isinstance(form, PaperRulingForm),
    )
    return page, 422 if form.is_submitted() else 200
