"""反馈: drafted in the unit, signed by its head, sent; accepted or sent back by whoever asked for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import Deadline, Department, ProgressReport, Task
from tracker.policy.access import Actor
from tracker.policy.lifecycle.reports import REPORTS
from tracker.policy.reports import Before, Words, demand_lengths, demand_paper, demand_words
from tracker.queries.evidence import attached
from tracker.services import audit, deadlines, evidence
from tracker.services.access import open_task
from tracker.services.lights import relight
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.people import OFFICE
from tracker.vocabulary.reports import EvidenceOf, ReportAct, ReportRefusal, ReportState
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal

KINDS = (DeadlineKind.REPORT, DeadlineKind.HELPER_ANSWER)
_UNSENT = (ReportState.DRAFT, ReportState.SIGNING)


@dataclass(frozen=True)
class Write:
    """What a unit says for one duty to report, and the pieces of evidence that prove it."""

    words: Words
    evidence_ids: Collection[int] = ()


@dataclass(frozen=True)
class Paper:
    """A report that came on paper."""

    signer: str
    dated: date


def open_report_duty(session: Session, actor: Actor, action: Action, deadline_id: int) -> tuple[Deadline, Task]:
    """A duty to report and its task, for ``action``; a unit writes only its own.

    Raises NotFound, NotPermitted, or IllegalTransition where it was answered or taken back meanwhile.
    """
    duty = session.get(Deadline, deadline_id)
    if duty is None or duty.kind not in KINDS:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    task = open_task(session, actor, action, duty.task_id)
    if action is not Action.REPORT_ENTER and duty.owed_by_department_id != actor.department_id:
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    if duty.opened_on is None or duty.voided_on is not None or not task.status.is_open:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=action.label, status=task.status.label)
    if duty.claimed_on is not None:
        raise IllegalTransition(Refusal.CLAIM_WAITING if duty.met_on is None else Refusal.NOT_OPEN_DUTY)
    return duty, task


def open_report(session: Session, actor: Actor, action: Action, report_id: int) -> tuple[ProgressReport, Task]:
    """A sent report and its task, for ``action``. Raises NotFound for what another unit has not sent yet."""
    report = session.get(ProgressReport, report_id)
    if report is None or (report.state in _UNSENT and report.department_id != actor.department_id):
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    return report, open_task(session, actor, action, report.task_id)


def latest(session: Session, duty: Deadline) -> ProgressReport | None:
    """The last answer written to a duty, sent or not."""
    return session.scalars(
        select(ProgressReport).where(ProgressReport.deadline_id == duty.id).order_by(ProgressReport.ordinal.desc())
    ).first()


def previous(session: Session, duty: Deadline) -> ProgressReport | None:
    """What the unit last sent about the task for an earlier period."""
    return session.scalars(
        select(ProgressReport)
        .join(Deadline, Deadline.id == ProgressReport.deadline_id)
        .where(
            ProgressReport.task_id == duty.task_id,
            ProgressReport.department_id == duty.owed_by_department_id,
            Deadline.due_on < duty.due_on,
            ProgressReport.state.in_((ReportState.SENT, ReportState.ACCEPTED)),
        )
        .order_by(Deadline.due_on.desc(), ProgressReport.ordinal.desc())
    ).first()


def save(session: Session, actor: Actor, duty: Deadline, command: Write, *, today: date) -> ProgressReport:
    """Keep a draft: nothing is demanded of it but its length."""
    demand_lengths(command.words)
    return _write(session, actor, duty, ReportAct.SAVE, command, command.words, today=today)


def submit(session: Session, actor: Actor, duty: Deadline, command: Write, *, today: date) -> ProgressReport:
    """送签: the draft waits for the unit head. Raises RuleBroken where its words would not do."""
    report = _write(session, actor, duty, ReportAct.SUBMIT, command, _checked(session, duty, command), today=today)
    body = f"{_named(session, report)}的反馈待签发，起草人{actor.name}。"
    enqueue(
        session,
        f"report:{report.id}:{report.version}:signing",
        report.department_id,
        "反馈待签发",
        body,
        task_id=report.task_id,
    )
    return report


def sign(session: Session, actor: Actor, duty: Deadline, command: Write, *, today: date) -> ProgressReport:
    """签发: the unit's head signs and the report is sent; the duty is claimed with it (DOMAIN.md §3, 反馈)."""
    words = _checked(session, duty, command)
    report = _write(session, actor, duty, ReportAct.SIGN, command, words, today=today, signed=Paper(actor.name, today))
    _send(session, actor, duty, report, today=today)
    return report


def enter(
    session: Session, actor: Actor, duty: Deadline, command: Write, paper: Paper, *, today: date
) -> ProgressReport:
    """督查室代录: the office enters what the unit sent on paper, with the paper attached. It counts from today."""
    task = session.get_one(Task, duty.task_id)
    words = _checked(session, duty, command, on_paper=True)
    demand_paper(paper.signer, paper.dated, task.assigned_on, len(command.evidence_ids), today)
    report = _write(session, actor, duty, ReportAct.ENTER, command, words, today=today, signed=paper, on_paper=True)
    _send(session, actor, duty, report, today=today)
    return report


