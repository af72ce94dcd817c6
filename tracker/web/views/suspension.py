"""暂缓办理 and 恢复办理."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.services.access import open_task, permitted
from tracker.services.suspension import Suspend
from tracker.services.suspension import resume as end_suspension
from tracker.services.suspension import suspend as begin_suspension
from tracker.vocabulary.actions import Action
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.evidence import take_files
from tracker.web.forms.suspension import SuspendForm
from tracker.web.guard import grants, see_other, takes_files

suspension = Blueprint("suspension", __name__, url_prefix="/tasks/<int:task_id>")


@suspension.route("/suspend", methods=["GET", "POST"])
@takes_files
@grants(Action.APPROVAL_ENTER)
def suspend(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """暂缓办理, by the director or by paper entered afterwards."""
    task = open_task(session, actor, Action.APPROVAL_ENTER, task_id)
    form, own = SuspendForm(), Action.TASK_SUSPEND in permitted(session, actor, task)
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
    else:
        form.from_on.data = clock.today()
    fits = form.validate() and form.paper_fits(wanted=not own) if form.is_submitted() else False
    fits = take_files(session, actor, task, form) and fits
    if fits:
        with kept(form, session):
            days = form.from_on.data, form.until_on.data
            command = Suspend(form.reason.data.strip(), *days, tuple(form.evidence_ids))
            begin_suspension(session, actor, task, command, on_paper=form.paper, today=clock.today())
            return _done(task_id, "已暂缓办理，并告知承办单位")
    page = render_template("suspension/suspend.html", form=form, task=task, own=own)
    return page, 422 if form.is_submitted() else 200


@suspension.post("/resume")
@grants(Action.TASK_SUSPEND)
def resume(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """恢复办理: the clock runs again from today."""
    task = open_task(session, actor, Action.TASK_SUSPEND, task_id)
    demand_version(task.version, 事项状态=task.status.label)
    end_suspension(session, actor, task, today=clock.today())
    return _done(task_id, "已恢复办理，时限继续计算")


def _done(task_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("tasks.show", task_id=task_id))
