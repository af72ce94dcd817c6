"""督办单: prepared by the rule, issued in batches or one by one, received and answered by the unit."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.documents.letter import Letter
from tracker.errors import NotFound, RuleBroken
from tracker.policy.access import Actor, may_ever
from tracker.queries import slips as read
from tracker.queries.evidence import of_documents
from tracker.services import slip_answers as answers
from tracker.services import slips as service
from tracker.services import slips_by_hand as by_hand
from tracker.services.access import open_task, permitted
from tracker.services.closing import Picked
from tracker.services.deadlines import Basis, basis
from tracker.services.slip_batches import issue_ticked as issue_all
from tracker.services.slips import Issue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.escalation import EscalationRefusal, SlipColour
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.web import WebRefusal
from tracker.web.forms.base import demand_version, kept, why_not
from tracker.web.forms.evidence import offer_earlier, take_files
from tracker.web.forms.slips import AnswerSlipForm, BeginForm, DropForm, IssueForm
from tracker.web.guard import grants, see_other, takes_files
from tracker.web.letters import slip_letter
from tracker.web.papers import letter_page, paper_file

slips = Blueprint("slips", __name__)

_MOST = 200


@slips.get("/slips")
@grants(Action.SLIP_VIEW)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """What waits to be issued, by colour; what waits for an answer; what was dealt with."""
    issues = may_ever(actor, Action.SLIP_ISSUE)
    rows = read.prepared(session, actor, clock.today(), basis(session, clock.today()).calendar) if issues else ()
    return render_template(
        "slips/index.html",
        issues=issues,
        prepared={colour: [row for row in rows if row.colour is colour] for colour in reversed(SlipColour)},
        waiting=read.issued(session, actor, waiting=True),
        past=read.issued(session, actor, waiting=False),
        may_issue={colour: may_ever(actor, action) for colour, action in service.ISSUES.items()},
        SlipColour=SlipColour,
    )


@slips.post("/slips/issue")
@grants(Action.SLIP_ISSUE)
def issue_ticked(session: Session, actor: Actor) -> ResponseReturnValue:
    """签发 what is ticked, each in its own colour; red ones are put before the leader."""
    pairs = [value.partition(":") for value in request.form.getlist("slip")[:_MOST]]
    picked = [Picked(int(key), int(version)) for key, _, version in pairs if _number(key) and _number(version)]
    if not picked:
        raise RuleBroken(WebRefusal.NOTHING_TICKED)
    batch = issue_all(session, actor, picked, today=clock.today())
    if batch.done:
        flash(f"已签发或送审{len(batch.done)}张")
    for title, why in batch.left:
        flash(f"“{title}”未签发：{why}")
    return see_other(url_for("slips.index"))


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@slips.get("/slips/<int:slip_id>")
@grants(Action.SLIP_VIEW)
def show(session: Session, actor: Actor, slip_id: int) -> ResponseReturnValue:
    """One slip: its facts, what was done about it, and what the reader may do."""
    slip, task = service.open_slip(session, actor, Action.SLIP_VIEW, slip_id)
    return _page(session, actor, slip, task)


@slips.get("/slips/<int:slip_id>/paper")
@grants(Action.SLIP_VIEW)
def paper(session: Session, actor: Actor, slip_id: int) -> ResponseReturnValue:
    """督办单 in its colour, for printing."""
    back = url_for("slips.show", slip_id=slip_id)
    return letter_page(_letter(session, actor, slip_id), "slips.export", back, slip_id=slip_id)


@slips.get('/slips/<int:slip_id>/paper.<any("docx", "pdf"):ending>')
@grants(Action.SLIP_VIEW)
def export(session: Session, actor: Actor, slip_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    return paper_file(_letter(session, actor, slip_id), ending)


@slips.post("/slips/<int:slip_id>/issue")
@grants(Action.SLIP_ISSUE)
def issue(session: Session, actor: Actor, slip_id: int) -> ResponseReturnValue:
    """签发, in a graver colour for a reason; red is put before the leader."""
    slip, task = service.open_slip(session, actor, Action.SLIP_ISSUE, slip_id)
    demand_version(slip.version, 督办单=slip.state.label)
    form = IssueForm()
    form.offer(slip.colour)
    if form.validate():
        with kept(form, session, "reason"):
            given = Issue(SlipColour(form.colour.data), form.reason.data or "")
            _issue(session, actor, slip, given, basis(session, clock.today()))
            return see_other(url_for("slips.show", slip_id=slip_id))
    return _page(session, actor, slip, task, issue_form=form), 422


@slips.post("/slips/<int:slip_id>/drop")
@grants(Action.SLIP_ISSUE)
def drop(session: Session, actor: Actor, slip_id: int) -> ResponseReturnValue:
    """不予签发."""
    slip, task = service.open_slip(session, actor, Action.SLIP_ISSUE, slip_id)
    demand_version(slip.version, 督办单=slip.state.label)
    form = DropForm()
    if form.validate():
        with kept(form, session, "because"):
            service.drop(session, actor, slip, form.because.data, today=clock.today())
            flash("不予签发，理由已记录")
            return see_other(url_for("slips.index"))
    return _page(session, actor, slip, task, drop_form=form), 422


@slips.post("/slips/<int:slip_id>/acknowledge")
@grants(Action.SLIP_ANSWER)
def acknowledge(session: Session, actor: Actor, slip_id: int) -> ResponseReturnValue:
    """签收."""
    slip, _ = service.open_slip(session, actor, Action.SLIP_ANSWER, slip_id)
    answers.acknowledge(session, actor, slip, today=clock.today())
    flash("已签收，请按时答复")
    return see_other(url_for("slips.show", slip_id=slip_id))


@slips.route("/slips/<int:slip_id>/answer", methods=["GET", "POST"])
@takes_files
@grants(Action.SLIP_ANSWER)
def answer(session: Session, actor: Actor, slip_id: int) -> ResponseReturnValue:
    """答复: signed where the slip is blue or the reader is the unit's head, otherwise put before the head."""
    slip, task = service.open_slip(session, actor, Action.SLIP_ANSWER, slip_id)
    form, signs = AnswerSlipForm(), answers.may_sign(actor, slip)
    if not form.is_submitted():
        form.words.data = slip.answer
        offer_earlier(session, actor, task, form)
    else:
        demand_version(slip.version, 督办单=slip.state.label)
        if form.validate() & take_files(session, actor, task, form):
            with kept(form, session, "words"):
                given = answers.Answer(form.words.data, form.evidence_ids)
                act = answers.answer if signs else answers.draft_answer
                act(session, actor, slip, given, today=clock.today())
                flash("已答复" if signs else "已送签，等待单位负责人签发")
                return see_other(url_for("slips.show", slip_id=slip_id))
    row = read.one(session, actor, slip_id)
    return render_template("slips/answer.html", form=form, row=row, signs=signs), 422 if form.is_submitted() else 200


