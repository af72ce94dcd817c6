"""督查: the year's plan, one inspection, and what the office does with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound
from tracker.policy.access import Actor, may_ever
from tracker.policy.lifecycle.inspections import INSPECTIONS
from tracker.policy.rules import RuleName
from tracker.queries.drafts import clerks
from tracker.queries.inspected_tasks import open_tasks, tasks_of
from tracker.queries.inspections import loads, methods_of, near, of_year, submission_of, team
from tracker.queries.rectification import of_inspection, own, visits_of, waiting
from tracker.queries.rules import rules_on
from tracker.services import inspections as acts
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.inspections import InspectionAct, InspectionRefusal
from tracker.web.forms.base import Form, demand_version, kept
from tracker.web.forms.inspections import CancelForm, FinishForm, PlanForm, PutForwardForm
from tracker.web.guard import grants, see_other

inspections = Blueprint("inspections", __name__, url_prefix="/inspections")

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@inspections.get("")
@grants(Action.INSPECTION_VIEW)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """年度督查计划; for a unit, what was found about it."""
    year = _asked_year()
    rows = of_year(session, actor, year)
    plans = actor.office_id is not None
    return render_template(
        "inspections/index.html",
        year=year,
        rows=rows,
        loads=loads(session, actor.office_id, year) if plans else (),
        waiting=waiting(session, actor) if plans else (),
        findings=() if plans else own(session, actor),
        plans=plans,
        first=clock.today().replace(year=year, month=1, day=1),
    )


@inspections.route("/new", methods=["GET", "POST"])
@grants(Action.INSPECTION_MANAGE)
def new(session: Session, actor: Actor) -> ResponseReturnValue:
    """拟定督查方案."""
    if actor.office_id is None:
        raise NotFound(InspectionRefusal.NO_SUCH)
    form = PlanForm()
    asked = request.args.get("task_id", "")
    if not form.is_submitted() and asked.isascii() and asked.isdigit() and len(asked) < 10:
        form.tasks.data = [int(asked)]
    return _plan_page(session, actor, form, None)


@inspections.route("/<int:inspection_id>/edit", methods=["GET", "POST"])
@grants(Action.INSPECTION_MANAGE)
def edit(session: Session, actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """修改方案."""
    row = acts.open_inspection(session, actor, Action.INSPECTION_MANAGE, inspection_id)
    INSPECTIONS.after(row.state, InspectionAct.EDIT)
    form = PlanForm()
    if form.is_submitted():
        demand_version(row.version, 督查状态=row.state.label)
    else:
        _prefill(session, actor, form, row)
    return _plan_page(session, actor, form, row)


@inspections.get("/<int:inspection_id>")
@grants(Action.INSPECTION_VIEW)
def show(session: Session, actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """One inspection: the plan, who goes, what was seen and found, and what may be done now."""
    row = acts.open_inspection(session, actor, Action.INSPECTION_VIEW, inspection_id)
    return _page(session, actor, row)


@inspections.post("/<int:inspection_id>/put-forward")
@grants(Action.INSPECTION_MANAGE)
def put_forward(session: Session, actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """送审."""
    row, form = _opened(session, actor, inspection_id), PutForwardForm()
    if form.validate():
        with kept(form, session, "overlap_reason"):
            acts.put_forward(session, actor, row, form.overlap_reason.data or "", today=clock.today())
            return _done(row.id, "督查方案已送审")
    return _page(session, actor, row, forward=form), 422


@inspections.post("/<int:inspection_id>/cancel")
@grants(Action.INSPECTION_MANAGE)
def cancel(session: Session, actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """取消督查."""
    row, form = _opened(session, actor, inspection_id), CancelForm()
    if form.validate():
        with kept(form, session):
            acts.cancel(session, actor, row, form.reason.data, today=clock.today())
            return _done(row.id, "督查已取消")
    return _page(session, actor, row, cancel=form), 422


@inspections.post("/<int:inspection_id>/finish")
@grants(Action.INSPECTION_MANAGE)
def finish(session: Session, actor: Actor, inspection_id: int) -> ResponseReturnValue:
    """结束督查."""
    row, form = _opened(session, actor, inspection_id), FinishForm()
    if form.validate():
        with kept(form, session):
            acts.finish(session, actor, row, form.summary.data, today=clock.today())
            return _done(row.id, "督查已结束")
    return _page(session, actor, row, finish=form), 422


def _opened(session: Session, actor: Actor, inspection_id: int) -> Any:
    row = acts.open_inspection(session, actor, Action.INSPECTION_MANAGE, inspection_id)
    demand_version(row.version, 督查状态=row.state.label)
    return row


def _plan_page(session: Session, actor: Actor, form: PlanForm, row: Any) -> ResponseReturnValue:
    chosen = form.tasks.data or []
    form.offer(open_tasks(session, actor, form.find.data or "", chosen), clerks(session, actor.office_id or 0))
    if form.is_submitted() and form.search.data:
        session.rollback()  # nothing was done: the same form may be posted again
    elif form.is_submitted() and form.validate():
        with kept(form, session):
            today = clock.today()
            if row is None:
                made = acts.draft(session, actor, form.plan, today=today)
            else:
                made = acts.edit(session, actor, row, form.plan, today=today)
            return _done(made.id, "督查方案已保存")
    return render_template("inspections/plan.html", form=form, row=row), 422 if form.errors else 200


def _prefill(session: Session, actor: Actor, form: PlanForm, row: Any) -> None:
    for name in ("title", "basis", "scope", "unannounced", "head", "from_on", "until_on"):
        form[name].data = getattr(row, name)
    form.kind.data = row.kind.value
    form.methods.data = [one.value for one in methods_of(row)]
    of_it = team(session, row.id)
    form.members.data, form.others.data = list(of_it.accounts), "、".join(of_it.others)
    form.tasks.data = [one.id for one in tasks_of(session, actor, row.id)]


def _page(session: Session, actor: Actor, row: Any, **refused: Form) -> str:
    manages = may_ever(actor, Action.INSPECTION_MANAGE)
    whole = actor.office_id is not None
    possible = set(INSPECTIONS.available(row.state)) if manages else set()
    today = clock.today()
    apart = rules_on(session, today).number(RuleName.INSPECTION, "apart_days")
    waits = InspectionAct.PUT_FORWARD in possible
    return render_template(
        "inspections/show.html",
        row=row,
        methods=methods_of(row),
        team=team(session, row.id),
        whole=whole,
        tasks=tasks_of(session, actor, row.id) if whole else (),
        visits=visits_of(session, actor, row.id) if whole else (),
        findings=of_inspection(session, actor, row.id),
        near=near(session, row, apart) if waits else (),
        apart=apart,
        submission=submission_of(session, ApprovalKind.INSPECTION, row.id) if whole else None,
        Act=InspectionAct,
        possible=possible,
        begun=row.from_on <= today,
        forward=refused.get("forward") or (PutForwardForm(formdata=None) if waits else None),
        cancel=refused.get("cancel") or CancelForm(formdata=None),
        finish=refused.get("finish") or FinishForm(formdata=None),
    )


def _asked_year() -> int:
    typed, now = request.args.get("year", ""), clock.today().year
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else now
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else now


def _done(inspection_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("inspections.show", inspection_id=inspection_id))
