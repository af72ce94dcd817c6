"""延期批复: the clerk's opinion sends a request to the rank whose turn it is; what is decided moves the date or not."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import Deadline, Department, Extension, Submission, Task
from tracker.policy.access import Actor
from tracker.policy.extensions import demand_date, step_for
from tracker.policy.reasons import demand_clear
from tracker.queries.extensions import granted_before, term_of
from tracker.queries.routes import steps
from tracker.services import audit, deadlines, submissions
from tracker.services.deadlines import basis
from tracker.services.extensions import demand_open, end
from tracker.services.lights import relight
from tracker.services.notices import current_units
from tracker.services.outbox import enqueue
from tracker.services.simple import turn_ordinary
from tracker.services.submissions import Decided, Put
from tracker.vocabulary.approvals import ApprovalKind, ApprovalRefusal, TurnReason
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.extensions import ExtensionRefusal, ExtensionState
from tracker.vocabulary.running import AuditTag


def advise(session: Session, actor: Actor, row: Extension, opinion: str, *, today: date) -> Submission:
    """The clerk's opinion, with which the request goes to whoever decides it: the next rank for each one granted.

    Raises RuleBroken where the clerk asked himself, where no route is set, IllegalTransition where it is not waiting.
    """
    demand_open(row, "提出意见")
    if row.state is not ExtensionState.ASKED:
        raise IllegalTransition(ExtensionRefusal.NOT_IN_STATE, state=row.state.label, act="提出意见")
    _demand_another(actor, row)
    demand_clear(opinion)
    task = session.get_one(Task, row.task_id)
    route = steps(session, task.office_id, ApprovalKind.EXTENSION, None, today)
    before = granted_before(session, task.id)
    if (step := step_for(route, before)) is None:
        raise RuleBroken(ApprovalRefusal.NO_ROUTE_OF_KIND, kind=ApprovalKind.EXTENSION.label)
    row.state = ExtensionState.DECIDING
    row.opinion, row.opinion_by, row.opinion_on = opinion.strip(), actor.name, today
    put = Put(
        ApprovalKind.EXTENSION,
        row.id,
        task.office_id,
        _title(session, task, row),
        _body(row, before),
        task,
        row.held_until,
        (step,),
    )
    sent = submissions.submit(session, actor, put, today=today)
    audit.record(session, actor, AuditTag.EXTENSION_ADVISED, "extension", row.id, today=today, rank=step.rank)
    return sent


def decided(session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str:
    """Grant it, with the date asked for or another one, or refuse it; the unit is told why, whatever it is.

    Raises RuleBroken where whoever asked decides, or the date is none that may be granted. A deadline that was met or
    taken back meanwhile needs no more time: the request lapses.
    """
    row = session.get_one(Extension, subject_id)
    demand_open(row, "批复")
    _demand_another(actor, row, decided)
    duty, task = session.get_one(Deadline, row.deadline_id), session.get_one(Task, row.task_id)
    row.decision = decided.opinion
    if duty.met_on is not None or duty.voided_on is not None:
        end(session, actor, row, ExtensionState.LAPSED, today=today)
    else:
        _rule(session, actor, task, duty, row, decided, today=today)
    facts = {"state": row.state, "due_on": row.granted_due_on, "rank": decided.rank}
    audit.record(session, actor, AuditTag.EXTENSION_DECIDED, "extension", row.id, today=today, **facts)
    relight(session, [task], today=today)
    return _tell(session, task, duty, row)


def _rule(
    session: Session, actor: Actor, task: Task, duty: Deadline, row: Extension, decided: Decided, *, today: date
) -> None:
    by = basis(session, today)
    if not decided.approved:
        row.state = ExtensionState.REFUSED
        row.open_of, row.decided_by, row.decided_on = None, decided.approver, today
    else:
        term = term_of(session, duty)
        new = decided.due_on or row.asked_due_on or term.due_on
        demand_date(term, new, by.rules)
        row.state, row.granted_due_on, row.slip_days = ExtensionState.GRANTED, new, (new - term.due_on).days
        row.open_of, row.decided_by, row.decided_on = None, decided.approver, today
        deadlines.revise(session, actor, duty, new, RevisionCause.EXTENDED, row.reason, by, today=today)
        turn_ordinary(session, actor, task, TurnReason.EXTENDED, today=today)
    if row.decision_deadline_id is not None:
        deadlines.meet(session, actor, session.get_one(Deadline, row.decision_deadline_id), today=today)


def _demand_another(actor: Actor, row: Extension, decided: Decided | None = None) -> None:
    """Nobody weighs or decides what he asked for himself, whatever roles he holds (security-ux.md §6.5 row 8)."""
    askers = {row.drafted_account_id, row.signed_account_id} - {None}
    names = {row.drafted_by, row.signed_by}
    on_paper = decided is not None and decided.approver != actor.name
    # Two people may share a name: on screen the account tells, on paper there is only the name.
    same = actor.account_id in askers if actor.account_id is not None else actor.name in names
    if same or (on_paper and decided is not None and decided.approver in names):
        raise RuleBroken(ExtensionRefusal.OWN_REQUEST)


def _title(session: Session, task: Task, row: Extension) -> str:
    unit = session.get_one(Department, row.department_id).name
    kind = session.get_one(Deadline, row.deadline_id).kind.label
    return f"{unit}申请将“{task.title}”的{kind}由{row.present_due_on}延至{row.asked_due_on}"


def _body(row: Extension, before: int) -> str:
    times = f"该事项此前已延期{before}次" if before else "该事项此前没有获准延期"
    return "\n".join(
        (
            f"原因：{row.cause.label}",
            f"理由：{row.reason}",
            f"目前进展和已采取的措施：{row.progress}",
            f"{times}。",
            f"督查员意见（{row.opinion_by}）：{row.opinion}",
        )
    )


def _tell(session: Session, task: Task, duty: Deadline, row: Extension) -> str:
    """Tell the unit, of a final date all units; returns what was said."""
    if row.state is ExtensionState.GRANTED:
        other = "" if row.granted_due_on == row.asked_due_on else f"（申请的是{row.asked_due_on}）"
        said = f"同意延期至{row.granted_due_on}{other}"
    elif row.state is ExtensionState.REFUSED:
        said = f"不同意延期，仍按{row.present_due_on}办理"
    else:
        said = "该时限已经完成或取消，不再延期"
    words = f"\n批复意见：{row.decision}" if row.decision else ""
    body = f"{task.reference or ''}“{task.title}”的{duty.kind.label}：{said}（{row.decided_by}）。{words}"
    everybody = duty.kind is DeadlineKind.FINAL and row.state is ExtensionState.GRANTED
    for unit in {row.department_id, *(current_units(session, task) if everybody else ())}:
        enqueue(session, f"extension:{row.id}:decided:{unit}", unit, "延期批复", body, task_id=task.id)
    return said
