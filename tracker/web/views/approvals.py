"""立项: put forward, approved or refused on screen, entered from paper; and all that waits for the reader."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from tracker import clock
from tracker.policy.access import Actor
from tracker.queries import approvals as approval_rows
from tracker.queries.drafts import draft_page
from tracker.queries.routes import routes, seats
from tracker.queries.submissions import waiting as waiting_submissions
from tracker.services import registration
from tracker.services.access import open_task
from tracker.services.approvals import Paper
from tracker.services.registration import Decide, Submit
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalOutcome, TaskBasis
from tracker.web.forms.approvals import DecideForm, PaperForm, SubmitForm
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.evidence import take_files
from tracker.web.guard import grants, see_other

approvals = Blueprint("approvals", __name__)


@approvals.get("/approvals")
@grants(Action.APPROVAL_GIVE)
def waiting(session: Session, actor: Actor) -> ResponseReturnValue:
    """待我审批, and what waits for others."""
    day = clock.today()
    return render_template(
        "approvals/waiting.html",
        rows=approval_rows.pending(session, actor, day),
        submitted=waiting_submissions(session, actor, day),
    )


@approvals.route("/tasks/<int:task_id>/submit", methods=["GET", "POST"])
@grants(Action.TASK_SUBMIT)
def submit(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """报批."""
    return _put_forward(session, actor, task_id, Action.TASK_SUBMIT)


@approvals.route("/tasks/<int:task_id>/register", methods=["GET", "POST"])
@grants(Action.TASK_REGISTER)
def register(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """立项 in one act, where the basis leaves it to the director."""
    return _put_forward(session, actor, task_id, Action.TASK_REGISTER)


@approvals.route("/tasks/<int:task_id>/approval", methods=["GET", "POST"])
@grants(Action.APPROVAL_GIVE)
def decide(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """同意 or 不同意 立项, for whoever's turn it is."""
    task = open_task(session, actor, Action.APPROVAL_GIVE, task_id)
    form, today = DecideForm(), clock.today()
    panel = approval_rows.panel(session, actor, task, today)
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        if form.validate():
            with kept(form, session):
                command = Decide(task, ApprovalOutcome(form.outcome.data), form.opinion.data or "")
                registration.decide(session, actor, command, today=today)
                return _done(task_id, f"{task.status.label}：{task.title}")
    page = render_template("approvals/decide.html", form=form, task=task, panel=panel, facts=draft_page(session, task))
    return page, 422 if form.errors else 200


@approvals.route("/tasks/<int:task_id>/approval/paper", methods=["GET", "POST"])
@grants(Action.APPROVAL_ENTER)
def enter(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """补录 a decision that was given on paper."""
    task = open_task(session, actor, Action.APPROVAL_ENTER, task_id)
    form, today = PaperForm(), clock.today()
    found, panel = seats(session, task.office_id, today), approval_rows.panel(session, actor, task, today)
    fitting = registration.fitting_seats(found, panel.standing, task) if panel.standing else []
    form.seat.choices = [
        SelectChoice("", "请选择" if fitting else "不在名册，只填姓名"),
        *(SelectChoice(str(seat.id), seat.label) for seat in found),
    ]
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        fits = form.validate()
        if take_files(session, actor, task, form) and fits:
            with kept(form, session):
                command = Decide(task, ApprovalOutcome(form.outcome.data), form.opinion.data or "")
                seat = int(form.seat.data) if form.seat.data else None
                paper = Paper(form.decided_on.data, form.approver.data or "", seat, form.evidence_ids)
                registration.enter_paper(session, actor, command, paper, today=today)
                return _done(task_id, f"已补录纸质审批，事项{task.status.label}")
    facts = draft_page(session, task)
    page = render_template(
        "approvals/paper.html", form=form, task=task, panel=panel, facts=facts, seat_needed=bool(fitting)
    )
    return page, 422 if form.errors else 200


def _put_forward(session: Session, actor: Actor, task_id: int, action: Action) -> ResponseReturnValue:
    task = open_task(session, actor, action, task_id)
    form, today = SubmitForm(), clock.today()
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        if form.validate():
            with kept(form, session):
                act = registration.register if action is Action.TASK_REGISTER else registration.submit
                act(session, actor, Submit(task, TaskBasis(form.basis.data), form.words.data or ""), today=today)
                said = f"已立项：{task.reference}" if task.reference else "已报批，等待审批"
                return _done(task_id, said)
    page = render_template(
        "approvals/submit.html",
        form=form,
        task=task,
        action=action,
        routes=[row for row in routes(session, task.office_id, today) if row.basis and row.from_on <= today],
    )
    return page, 422 if form.errors else 200


def _done(task_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("tasks.show", task_id=task_id))
