"""报结, 核实, 批准办结, 呈阅: from work done to what may be struck off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.queries import completion as rounds
from tracker.queries import plans
from tracker.queries.evidence import of_documents
from tracker.queries.showing import showing_sheet
from tracker.services import completion as acts
from tracker.services.access import open_task, permitted
from tracker.services.completion import Account
from tracker.services.deadlines import basis
from tracker.services.showing import Showing
from tracker.services.showing import show as record_showing
from tracker.vocabulary.actions import Action
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import EvidenceOf
from tracker.web.forms.base import Form, demand_version, kept
from tracker.web.forms.completion import ApproveForm, ClaimForm, ConcludeForm, SendBackForm, ShowForm
from tracker.web.forms.evidence import take_files
from tracker.web.guard import grants, see_other, takes_files
from tracker.web.papers import paper_file, showing_paper

completion = Blueprint("completion", __name__, url_prefix="/tasks/<int:task_id>")


@completion.route("/claim-completion", methods=["GET", "POST"])
@takes_files
@grants(Action.COMPLETION_CLAIM)
def claim(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """报结, with a short account and who signed it."""
    task = open_task(session, actor, Action.COMPLETION_CLAIM, task_id)
    form = ClaimForm()
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
    else:
        # A liaison, who answers on the short way, names who signed.
        form.signed_by.data = actor.name if Role.UNIT_HEAD in actor.roles else ""
    fits = form.validate() if form.is_submitted() else False
    fits = take_files(session, actor, task, form) and fits
    if fits:
        with kept(form, session):
            account = Account(form.achieved.data.strip(), form.signed_by.data.strip(), tuple(form.evidence_ids))
            acts.claim_completion(session, actor, task, account, today=clock.today())
            return _done(task_id, "已报结，等待督查室核实")
    nodes = rounds.unclaimed_nodes(session, task.id)
    return _page("completion/claim.html", form, task, nodes=nodes, sent_back=_rounds(session, actor, task).sent_back)


@completion.get("/check")
@grants(Action.COMPLETION_CONCLUDE)
def check(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """What the unit claims, and the office's answer to it: a conclusion, a send-back, an approval."""
    task = open_task(session, actor, Action.COMPLETION_CONCLUDE, task_id)
    return _check_page(session, actor, task)


@completion.post("/conclude")
@grants(Action.COMPLETION_CONCLUDE)
def conclude(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """核实意见."""
    task = open_task(session, actor, Action.COMPLETION_CONCLUDE, task_id)
    demand_version(task.version, 事项状态=task.status.label)
    form = ConcludeForm()
    if form.validate():
        with kept(form, session):
            acts.conclude(session, actor, task, form.opinion.data, today=clock.today())
            flash("已提出核实意见，等待主任批准")
            return see_other(url_for("completion.check", task_id=task_id))
    return _check_page(session, actor, task, conclude=form)


@completion.post("/send-back")
@grants(Action.COMPLETION_SEND_BACK)
def send_back(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """退回重办."""
    task = open_task(session, actor, Action.COMPLETION_SEND_BACK, task_id)
    demand_version(task.version, 事项状态=task.status.label)
    form = SendBackForm()
    if form.validate():
        with kept(form, session):
            acts.send_back(session, actor, task, form.reason.data.strip(), today=clock.today())
            return _done(task_id, "已退回重办，并告知承办单位")
    return _check_page(session, actor, task, send_back=form)


@completion.post("/approve")
@grants(Action.APPROVAL_ENTER)
def approve(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """批准办结: by the director, or by paper entered afterwards."""
    task = open_task(session, actor, Action.APPROVAL_ENTER, task_id)
    demand_version(task.version, 事项状态=task.status.label)
    form = ApproveForm()
    own = Action.COMPLETION_APPROVE in permitted(session, actor, task)
    if form.validate() and form.paper_fits(wanted=not own):
        with kept(form, session):
            acts.approve(session, actor, task, form.words.data or "", on_paper=form.paper, today=clock.today())
            return _done(task_id, "已办结")
    return _check_page(session, actor, task, approve=form)


@completion.route("/show", methods=["GET", "POST"])
@grants(Action.COMPLETION_SHOW)
def show(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """呈阅: who saw the result, and whether new words came of it."""
    task = open_task(session, actor, Action.COMPLETION_SHOW, task_id)
    form = ShowForm()
    if form.is_submitted():
        demand_version(task.version, 事项状态=task.status.label)
        if form.validate() and form.words_fit():
            with kept(form, session):
                today = clock.today()
                leader, words = form.leader.data.strip(), (form.wording.data or "").strip()
                command = Showing(leader, form.seen_on.data, words, form.due_on.data)
                record_showing(session, actor, task, command, basis(session, today), today=today)
                return _done(task_id, "已登记新批示，事项恢复办理" if words else "已登记呈阅")
    else:
        form.leader.data, form.seen_on.data = task.leader, clock.today()
    return _page("completion/show.html", form, task, seen=_rounds(session, actor, task).shown)


@completion.get("/showing")
@grants(Action.COMPLETION_SHOW)
def paper(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """呈阅单, for printing."""
    task = open_task(session, actor, Action.COMPLETION_SHOW, task_id)
    one = showing_paper(showing_sheet(session, actor, task, clock.today()))
    return render_template("papers/of_task.html", paper=one, task_id=task_id, file_door="completion.export")


@completion.get('/showing.<any("docx", "pdf"):ending>')
@grants(Action.COMPLETION_SHOW)
def export(session: Session, actor: Actor, task_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    task = open_task(session, actor, Action.COMPLETION_SHOW, task_id)
    return paper_file(showing_paper(showing_sheet(session, actor, task, clock.today())), ending)


def _check_page(
    session: Session,
    actor: Actor,
    task: Any,
    *,
    conclude: ConcludeForm | None = None,
    send_back: SendBackForm | None = None,
    approve: ApproveForm | None = None,
) -> ResponseReturnValue:
    """The page with its three forms, one of them as it was refused."""
    seen = _rounds(session, actor, task)
    claim_id = seen.rounds[0].id if seen.rounds else 0
    page = render_template(
        "completion/check.html",
        task=task,
        completion=seen,
        nodes=plans.task_nodes(session, task),
        final_on=plans.final_day(session, task),
        waits=task.status is TaskStatus.COMPLETION_CLAIMED,
        own=Action.COMPLETION_APPROVE in permitted(session, actor, task),
        evidence=of_documents(session, actor, EvidenceOf.COMPLETION, [claim_id])[claim_id],
        conclude=conclude or ConcludeForm(formdata=None),
        send_back=send_back or SendBackForm(formdata=None),
        approve=approve or ApproveForm(formdata=None),
    )
    return page, 422 if request.method == "POST" else 200


def _rounds(session: Session, actor: Actor, task: Any) -> rounds.Completion:
    return rounds.of_task(session, actor, task, clock.today())


def _page(template: str, form: Form, task: Any, **facts: Any) -> ResponseReturnValue:
    return render_template(template, form=form, task=task, **facts), 422 if form.is_submitted() else 200


def _done(task_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("tasks.show", task_id=task_id))
