"""简易流程: a small matter entered and handed out on one page."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound
from tracker.policy.access import Actor
from tracker.policy.rules import RuleName
from tracker.queries.accounts import departments, posts
from tracker.services.deadlines import basis
from tracker.services.departments import unit_called
from tracker.services.simple import AssignSimply, assign_simply
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import TaskBasis
from tracker.vocabulary.web import WebRefusal
from tracker.web.forms.base import kept
from tracker.web.forms.simple import SimpleForm
from tracker.web.guard import grants, see_other, settings

simple = Blueprint("simple", __name__)

_REFUSED = 422


@simple.route("/simple", methods=["GET", "POST"])
@grants(Action.SIMPLE_ASSIGN)
def assign(session: Session, actor: Actor) -> ResponseReturnValue:
    """批示原文, who, unit, date: the four are clear, and the matter is on its way."""
    if actor.office_id is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    form, today = SimpleForm(), clock.today()
    by = basis(session, today)
    if form.validate_on_submit():
        with kept(form, session, "unit"):
            department_id = unit_called(session, form.unit.data, settings().home)
        if not form.errors:
            with kept(form, session):
                command = _command(form, actor.office_id, department_id)
                task = assign_simply(session, actor, command, by, today=today)
                flash(f"已交办：{task.reference}，等待签收")
                return see_other(url_for("tasks.show", task_id=task.id))
    page = render_template(
        "simple/assign.html",
        form=form,
        units=departments(session),
        seats=posts(session),
        longest=by.rules.number(RuleName.SIMPLE_PROCEDURE, "longest_days"),
    )
    return page, _REFUSED if form.errors else 200


def _command(form: SimpleForm, office_id: int, department_id: int) -> AssignSimply:
    return AssignSimply(
        office_id=office_id,
        leader=form.leader.data.strip(),
        wording=form.wording.data.strip(),
        written_on=form.written_on.data,
        title=form.title.data.strip(),
        department_id=department_id,
        due_on=form.due_on.data,
        basis=TaskBasis(form.basis.data),
        requirement=(form.requirement.data or "").strip(),
    )
