"""A task written down by hand, and a draft changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from tracker import clock
from tracker.errors import IllegalTransition, NotFound
from tracker.policy.access import Actor
from tracker.policy.schedules import notes
from tracker.queries.clarity import of_task as clarity_of
from tracker.queries.drafts import clerks, draft_page
from tracker.queries.routes import seats
from tracker.services.access import open_task
from tracker.services.deadlines import basis
from tracker.services.drafts import save_draft
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import TermUnit
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.sheets import Every
from tracker.vocabulary.sources import Disclosure, DraftRefusal, GoalLevel
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.drafts import DraftForm
from tracker.web.guard import grants, see_other, settings

drafts = Blueprint("drafts", __name__, url_prefix="/tasks")


@drafts.route("/new", methods=["GET", "POST"])
@grants(Action.TASK_DRAFT)
def new(session: Session, actor: Actor) -> ResponseReturnValue:
    """手工登记."""
    if actor.office_id is None:
        raise NotFound(DraftRefusal.NO_OFFICE)
    form = _form(session, actor.office_id)
    if not form.is_submitted():
        _prefill_new(form, actor)
    return _page(session, actor, form, None)


@drafts.route("/<int:task_id>/edit", methods=["GET", "POST"])
@grants(Action.TASK_DRAFT)
def edit(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """修改草稿."""
    task = open_task(session, actor, Action.TASK_DRAFT, task_id)
    form = _form(session, task.office_id)
    if form.is_submitted():
        demand_version(task.version, 任务=task.title, 目标=task.target)
    if task.status is not TaskStatus.DRAFT:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act="修改草稿", status=task.status.label)
    if not form.is_submitted():
        _prefill(session, form, task)
    return _page(session, actor, form, task)


def _page(session: Session, actor: Actor, form: DraftForm, task: Any) -> ResponseReturnValue:
    if form.is_submitted() and form.more.data:
        form.add_node()
        session.rollback()  # nothing was done: the same form may be posted again
    elif form.is_submitted() and form.check():
        with kept(form, session):
            return _saved(session, actor, form, task)
    page = render_template(
        "drafts/edit.html",
        form=form,
        task=task,
        clarity=clarity_of(session, actor, task, clock.today()) if task else None,
    )
    return page, 422 if form.errors else 200


def _saved(session: Session, actor: Actor, form: DraftForm, task: Any) -> ResponseReturnValue:
    today = clock.today()
    by, draft = basis(session, today), form.draft()
    task = save_draft(session, actor, draft, by, home=settings().home, task=task, today=today)
    flash("草稿已保存")
    finals = draft_page(session, task)
    for note in notes(finals.due_on, draft.schedule, by.calendar):
        flash(note)
    return see_other(url_for("tasks.show", task_id=task.id))


def _form(session: Session, office_id: int) -> DraftForm:
    form = DraftForm()
    today = clock.today()
    form.seat.choices = [
        SelectChoice("", "未定"),
        *(SelectChoice(str(one.id), one.label) for one in seats(session, office_id, today)),
    ]
    form.clerk.choices = [
        SelectChoice("", "登记人"),
        *(SelectChoice(str(one.id), one.name) for one in clerks(session, office_id)),
    ]
    return form


def _prefill_new(form: DraftForm, actor: Actor) -> None:
    form.year.data = clock.today().year
    form.disclosure.data, form.goal_level.data = Disclosure.INTERNAL.value, GoalLevel.NONE.value
    form.report_every.data, form.unit.data = Every.MONTH.value, TermUnit.WORKING.value
    form.clerk.data = str(actor.account_id or "")


def _prefill(session: Session, form: DraftForm, task: Any) -> None:
    page = draft_page(session, task)
    for name in ("title", "target", "people", "measures", "requirement", "section", "leader", "endless", "points"):
        form[name].data = getattr(task, name)
    for name in ("lead", "co_leads", "supporting", "due_on", "due_phrase"):
        form[name].data = getattr(page, name)
    form.year.data = task.assessment_year
    form.seat.data, form.clerk.data = str(task.leader_post_id or ""), str(page.clerk_id or "")
    form.disclosure.data, form.goal_level.data = task.disclosure.value, task.goal_level.value
    form.report_every.data, form.unit.data = task.report_every.value, TermUnit.WORKING.value
    for place, node in enumerate(page.nodes):
        row = form.nodes[place] if place < len(form.nodes) else form.nodes.append_entry()
        for name in ("content", "evidence_wanted", "due_on", "weight"):
            row.form[name].data = getattr(node, name)
