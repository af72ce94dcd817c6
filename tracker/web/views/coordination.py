"""提请协调: asked on a task's sheet, answered or passed up on a page of its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound
from tracker.policy.access import Actor
from tracker.queries.coordination import first_raised_on, one_request, responsible_seat, seats_above, waiting_requests
from tracker.services import coordination as requests
from tracker.services.access import open_task, permitted
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.reports import CoordinationReach
from tracker.vocabulary.web import WebRefusal
from tracker.web.forms.base import kept
from tracker.web.forms.coordination import AnswerForm, PassUpForm, RaiseForm
from tracker.web.guard import grants, see_other, settings

coordination = Blueprint("coordination", __name__)


@coordination.get("/coordination")
@grants(Action.COORDINATION_VIEW)
def waiting(session: Session, actor: Actor) -> ResponseReturnValue:
    """待协调事项: what waits for an answer, the oldest first."""
    return render_template("coordination/waiting.html", rows=waiting_requests(session, actor, clock.today()))


@coordination.route("/tasks/<int:task_id>/coordination", methods=["GET", "POST"])
@grants(Action.COORDINATION_RAISE)
def ask(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """A unit asks for coordination."""
    task = open_task(session, actor, Action.COORDINATION_RAISE, task_id)
    if actor.department_id is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    form = RaiseForm()
    seat = responsible_seat(session, task)
    form.offer(settings().office, [(seat.id, seat.name)] if seat else [])
    if form.is_submitted() and form.validate():
        with kept(form, session):
            today = clock.today()
            requests.raise_request(
                session,
                actor,
                task,
                actor.department_id,
                CoordinationReach(form.reach.data),
                form.content.data,
                to=int(form.to.data) if form.to.data else None,
                by=basis(session, today),
                today=today,
            )
            flash("已提请协调，等待答复的日子不算本单位的")
            return see_other(url_for("tasks.show", task_id=task_id))
    page = render_template("coordination/ask.html", form=form, task=task)
    return page, 422 if form.is_submitted() else 200


@coordination.get("/coordination/<int:request_id>")
@grants(Action.COORDINATION_VIEW)
def show(session: Session, actor: Actor, request_id: int) -> ResponseReturnValue:
    """One request, with what this person may do about it."""
    request, task = requests.open_request(session, actor, Action.COORDINATION_VIEW, request_id)
    return _page(session, actor, request, task, AnswerForm(formdata=None), PassUpForm(formdata=None))


@coordination.post("/coordination/<int:request_id>/answer")
@grants(Action.COORDINATION_ANSWER)
def answer(session: Session, actor: Actor, request_id: int) -> ResponseReturnValue:
    """The addressee answers."""
    request, task = requests.open_request(session, actor, Action.COORDINATION_ANSWER, request_id)
    form = AnswerForm()
    if form.validate():
        with kept(form, session):
            requests.answer(session, actor, request, form.words.data, today=clock.today())
            return _done(request_id, "已答复，并告知提出单位")
    return _page(session, actor, request, task, form, PassUpForm(formdata=None)), 422


@coordination.post("/coordination/<int:request_id>/pass-up")
@grants(Action.COORDINATION_PASS_UP)
def pass_up(session: Session, actor: Actor, request_id: int) -> ResponseReturnValue:
    """The 秘书长 brings it to a higher seat."""
    request, task = requests.open_request(session, actor, Action.COORDINATION_PASS_UP, request_id)
    form = PassUpForm()
    form.offer(_seats(session, request, task))
    if form.validate():
        with kept(form, session):
            today = clock.today()
            above = requests.pass_up(session, actor, request, int(form.to.data), basis(session, today), today=today)
            return _done(above.id, "已提请上级领导协调")
    return _page(session, actor, request, task, AnswerForm(formdata=None), form), 422


@coordination.post("/coordination/<int:request_id>/withdraw")
@grants(Action.COORDINATION_RAISE)
def withdraw(session: Session, actor: Actor, request_id: int) -> ResponseReturnValue:
    """The unit takes its request back."""
    request, _ = requests.open_request(session, actor, Action.COORDINATION_RAISE, request_id)
    requests.withdraw(session, actor, request, today=clock.today())
    return _done(request_id, "已撤回")


def _page(session: Session, actor: Actor, request: Any, task: Any, answer: AnswerForm, up: PassUpForm) -> str:
    row = one_request(session, request.id, clock.today())
    rights = permitted(session, actor, task) if row.over_on is None else frozenset()
    up.offer(_seats(session, request, task))
    answers = Action.COORDINATION_ANSWER in rights and requests.may_answer(actor, request)
    # A form that was refused comes back with what was typed, even where somebody else was faster.
    return render_template(
        "coordination/show.html",
        row=row,
        first_on=first_raised_on(session, request),
        answer=answer if answer.errors or answers else None,
        for_seat=row.to_post_id is not None and row.to_post_id != actor.post_id,
        up=up if up.errors or (Action.COORDINATION_PASS_UP in rights and up.to.choices) else None,
        may_withdraw=Action.COORDINATION_RAISE in rights,
    )


def _seats(session: Session, request: Any, task: Any) -> list[tuple[int, str]]:
    rank = one_request(session, request.id, clock.today()).to_rank
    return [(seat.id, seat.name) for seat in seats_above(session, task, rank)]


def _done(request_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("coordination.show", request_id=request_id))
