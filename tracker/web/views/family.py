"""拆分 and 并项."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.queries.family import alike, by_reference
from tracker.queries.units import assignable_units
from tracker.services.access import open_task
from tracker.services.deadlines import basis
from tracker.services.merging import merge as merge_tasks
from tracker.services.splitting import split as split_task
from tracker.vocabulary.actions import Action
from tracker.vocabulary.lifecycle import LifeRefusal
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.family import MOST_PARTS, MergeForm, SplitForm
from tracker.web.guard import grants, see_other

family = Blueprint("family", __name__, url_prefix="/tasks/<int:task_id>")


@family.route("/split", methods=["GET", "POST"])
@grants(Action.TASK_SPLIT)
def split(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """拆分 into parts with leads of their own; a row more is asked for with a button."""
    task = open_task(session, actor, Action.TASK_SPLIT, task_id)
    form = SplitForm()
    more = "more" in request.form
    if more and len(form.parts) < MOST_PARTS:
        form.parts.append_entry()
    form.offer((unit.id, unit.name) for unit in assignable_units(session, clock.today()))
    if form.is_submitted() and not more:
        demand_version(task.version, 事项状态=task.status.label)
        valid, parts = form.validate(), form.read()
        if valid and not form.errors:
            with kept(form, session):
                today = clock.today()
                made = split_task(session, actor, task, parts, basis(session, today), today=today)
                flash(f"已拆分为{len(made)}项并交办：{'、'.join(str(part.reference) for part in made)}")
                return see_other(url_for("tasks.show", task_id=task_id))
    page = render_template("family/split.html", form=form, task=task, most=MOST_PARTS)
    return page, 422 if form.is_submitted() and not more else 200


@family.route("/merge", methods=["GET", "POST"])
@grants(Action.TASK_MERGE)
def merge(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """并项 into a task that is proposed, or into one named by its number."""
    task = open_task(session, actor, Action.TASK_MERGE, task_id)
    form, likely = MergeForm(), alike(session, actor, task)
    form.into.choices = [(str(one.task.id), one.task.title) for one in likely]
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        into_id = _target(session, actor, form)
        if form.validate() and into_id is not None:
            into = open_task(session, actor, Action.TASK_MERGE, into_id)
            with kept(form, session):
                today = clock.today()
                merge_tasks(session, actor, task, into, form.reason.data.strip(), basis(session, today), today=today)
                flash(f"已并入{into.reference or '未编号'}“{into.title}”")
                return see_other(url_for("tasks.show", task_id=into.id))
        if into_id is None:
            typed = (form.reference.data or "").strip()
            form.refuse(
                LifeRefusal.MERGE_WHERE.worded(reference=typed) if typed else "请选择或填写要并入的事项", "reference"
            )
    return render_template(
        "family/merge.html", form=form, task=task, likely=likely
    ), 422 if form.is_submitted() else 200


def _target(session: Session, actor: Actor, form: MergeForm) -> int | None:
    """The number typed goes before the row ticked."""
    if typed := (form.reference.data or "").strip():
        return by_reference(session, actor, typed)
    chosen = form.into.data or ""
    return int(chosen) if chosen in {key for key, _ in form.into.choices} else None
