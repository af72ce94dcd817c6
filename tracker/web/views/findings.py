"""On site: a visit or a finding entered, each on a page of its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.policy.lifecycle.inspections import INSPECTIONS
from tracker.policy.rules import RuleName
from tracker.queries.inspected_tasks import TaskLine, tasks_of
from tracker.queries.rules import rules_on
from tracker.queries.units import UnitRow
from tracker.services import findings as acts
from tracker.services.deadlines import basis
from tracker.services.inspections import open_inspection
from tracker.vocabulary.actions import Action
from tracker.vocabulary.inspections import InspectionAct
from tracker.web.forms.base import kept
from tracker.web.forms.findings import FindingForm, VisitForm
from tracker.web.guard import grants, see_other

findings = Blueprint("findings", __name__, url_prefix="/inspections")


@findings.route("/<int:inspection_id>/visit", methods=["GET", "POST"])
@grants(Action.INSPECTION_MANAGE)
def visit(session: Session, actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """登记到现场."""
    row, tasks = _opened(session, actor, inspection_id)
    form = VisitForm()
    form.task.offer([UnitRow(one.id, f"{one.reference} {one.title}") for one in tasks])
    if not form.is_submitted():
        form.visitor.data, form.visited_on.data = actor.name, clock.today()
    elif form.validate():
        with kept(form, session):
            acts.visit(session, actor, row, form.visit, today=clock.today())
            return _done(row.id, "已登记到现场情况")
    return render_template("inspections/visit.html", form=form, row=row), 422 if form.is_submitted() else 200


@findings.route("/<int:inspection_id>/finding", methods=["GET", "POST"])
@grants(Action.INSPECTION_MANAGE)
def record(session: Session, actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """登记督查发现."""
    row, tasks = _opened(session, actor, inspection_id)
    form, today = FindingForm(), clock.today()
    form.offer(tasks)
    if not form.is_submitted():
        form.found_on.data = today
    elif form.validate():
        with kept(form, session):
            acts.record(session, actor, row, form.found, basis(session, today), today=today)
            return _done(row.id, "已登记督查发现，并告知单位")
    term = rules_on(session, today).number(RuleName.INSPECTION, "rectification_workdays")
    page = render_template("inspections/finding.html", form=form, row=row, term=term)
    return page, 422 if form.is_submitted() else 200


def _opened(session: Session, actor: Actor, inspection_id: int) -> tuple[Any, list[TaskLine]]:
    row = open_inspection(session, actor, Action.INSPECTION_MANAGE, inspection_id)
    INSPECTIONS.after(row.state, InspectionAct.LOOK)
    return row, list(tasks_of(session, actor, row.id))


def _done(inspection_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("inspections.show", inspection_id=inspection_id))
