"""On site: who went and what was seen, and what was found about a unit, with a date to put it right by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Deadline, Finding, Inspection, InspectionTask, Participation, SiteVisit, Task
from tracker.policy.access import Actor
from tracker.policy.lifecycle.inspections import INSPECTIONS
from tracker.policy.reasons import demand_clear
from tracker.policy.rules import RuleName
from tracker.services import audit, deadlines
from tracker.services.deadlines import Basis, Owed
from tracker.services.outbox import enqueue
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.inspections import FindingState, InspectionAct, InspectionRefusal
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class Visit:
    """Who went where for which task, when, and what was seen."""

    task_id: int
    visitor: str
    visited_on: date
    found: str
    place: str = ""


@dataclass(frozen=True)
class Found:
    """What was found about a unit's part in a task.

    With a ``requirement`` it is to be put right: by ``due_on``, or within the term of the rule.
    """

    task_id: int
    department_id: int
    found_on: date
    content: str
    requirement: str = ""
    due_on: date | None = None


def visit(session: Session, actor: Actor, row: Inspection, command: Visit, *, today: date) -> SiteVisit:
    """到现场. Raises RuleBroken outside the inspection's tasks or days."""
    demand_clear(command.found)
    _demand_look(session, row, command.task_id, command.visited_on, today)
    made = SiteVisit(
        task_id=command.task_id,
        inspection_id=row.id,
        account_id=actor.account_id if command.visitor == actor.name else None,
        visitor=command.visitor,
        visited_on=command.visited_on,
        place=command.place,
        found=command.found.strip(),
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, AuditTag.VISIT_RECORDED, "visit", made.id, today=today, inspection=row.id)
    return made


def record(session: Session, actor: Actor, row: Inspection, command: Found, by: Basis, *, today: date) -> Finding:
    """督查发现, told to the unit; one that is to be put right is owed from today on.

    Raises RuleBroken outside the inspection's tasks, units or days, or for a term that is no time at all.
    """
    demand_clear(command.content)
    _demand_look(session, row, command.task_id, command.found_on, today)
    _demand_part(session, command)
    requirement = command.requirement.strip()
    if command.due_on is not None and not requirement:
        raise RuleBroken(InspectionRefusal.REQUIREMENT_MISSING)
    if command.due_on is not None and command.due_on <= today:
        raise RuleBroken(InspectionRefusal.TERM_PAST, day=command.due_on)
    finding = Finding(
        inspection_id=row.id,
        task_id=command.task_id,
        department_id=command.department_id,
        found_on=command.found_on,
        content=command.content.strip(),
        requirement=requirement,
        state=FindingState.RECORDED,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(finding)
    session.flush()  # the duty names the key
    task = session.get_one(Task, command.task_id)
    said = f"{row.number}“{row.title}”就“{task.title}”发现：{finding.content}"
    if requirement:
        duty = _owe(session, actor, task, finding, command.due_on, by, today=today)
        finding.deadline_id, finding.state = duty.id, FindingState.OPEN
        said += f"\n整改要求：{requirement}\n请于{duty.due_on}前报告整改情况。"
    enqueue(session, f"finding:{finding.id}", finding.department_id, "督查发现", said, task_id=task.id)
    audit.record(
        session, actor, AuditTag.FINDING_RECORDED, "finding", finding.id, today=today, task=task.id,
        department=finding.department_id,
    )  # fmt: skip
    return finding


def _owe(
    session: Session, actor: Actor, task: Task, finding: Finding, due_on: date | None, by: Basis, *, today: date
) -> Deadline:
    owed = Owed(
        DeadlineKind.RECTIFICATION,
        f"finding-{finding.id}",
        department_id=finding.department_id,
        to_department_id=task.office_id,
        due_on=due_on,
        term=by.rules.number(RuleName.INSPECTION, "rectification_workdays"),
    )
    return deadlines.owe(session, actor, task, owed, by, today=today)


def _demand_look(session: Session, row: Inspection, task_id: int, day: date, today: date) -> None:
    """An approved inspection looks at its own tasks and no others, from its first day on (条例 art. 15)."""
    INSPECTIONS.after(row.state, InspectionAct.LOOK)
    if day > today:
        raise RuleBroken(InspectionRefusal.IN_THE_FUTURE, day=day)
    if day < row.from_on:
        raise RuleBroken(InspectionRefusal.NOT_BEGUN, day=row.from_on)
    of_it = select(InspectionTask.id).where(InspectionTask.inspection_id == row.id, InspectionTask.task_id == task_id)
    if session.scalars(of_it).first() is None:
        raise RuleBroken(InspectionRefusal.OUT_OF_SCOPE)


def _demand_part(session: Session, command: Found) -> None:
    part = select(Participation.id).where(
        Participation.task_id == command.task_id,
        Participation.department_id == command.department_id,
        Participation.until_on.is_(None),
    )
    if session.scalars(part).first() is None:
        raise RuleBroken(InspectionRefusal.OUT_OF_SCOPE)
