"""督查结论: the list, one conclusion, drafting, serving and receiving it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.documents.letter import Letter
from tracker.policy.access import Actor, may_ever
from tracker.policy.lifecycle.conclusions import CONCLUSIONS
from tracker.queries.conclusion_grounds import record_lines
from tracker.queries.conclusions import conclusion_facts, inspections_of, units_of
from tracker.queries.conclusions import conclusions as listed
from tracker.queries.inspections import submission_of
from tracker.queries.reviews import of_conclusion, open_reviews
from tracker.services import conclusions as acts
from tracker.services.access import open_task
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.conclusions import OPEN_REVIEWS, ConclusionAct, ConclusionState, ReviewState
from tracker.web.forms.base import demand_version, kept, why_not
from tracker.web.forms.conclusions import ConclusionForm, ServeForm
from tracker.web.guard import grants, see_other
from tracker.web.letters import CONCLUDED, conclusion_letter
from tracker.web.papers import letter_page, paper_file

conclusions = Blueprint("conclusions", __name__)


@conclusions.get("/conclusions")
@grants(Action.CONCLUSION_VIEW)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """Every conclusion the reader may know of, and the reviews that wait."""
    today = clock.today()
    rows, reviews = listed(session, actor, today), open_reviews(session, actor, today)
    return render_template("conclusions/index.html", rows=rows, reviews=reviews)


@conclusions.route("/tasks/<int:task_id>/conclusion", methods=["GET", "POST"])
@grants(Action.CONCLUSION_DRAFT)
def draft(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """起草督查结论 on a task; where party rules alone bind it, the page says so."""
    task = open_task(session, actor, Action.CONCLUSION_DRAFT, task_id)
    form = _form(session, task.id)
    if form.is_submitted() and form.validate():
        with kept(form, session):
            row = acts.draft(session, actor, task, form.findings, today=clock.today())
            return _done(row.id, "督查结论已保存")
    elif not form.is_submitted():
        form.unit.data = next((key for key, _ in form.unit.choices if key), None)
    page = render_template(
        "conclusions/edit.html", form=form, task=task, row=None, against=why_not(acts.demand_governed, session, task)
    )
    return page, 422 if form.is_submitted() else 200


@conclusions.route("/conclusions/<int:conclusion_id>/edit", methods=["GET", "POST"])
@grants(Action.CONCLUSION_DRAFT)
def edit(session: Session, actor: Actor, conclusion_id: int) -> ResponseReturnValue:
    """修改 what nobody has approved."""
    row = acts.open_conclusion(session, actor, Action.CONCLUSION_DRAFT, conclusion_id)
    CONCLUSIONS.after(row.state, ConclusionAct.EDIT)
    task = open_task(session, actor, Action.CONCLUSION_DRAFT, row.task_id)
    form = _form(session, task.id)
    if form.is_submitted():
        demand_version(row.version, 结论状态=row.state.label)
        if form.validate():
            with kept(form, session):
                acts.edit(session, actor, row, form.findings, today=clock.today())
                return _done(row.id, "督查结论已保存")
    else:
        for name in ("basis", "record", "facts", "conclusion", "requirement", "rectify_term"):
            form[name].data = getattr(row, name)
        form.unit.data, form.inspection.data = row.department_id, row.inspection_id
    page = render_template("conclusions/edit.html", form=form, task=task, row=row, against="")
    return page, 422 if form.is_submitted() else 200


@conclusions.get("/conclusions/<int:conclusion_id>")
@grants(Action.CONCLUSION_VIEW)
def show(session: Session, actor: Actor, conclusion_id: int) -> ResponseReturnValue:
    """One conclusion; before it is served its unit sees only that it waits."""
    row = acts.open_conclusion(session, actor, Action.CONCLUSION_VIEW, conclusion_id)
    form = ServeForm(formdata=None)
    form.served_by.data, form.served_on.data = actor.name, clock.today()
    return _page(session, actor, row, form)


@conclusions.get("/conclusions/<int:conclusion_id>/paper")
@grants(Action.CONCLUSION_VIEW)
def paper(session: Session, actor: Actor, conclusion_id: int) -> ResponseReturnValue:
    """督查结论, for printing."""
    back = url_for("conclusions.show", conclusion_id=conclusion_id)
    return letter_page(_letter(session, actor, conclusion_id), "conclusions.export", back, conclusion_id=conclusion_id)


@conclusions.get('/conclusions/<int:conclusion_id>/paper.<any("docx", "pdf"):ending>')
@grants(Action.CONCLUSION_VIEW)
def export(session: Session, actor: Actor, conclusion_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    return paper_file(_letter(session, actor, conclusion_id), ending)


@conclusions.post("/conclusions/<int:conclusion_id>/put-forward")
@grants(Action.CONCLUSION_DRAFT)
def put_forward(session: Session, actor: Actor, conclusion_id: int) -> ResponseReturnValue:
    """送审."""
    row = acts.open_conclusion(session, actor, Action.CONCLUSION_DRAFT, conclusion_id)
    demand_version(row.version, 结论状态=row.state.label)
    acts.put_forward(session, actor, row, today=clock.today())
    return _done(row.id, "督查结论已送审")


@conclusions.post("/conclusions/<int:conclusion_id>/serve")
@grants(Action.CONCLUSION_DRAFT)
def serve(session: Session, actor: Actor, conclusion_id: int) -> ResponseReturnValue:
    """送达, entered by the office."""
    row = acts.open_conclusion(session, actor, Action.CONCLUSION_DRAFT, conclusion_id)
    demand_version(row.version, 结论状态=row.state.label)
    form, today = ServeForm(), clock.today()
    if form.validate():
        with kept(form, session):
            acts.serve(session, actor, row, form.service, basis(session, today), today=today)
            return _done(row.id, "送达已登记，并告知单位")
    return _page(session, actor, row, form), 422


@conclusions.post("/conclusions/<int:conclusion_id>/receive")
@grants(Action.CONCLUSION_RECEIVE)
def receive(session: Session, actor: Actor, conclusion_id: int) -> ResponseReturnValue:
    """签收 by the unit, which serves it."""
    row = acts.open_conclusion(session, actor, Action.CONCLUSION_RECEIVE, conclusion_id)
    demand_version(row.version, 结论状态=row.state.label)
    today = clock.today()
    acts.receive(session, actor, row, basis(session, today), today=today)
    return _done(row.id, "已签收；有异议的可以申请复核")


def _form(session: Session, task_id: int) -> ConclusionForm:
    form = ConclusionForm()
    lines = record_lines(session, task_id, clock.today())
    form.offer(units_of(session, task_id), inspections_of(session, task_id), lines)
    return form


def _page(session: Session, actor: Actor, row: Any, form: ServeForm) -> str:
    office = may_ever(actor, Action.CONCLUSION_DRAFT)
    whole = actor.office_id is not None
    hidden = not whole and row.state is ConclusionState.APPROVED
    reviews = of_conclusion(session, row.id)
    over = any(one.state in OPEN_REVIEWS or one.state is ReviewState.DECIDED for one in reviews)
    may_ask = row.state is ConclusionState.SERVED and not over
    return render_template(
        "conclusions/show.html",
        row=row,
        facts=conclusion_facts(session, row),
        hidden=hidden,
        has_paper=row.state in CONCLUDED and not hidden,
        whole=whole,
        reviews=reviews,
        possible=set(CONCLUSIONS.available(row.state)) if office else set(),
        Act=ConclusionAct,
        form=form,
        may_receive=row.state is ConclusionState.APPROVED and may_ever(actor, Action.CONCLUSION_RECEIVE),
        may_ask=may_ask and may_ever(actor, Action.REVIEW_ASK),
        asks_head=may_ask and not whole and not may_ever(actor, Action.REVIEW_ASK),
        may_enter=may_ask and may_ever(actor, Action.REVIEW_HANDLE),
        submission=submission_of(session, ApprovalKind.INSPECTION_CONCLUSION, row.id) if whole else None,
    )


def _done(conclusion_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("conclusions.show", conclusion_id=conclusion_id))


def _letter(session: Session, actor: Actor, conclusion_id: int) -> Letter:
    row = acts.open_conclusion(session, actor, Action.CONCLUSION_VIEW, conclusion_id)
    return conclusion_letter(session, actor, row)
