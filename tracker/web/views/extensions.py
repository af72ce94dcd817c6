"""延期申请: asked for one of the deadlines a unit owes, weighed by a clerk; and the ledger of what was put off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.documents.letter import Letter
from tracker.errors import IllegalTransition, NotFound, NotPermitted
from tracker.policy.access import Actor
from tracker.policy.extensions import is_late, last_day_to_ask, latest_date
from tracker.queries import extensions as read
from tracker.queries.evidence import attached
from tracker.queries.slippage import slippage
from tracker.services import extensions as service
from tracker.services import granting
from tracker.services.access import open_task, permitted
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.extensions import ExtensionRefusal, ExtensionState
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.web import WebRefusal
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.evidence import offer_earlier, take_files
from tracker.web.forms.extensions import AdviseForm, ExtensionForm
from tracker.web.guard import grants, see_other, takes_files
from tracker.web.letters import extension_letter, has_reply
from tracker.web.papers import letter_page, paper_file

extensions = Blueprint("extensions", __name__)


@extensions.get("/extensions")
@grants(Action.EXTENSION_LEDGER)
def ledger(session: Session, actor: Actor) -> ResponseReturnValue:
    """推迟台账: every request, and the days put off by cause and by unit."""
    which = request.args.get("state", "")
    return render_template("extensions/ledger.html", which=which, shown=slippage(session, actor, which))


@extensions.get("/tasks/<int:task_id>/extensions")
@grants(Action.EXTENSION_ASK)
def choose(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """Which of the deadlines the unit owes it wants more time for."""
    task, today = open_task(session, actor, Action.EXTENSION_ASK, task_id), clock.today()
    by = basis(session, today)
    rows = read.askable(session, actor, task, today, by.rules, by.calendar)
    return render_template("extensions/choose.html", task=task, rows=rows)


@extensions.route("/tasks/<int:task_id>/extensions/<int:deadline_id>", methods=["GET", "POST"])
@takes_files
@grants(Action.EXTENSION_ASK)
def ask(session: Session, actor: Actor, task_id: int, deadline_id: int) -> ResponseReturnValue:
    """The request: put down for the head's signature, or signed. Past the date it is an explanation (逾期说明)."""
    try:
        duty, task = service.open_owed(session, actor, Action.EXTENSION_ASK, deadline_id)
    except IllegalTransition as over:
        if request.method != "GET":
            raise
        # The page that led here was older than what was done since: the task's sheet tells how it stands.
        flash(over.message)
        return see_other(url_for("tasks.show", task_id=task_id))
    if task.id != task_id:
        raise NotFound(ExtensionRefusal.NO_SUCH)
    today = clock.today()
    row, term = service.waiting_for(session, duty.id), read.term_of(session, duty)
    form, may_sign = ExtensionForm(), Action.EXTENSION_SIGN in permitted(session, actor, task)
    if explains := is_late(term, today):
        form.explains()
    if not form.is_submitted():
        if row is not None and row.state is not ExtensionState.SIGNING:
            return see_other(url_for("extensions.show", extension_id=row.id))
        _suggest(session, actor, task, form, row)
    else:
        demand_version(row.version if row and row.state is ExtensionState.SIGNING else 0)
        signs = request.form.get("act") == "sign"
        if signs and not may_sign:
            raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.EXTENSION_SIGN.label)
        if (done := _put(session, actor, duty, task, form, signs=signs)) is not None:
            return done
    by = basis(session, today)
    page = render_template(
        "extensions/ask.html",
        form=form,
        duty=duty,
        task=task,
        row=row,
        explains=explains,
        may_sign=may_sign,
        term=term,
        latest=latest_date(term, by.rules),
        last_day=None if explains else last_day_to_ask(term, by.rules, by.calendar),
        before=read.granted_before(session, task.id),
    )
    return page, 422 if form.is_submitted() else 200


@extensions.get("/extensions/<int:extension_id>")
@grants(Action.TASK_VIEW)
def show(session: Session, actor: Actor, extension_id: int) -> ResponseReturnValue:
    """One request, with what this person may do about it."""
    row, task = service.open_extension(session, actor, Action.TASK_VIEW, extension_id)
    return _page(session, actor, row, task, AdviseForm(formdata=None))


