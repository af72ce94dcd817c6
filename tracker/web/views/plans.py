"""报方案: laid down by the unit or entered for it, and looked at by the office beside the task."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.policy.clarity import missing
from tracker.policy.plans import if_accepted
from tracker.queries import plans as queries
from tracker.queries.clarity import facts_of
from tracker.queries.evidence import of_documents
from tracker.services import plans as services
from tracker.services.access import open_task
from tracker.services.deadlines import basis
from tracker.services.evidence import attach
from tracker.vocabulary.actions import Action
from tracker.vocabulary.deadlines import ClaimOutcome
from tracker.vocabulary.reports import EvidenceOf
from tracker.web.forms.base import decided, demand_version, kept
from tracker.web.forms.evidence import take_files
from tracker.web.forms.plans import PlanForm, ReviewForm
from tracker.web.guard import grants, see_other, takes_files

plans = Blueprint("plans", __name__)


@plans.route("/tasks/<int:task_id>/plan", methods=["GET", "POST"])
@takes_files
@grants(Action.PLAN_SUBMIT)
def submit(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """The unit's plan."""
    return _submit(session, actor, open_task(session, actor, Action.PLAN_SUBMIT, task_id), on_paper=False)


@plans.route("/tasks/<int:task_id>/plan/paper", methods=["GET", "POST"])
@takes_files
@grants(Action.PLAN_ENTER)
def enter(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """代录: a plan that came on paper, entered by the office for the unit."""
    return _submit(session, actor, open_task(session, actor, Action.PLAN_ENTER, task_id), on_paper=True)


@plans.route("/tasks/<int:task_id>/plan/review", methods=["GET", "POST"])
@grants(Action.TASK_START)
def review(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """The office accepts the plan that waits, each gap explained, or sends it back."""
    task = open_task(session, actor, Action.TASK_START, task_id)
    today = clock.today()
    found = queries.of_task(session, actor, task, today)
    nodes = queries.task_nodes(session, task)
    clarities = (
        if_accepted(facts_of(session, task), found.waiting.proposal, queries.settled_weight(nodes))
        if found.waiting
        else []
    )
    gaps = missing(clarities)
    form = ReviewForm()
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        if form.validate():
            with kept(form, session):
                reason = decided(ClaimOutcome.ACCEPTED, "通过")
                if reason is None:
                    services.accept(session, actor, task, form.explanations(gaps), basis(session, today), today=today)
                    flash("方案已通过，进入办理")
                else:
                    services.send_back(session, actor, task, reason, today=today)
                    flash("方案已退回")
                return _sheet(task_id)
    page = render_template(
        "plans/review.html",
        form=form,
        task=task,
        plans=found,
        nodes=nodes,
        clarities=clarities,
        final_on=queries.final_day(session, task),
        typed=form.explanations(gaps),
        evidence=of_documents(session, actor, EvidenceOf.PLAN, [found.waiting.id])[found.waiting.id]
        if found.waiting
        else [],
    )
    return page, 422 if form.is_submitted() else 200


def _submit(session: Session, actor: Actor, task: Any, *, on_paper: bool) -> ResponseReturnValue:
    today = clock.today()
    form = PlanForm()
    status = 200
    if not form.is_submitted():
        form.fill(queries.next_proposal(session, actor, task, today))
    else:
        form.read_rows()
        adding = "add" in request.form
        if not adding:
            demand_version(task.version, 事项状态=task.status.label)
            status = 422
        fits = adding or form.validate()
        fits = take_files(session, actor, task, form) and fits
        if not adding:
            proposal = form.proposal()
            if fits and proposal is not None:
                with kept(form, session):
                    plan = services.submit(session, actor, task, proposal, on_paper=on_paper, today=today)
                    attach(session, actor, task, form.evidence_ids, EvidenceOf.PLAN, plan.id)
                    flash("方案已报送，等待督查室审查" if not on_paper else "方案已代录，请审查")
                    return _sheet(task.id)
    page = render_template(
        "plans/submit.html",
        form=form,
        task=task,
        plans=queries.of_task(session, actor, task, today),
        settled=[one.node for one in queries.task_nodes(session, task) if one.settled],
        final_on=queries.final_day(session, task),
        on_paper=on_paper,
    )
    return page, status


def _sheet(task_id: int) -> ResponseReturnValue:
    return see_other(url_for("tasks.show", task_id=task_id))
