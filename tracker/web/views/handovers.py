"""交接: looked at first, then made at one stroke; the paper is printed or taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, NotPermitted
from tracker.policy.access import Actor
from tracker.queries import handovers as queries
from tracker.queries.handovers import HandoverRow, TaskLine
from tracker.services import handovers as services
from tracker.services import succession
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.cards import HandoverKind
from tracker.vocabulary.web import WebRefusal
from tracker.web.forms.base import kept
from tracker.web.forms.handovers import FORMS
from tracker.web.guard import grants, see_other
from tracker.web.papers import handover_paper, paper_file

handovers = Blueprint("handovers", __name__, url_prefix="/handovers")

_OF_SEATS = frozenset({HandoverKind.HOLDER, HandoverKind.DIVISION})


@handovers.get("")
@grants(Action.HANDOVER_MAKE)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """The office's papers, and the four kinds to make."""
    rows = queries.handovers(session, _office(actor))
    return render_template("handovers/index.html", rows=rows, kinds=list(HandoverKind))


@handovers.route("/new/<kind>", methods=["GET", "POST"])
@grants(Action.HANDOVER_MAKE)
def make(session: Session, actor: Actor, kind: str) -> ResponseReturnValue:
    """Fill in, look at what would pass on, then make it."""
    if kind not in {one.value for one in HandoverKind}:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    wanted = HandoverKind(kind)
    form: Any = FORMS[wanted]()
    _offer(session, form, wanted)
    if not form.is_submitted():
        form.effective_on.data = clock.today()
        return _page(wanted, form, None)
    lines: Sequence[TaskLine] | None = None
    if form.validate():
        lines = _lines(session, actor, form, wanted)
        if request.form.get("step") != "make":
            return _page(wanted, form, lines)
        with kept(form, session):
            paper = _make(session, actor, form, wanted)
            flash(f"已办理交接：{paper.number}")
            return see_other(url_for("handovers.show", handover_id=paper.id))
    return _page(wanted, form, lines), 422


@handovers.get("/<int:handover_id>")
@grants(Action.HANDOVER_MAKE)
def show(session: Session, actor: Actor, handover_id: int) -> ResponseReturnValue:
    """The 交接单 as it is printed."""
    row = _row(session, actor, handover_id)
    return render_template("handovers/show.html", row=row, paper=handover_paper(row))


@handovers.get('/<int:handover_id>/handover.<any("docx", "pdf"):ending>')
@grants(Action.HANDOVER_MAKE)
def export(session: Session, actor: Actor, handover_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    return paper_file(handover_paper(_row(session, actor, handover_id)), ending)


def _office(actor: Actor) -> int:
    if actor.office_id is None:
        raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.HANDOVER_MAKE.label)
    return actor.office_id


def _row(session: Session, actor: Actor, handover_id: int) -> HandoverRow:
    row = queries.handover(session, _office(actor), handover_id)
    if row is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    return row


def _offer(session: Session, form: Any, kind: HandoverKind) -> None:
    """Fill the lists to choose from."""
    rows = queries.seats(session, clock.today()) if kind in _OF_SEATS else queries.units(session)
    for name in ("post_id", "to_post_id", "department_id", "to_department_id"):
        if name in form:
            form[name].offer(rows)


def _lines(session: Session, actor: Actor, form: Any, kind: HandoverKind) -> Sequence[TaskLine]:
    """What would pass on, as it stands on the day."""
    if kind in _OF_SEATS:
        return queries.tasks_of_seat(session, _office(actor), form.post_id.data, form.effective_on.data)
    return queries.tasks_of_unit(session, _office(actor), form.department_id.data, form.effective_on.data)


def _make(session: Session, actor: Actor, form: Any, kind: HandoverKind) -> Any:
    terms, today = form.terms(), clock.today()
    if kind is HandoverKind.HOLDER:
        return services.change_holder(session, actor, form.post_id.data, form.incoming.data, terms, today=today)
    if kind is HandoverKind.RENAMED:
        return succession.rename(session, actor, form.department_id.data, form.name.data, terms, today=today)
    if kind is HandoverKind.MERGED:
        from_id, to_id = form.department_id.data, form.to_department_id.data
        return succession.merge(session, actor, from_id, to_id, terms, today=today)
    return services.change_division(
        session,
        actor,
        form.post_id.data,
        form.to_post_id.data,
        _ticked(),
        terms,
        basis(session, today),
        today=today,
    )


def _page(kind: HandoverKind, form: Any, lines: Sequence[TaskLine] | None) -> str:
    first = request.form.get("step") != "make"
    ticked = {line.id for line in lines or ()} if first else set(_ticked())
    return render_template("handovers/form.html", kind=kind, form=form, lines=lines, ticked=ticked)


def _ticked() -> list[int]:
    return request.form.getlist("task", type=int)