def decide(session: Session, actor: Actor, report: ProgressReport, reason: str | None, *, today: date) -> None:
    """采纳, or with a ``reason`` 退回: the unit then owes it again. The office decides on leads, leads on helpers.

    Raises RuleBroken without a reason or for somebody else's report, IllegalTransition where it is not waiting.
    """
    duty = session.get_one(Deadline, report.deadline_id)
    helps = duty.kind is DeadlineKind.HELPER_ANSWER
    if helps == bool(actor.roles & OFFICE):
        decider = "牵头单位" if helps else "督查室"
        raise RuleBroken(ReportRefusal.NOT_DECIDER, kind=duty.kind.label, decider=decider)
    back = reason is not None
    state = REPORTS.after(report.state, ReportAct.SEND_BACK if back else ReportAct.ACCEPT)
    if reason is not None and not reason.strip():
        raise RuleBroken(ReportRefusal.NO_REASON)
    report.state, report.reason = state, (reason or "").strip()
    report.decided_on, report.decided_by = today, actor.name
    outcome = ClaimOutcome.SENT_BACK if back else ClaimOutcome.ACCEPTED
    deadlines.decide(session, actor, duty, outcome, report.reason, today=today)
    audit.record(
        session, actor, AuditTag.REPORT_DECIDED, "report", report.id, today=today, state=report.state,
        reason=report.reason,
    )  # fmt: skip
    session.flush()
    if back:
        _relight(session, duty, today)
        body = f"{_named(session, report)}的反馈被退回：{report.reason.rstrip('。')}。请修改后重新报送。"
        enqueue(
            session, f"report:{report.id}:sent-back", report.department_id, "反馈退回", body, task_id=report.task_id
        )


def _checked(session: Session, duty: Deadline, command: Write, *, on_paper: bool = False) -> Words:
    before = previous(session, duty)
    if before is None:
        return demand_words(command.words, None)
    # A paper report is always new: its scan proves that it was sent, not that something was done.
    known = attached(session, EvidenceOf.REPORT, before.id)
    new_proof = not on_paper and bool(set(command.evidence_ids) - known)
    return demand_words(command.words, Before(before.done, before.unchanged), new_proof=new_proof)


def _write(
    session: Session,
    actor: Actor,
    duty: Deadline,
    act: ReportAct,
    command: Write,
    words: Words,
    *,
    today: date,
    signed: Paper | None = None,
    on_paper: bool = False,
) -> ProgressReport:
    """The unit's draft with new words, or, after one that was sent, the next."""
    task, report = session.get_one(Task, duty.task_id), latest(session, duty)
    # What the office enters stands beside the unit's own draft, which is not the office's to overwrite.
    if report is None or report.state not in _UNSENT or on_paper:
        report = ProgressReport(
            task_id=duty.task_id,
            deadline_id=duty.id,
            department_id=duty.owed_by_department_id,
            ordinal=report.ordinal + 1 if report else 1,
            drafted_by=actor.name,
        )
        state = None
    else:
        state = report.state
    report.state = REPORTS.after(state, act)
    report.done, report.problems, report.next_steps = words.done, words.problems, words.next_steps
    report.help_wanted, report.unchanged = words.help_wanted, words.unchanged
    report.recorded_at, report.on_paper = clock.now(), on_paper
    if signed is not None:
        report.signed_by, report.signed_on, report.sent_on = signed.signer.strip(), signed.dated, today
    session.add(report)
    session.flush()
    evidence.attach(session, actor, task, command.evidence_ids, EvidenceOf.REPORT, report.id)
    tag = AuditTag.REPORT_SAVED if signed is None else AuditTag.REPORT_SENT
    audit.record(session, actor, tag, "report", report.id, today=today, act=act, signed_by=report.signed_by)
    return report


def _send(session: Session, actor: Actor, duty: Deadline, report: ProgressReport, *, today: date) -> None:
    deadlines.claim(session, actor, duty, today=today)
    session.flush()
    _relight(session, duty, today)
    if duty.owed_to_department_id is not None:
        unit = session.get_one(Department, report.department_id).name
        body = f"{unit}已报送{_named(session, report)}的反馈，请处理。"
        enqueue(
            session, f"report:{report.id}:sent", duty.owed_to_department_id, "反馈待处理", body, task_id=report.task_id
        )


def _relight(session: Session, duty: Deadline, today: date) -> None:
    """A lead's report counts for the light from its claim to a send-back; what helpers answer never colours a task."""
    if duty.kind is DeadlineKind.REPORT:
        relight(session, [session.get_one(Task, duty.task_id)], today=today)


def _named(session: Session, report: ProgressReport) -> str:
    task, duty = session.get_one(Task, report.task_id), session.get_one(Deadline, report.deadline_id)
    return f"“{task.title}”{duty.period}"
