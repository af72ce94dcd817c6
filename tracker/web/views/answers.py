"""签收: the four answers of a unit."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.queries import answers as queries
from tracker.queries.plans import final_day
from tracker.services import answers as services
from tracker.services.access import open_task
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.reports import AssignmentAnswer, CoordinationReach
from tracker.web.forms.answers import AnswerForm
from tracker.web.forms.base import demand_version, kept
from tracker.web.guard import grants, see_other
from tracker.web.presenters import signed_for

answers = Blueprint("answers", __name__)

_SAID = {
    AssignmentAnswer.SUPPORTING: "已答复：配合",
    AssignmentAnswer.NEEDS_COORDINATION: "已签收并提请协调",
    AssignmentAnswer.WANTS_RETURN: "已申请退回，等待督查室裁定",
}


@answers.route("/tasks/<int:task_id>/answer", methods=["GET", "POST"])
@grants(Action.ASSIGNMENT_ANSWER)
def give(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """Answer an assignment; the first answer of a unit counts."""
    task = open_task(session, actor, Action.ASSIGNMENT_ANSWER, task_id)
    today = clock.today()
    possible = queries.of_task(session, actor, task, today)
    form = AnswerForm()
    form.offer(possible or AssignmentAnswer)
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        if form.validate():
            answer = AssignmentAnswer(form.answer.data)
            with kept(form, session):
                command = services.GiveAnswer(
                    task, answer, form.words.data or "", form.suggestion.data or "", CoordinationReach(form.reach.data)
                )
                services.give(session, actor, command, basis(session, today), today=today)
                flash(signed_for(task) if answer is AssignmentAnswer.LEADING else _SAID[answer])
                return see_other(url_for("tasks.show", task_id=task_id))
    page = render_template(
        "answers/give.html", form=form, task=task, possible=possible, due_on=final_day(session, task)
    )
    return page, 422 if form.is_submitted() else 200
