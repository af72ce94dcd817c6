"""督查结论: drafted on an inspection or on the record, approved, served; only what is served binds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, NotPermitted, RuleBroken
from tracker.models import Conclusion, Deadline, Department, Inspection, InspectionTask, Participation, Task
from tracker.policy.access import Actor, may_ever
from tracker.policy.conclusions import ON_SCREEN, governed, last_day
from tracker.policy.deadlines import due_after
from tracker.policy.lifecycle.conclusions import CONCLUSIONS
from tracker.policy.reasons import demand_clear
from tracker.policy.rules import RuleName
from tracker.queries.conclusions import regimes_of, seen_by
from tracker.services import audit, deadlines, submissions
from tracker.services.deadlines import Basis, Owed
from tracker.services.numbering import next_reference
from tracker.services.outbox import enqueue
from tracker.services.submissions import Decided, Put
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.conclusions import ConclusionAct, ConclusionRefusal
from tracker.vocabulary.deadlines import DeadlineKind, TermUnit
from tracker.vocabulary.inspections import InspectionState
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal

SERIES = "督结"
_LOOKED = (InspectionState.APPROVED, InspectionState.FINISHED)


@dataclass(frozen=True)
class Findings:
    """What is concluded about a unit's part in a task.

    It rests on ``inspection_id`` or on ``record``, lines of what is on the task's record. With a ``rectify_term`` of
    so many working days from service the ``requirement`` is owed by the unit.
    """

    department_id: int
    basis: str
    facts: str
    conclusion: str
    inspection_id: int | None = None
    record: str = ""
    requirement: str = ""
    rectify_term: int | None = None


@dataclass(frozen=True)
class Service:
    """送达: who served it, who received it, and when."""

    served_by: str
    received_by: str
    served_on: date


def open_conclusion(session: Session, actor: Actor, action: Action, conclusion_id: int) -> Conclusion:
    """A conclusion, for ``action``. Raises NotFound where the actor may not know of it, NotPermitted otherwise."""
    row = session.scalars(select(Conclusion).where(Conclusion.id == conclusion_id, seen_by(actor))).first()
    if row is None:
        raise NotFound(ConclusionRefusal.NO_SUCH)
    if not may_ever(actor, action):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    return row


def draft(session: Session, actor: Actor, task: Task, command: Findings, *, today: date) -> Conclusion:
    """起草. Raises RuleBroken where party rules alone bind the task, the unit has no part in it, or it rests on
    nothing."""
    demand_governed(session, task)
    _demand_fit(session, task, command)
    row = Conclusion(
        office_id=task.office_id,
        task_id=task.id,
        state=CONCLUSIONS.after(None, ConclusionAct.DRAFT),
        drafted_by=actor.name,
        drafted_by_account_id=actor.account_id,
        drafted_on=today,
        recorded_at=clock.now(),
        **vars(command),
    )
    session.add(row)
    session.flush()  # the audit entry names the key
    audit.record(session, actor, AuditTag.CONCLUSION_DRAFTED, "conclusion", row.id, today=today, task=task.id)
    return row


def edit(session: Session, actor: Actor, row: Conclusion, command: Findings, *, today: date) -> Conclusion:
    """Change what nobody has approved. Whoever drafted it first still took part: the audit trail keeps them."""
    _demand_fit(session, session.get_one(Task, row.task_id), command)
    row.state = CONCLUSIONS.after(row.state, ConclusionAct.EDIT)
    for name, value in vars(command).items():
        setattr(row, name, value)
    row.drafted_by, row.drafted_by_account_id, row.drafted_on = actor.name, actor.account_id, today
    audit.record(session, actor, AuditTag.CONCLUSION_DRAFTED, "conclusion", row.id, today=today, task=row.task_id)
    return row


def put_forward(session: Session, actor: Actor, row: Conclusion, *, today: date) -> None:
    """送审. Raises RuleBroken where the task's sources have come to be the party's alone."""
    task, unit = session.get_one(Task, row.task_id), session.get_one(Department, row.department_id)
    demand_governed(session, task)
    row.state = CONCLUSIONS.after(row.state, ConclusionAct.PUT_FORWARD)
    lines = [f"依据：{row.basis}", f"查明事实：{row.facts}", f"结论：{row.conclusion}"]
    if row.requirement:
        term = f"（送达后{row.rectify_term}个工作日内）" if row.rectify_term else ""
        lines.append(f"整改要求{term}：{row.requirement}")
    title = f"批准对{unit.name}的督查结论：{task.title}"[:200]
    kind = ApprovalKind.INSPECTION_CONCLUSION
    submissions.submit(session, actor, Put(kind, row.id, row.office_id, title, "\n".join(lines), task), today=today)


def decided(session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str:
    """批准: it gets its number and waits to be served; 不批准: back to the office with the reason."""
    row = session.get_one(Conclusion, subject_id)
    task = session.get_one(Task, row.task_id)
    state = CONCLUSIONS.after(row.state, ConclusionAct.APPROVE if decided.approved else ConclusionAct.REFUSE)
    if decided.approved:
        number = next_reference(session, row.office_id, SERIES, decided.decided_on.year)
        row.state, row.number, row.approved_by, row.approved_on = state, number, decided.approver, decided.decided_on
        said = f"编号{row.number}，请送达。"
        body = f"有一份督查结论（{row.number}，“{task.title}”）待签收，请签收。对结论有异议的，签收后可以申请复核。"
        enqueue(session, f"conclusion:{row.id}:to-receive", row.department_id, "督查结论待签收", body, task_id=task.id)
    else:
        row.state, said = state, ""
    audit.record(
        session, actor, AuditTag.CONCLUSION_DECIDED, "conclusion", row.id, today=today, outcome=decided.outcome
    )
    return said


def receive(session: Session, actor: Actor, row: Conclusion, by: Basis, *, today: date) -> None:
    """The unit acknowledges it on screen: served that day. Raises NotPermitted for anybody else's."""
    if actor.department_id is None:
        raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.CONCLUSION_RECEIVE.label)
    office = session.get_one(Department, row.office_id).name
    serve(session, actor, row, Service(f"{office}{ON_SCREEN}", actor.name, today), by, today=today)


