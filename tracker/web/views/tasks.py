"""One task: its sheet, and the acts on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.documents.paper import Paper
from tracker.errors import IllegalTransition
from tracker.policy.access import Actor
from tracker.queries.showing import words_on
from tracker.queries.task_sheet import task_sheet
from tracker.services import assignment
from tracker.services.access import open_task, permitted
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.web.acts import drawable
from tracker.web.forms.base import demand_version
from tracker.web.guard import grants, see_other
from tracker.web.panels import panels
from tracker.web.papers import assignment_slip, paper_file
from tracker.web.presenters import signed_for

tasks = Blueprint("tasks", __name__, url_prefix="/tasks")


@tasks.get("/<int:task_id>")
@grants(Action.TASK_VIEW)
def show(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """The task sheet."""
    task = open_task(session, actor, Action.TASK_VIEW, task_id)
    rights = permitted(session, actor, task)
    shown = panels(session, actor, task, clock.today())
    return render_template(
        "tasks/sheet.html",
        sheet=task_sheet(session, task, clock.today()),
        acts=drawable(task.status, rights, shown),
        may_claim=Action.DUTY_CLAIM in rights and task.status.is_open,
        may_suspend=Action.TASK_SUSPEND in rights,
        may_decide=Action.DUTY_DECIDE in rights,
        may_triage=Action.NOTE_TRIAGE in rights,
        unit_id=actor.department_id,
        rights=rights,
        panels=shown,
    )


@tasks.get("/<int:task_id>/slip")
@grants(Action.TASK_VIEW)
def slip(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """督办单, for printing."""
    paper = _slip(session, actor, task_id)
    return render_template("papers/of_task.html", paper=paper, task_id=task_id, file_door="tasks.slip_file")


@tasks.get('/<int:task_id>/slip.<any("docx", "pdf"):ending>')
@grants(Action.TASK_VIEW)
def slip_file(session: Session, actor: Actor, task_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    return paper_file(_slip(session, actor, task_id), ending)


@tasks.post("/<int:task_id>/assign")
@grants(Action.TASK_ASSIGN)
def assign(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """交办."""
    task = _task(session, actor, Action.TASK_ASSIGN, task_id)
    today = clock.today()
    assignment.assign(session, actor, task, basis(session, today), today=today)
    return _done(task_id, "已交办，等待签收")


@tasks.post("/<int:task_id>/acknowledge")
@grants(Action.TASK_ACKNOWLEDGE)
def acknowledge(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """签收."""
    task = _task(session, actor, Action.TASK_ACKNOWLEDGE, task_id)
    today = clock.today()
    assignment.acknowledge(session, actor, task, basis(session, today), today=today)
    return _done(task_id, signed_for(task))


def _slip(session: Session, actor: Actor, task_id: int) -> Paper:
    task = open_task(session, actor, Action.TASK_VIEW, task_id)
    if task.assigned_on is None:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act="打印督办单", status=task.status.label)
    sheet = task_sheet(session, task, clock.today())
    return assignment_slip(sheet, words_on(session, task, sorted_only=True), task.assigned_on)


def _task(session: Session, actor: Actor, action: Action, task_id: int) -> Any:
    """The task for an act from a page that may be stale: somebody else's change must be seen first."""
    task = open_task(session, actor, action, task_id)
    demand_version(task.version, 事项状态=task.status.label)
    return task


def _done(task_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("tasks.show", task_id=task_id))
