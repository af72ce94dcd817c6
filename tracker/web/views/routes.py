"""Approval routes and deputies, for the director of the office."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from tracker import clock
from tracker.policy.access import Actor
from tracker.policy.routes import Step
from tracker.queries.routes import SeatRow, deputy_rows, seats
from tracker.queries.routes import routes as route_rows
from tracker.services.routes import SetDeputy, SetRoute, end_deputy, set_deputy, set_route
from tracker.vocabulary.actions import Action
from tracker.vocabulary.departments import PostRank
from tracker.web.forms.base import kept
from tracker.web.forms.routes import STEPS, DeputyForm, RouteForm
from tracker.web.guard import grants, see_other

routes = Blueprint("routes", __name__, url_prefix="/routes")

_RANKS = (PostRank.OFFICE_DIRECTOR, PostRank.SECRETARY_GENERAL, PostRank.DEPUTY, PostRank.HEAD)


@routes.route("", methods=["GET", "POST"])
@grants(Action.ROUTE_MANAGE)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """The routes in force and to come; a change holds from its day on."""
    form, found = RouteForm(), _seats(session, actor)
    for name in STEPS:
        form[name].choices = _step_choices(found)
    if form.is_submitted() and form.validate():
        with kept(form, session):
            chosen = [form[name].data for name in STEPS if form[name].data]
            steps = [_step(number, value, found) for number, value in enumerate(chosen, start=1)]
            command = SetRoute(*form.kind_and_basis, steps, form.from_on.data)
            set_route(session, actor, command, today=clock.today())
            return _done(f"审批路线已设定，{command.from_on}起生效")
    return _page(session, actor, form, DeputyForm(formdata=None))


@routes.post("/deputies")
@grants(Action.ROUTE_MANAGE)
def deputy(session: Session, actor: Actor) -> ResponseReturnValue:
    """Let one seat act for another (AB角)."""
    form = DeputyForm()
    _fill(form, _seats(session, actor))
    if form.validate():
        with kept(form, session):
            posts = int(form.post.data), int(form.deputy.data)
            command = SetDeputy(*posts, form.deputy_from.data, form.deputy_until.data)
            set_deputy(session, actor, command, today=clock.today())
            return _done("AB角已设定")
    return _page(session, actor, RouteForm(formdata=None), form)


@routes.post("/deputies/<int:row_id>/end")
@grants(Action.ROUTE_MANAGE)
def end(session: Session, actor: Actor, row_id: int) -> ResponseReturnValue:
    """The deputy acts no longer, from today on."""
    end_deputy(session, actor, row_id, today=clock.today())
    return _done("AB角已终止")


def _page(session: Session, actor: Actor, form: RouteForm, deputy_form: DeputyForm) -> ResponseReturnValue:
    office_id, today, found = actor.office_id or 0, clock.today(), _seats(session, actor)
    for name in STEPS:
        form[name].choices = form[name].choices or _step_choices(found)
    _fill(deputy_form, found)
    page = render_template(
        "routes/show.html",
        form=form,
        deputy_form=deputy_form,
        rows=route_rows(session, office_id, today),
        deputies=deputy_rows(session, office_id, today),
    )
    return page, 422 if form.errors or deputy_form.errors else 200


def _seats(session: Session, actor: Actor) -> dict[int, SeatRow]:
    return {seat.id: seat for seat in seats(session, actor.office_id or 0, clock.today())}


def _fill(form: DeputyForm, found: dict[int, SeatRow]) -> None:
    seats_to_choose = [SelectChoice(str(seat.id), seat.label) for seat in found.values()]
    form.post.choices = form.deputy.choices = [SelectChoice("", "请选择"), *seats_to_choose]


def _step_choices(found: dict[int, SeatRow]) -> list[SelectChoice]:
    """A rank, or a certain seat."""
    ranks = [SelectChoice(rank.value, rank.label) for rank in _RANKS]
    certain = [SelectChoice(str(seat.id), seat.label) for seat in found.values() if seat.rank in _RANKS]
    return [SelectChoice("", "—"), *ranks, *certain]


def _step(number: int, chosen: str, found: dict[int, SeatRow]) -> Step:
    if chosen.isdecimal():
        return Step(number, found[int(chosen)].rank, int(chosen))
    return Step(number, PostRank(chosen))


def _done(said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("routes.show"))