@extensions.get("/extensions/<int:extension_id>/reply")
@grants(Action.TASK_VIEW)
def reply(session: Session, actor: Actor, extension_id: int) -> ResponseReturnValue:
    """延期批复, for printing."""
    back = url_for("extensions.show", extension_id=extension_id)
    return letter_page(_reply(session, actor, extension_id), "extensions.reply_file", back, extension_id=extension_id)


@extensions.get('/extensions/<int:extension_id>/reply.<any("docx", "pdf"):ending>')
@grants(Action.TASK_VIEW)
def reply_file(session: Session, actor: Actor, extension_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    return paper_file(_reply(session, actor, extension_id), ending)


@extensions.post("/extensions/<int:extension_id>/advise")
@grants(Action.EXTENSION_ADVISE)
def advise(session: Session, actor: Actor, extension_id: int) -> ResponseReturnValue:
    """The clerk's opinion, which sends it to whoever decides."""
    row, task = service.open_extension(session, actor, Action.EXTENSION_ADVISE, extension_id)
    demand_version(row.version, 申请状态=row.state.label)
    form = AdviseForm()
    if form.validate():
        with kept(form, session):
            granting.advise(session, actor, row, form.opinion.data, today=clock.today())
            return _done(extension_id, "已提出意见，送审批")
    return _page(session, actor, row, task, form), 422


@extensions.post("/extensions/<int:extension_id>/withdraw")
@grants(Action.EXTENSION_ASK)
def withdraw(session: Session, actor: Actor, extension_id: int) -> ResponseReturnValue:
    """The unit takes its request back."""
    row, _ = service.open_extension(session, actor, Action.EXTENSION_ASK, extension_id)
    service.withdraw(session, actor, row, today=clock.today())
    return _done(extension_id, "已撤回")


def _put(
    session: Session, actor: Actor, duty: Any, task: Any, form: ExtensionForm, *, signs: bool
) -> ResponseReturnValue | None:
    """Put it down or sign it; None where it is refused. A file that failed does not cost the words: they stay, to be
    signed once the file is there."""
    fits = form.validate()
    files_fit = take_files(session, actor, task, form)
    if not fits:
        return None
    today = clock.today()
    act = service.sign if signs and files_fit else service.draft
    with kept(form, session):
        row = act(session, actor, duty, form.ask, basis(session, today), today=today)
        if not files_fit:
            for wrong in form.files.errors:
                flash(str(wrong))
            flash("申请已保存，还没有签发；请补上附件后再签发")
            return see_other(url_for("extensions.ask", task_id=task.id, deadline_id=duty.id))
        said = f"已签发{row.state.label if row.state is ExtensionState.EXPLAINED else '，等待批复'}"
        return _done(row.id, said if signs else "已送签，等待单位负责人签发")
    return None


def _suggest(session: Session, actor: Actor, task: Any, form: ExtensionForm, row: Any) -> None:
    if row is not None:
        form.suggest(row)
        form.earlier.data = sorted(attached(session, EvidenceOf.EXTENSION, row.id))
    offer_earlier(session, actor, task, form)


def _page(session: Session, actor: Actor, row: Any, task: Any, form: AdviseForm) -> str:
    rights = permitted(session, actor, task)
    own = row.department_id == actor.department_id
    advises = Action.EXTENSION_ADVISE in rights and row.state is ExtensionState.ASKED
    return render_template(
        "extensions/show.html",
        row=read.one(session, actor, row.id),
        has_reply=has_reply(row),
        form=form if form.errors or advises else None,
        may_withdraw=own and Action.EXTENSION_ASK in rights and row.open_of is not None,
        may_edit=own and Action.EXTENSION_ASK in rights and service.editable(session, row, task),
        may_sign=Action.EXTENSION_SIGN in rights,
    )


def _done(extension_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("extensions.show", extension_id=extension_id))


def _reply(session: Session, actor: Actor, extension_id: int) -> Letter:
    extension, _ = service.open_extension(session, actor, Action.TASK_VIEW, extension_id)
    row = read.one(session, actor, extension_id)
    if row is None:
        raise NotFound(ExtensionRefusal.NO_SUCH)
    return extension_letter(session, extension, row)
