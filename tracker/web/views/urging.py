"""催办: a phone call in ten seconds, or a message in one click."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.policy.access import Actor
from tracker.queries.urging import of_task, owed_words, to_be_called
from tracker.services import urging as records
from tracker.services.access import open_task
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.web import WebRefusal
from tracker.web.forms.base import kept
from tracker.web.forms.urging import CallForm
from tracker.web.guard import grants, see_other
from tracker.web.login import own_path

urging = Blueprint("urging", __name__, url_prefix="/tasks")


@urging.route("/<int:task_id>/call", methods=["GET", "POST"])
@grants(Action.UNIT_URGE)
def call(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """Write a phone call down; the lead's, unless the address names another unit."""
    task = open_task(session, actor, Action.UNIT_URGE, task_id)
    today = clock.today()
    units = {unit.id: unit for unit in of_task(session, actor, task, today)}
    form = CallForm()
    if not form.is_submitted():
        unit = units.get(request.args.get("unit", type=int) or next(iter(units), 0))
        if unit is None:
            raise NotFound(WebRefusal.NO_SUCH_TASK)
        form.department_id.data = str(unit.id)
        form.whom.data, form.said.data = to_be_called(session, unit.id), owed_words(session, task, unit.id, today)
        return render_template("urging/call.html", form=form, task=task, unit=unit)
    if form.validate():
        with kept(form, session):
            unit_id, said = int(form.department_id.data), form.said.data or ""
            records.record_call(session, actor, task, unit_id, form.whom.data, said, today=today)
            flash("已记录电话催办")
            return see_other(url_for("tasks.show", task_id=task_id))
    unit = units.get(int(form.department_id.data)) if not form.department_id.errors else None
    return render_template("urging/call.html", form=form, task=task, unit=unit), 422


@urging.post("/<int:task_id>/remind")
@grants(Action.UNIT_URGE)
def remind(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """Send the reminder, and go back to the list or sheet it was sent from."""
    task = open_task(session, actor, Action.UNIT_URGE, task_id)
    unit_id = request.form.get("department_id", type=int)
    today = clock.today()
    if unit_id is None:
        lead = next(iter(of_task(session, actor, task, today)), None)
        if lead is None:
            raise RuleBroken(Refusal.UNIT_NOT_IN_TASK)
        unit_id = lead.id
    sent = records.send_reminder(session, actor, task, unit_id, basis(session, today), today=today)
    flash(f"已向{sent.whom}发出催办提醒")
    came = urlsplit(request.referrer or "")
    back = own_path(f"{came.path}?{came.query}" if came.query else came.path)
    return see_other(back or url_for("tasks.show", task_id=task_id))
