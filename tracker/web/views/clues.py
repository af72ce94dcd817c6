"""问题线索移送: letters that went out and receipts that came back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.queries import accountability as read
from tracker.services.clues import note_receipt, open_clue
from tracker.services.clues import refer as note_letter
from tracker.vocabulary.actions import Action
from tracker.web.forms.accountability import ClueForm, ReceiptForm
from tracker.web.forms.base import kept
from tracker.web.guard import grants, see_other

clues = Blueprint("clues", __name__, url_prefix="/clues")


@clues.get("")
@grants(Action.CLUE_REFER)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """The register, and the next entry."""
    form = ClueForm(formdata=None)
    form.day.data = clock.today()
    return _page(session, actor, form, None)


@clues.post("")
@grants(Action.CLUE_REFER)
def refer(session: Session, actor: Actor) -> ResponseReturnValue:
    """A letter went out."""
    form = ClueForm()
    if form.validate():
        with kept(form, session):
            note_letter(session, actor, form.chosen, form.letter_number.data, form.day.data, today=clock.today())
            return _done("已登记移送")
    return _page(session, actor, form, None), 422


@clues.post("/<int:clue_id>/receipt")
@grants(Action.CLUE_REFER)
def receipt(session: Session, actor: Actor, clue_id: int) -> ResponseReturnValue:
    """Its receipt came back."""
    row, form = open_clue(session, actor, clue_id), ReceiptForm()
    if form.validate():
        with kept(form, session):
            note_receipt(session, actor, row, form.receipt_number.data, form.day.data, today=clock.today())
            return _done("已登记回执")
    return _page(session, actor, ClueForm(formdata=None), (clue_id, form)), 422


def _page(session: Session, actor: Actor, form: ClueForm, receipt: Any) -> str:
    return render_template("clues/index.html", rows=read.clues(session, actor), form=form, receipt=receipt)


def _done(said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("clues.index"))
