"""反馈: written and signed in the unit, entered by the office for a unit, accepted or sent back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotPermitted, RuleBroken
from tracker.policy.access import Actor
from tracker.queries import reports as read
from tracker.queries.evidence import attached, of_documents
from tracker.services import reports as service
from tracker.services.access import permitted
from tracker.vocabulary.actions import Action
from tracker.vocabulary.reports import EvidenceOf, ReportAct
from tracker.vocabulary.web import WebRefusal
from tracker.web.forms.base import decided, demand_version, kept
from tracker.web.forms.evidence import offer_earlier, take_files
from tracker.web.forms.reports import DecisionForm, PaperReportForm, ReportForm
from tracker.web.guard import grants, see_other, takes_files

reports = Blueprint("reports", __name__, url_prefix="/reports")

_DO = {ReportAct.SAVE: service.save, ReportAct.SUBMIT: service.submit, ReportAct.SIGN: service.sign}
_SAID = {ReportAct.SAVE: "草稿已保存", ReportAct.SUBMIT: "已送签，等待单位负责人签发", ReportAct.SIGN: "已签发并报送"}


@reports.route("/for/<int:deadline_id>", methods=["GET", "POST"])
@takes_files
@grants(Action.REPORT_DRAFT)
def write(session: Session, actor: Actor, deadline_id: int) -> ResponseReturnValue:
    """A unit's report: kept as a draft, put before the head, or signed and sent."""
    duty, task = service.open_report_duty(session, actor, Action.REPORT_DRAFT, deadline_id)
    form, draft = ReportForm(), service.latest(session, duty)
    may_sign = Action.REPORT_SIGN in permitted(session, actor, task)
    if not form.is_submitted():
        _suggest(session, actor, task, duty, form, draft)
        return _page(session, actor, duty, task, form, draft, may_sign=may_sign)
    _demand_same(draft)
    act = next((one for one in _DO if one == request.form.get("act")), ReportAct.SAVE)
    if act is ReportAct.SIGN and not may_sign:
        raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.REPORT_SIGN.label)
    if form.validate() & take_files(session, actor, task, form):
        with kept(form, session, "done"):
            command = service.Write(form.words, form.evidence_ids)
            _DO[act](session, actor, duty, command, today=clock.today())
            flash(_SAID[act])
            return see_other(url_for("desks.owed"))
    return _page(session, actor, duty, task, form, draft, may_sign=may_sign), 422


@reports.route("/for/<int:deadline_id>/paper", methods=["GET", "POST"])
@takes_files
@grants(Action.REPORT_ENTER)
def enter(session: Session, actor: Actor, deadline_id: int) -> ResponseReturnValue:
    """督查室代录: a report that came on paper."""
    duty, task = service.open_report_duty(session, actor, Action.REPORT_ENTER, deadline_id)
    form = PaperReportForm()
    if not form.is_submitted():
        offer_earlier(session, actor, task, form)
        return _page(session, actor, duty, task, form, None, paper=True)
    if form.validate() & take_files(session, actor, task, form):
        with kept(form, session):
            paper = service.Paper(form.signer.data or "", form.dated.data)
            command = service.Write(form.words, form.evidence_ids)
            service.enter(session, actor, duty, command, paper, today=clock.today())
            flash("已代录，待核实")
            return see_other(url_for("tasks.show", task_id=task.id, _anchor="reports"))
    return _page(session, actor, duty, task, form, None, paper=True), 422


@reports.route("/<int:report_id>/decide", methods=["GET", "POST"])
@grants(Action.REPORT_DECIDE)
def decide(session: Session, actor: Actor, report_id: int) -> ResponseReturnValue:
    """采纳 or 退回."""
    report, task = service.open_report(session, actor, Action.REPORT_DECIDE, report_id)
    form = DecisionForm()
    if form.is_submitted():
        demand_version(report.version)
        if form.validate():
            with kept(form, session, "reason"):
                reason = decided(ReportAct.ACCEPT, "采纳")
                service.decide(session, actor, report, reason, today=clock.today())
                flash("已采纳" if reason is None else "已退回，单位会收到通知")
                return see_other(url_for("tasks.show", task_id=task.id, _anchor="reports"))
    page = render_template("reports/decide.html", form=form, report=read.one(session, actor, report_id))
    return page, 422 if form.errors else 200


@reports.post("/accept")
@grants(Action.REPORT_DECIDE)
def accept(session: Session, actor: Actor) -> ResponseReturnValue:
    """采纳 what was ticked; what cannot be accepted any more is said, and does not keep the others."""
    chosen = [int(one) for one in request.form.getlist("report") if one.isdecimal()]
    if not chosen:
        raise RuleBroken(WebRefusal.NOTHING_TICKED)
    done = 0
    for report_id in chosen:
        report, task = service.open_report(session, actor, Action.REPORT_DECIDE, report_id)
        try:
            with session.begin_nested():
                service.decide(session, actor, report, None, today=clock.today())
            done += 1
        except (RuleBroken, IllegalTransition) as refused:
            flash(f"“{task.title}”没有采纳：{refused.message}")
    flash(f"已采纳{done}份反馈")
    return see_other("/")


def _suggest(session: Session, actor: Actor, task: Any, duty: Any, form: ReportForm, draft: Any) -> None:
    """The draft, what was sent back, or, where this period has nothing yet, the last report."""
    if (known := draft or service.previous(session, duty)) is not None:
        form.suggest(known)
    if draft is not None:
        form.unchanged.data = draft.unchanged
        form.earlier.data = sorted(attached(session, EvidenceOf.REPORT, draft.id))
    offer_earlier(session, actor, task, form)


def _demand_same(draft: Any) -> None:
    """Somebody of the same unit may have written meanwhile: both texts are shown (security-ux.md §6.3 row 14)."""
    if draft is None:
        demand_version(0)
    else:
        demand_version(draft.version, 进展情况=draft.done, 存在问题=draft.problems, 下一步打算=draft.next_steps)


def _page(session: Session, actor: Actor, duty: Any, task: Any, form: ReportForm, draft: Any, **more: bool) -> str:
    before = service.previous(session, duty)
    return render_template(
        "reports/write.html",
        form=form,
        duty=duty,
        task=task,
        unit=read.unit_of(session, duty),
        draft=draft,
        version=draft.version if draft else 0,
        pieces_of_draft=of_documents(session, actor, EvidenceOf.REPORT, [draft.id])[draft.id] if draft else [],
        before=read.one(session, actor, before.id) if before else None,
        **more,
    )
