"""Three cards: their list, a card to print or to take away, a contact card to make."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.documents.paper import Paper
from tracker.errors import NotFound, NotPermitted
from tracker.policy.access import Actor
from tracker.queries import cards as queries
from tracker.queries.task_sheet import task_sheet
from tracker.services import cards as services
from tracker.services.access import open_card, open_task
from tracker.vocabulary.actions import Action
from tracker.vocabulary.cards import CardKind
from tracker.vocabulary.web import WebRefusal
from tracker.web.forms.base import kept
from tracker.web.forms.cards import AttachForm, ContactCardForm
from tracker.web.guard import grants, see_other
from tracker.web.papers import contact_card, paper_file, responsibility_card, supervision_card

cards = Blueprint("cards", __name__, url_prefix="/cards")


@cards.get("")
@grants(Action.CARD_VIEW)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """The cards that concern the reader, the newest first."""
    before = request.args.get("after", "")
    kind = next((kind for kind in CardKind if kind == request.args.get("kind")), None)
    rows = queries.cards(
        session, actor, kind, int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    )
    return render_template(
        "cards/index.html",
        rows=rows[: queries.PAGE],
        after=rows[queries.PAGE - 1].id if len(rows) > queries.PAGE else None,
        kind=kind,
        kinds=list(CardKind),
    )


@cards.get("/<int:card_id>")
@grants(Action.CARD_VIEW)
def show(session: Session, actor: Actor, card_id: int) -> ResponseReturnValue:
    """A card as it is printed."""
    row = _row(session, actor, card_id)
    return render_template(
        "cards/show.html", card=row, paper=_paper(session, actor, row), form=AttachForm(formdata=None)
    )


@cards.get('/<int:card_id>/card.<any("docx", "pdf"):ending>')
@grants(Action.CARD_VIEW)
def export(session: Session, actor: Actor, card_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    row = _row(session, actor, card_id)
    return paper_file(_paper(session, actor, row), ending)


@cards.route("/new", methods=["GET", "POST"])
@grants(Action.CARD_MAKE)
def make(session: Session, actor: Actor) -> ResponseReturnValue:
    """Make a 联系卡."""
    if actor.office_id is None:
        raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.CARD_MAKE.label)
    form = ContactCardForm()
    seats = queries.leaders_seats(session)
    form.post_id.offer(seats)
    if not form.is_submitted():
        return render_template("cards/form.html", form=form, seats=seats)
    if form.validate():
        with kept(form, session, "references"):
            command = services.ContactCard(form.post_id.data, form.looked_after.data, form.numbers())
            card = services.make_contact(session, actor, command, actor.office_id, today=clock.today())
            flash(f"已制作{card.number}")
            return see_other(url_for("cards.show", card_id=card.id))
    return render_template("cards/form.html", form=form, seats=seats), 422


@cards.post("/<int:card_id>/tasks")
@grants(Action.CARD_MAKE)
def attach(session: Session, actor: Actor, card_id: int) -> ResponseReturnValue:
    """Attach further tasks to a 联系卡."""
    card = _contact(session, actor, card_id)
    form = AttachForm()
    if form.validate():
        with kept(form, session, "references"):
            services.attach(session, actor, card, form.numbers(), today=clock.today())
            flash("已挂接")
            return see_other(url_for("cards.show", card_id=card_id))
    row = _row(session, actor, card_id)
    return render_template("cards/show.html", card=row, paper=_paper(session, actor, row), form=form), 422


@cards.post("/<int:card_id>/end")
@grants(Action.CARD_MAKE)
def end(session: Session, actor: Actor, card_id: int) -> ResponseReturnValue:
    """End a 联系卡; a task's cards follow its unit and its leader."""
    card = _contact(session, actor, card_id)
    services.end(session, actor, card, today=clock.today())
    flash(f"{card.number}已终止")
    return see_other(url_for("cards.show", card_id=card_id))


def _contact(session: Session, actor: Actor, card_id: int) -> Any:
    """A contact card to be changed by hand."""
    card = open_card(session, actor, Action.CARD_MAKE, card_id)
    if card.kind is not CardKind.CONTACT:
        raise NotPermitted(WebRefusal.NOT_YOURS, action="更改任务卡片")
    return card


def _row(session: Session, actor: Actor, card_id: int) -> queries.CardRow:
    row = queries.card_row(session, actor, card_id)
    if row is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    return row


def _paper(session: Session, actor: Actor, row: queries.CardRow) -> Paper:
    today = clock.today()
    holder = queries.holder_on(session, row.id, row.until_on or today)
    if row.task_id is None:
        return contact_card(row, queries.attached_tasks(session, actor, row.id), holder)
    sheet = task_sheet(session, open_task(session, actor, Action.TASK_VIEW, row.task_id), today)
    return supervision_card(row, sheet) if row.kind is CardKind.SUPERVISION else responsibility_card(row, sheet, holder)