def serve(session: Session, actor: Actor, row: Conclusion, service: Service, by: Basis, *, today: date) -> None:
    """送达: the days to ask for review begin, and the term to put things right.

    Raises RuleBroken for a day before it was approved or still to come.
    """
    state = CONCLUSIONS.after(row.state, ConclusionAct.SERVE)
    day = service.served_on
    if day > today:
        raise RuleBroken(ConclusionRefusal.IN_THE_FUTURE, day=day)
    if row.approved_on is not None and day < row.approved_on:
        raise RuleBroken(ConclusionRefusal.SERVED_BEFORE, day=day, approved=row.approved_on)
    row.state, row.served_by, row.received_by, row.served_on = state, service.served_by, service.received_by, day
    row.review_until = last_day(day, by.rules.number(RuleName.REVIEW, "ask_days"))
    task = session.get_one(Task, row.task_id)
    said = f"{row.number}已于{day}送达（{service.received_by}签收）。有异议的，可以在{row.review_until}前申请复核。"
    if row.rectify_term:
        duty = _owe(session, actor, task, row, day, by, today=today)
        row.rectify_deadline_id = duty.id
        said += f"\n整改要求：{row.requirement}\n请于{duty.due_on}前报告整改情况。"
    enqueue(session, f"conclusion:{row.id}:served", row.department_id, "督查结论送达", said, task_id=task.id)
    audit.record(session, actor, AuditTag.CONCLUSION_SERVED, "conclusion", row.id, today=today, served_on=day)


def demand_governed(session: Session, task: Task) -> None:
    """Raises RuleBroken where all the task's sources are the party's: its own rules supervise it."""
    if task.assigned_on is None:
        raise RuleBroken(ConclusionRefusal.NOT_HANDED_OUT, title=task.title)
    if not governed(regimes_of(session, task)):
        raise RuleBroken(ConclusionRefusal.PARTY_ONLY, title=task.title)


def _demand_fit(session: Session, task: Task, command: Findings) -> None:
    part = select(Participation.id).where(
        Participation.task_id == task.id, Participation.department_id == command.department_id
    )
    if session.scalars(part).first() is None:
        raise RuleBroken(ConclusionRefusal.UNIT_NOT_IN_TASK)
    if command.inspection_id is None and not command.record.strip():
        raise RuleBroken(ConclusionRefusal.RESTS_ON_NOTHING)
    if command.inspection_id is not None:
        looked = (
            select(Inspection.id)
            .join(InspectionTask, InspectionTask.inspection_id == Inspection.id)
            .where(
                Inspection.id == command.inspection_id,
                Inspection.state.in_(_LOOKED),
                InspectionTask.task_id == task.id,
            )
        )
        if session.scalars(looked).first() is None:
            raise RuleBroken(ConclusionRefusal.INSPECTION_UNFIT)
    for words in (command.basis, command.facts, command.conclusion):
        demand_clear(words)
    if command.rectify_term and not command.requirement.strip():
        raise RuleBroken(ConclusionRefusal.REQUIREMENT_MISSING)


def _owe(session: Session, actor: Actor, task: Task, row: Conclusion, day: date, by: Basis, *, today: date) -> Deadline:
    """The term runs from the day of service, whenever that is entered."""
    owed = Owed(
        DeadlineKind.RECTIFICATION,
        f"conclusion-{row.id}",
        department_id=row.department_id,
        to_department_id=row.office_id,
        due_on=due_after(day, row.rectify_term or 0, TermUnit.WORKING, by.calendar),
    )
    return deadlines.owe(session, actor, task, owed, by, today=today)
