"""批示 on a task: a leader writes it, the office registers it and passes it on."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.queries.notes import one_note
from tracker.services import notes as endorsements
from tracker.services.access import open_task
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import Triage
from tracker.web.forms.base import kept
from tracker.web.forms.notes import NoteForm, TriageForm
from tracker.web.guard import grants, see_other

notes = Blueprint("notes", __name__)


@notes.route("/tasks/<int:task_id>/notes", methods=["GET", "POST"])
@grants(Action.NOTE_WRITE)
def write(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """A leader writes on a task."""
    task = open_task(session, actor, Action.NOTE_WRITE, task_id)
    form = NoteForm()
    if form.is_submitted() and form.validate():
        with kept(form, session):
            endorsements.write(session, actor, task, form.wording.data, today=clock.today())
            flash("已交督查室登记、转办")
            return see_other(url_for("tasks.show", task_id=task_id))
    return render_template("notes/write.html", form=form, task=task), 422 if form.is_submitted() else 200


@notes.route("/notes/<int:note_id>/triage", methods=["GET", "POST"])
@grants(Action.NOTE_TRIAGE)
def triage(session: Session, actor: Actor, note_id: int) -> ResponseReturnValue:
    """The office registers a note and passes it on."""
    note, task = endorsements.open_note(session, actor, Action.NOTE_TRIAGE, note_id)
    form = TriageForm()
    if form.is_submitted() and form.validate():
        with kept(form, session):
            outcome, words = Triage(form.triage.data), form.passed_on.data or ""
            endorsements.triage(session, actor, note, outcome, words, today=clock.today())
            flash("已登记，并转告承办单位")
            return see_other(url_for("tasks.show", task_id=task.id))
    page = render_template("notes/triage.html", form=form, note=one_note(session, note_id))
    return page, 422 if form.is_submitted() else 200
