"""销号 one by one and in batches, 终止督办, 恢复督办, and the lists of what waits between 报结 and 销号."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.policy.access import Actor, may_ever
from tracker.policy.lifecycle.tasks import TASKS
from tracker.policy.typed_days import typed_day
from tracker.queries.closing import closed_between, counts, unshown, waiting
from tracker.services import closing as acts
from tracker.services import completion
from tracker.services.access import open_task, permitted
from tracker.services.closing import Picked, Reopen
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.lifecycle import ClosingStage, ClosureKind, TaskAct
from tracker.web.forms.base import Form, demand_version, kept
from tracker.web.forms.closing import CloseForm, ReopenForm, TerminateForm
from tracker.web.forms.completion import ApproveForm
from tracker.web.forms.paper import FormWithPaper
from tracker.web.guard import grants, see_other
from tracker.web.papers import closing_paper, paper_file

closing = Blueprint("closing", __name__)

_MOST = 200


@closing.get("/closing")
@grants(Action.OFFICE_DESK)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """What waits, stage by stage."""
    return _lists(session, actor)


@closing.post("/closing/approve")
@grants(Action.APPROVAL_ENTER)
def approve(session: Session, actor: Actor) -> ResponseReturnValue:
    """批准办结 of the rows ticked."""
    form = ApproveForm()
    if not _fits(form, wanted=not may_ever(actor, Action.COMPLETION_APPROVE)):
        return _lists(session, actor, approve=form)
    paper, words, today = form.paper, form.words.data or "", clock.today()
    return _batch(
        session,
        actor,
        Action.APPROVAL_ENTER if paper else Action.COMPLETION_APPROVE,
        "办结",
        lambda task: completion.approve(session, actor, task, words, on_paper=paper, today=today),
    )


@closing.post("/closing/strike-off")
@grants(Action.APPROVAL_ENTER)
def strike_off(session: Session, actor: Actor) -> ResponseReturnValue:
    """销号 of the rows ticked."""
    form = CloseForm()
    if not _fits(form, wanted=not may_ever(actor, Action.TASK_CLOSE)):
        return _lists(session, actor, close=form)
    paper, kind, today = form.paper, ClosureKind(form.kind.data), clock.today()
    return _batch(
        session,
        actor,
        Action.APPROVAL_ENTER if paper else Action.TASK_CLOSE,
        "销号",
        lambda task: acts.strike_off(session, actor, task, kind, on_paper=paper, today=today),
    )


@closing.get("/closing/list")
@grants(Action.OFFICE_DESK)
def paper(session: Session, actor: Actor) -> ResponseReturnValue:
    """销号清单 of some days, for printing; of this month unless said."""
    first, last = _asked_days()
    rows = closed_between(session, actor, first, last)
    return render_template("closing/paper.html", paper=closing_paper(rows, first, last), first=first, last=last)


@closing.get('/closing/list.<any("docx", "pdf"):ending>')
@grants(Action.OFFICE_DESK)
def export(session: Session, actor: Actor, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    first, last = _asked_days()
    return paper_file(closing_paper(closed_between(session, actor, first, last), first, last), ending)


@closing.route("/tasks/<int:task_id>/close", methods=["GET", "POST"])
@grants(Action.APPROVAL_ENTER)
def close(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """销号, by the director or by paper entered afterwards."""
    task = open_task(session, actor, Action.APPROVAL_ENTER, task_id)
    form, own = CloseForm(), Action.TASK_CLOSE in permitted(session, actor, task)
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        if form.validate() and form.paper_fits(wanted=not own):
            with kept(form, session):
                kind = ClosureKind(form.kind.data)
                acts.strike_off(session, actor, task, kind, on_paper=form.paper, today=clock.today())
                return _done(task_id, f"已销号（{kind.label}）")
    return _page("closing/close.html", form, task, own=own, unshown=unshown(session, task))


@closing.route("/tasks/<int:task_id>/reopen", methods=["GET", "POST"])
@grants(Action.APPROVAL_ENTER)
def reopen(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """恢复督办, by the director or by paper entered afterwards."""
    task = open_task(session, actor, Action.APPROVAL_ENTER, task_id)
    form, own = ReopenForm(), Action.TASK_REOPEN in permitted(session, actor, task)
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        if form.validate() and form.paper_fits(wanted=not own):
            with kept(form, session):
                today = clock.today()
                command = Reopen(form.reason.data.strip(), form.due_on.data)
                by = basis(session, today)
                acts.reopen(session, actor, task, command, by, on_paper=form.paper, today=today)
                return _done(task_id, "已恢复督办，并告知承办单位")
    return _page("closing/reopen.html", form, task, own=own)


@closing.route("/tasks/<int:task_id>/terminate", methods=["GET", "POST"])
@grants(Action.TASK_TERMINATE)
def terminate(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """终止督办."""
    task = open_task(session, actor, Action.TASK_TERMINATE, task_id)
    form = TerminateForm()
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        if form.validate():
            with kept(form, session):
                acts.terminate(session, actor, task, form.reason.data.strip(), today=clock.today())
                return _done(task_id, "已终止督办")
    possible = TaskAct.TERMINATE in TASKS.available(task.status)
    return _page("closing/terminate.html", form, task, possible=possible)


def _batch(
    session: Session, actor: Actor, action: Action, done: str, act: Callable[[Any], object]
) -> ResponseReturnValue:
    batch = acts.one_by_one(session, actor, action, _picked(), act)
    return render_template("closing/result.html", batch=batch, done=done)


def _fits(form: FormWithPaper, wanted: bool) -> bool:
    """What would stop every row is said before any is tried."""
    if form.validate() and form.paper_fits(wanted) and form.paper and form.paper.decided_on > clock.today():
        form.refuse("批准日期不能晚于今天", "decided_on")
    if not _picked():
        form.refuse("请先选择事项")
    return not form.errors


def _picked() -> list[Picked]:
    """The rows ticked, each as ``task:version``; what is not one is nobody's row."""
    pairs = [value.partition(":") for value in request.form.getlist("task")[:_MOST]]
    return [Picked(int(task), int(version)) for task, _, version in pairs if _number(task) and _number(version)]


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _lists(session: Session, actor: Actor, **refused: Form) -> ResponseReturnValue:
    page = render_template(
        "closing/show.html",
        counts=counts(session, actor),
        lists={stage: waiting(session, actor, stage) for stage in ClosingStage},
        picked=set(request.form.getlist("task")),
        approve=refused.get("approve") or ApproveForm(formdata=None),
        close=refused.get("close") or CloseForm(formdata=None),
        may_approve=may_ever(actor, Action.COMPLETION_APPROVE),
        may_close=may_ever(actor, Action.TASK_CLOSE),
        Stage=ClosingStage,
    )
    return page, 422 if request.method == "POST" else 200


def _asked_days() -> tuple[date, date]:
    today = clock.today()
    return _asked("from", today.replace(day=1)), _asked("to", today)


def _asked(name: str, otherwise: date) -> date:
    try:
        return typed_day(request.args.get(name, ""))
    except RuleBroken:
        return otherwise


def _page(template: str, form: Form, task: Any, **facts: Any) -> ResponseReturnValue:
    return render_template(template, form=form, task=task, **facts), 422 if form.is_submitted() else 200


def _done(task_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("tasks.show", task_id=task_id))
