"""立项, 交办, 签收, 方案通过: from a draft to work under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import (
    Deadline,
    Department,
    DepartmentGroupMember,
    GroupParticipation,
    Participation,
    Task,
)
from tracker.policy.access import Actor
from tracker.policy.clarity import four_clear, missing
from tracker.policy.deadlines import due_after
from tracker.policy.rules import RuleName
from tracker.queries.clarity import facts_of
from tracker.services import cards, deadlines
from tracker.services.deadlines import Basis
from tracker.services.lights import relight
from tracker.services.movement import move
from tracker.services.numbering import next_reference
from tracker.services.outbox import enqueue
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import DeadlineKind, SubjectKind, TermUnit
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import TaskAct

_SERIES = "督"
_PLANNED = (DeadlineKind.FINAL, DeadlineKind.MILESTONE)


@dataclass(frozen=True)
class Register:
    """立项, on a recorded basis (条例 art. 11)."""

    task: Task
    basis: str


def register(session: Session, actor: Actor, command: Register, *, today: date) -> Task:
    """Register a draft: it gets its number."""
    task = command.task
    task.reference = next_reference(session, task.office_id, _SERIES, task.assessment_year)
    move(session, actor, task, TaskAct.REGISTER, today=today, reason=command.basis)
    return task


def assign(session: Session, actor: Actor, task: Task, by: Basis, *, today: date) -> Task:
    """交办: the planned dates become duties of the lead, and the acknowledgement clock starts.

    Raises RuleBroken where 四清 (task, target or content, duty, term) are not clear.
    """
    lead = _hand_over(session, task, today=today)
    move(session, actor, task, TaskAct.ASSIGN, today=today)
    task.assigned_on = today
    cards.settle(session, actor, task, today=today)
    _start_watching(session, task, lead, today)
    _open_planned(session, actor, task, lead, by, today=today)
    due_on = _open_term(session, actor, task, lead, DeadlineKind.ACKNOWLEDGEMENT, by, today=today)
    _tell_parts(session, task, due_on)
    relight(session, [task], today=today)
    return task


def adopt(session: Session, actor: Actor, task: Task, by: Basis, *, watched_from: date, today: date) -> Task:
    """Take over a task of a running ledger: in work as of ``today``; nothing is flagged before ``watched_from``."""
    lead = _hand_over(session, task, today=today, demand_clear=False)
    move(session, actor, task, TaskAct.ADOPT, today=today)
    task.assigned_on = today
    cards.settle(session, actor, task, today=today)
    _start_watching(session, task, lead, watched_from)
    _open_planned(session, actor, task, lead, by, today=today)
    relight(session, [task], today=today)
    return task


def acknowledge(session: Session, actor: Actor, task: Task, by: Basis, *, today: date) -> Task:
    """签收: the acknowledgement is met, the plan's clock starts; a small matter is in work at once."""
    move(session, actor, task, TaskAct.ACKNOWLEDGE, today=today)
    lead = current_lead(session, task)
    for duty in deadlines.of_task(session, task.id, DeadlineKind.ACKNOWLEDGEMENT):
        deadlines.meet(session, actor, duty, today=today)
    if task.procedure is Procedure.SIMPLE:
        return start(session, actor, task, today=today)
    _open_term(session, actor, task, lead, DeadlineKind.PLAN, by, today=today)
    relight(session, [task], today=today)
    return task


def start(session: Session, actor: Actor, task: Task, *, today: date) -> Task:
    """方案通过: the plan is met and the work is under way."""
    move(session, actor, task, TaskAct.START, today=today)
    for duty in deadlines.of_task(session, task.id, DeadlineKind.PLAN):
        deadlines.meet(session, actor, duty, today=today)
    relight(session, [task], today=today)
    return task


def current_lead(session: Session, task: Task) -> Department | None:
    """The unit that leads the task now."""
    return session.scalars(
        select(Department)
        .join(Participation, Participation.department_id == Department.id)
        .where(Participation.lead_of == task.id)
    ).first()


