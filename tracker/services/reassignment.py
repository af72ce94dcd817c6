"""申请退回: to the office, never to a third unit; the director rules, and the task stays or passes to another lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, RuleBroken
from tracker.models import Approval, Deadline, Department, Participation, ReassignmentRequest, Task
from tracker.policy.access import Actor
from tracker.policy.answers import LEAST_REASON
from tracker.policy.rules import RuleName
from tracker.services import approvals, assignment, audit, cards, deadlines, extensions
from tracker.services.access import open_task
from tracker.services.approvals import Paper
from tracker.services.deadlines import Basis, Owed
from tracker.services.lights import relight
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.assignment import AssignmentRefusal
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import OUTLIVING, DeadlineKind
from tracker.vocabulary.departments import DepartmentKind, ParticipationRole, PostRank
from tracker.vocabulary.reports import RequestOutcome
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal


@dataclass(frozen=True)
class Ruling:
    """What the director decides; a lead's return needs a new lead. ``on_paper`` where it was decided there."""

    outcome: RequestOutcome
    words: str
    new_lead_id: int | None = None
    on_paper: Paper | None = None


def open_request(session: Session, actor: Actor, action: Action, request_id: int) -> tuple[ReassignmentRequest, Task]:
    """The request and its task, for ``action``; rights go through the task."""
    request = session.get(ReassignmentRequest, request_id)
    if request is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    return request, open_task(session, actor, action, request.task_id)


