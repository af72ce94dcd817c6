"""复核: asked for by the unit or entered from its paper, handled by somebody who took no part."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.documents.letter import Letter
from tracker.policy.access import Actor, may_ever
from tracker.queries.conclusions import conclusion_facts, task_of
from tracker.queries.evidence import of_documents
from tracker.queries.inspections import submission_of
from tracker.queries.reviews import barred, decide_by, free_hands
from tracker.queries.routes import seats
from tracker.queries.units import UnitRow
from tracker.services import reviews as acts
from tracker.services.conclusions import open_conclusion
from tracker.services.deadlines import basis
from tracker.services.reviews import Ask, open_review
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.conclusions import ReviewState
from tracker.vocabulary.reports import EvidenceOf
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.evidence import FormWithEvidence, offer_earlier, take_files
from tracker.web.forms.reviews import AskForm, OpinionForm, PaperAskForm
from tracker.web.guard import grants, see_other, takes_files
from tracker.web.letters import review_letter
from tracker.web.papers import letter_page, paper_file

reviews = Blueprint("reviews", __name__)


@reviews.route("/conclusions/<int:conclusion_id>/review", methods=["GET", "POST"])
@takes_files
@grants(Action.REVIEW_ASK)
def ask(session: Session, actor: Actor, conclusion_id: int) -> ResponseReturnValue:
    """申请复核 by the unit's head."""
    of, form = open_conclusion(session, actor, Action.REVIEW_ASK, conclusion_id), AskForm()
    return _asked(session, actor, of, form, on_paper=False)


@reviews.route("/conclusions/<int:conclusion_id>/review/paper", methods=["GET", "POST"])
@takes_files
@grants(Action.REVIEW_HANDLE)
def enter(session: Session, actor: Actor, conclusion_id: int) -> ResponseReturnValue:
    """申请复核 that came on paper, entered by the office with the day on it."""
    of, form = open_conclusion(session, actor, Action.REVIEW_HANDLE, conclusion_id), PaperAskForm()
    return _asked(session, actor, of, form, on_paper=True)


@reviews.get("/reviews/<int:review_id>")
@grants(Action.CONCLUSION_VIEW)
def show(session: Session, actor: Actor, review_id: int) -> ResponseReturnValue:
    """One review: why it was asked for, who must stay out of it, and what came of it."""
    row, of = open_review(session, actor, Action.CONCLUSION_VIEW, review_id)
    form = OpinionForm(formdata=None)
    form.words.data, form.changed_to.data = row.opinion, row.changed_to
    form.proposed.data = row.proposed.value if row.proposed else None
    return _page(session, actor, row, of, form)


@reviews.get("/reviews/<int:review_id>/paper")
@grants(Action.CONCLUSION_VIEW)
def paper(session: Session, actor: Actor, review_id: int) -> ResponseReturnValue:
    """复核决定, for printing."""
    back = url_for("reviews.show", review_id=review_id)
    return letter_page(_letter(session, actor, review_id), "reviews.export", back, review_id=review_id)


@reviews.get('/reviews/<int:review_id>/paper.<any("docx", "pdf"):ending>')
@grants(Action.CONCLUSION_VIEW)
def export(session: Session, actor: Actor, review_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    return paper_file(_letter(session, actor, review_id), ending)


@reviews.post("/reviews/<int:review_id>/opinion")
@grants(Action.REVIEW_HANDLE)
def propose(session: Session, actor: Actor, review_id: int) -> ResponseReturnValue:
    """复核意见, put forward for decision."""
    row, of = open_review(session, actor, Action.REVIEW_HANDLE, review_id)
    demand_version(row.version, 复核状态=row.state.label)
    form = OpinionForm()
    _offer(session, of, form)
    if form.validate():
        with kept(form, session):
            acts.propose(session, actor, row, of, form.opinion, today=clock.today())
            flash("复核意见已送审")
            return see_other(url_for("reviews.show", review_id=review_id))
    return _page(session, actor, row, of, form), 422


def _asked(
    session: Session, actor: Actor, of: Any, form: AskForm | PaperAskForm, *, on_paper: bool
) -> ResponseReturnValue:
    task, today = task_of(session, of), clock.today()
    if not form.is_submitted():
        offer_earlier(session, actor, task, form)
        if isinstance(form, PaperAskForm):
            form.asked_on.data = today
    elif form.validate() & take_files(session, actor, task, form):
        with kept(form, session):
            row = acts.ask(session, actor, of, _command(actor, form), basis(session, today), today=today)
            late = row.state is ReviewState.LATE
            flash("申请已超过期限，已记录，不予受理" if late else "已收到复核申请")
            return see_other(url_for("reviews.show", review_id=row.id))
    page = render_template("reviews/ask.html", form=form, of=of, task=task, on_paper=on_paper)
    return page, 422 if form.is_submitted() else 200


def _command(actor: Actor, form: FormWithEvidence) -> Ask:
    if isinstance(form, PaperAskForm):
        signed = (form.asked_by.data or "").strip()
        return Ask(form.reason.data or "", signed, form.asked_on.data, on_paper=True, evidence_ids=form.evidence_ids)
    return Ask(form["reason"].data or "", actor.name, clock.today(), evidence_ids=form.evidence_ids)


def _offer(session: Session, of: Any, form: OpinionForm) -> None:
    rows = [UnitRow(seat.id, seat.label) for seat in seats(session, of.office_id, clock.today())]
    form.seat.offer(rows)
    form.seat.choices[0] = ("", "按审批路线")


def _page(session: Session, actor: Actor, row: Any, of: Any, form: OpinionForm) -> str:
    whole, handles = actor.office_id is not None, may_ever(actor, Action.REVIEW_HANDLE)
    out = barred(session, of) if whole else None
    _offer(session, of, form)
    return render_template(
        "reviews/show.html",
        row=row,
        of=of,
        facts=conclusion_facts(session, of),
        due_on=decide_by(session, row),
        whole=whole,
        barred=out,
        free=free_hands(session, of, out) if out else (),
        out_because=out.how(actor.account_id, actor.name) if out and handles else None,
        may_handle=handles and row.state is ReviewState.ASKED,
        told=whole or row.state is ReviewState.DECIDED,
        evidence=of_documents(session, actor, EvidenceOf.REVIEW, [row.id]).get(row.id, []),
        form=form,
        submission=submission_of(session, ApprovalKind.REVIEW, row.id) if whole else None,
    )


def _letter(session: Session, actor: Actor, review_id: int) -> Letter:
    row, of = open_review(session, actor, Action.CONCLUSION_VIEW, review_id)
    return review_letter(session, row, of)
