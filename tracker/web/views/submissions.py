"""送审件: whatever was put forward, read and decided in one place."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotPermitted
from tracker.policy.access import Actor, may_ever
from tracker.queries.routes import seats
from tracker.queries.submissions import steps_taken
from tracker.services.decisions import decide as rule_on
from tracker.services.decisions import my_turn, note_barred, open_submission
from tracker.services.submissions import route_of
from tracker.vocabulary.actions import Action
from tracker.vocabulary.web import WebRefusal
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.submissions import RulingForm
from tracker.web.guard import grants, keep_refusal, see_other
from tracker.web.submitted import document_address

submissions = Blueprint("submissions", __name__, url_prefix="/submissions")


@submissions.get("/<int:submission_id>")
@grants(Action.APPROVAL_GIVE)
def show(session: Session, actor: Actor, submission_id: int) -> ResponseReturnValue:
    """What is asked, what was decided, and, for whoever's turn it is, the decision."""
    row = open_submission(session, actor, submission_id)
    return _page(session, actor, row, _form(session, row, fresh=True))


@submissions.post("/<int:submission_id>")
@grants(Action.APPROVAL_GIVE)
def decide(session: Session, actor: Actor, submission_id: int) -> ResponseReturnValue:
    """同意 or 不同意; the office may enter a decision given on paper."""
    row, today = open_submission(session, actor, submission_id), clock.today()
    demand_version(row.version, 送审件=_as_it_stands(session, row))
    form, mine = _form(session, row), my_turn(session, actor, row, today=today)
    if mine is None and not may_ever(actor, Action.APPROVAL_ENTER):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.APPROVAL_GIVE.label)
    if form.validate() & form.paper_fits(wanted=mine is None):
        with kept(form, session):
            rule_on(session, actor, row, form.ruling, on_paper=form.paper, today=today)
            flash(f"{row.kind.label}：{form.ruling.outcome.label}")
            return see_other(url_for("submissions.show", submission_id=submission_id))
        if note_barred(session, actor, row, form.refused_by, today=today):
            keep_refusal(again=True)
    return _page(session, actor, row, form), 422


def _as_it_stands(session: Session, row: Any) -> str:
    """Who was faster, for the page that was made before."""
    taken = steps_taken(session, row)
    if not taken:
        return "已撤回" if row.ended_on else "已更新"
    last = taken[-1]
    return f"该申请已由{last.approver}于{last.decided_on}处理：{last.outcome.label}"


def _form(session: Session, row: Any, *, fresh: bool = False) -> RulingForm:
    form = RulingForm(formdata=None) if fresh else RulingForm()
    form.offer(seats(session, row.office_id, clock.today()), row.kind)
    return form


def _page(session: Session, actor: Actor, row: Any, form: RulingForm) -> str:
    mine = my_turn(session, actor, row, today=clock.today())
    return render_template(
        "submissions/show.html",
        row=row,
        form=form,
        mine=mine,
        may_enter=row.ended_on is None and may_ever(actor, Action.APPROVAL_ENTER),
        steps=route_of(row),
        taken=steps_taken(session, row),
        document=document_address(row),
    )
