"""追责建议: the director's desk, and 纪检's first page. To everybody else a suggestion does not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.documents.letter import Letter
from tracker.policy.access import Actor, may_ever
from tracker.policy.lifecycle.accountability import SUGGESTIONS
from tracker.queries import accountability as read
from tracker.queries.case_evidence import evidence_lines
from tracker.services import accountability as desk
from tracker.services.access import open_task, permitted
from tracker.services.submissions import waiting_for
from tracker.vocabulary.accountability import SuggestionAct as Act
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.web.forms.accountability import CaseForm, OutcomeForm, PutForwardForm, ReceiptForm, TransferForm
from tracker.web.forms.base import Form, demand_version, kept
from tracker.web.guard import grants, see_other
from tracker.web.letters import SUGGESTED, suggestion_letter
from tracker.web.papers import letter_page, paper_file

accountability = Blueprint("accountability", __name__)

_SEE, _DRAFT, _NOTE = Action.ACCOUNTABILITY_SEE, Action.ACCOUNTABILITY_DRAFT, Action.OUTCOME_NOTE
# act on the page → what it does, the right it takes, and its form
_ACTS: dict[str, tuple[Act, Action, type[Form]]] = {
    "put_forward": (Act.PUT_FORWARD, _DRAFT, PutForwardForm),
    "take_back": (Act.TAKE_BACK, _DRAFT, Form),
    "transfer": (Act.TRANSFER, _DRAFT, TransferForm),
    "receive": (Act.RECEIVE, _SEE, ReceiptForm),
    "close": (Act.CLOSE, _NOTE, OutcomeForm),
}


@accountability.get("/accountability")
@grants(Action.ACCOUNTABILITY_SEE)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """What the reader may know of; for the director also on what one may rest."""
    drafts = may_ever(actor, Action.ACCOUNTABILITY_DRAFT)
    return render_template(
        "accountability/index.html",
        rows=read.suggestions(session, actor),
        bases=read.bases(session, actor, clock.today()) if drafts else (),
        drafts=drafts,
    )


@accountability.route("/tasks/<int:task_id>/accountability", methods=["GET", "POST"])
@grants(Action.ACCOUNTABILITY_DRAFT)
def draft(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """Draft one about the unit of a conclusion or a failed rectification."""
    task, today = open_task(session, actor, Action.ACCOUNTABILITY_DRAFT, task_id), clock.today()
    form, bases = CaseForm(), read.bases(session, actor, today, task_id)
    form.offer(bases)
    if form.is_submitted():
        if form.validate():
            with kept(form, session):
                row = desk.draft(session, actor, task, form.basis.data, form.case, today=today)
                return _done(row.id, "已起草，请核对证据目录后报批")
    else:
        proposal = read.proposal_for(session, task_id)
        form.grounds.data = proposal.facts if proposal else ""
        form.basis.data = bases[0].key if len(bases) == 1 else ""
    page = render_template("accountability/edit.html", form=form, task=task, row=None)
    return page, 422 if form.is_submitted() else 200


# A stranger's suggestion is not there, for whomever: so these doors open to anybody signed in, and the object decides.


@accountability.get("/accountability/<int:suggestion_id>")
@grants(Action.OWN_ACCOUNT)
def show(session: Session, actor: Actor, suggestion_id: int) -> ResponseReturnValue:
    """One suggestion, its evidence, and what the reader may do now."""
    row, task = desk.open_suggestion(session, actor, _SEE, suggestion_id)
    return _page(session, actor, row, task)


@accountability.get("/accountability/<int:suggestion_id>/paper")
@grants(Action.OWN_ACCOUNT)
def paper(session: Session, actor: Actor, suggestion_id: int) -> ResponseReturnValue:
    """追责建议, for printing."""
    back = url_for("accountability.show", suggestion_id=suggestion_id)
    return letter_page(
        _letter(session, actor, suggestion_id), "accountability.export", back, suggestion_id=suggestion_id
    )


@accountability.get('/accountability/<int:suggestion_id>/paper.<any("docx", "pdf"):ending>')
@grants(Action.OWN_ACCOUNT)
def export(session: Session, actor: Actor, suggestion_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    return paper_file(_letter(session, actor, suggestion_id), ending)


@accountability.get("/accountability/<int:suggestion_id>/evidence.txt", endpoint="evidence")
@grants(Action.OWN_ACCOUNT)
def evidence(session: Session, actor: Actor, suggestion_id: int) -> ResponseReturnValue:
    """The paper and its evidence as text, whose SHA-256 the page shows."""
    row, _ = desk.open_suggestion(session, actor, _SEE, suggestion_id)
    answer = Response(read.exported(session, row).text.encode(), mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename=f"accountability-{row.id}.txt")
    return answer


@accountability.route("/accountability/<int:suggestion_id>/edit", methods=["GET", "POST"])
@grants(Action.OWN_ACCOUNT)
def edit(session: Session, actor: Actor, suggestion_id: int) -> ResponseReturnValue:
    """Say it otherwise."""
    row, task = desk.open_suggestion(session, actor, _DRAFT, suggestion_id)
    form = CaseForm()
    del form.basis
    if form.is_submitted():
        demand_version(row.version, 办理情况=row.state.label)
        if form.validate():
            with kept(form, session):
                desk.edit(session, actor, row, form.case, today=clock.today())
                return _done(suggestion_id, "已保存")
    else:
        form.fill(row)
    page = render_template("accountability/edit.html", form=form, task=task, row=row)
    return page, 422 if form.is_submitted() else 200


@accountability.post("/accountability/<int:suggestion_id>/put-forward")
@grants(Action.OWN_ACCOUNT)
def put_forward(session: Session, actor: Actor, suggestion_id: int) -> ResponseReturnValue:
    """To the head, with the evidence."""

    def act(row: Any, task: Any, form: Any) -> None:
        desk.put_forward(session, actor, row, task, form.cuts, today=clock.today())

    return _act(session, actor, suggestion_id, "put_forward", act, "已报行政首长批准")


@accountability.post("/accountability/<int:suggestion_id>/take-back")
@grants(Action.OWN_ACCOUNT)
def take_back(session: Session, actor: Actor, suggestion_id: int) -> ResponseReturnValue:
    """Back to a draft."""

    def act(row: Any, _: Any, __: Form) -> None:
        desk.take_back(session, actor, row, today=clock.today())

    return _act(session, actor, suggestion_id, "take_back", act, "已撤回，可以修改")


@accountability.post("/accountability/<int:suggestion_id>/transfer")
@grants(Action.OWN_ACCOUNT)
def transfer(session: Session, actor: Actor, suggestion_id: int) -> ResponseReturnValue:
    """转交有权机关."""

    def act(row: Any, _: Any, form: Any) -> None:
        to, number, day = form.to.data, form.letter_number.data, form.day.data
        desk.transfer(session, actor, row, to, number, day, today=clock.today())

    return _act(session, actor, suggestion_id, "transfer", act, "已登记转交")


@accountability.post("/accountability/<int:suggestion_id>/receive")
@grants(Action.OWN_ACCOUNT)
def receive(session: Session, actor: Actor, suggestion_id: int) -> ResponseReturnValue:
    """The receipt."""

    def act(row: Any, _: Any, form: Any) -> None:
        desk.receive(session, actor, row, form.receipt_number.data, form.day.data, today=clock.today())

    return _act(session, actor, suggestion_id, "receive", act, "已登记回执")


@accountability.post("/accountability/<int:suggestion_id>/outcome")
@grants(Action.OWN_ACCOUNT)
def close(session: Session, actor: Actor, suggestion_id: int) -> ResponseReturnValue:
    """What came of it, from 纪检."""

    def act(row: Any, _: Any, form: Any) -> None:
        desk.note_outcome(session, actor, row, form.outcome.data, form.day.data, today=clock.today())

    return _act(session, actor, suggestion_id, "close", act, "已登记结果")


def _act(
    session: Session,
    actor: Actor,
    suggestion_id: int,
    name: str,
    act: Callable[[Any, Any, Any], None],
    said: str,
) -> ResponseReturnValue:
    """Do one act on the page, and come back to it; what is refused comes back with all that was typed."""
    _, right, form_type = _ACTS[name]
    row, task = desk.open_suggestion(session, actor, right, suggestion_id)
    if name == "receive" and not _may_receive(actor):
        desk.open_suggestion(session, actor, _NOTE, suggestion_id)
    demand_version(row.version, 办理情况=row.state.label)
    form = form_type()
    if form.validate():
        with kept(form, session):
            act(row, task, form)
            session.flush()
    if form.errors:
        return _page(session, actor, row, task, **{name: form}), 422
    return _done(suggestion_id, said)


def _may_receive(actor: Actor) -> bool:
    """纪检 or the office: a leader reads only."""
    return may_ever(actor, _NOTE) or may_ever(actor, _DRAFT)


def _page(session: Session, actor: Actor, row: Any, task: Any, **refused: Any) -> str:
    possible = SUGGESTIONS.available(row.state)
    now = {
        name
        for name, (act, right, _) in _ACTS.items()
        if act in possible and may_ever(actor, right) and (name != "receive" or _may_receive(actor))
    }
    forms: dict[str, Any] = {name: _ACTS[name][2](formdata=None) for name in now} | refused
    for name, form in forms.items():
        if "day" in form and name not in refused:
            form.day.data = clock.today()
    waiting = waiting_for(session, ApprovalKind.ACCOUNTABILITY, row.id)
    unit = read.unit_of(session, row)
    return render_template(
        "accountability/show.html",
        row=row,
        task=task,
        unit=unit,
        basis=read.basis_of(session, row),
        forms=forms,
        wrong=next(iter(refused.values()), None),
        cuts=refused["put_forward"].cuts if "put_forward" in refused else {},
        may_edit=Act.EDIT in possible and may_ever(actor, _DRAFT),
        lines=evidence_lines(session, task, row.department_id, clock.today()) if "put_forward" in forms else (),
        paper=read.exported(session, row) if row.evidence else None,
        outcome=read.outcome_for(session, actor, row),
        has_paper=row.state in SUGGESTED,
        waiting=waiting if waiting and may_ever(actor, Action.APPROVAL_GIVE) else None,
        sees_task=Action.TASK_VIEW in permitted(session, actor, task),
    )


def _done(suggestion_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("accountability.show", suggestion_id=suggestion_id))


def _letter(session: Session, actor: Actor, suggestion_id: int) -> Letter:
    row, task = desk.open_suggestion(session, actor, _SEE, suggestion_id)
    return suggestion_letter(session, row, task)
