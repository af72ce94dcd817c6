"""立项, 交办, 签收, 方案通过: from a draft to work under way."""

from __future__ import annotations

from collections.abc import Collection
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
from tracker.policy.clarity import four_clear, missing, six_clarities
from tracker.policy.deadlines import due_after
from tracker.policy.rules import RuleName
from tracker.queries.clarity import facts_of
from tracker.services import cards, clerks, deadlines
from tracker.services.deadlines import Basis
from tracker.services.lights import relight
from tracker.services.movement import move
from tracker.services.numbering import next_reference
from tracker.services.outbox import enqueue
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.assignment import AssignmentRefusal
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind, SubjectKind, TermUnit
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import TaskAct
from tracker.vocabulary.reports import AssignmentAnswer

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
    clerks.settle(session, actor, task, today=today)
    cards.settle(session, actor, task, today=today)
    _start_watching(task, lead, today)
    _open_planned(session, actor, task, lead, by, today=today)
    _open_term(session, actor, task, lead, DeadlineKind.ACKNOWLEDGEMENT, by, today=today)
    tell_parts(session, task)
    relight(session, [task], today=today)
    return task


def adopt(session: Session, actor: Actor, task: Task, by: Basis, *, watched_from: date, today: date) -> Task:
    """Take over a task of a running ledger: in work as of ``today``; nothing is flagged before ``watched_from``."""
    lead = _hand_over(session, task, today=today, demand_clear=False)
    move(session, actor, task, TaskAct.ADOPT, today=today)
    task.assigned_on = today
    clerks.settle(session, actor, task, today=today)
    cards.settle(session, actor, task, today=today)
    _start_watching(task, lead, watched_from)
    _open_planned(session, actor, task, lead, by, today=today)
    relight(session, [task], today=today)
    return task


def acknowledge(session: Session, actor: Actor, task: Task, by: Basis, *, today: date) -> Task:
    """签收: the lead answers 主办, the acknowledgement is met and the plan's clock starts; a small matter is in work
    at once, and so is one whose paper makes all six clear (DOMAIN §1: it passes both gates).

    Raises RuleBroken while the lead's wish to return the task is not ruled on.
    """
    move(session, actor, task, TaskAct.ACKNOWLEDGE, today=today)
    lead = current_lead(session, task)
    _answer_leading(session, actor, task, today=today)
    _meet_all(session, actor, task, DeadlineKind.ACKNOWLEDGEMENT, today=today)
    if task.procedure is Procedure.SIMPLE or not missing(six_clarities(facts_of(session, task))):
        return start(session, actor, task, today=today)
    _open_term(session, actor, task, lead, DeadlineKind.PLAN, by, today=today)
    relight(session, [task], today=today)
    return task


def start(session: Session, actor: Actor, task: Task, *, today: date) -> Task:
    """方案通过: the plan is met and the work is under way."""
    move(session, actor, task, TaskAct.START, today=today)
    _meet_all(session, actor, task, DeadlineKind.PLAN, today=today)
    relight(session, [task], today=today)
    return task


def await_acknowledgement(session: Session, actor: Actor, task: Task, by: Basis, occasion: str, *, today: date) -> None:
    """Start a fresh acknowledgement clock of the present lead, for a task handed out once more on ``occasion``."""
    _open_term(
        session,
        actor,
        task,
        current_lead(session, task),
        DeadlineKind.ACKNOWLEDGEMENT,
        by,
        occasion=f":{occasion}",
        today=today,
    )


def watch(session: Session, task: Task, department_id: int, *, today: date) -> None:
    """Nothing of the task is flagged before today, nor before its lead's 启用日."""
    _start_watching(task, session.get_one(Department, department_id), today)


def tell_parts(session: Session, task: Task, department_ids: Collection[int] | None = None, *, key: str = "") -> None:
    """Tell the units of a task, or some of them, what they were handed, and as what."""
    session.flush()
    due_on = session.scalars(
        select(Deadline.due_on).where(
            Deadline.task_id == task.id,
            Deadline.kind == DeadlineKind.ACKNOWLEDGEMENT,
            Deadline.met_on.is_(None),
            Deadline.voided_on.is_(None),
        )
    ).first()
    parts = session.scalars(
        select(Participation).where(Participation.task_id == task.id, Participation.until_on.is_(None))
    )
    for part in parts:
        if department_ids is not None and part.department_id not in department_ids:
            continue
        wanted = f"请于{due_on}前签收。" if part.role is ParticipationRole.LEAD else "请在事项页面答复。"
        enqueue(
            session,
            f"assigned:{task.id}:{part.department_id}:{part.from_on}:{key}",
            part.department_id,
            f"交办：{task.reference} {part.role.label}",
            f"{task.title}\n本单位为{part.role.label}单位。{wanted}",
            task_id=task.id,
        )


def current_lead(session: Session, task: Task) -> Department | None:
    """The unit that leads the task now."""
    return session.scalars(
        select(Department)
        .join(Participation, Participation.department_id == Department.id)
        .where(Participation.lead_of == task.id)
    ).first()


def _answer_leading(session: Session, actor: Actor, task: Task, *, today: date) -> None:
    part = session.scalars(select(Participation).where(Participation.lead_of == task.id)).first()
    if part is None:
        return
    if part.answer is AssignmentAnswer.WANTS_RETURN:
        raise RuleBroken(AssignmentRefusal.RETURN_PENDING)
    part.answer, part.answered_on, part.answered_by = AssignmentAnswer.LEADING, today, actor.name


def _meet_all(session: Session, actor: Actor, task: Task, kind: DeadlineKind, *, today: date) -> None:
    """The unmet duties of a kind are met today, or where they were claimed as of that day."""
    for duty in deadlines.of_task(session, task.id, kind):
        if duty.met_on is not None:
            continue
        if duty.claimed_on is None:
            deadlines.meet(session, actor, duty, today=today)
        else:
            deadlines.decide(session, actor, duty, ClaimOutcome.ACCEPTED, today=today)


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


def _start_watching(task: Task, lead: Department | None, earliest: date) -> None:
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
    session: Session,
    actor: Actor,
    task: Task,
    lead: Department | None,
    kind: DeadlineKind,
    by: Basis,
    *,
    occasion: str = "",
    today: date,
) -> None:
    """A duty counted in working days by the rule of its own name."""
    rule = {DeadlineKind.ACKNOWLEDGEMENT: RuleName.ACKNOWLEDGEMENT, DeadlineKind.PLAN: RuleName.PLAN}[kind]
    term = by.rules.number(rule, "workdays")
    duty = Deadline(
        duty=f"{kind}:{task.id}{occasion}",
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