def ask(
    session: Session,
    actor: Actor,
    task: Task,
    part: Participation,
    reason: str,
    suggestion: str,
    by: Basis,
    *,
    today: date,
) -> ReassignmentRequest:
    """A unit asks the office to take the task back; that answers the assignment, and the office owes a ruling.

    Raises RuleBroken without a reason that can be weighed.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken(AssignmentRefusal.REASON_SHORT, least=LEAST_REASON)
    owed = _open_decision(session, actor, task, part, by, today=today)
    request = ReassignmentRequest(
        task_id=task.id,
        department_id=part.department_id,
        deadline_id=owed.id,
        reason=reason.strip(),
        suggestion=suggestion.strip(),
        asked_on=today,
        asked_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(request)
    session.flush()  # its key names the message
    if part.role is ParticipationRole.LEAD:
        for duty in deadlines.of_task(session, task.id, DeadlineKind.ACKNOWLEDGEMENT):
            if duty.met_on is None:
                deadlines.meet(session, actor, duty, today=today)
    audit.record(session, actor, AuditTag.RETURN_ASKED, "reassignment", request.id, today=today, task=task.id)
    unit = session.get_one(Department, part.department_id).name
    body = f"{unit}申请退回{_named(task)}，请于{owed.due_on}前裁定。理由：{request.reason}"
    enqueue(session, f"return-asked:{request.id}", task.office_id, f"申请退回：{task.reference}", body, task_id=task.id)
    return request


def rule(
    session: Session, actor: Actor, request: ReassignmentRequest, ruling: Ruling, by: Basis, *, today: date
) -> Approval:
    """Decline: the unit answers anew, a lead by a fresh clock. Grant: its part ends, a lead's passes to the new one.

    Raises RuleBroken where it was ruled before, says no reason, or names no fit new lead.
    """
    task = session.get_one(Task, request.task_id)
    part = _checked(session, task, request, ruling)
    granted = ruling.outcome is RequestOutcome.GRANTED
    approval = approvals.record(
        session,
        actor,
        ApprovalKind.REASSIGNMENT,
        task,
        request.id,
        PostRank.OFFICE_DIRECTOR,
        ApprovalOutcome.APPROVED if granted else ApprovalOutcome.REFUSED,
        ruling.words,
        today=today,
        on_paper=ruling.on_paper,
    )
    request.outcome, request.ruling = ruling.outcome, ruling.words.strip()
    request.decided_on, request.decided_by = approval.decided_on, approval.approver
    request.new_lead_id = ruling.new_lead_id if granted and part.role is ParticipationRole.LEAD else None
    deadlines.meet(session, actor, session.get_one(Deadline, request.deadline_id), today=today)
    leads = part.role is ParticipationRole.LEAD
    if granted and leads:
        _pass_lead(session, actor, task, part, request, by, today=today)
    elif granted:
        part.until_on = today
        _drop_duties(session, task, part.department_id, today=today)
    else:
        part.answer = part.answered_on = part.answered_by = None
        if leads:
            assignment.await_acknowledgement(session, actor, task, by, f"return-{request.id}", today=today)
    audit.record(session, actor, AuditTag.RETURN_RULED, "reassignment", request.id, today=today, outcome=ruling.outcome)
    relight(session, [task], today=today)
    body = f"{_named(task)}申请退回，督查室裁定：{ruling.outcome.label}。{request.ruling}"
    enqueue(
        session,
        f"return-ruled:{request.id}",
        request.department_id,
        f"退回裁定：{task.reference}",
        body,
        task_id=task.id,
    )
    return approval


def _checked(session: Session, task: Task, request: ReassignmentRequest, ruling: Ruling) -> Participation:
    """The part the ruling is about, if the ruling may be given."""
    if request.outcome is not None:
        facts = {"who": request.decided_by, "day": request.decided_on, "outcome": request.outcome.label}
        raise RuleBroken(AssignmentRefusal.RULED_ALREADY, **facts)
    part = session.scalars(
        select(Participation).where(
            Participation.task_id == task.id,
            Participation.department_id == request.department_id,
            Participation.until_on.is_(None),
        )
    ).first()
    if part is None or not task.status.is_open:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=Action.RETURN_RULE.label, status=task.status.label)
    if not ruling.words.strip():
        raise RuleBroken(AssignmentRefusal.RULING_EMPTY)
    if ruling.outcome is RequestOutcome.GRANTED and part.role is ParticipationRole.LEAD:
        _demand_fit(session, part, ruling.new_lead_id)
    return part


def _demand_fit(session: Session, part: Participation, new_lead_id: int | None) -> None:
    if new_lead_id is None:
        raise RuleBroken(AssignmentRefusal.NEW_LEAD_MISSING)
    if new_lead_id == part.department_id:
        raise RuleBroken(AssignmentRefusal.NEW_LEAD_SAME)
    unit = session.get(Department, new_lead_id)
    if unit is None or unit.ended_on is not None or unit.kind is DepartmentKind.SUPERVISION_OFFICE:
        raise RuleBroken(AssignmentRefusal.NEW_LEAD_UNFIT)


def _pass_lead(
    session: Session,
    actor: Actor,
    task: Task,
    old: Participation,
    request: ReassignmentRequest,
    by: Basis,
    *,
    today: date,
) -> None:
    """The old lead's part ends, the new one's begins; open duties pass with their dates, the cards change."""
    old.until_on, old.lead_of = today, None
    extensions.lapse(session, actor, task.id, owed_by=old.department_id, today=today)
    session.flush()  # one lead at a time
    new = _take_part(session, task, request.new_lead_id, today=today)
    _drop_duties(session, task, new.department_id, today=today)  # what it owed the lead as a helper
    for duty in deadlines.of_task(session, task.id):
        if duty.met_on is not None:
            continue
        if duty.owed_by_department_id == old.department_id:
            deadlines.pass_on(session, duty, new.department_id, day=today)
        elif duty.owed_to_department_id == old.department_id:
            duty.owed_to_department_id = new.department_id
    cards.settle(session, actor, task, today=today)
    assignment.watch(session, task, new.department_id, today=today)
    assignment.await_acknowledgement(session, actor, task, by, f"return-{request.id}", today=today)
    assignment.tell_parts(session, task, {new.department_id}, key=f"return-{request.id}")


def _take_part(session: Session, task: Task, department_id: int | None, *, today: date) -> Participation:
    """The new lead's part, from ``today``; a helper's part it had ends then."""
    parts = session.scalars(
        select(Participation).where(Participation.task_id == task.id, Participation.department_id == department_id)
    ).all()
    for part in parts:
        if part.until_on is None and part.from_on < today:
            part.until_on = today
    fresh = Participation(task_id=task.id, department_id=department_id, from_on=today)
    # One that began today is taken over: no past day ever saw it as anything else.
    new = next((part for part in parts if part.from_on == today), fresh)
    new.role, new.lead_of, new.until_on = ParticipationRole.LEAD, task.id, None
    new.answer = new.answered_on = new.answered_by = None
    session.add(new)
    session.flush()
    return new


def _drop_duties(session: Session, task: Task, department_id: int, *, today: date) -> None:
    """What was found about the unit itself stays its own to put right."""
    own = [duty for duty in deadlines.of_task(session, task.id) if duty.owed_by_department_id == department_id]
    deadlines.void((duty for duty in own if duty.kind not in OUTLIVING), today=today)


def _open_decision(
    session: Session, actor: Actor, task: Task, part: Participation, by: Basis, *, today: date
) -> Deadline:
    """The office's own duty: to rule in time. A task may be returned more than once, by one lead after another."""
    asked = session.scalars(
        select(func.count()).select_from(ReassignmentRequest).where(ReassignmentRequest.task_id == task.id)
    ).one()
    term = by.rules.number(RuleName.RETURN_DECISION, "workdays")
    owed = Owed(
        DeadlineKind.REQUEST_DECISION,
        f"return-{asked + 1}",
        department_id=task.office_id,
        to_department_id=part.department_id,
        term=term,
    )
    return deadlines.owe(session, actor, task, owed, by, today=today)


def _named(task: Task) -> str:
    return f"{task.reference}“{task.title}”"