@slips.get("/duties/<int:deadline_id>/slip")
@grants(Action.SLIP_ANSWER)
def of_duty(session: Session, actor: Actor, deadline_id: int) -> ResponseReturnValue:
    """The slip a unit owes an answer to, from 我要办的."""
    slip_id = read.of_duty(session, deadline_id)
    if slip_id is None:
        raise NotFound(EscalationRefusal.NO_SLIP)
    service.open_slip(session, actor, Action.SLIP_ANSWER, slip_id)
    return see_other(url_for("slips.show", slip_id=slip_id))


@slips.route("/tasks/<int:task_id>/warning", methods=["GET", "POST"])
@grants(Action.SLIP_ISSUE)
def begin(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """A slip begun by hand, issued or put forward at once."""
    task, today = open_task(session, actor, Action.SLIP_ISSUE, task_id), clock.today()
    by, form = basis(session, today), BeginForm()
    rights = permitted(session, actor, task)
    colours = [colour for colour, action in service.ISSUES.items() if action in rights]
    late = service.late_now(session, task, by, today=today)
    open_to = by_hand.not_had(session, late, colours)
    form.offer(open_to, colours)
    if form.validate_on_submit():
        with kept(form, session):
            given = Issue(SlipColour(form.colour.data), form.reason.data)
            slip = by_hand.begin_slip(session, actor, task, int(form.deadline.data), given, by, today=today)
            _issue(session, actor, slip, given, by)
            return see_other(url_for("slips.show", slip_id=slip.id))
    lately = why_not(by_hand.demand_none_lately, session, task, by, today=today)
    page = render_template("slips/begin.html", form=form, task=task, late=late, open_to=open_to, why_not=lately)
    return page, 422 if form.is_submitted() else 200


def _issue(session: Session, actor: Actor, slip: Any, given: Issue, by: Basis) -> None:
    if given.colour is SlipColour.RED:
        service.put_forward(session, actor, slip, given.reason, by, today=clock.today())
        flash("已送审，等待领导签发")
    else:
        service.issue(session, actor, slip, given, by, today=clock.today())
        flash(f"已签发{slip.colour.label}{slip.number}，并告知承办单位")


def _page(
    session: Session,
    actor: Actor,
    slip: Any,
    task: Any,
    issue_form: IssueForm | None = None,
    drop_form: DropForm | None = None,
) -> str:
    form = issue_form or IssueForm(formdata=None)
    form.offer(slip.colour)
    if issue_form is None:
        form.colour.data = slip.colour.value
    row, rights = read.one(session, actor, slip.id), permitted(session, actor, task)
    return render_template(
        "slips/show.html",
        row=row,
        evidence=of_documents(session, actor, EvidenceOf.SLIP, [slip.id])[slip.id],
        form=form,
        drop_form=drop_form or DropForm(formdata=None),
        may_issue=Action.SLIP_ISSUE in rights,
        may_drop=service.ISSUES[slip.colour] in rights,
        own=Action.SLIP_ANSWER in rights and row.unit_id == actor.department_id,
    )


def _letter(session: Session, actor: Actor, slip_id: int) -> Letter:
    slip, task = service.open_slip(session, actor, Action.SLIP_VIEW, slip_id)
    return slip_letter(session, slip, read.one(session, actor, slip_id), task)