def _hand_over(session: Session, task: Task, *, today: date, demand_clear: bool = True) -> Department | None:
    """Check 四清 and expand groups into their members' participations."""
    session.flush()
    lead = current_lead(session, task)
    if demand_clear:
        if lead is None:
            raise RuleBroken(Refusal.NO_LEAD, title=task.title)
        if unclear := missing(four_clear(facts_of(session, task))):
            raise RuleBroken(Refusal.NOT_CLEAR, title=task.title, missing="、".join(one.word for one in unclear))
    _expand_groups(session, task, today=today)
    return lead


def _expand_groups(session: Session, task: Task, *, today: date) -> None:
    already = set(session.scalars(select(Participation.department_id).where(Participation.task_id == task.id)))
    members = session.execute(
        select(DepartmentGroupMember.department_id, GroupParticipation.role)
        .join(GroupParticipation, GroupParticipation.group_id == DepartmentGroupMember.group_id)
        .where(
            GroupParticipation.task_id == task.id,
            DepartmentGroupMember.from_on <= today,
            DepartmentGroupMember.until_on.is_(None) | (DepartmentGroupMember.until_on > today),
        )
        .order_by(DepartmentGroupMember.department_id)
    )
    for department_id, role in members:
        if department_id in already:
            continue
        already.add(department_id)
        # A group is never the lead: nobody could sign. Named as lead, its members each owe their own.
        part = ParticipationRole.CO_LEAD if role is ParticipationRole.LEAD else role
        session.add(Participation(task_id=task.id, department_id=department_id, role=part, from_on=today))


def _start_watching(session: Session, task: Task, lead: Department | None, earliest: date) -> None:
    enabled_on = lead.enabled_on if lead else None
    task.watched_from = max(earliest, enabled_on) if enabled_on else earliest


def _open_planned(
    session: Session, actor: Actor, task: Task, lead: Department | None, by: Basis, *, today: date
) -> None:
    for planned in deadlines.of_task(session, task.id, *_PLANNED):
        if planned.due_on is None:
            continue
        planned.owed_by_department_id = lead.id if lead else task.office_id
        planned.owed_to_department_id = task.office_id
        deadlines.open_deadline(session, actor, planned, planned.due_on, by, today=today)


def _open_term(
    session: Session, actor: Actor, task: Task, lead: Department | None, kind: DeadlineKind, by: Basis, *, today: date
) -> date:
    """A duty counted in working days by the rule of its own name; returns its date."""
    rule = {DeadlineKind.ACKNOWLEDGEMENT: RuleName.ACKNOWLEDGEMENT, DeadlineKind.PLAN: RuleName.PLAN}[kind]
    term = by.rules.number(rule, "workdays")
    duty = Deadline(
        duty=f"{kind}:{task.id}",
        task_id=task.id,
        kind=kind,
        subject_kind=SubjectKind.TASK,
        subject_id=task.id,
        owed_by_department_id=lead.id if lead else task.office_id,
        owed_to_department_id=task.office_id,
        term=term,
        term_unit=TermUnit.WORKING,
    )
    due_on = due_after(today, term, TermUnit.WORKING, by.calendar)
    deadlines.open_deadline(session, actor, duty, due_on, by, today=today)
    return due_on


def _tell_parts(session: Session, task: Task, due_on: date) -> None:
    """Tell every unit what it was handed, and as what."""
    session.flush()
    parts = session.scalars(
        select(Participation).where(Participation.task_id == task.id, Participation.until_on.is_(None))
    )
    for part in parts:
        leads = part.role is ParticipationRole.LEAD
        wanted = f"请于{due_on}前签收。" if leads else "请在事项页面答复。"
        enqueue(
            session,
            f"assigned:{task.id}:{part.department_id}:{part.from_on}",
            part.department_id,
            f"交办：{task.reference} {part.role.label}",
            f"{task.title}\n本单位为{part.role.label}单位。{wanted}",
        )
