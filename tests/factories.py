"""The smallest valid thing of each noun."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Deadline, Department, DepartmentName, Milestone, Participation, Task
from tracker.policy.access import Actor
from tracker.services import assignment
from tracker.services.deadlines import basis
from tracker.services.movement import begin
from tracker.vocabulary.deadlines import DeadlineKind, SubjectKind
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, NameKind, ParticipationRole

CLERK = Actor("督查员")


def office(session: Session) -> Department:
    offices = select(Department).where(Department.kind == DepartmentKind.SUPERVISION_OFFICE)
    return session.scalars(offices.order_by(Department.id).limit(1)).one()


def department(session: Session, name: str, **values: object) -> Department:
    row = Department(name=name, kind=DepartmentKind.GOVERNMENT, level=DepartmentLevel.CITY, **values)
    row.names.append(DepartmentName(name=name, kind=NameKind.FULL))
    session.add(row)
    session.flush()
    return row


def draft(
    session: Session,
    title: str = "新建标准化厂房",
    *,
    lead: Department | None = None,
    helpers: tuple[Department, ...] = (),
    due_on: date | None = date(2026, 12, 31),
    milestones: tuple[tuple[date, int], ...] = (),
    today: date = date(2026, 1, 5),
    **values: object,
) -> Task:
    """A draft task with its planned dates; ``milestones`` are (due date, weight)."""
    task = Task(title=title, office_id=office(session).id, assessment_year=2026, endless=due_on is None, **values)
    begin(session, CLERK, task, today=today)
    if lead is not None:
        session.add(
            Participation(
                task_id=task.id, department_id=lead.id, role=ParticipationRole.LEAD, lead_of=task.id, from_on=today
            )
        )
    for helper in helpers:
        session.add(
            Participation(task_id=task.id, department_id=helper.id, role=ParticipationRole.SUPPORTING, from_on=today)
        )
    if due_on is not None:
        session.add(plan(task, DeadlineKind.FINAL, due_on, task.id))
    for ordinal, (day, weight) in enumerate(milestones, start=1):
        milestone = Milestone(task_id=task.id, ordinal=ordinal, content=f"节点{ordinal}", weight=weight)
        session.add(milestone)
        session.flush()
        session.add(plan(task, DeadlineKind.MILESTONE, day, milestone.id))
    session.flush()
    return task


def plan(task: Task, kind: DeadlineKind, due_on: date, subject_id: int) -> Deadline:
    subject = SubjectKind.MILESTONE if kind is DeadlineKind.MILESTONE else SubjectKind.TASK
    return Deadline(
        duty=f"{kind}:{task.id}:{subject_id}",
        task_id=task.id,
        kind=kind,
        subject_kind=subject,
        subject_id=subject_id,
        due_on=due_on,
    )


def assigned(session: Session, *, today: date = date(2026, 1, 5), **values: object) -> Task:
    """A task handed out on ``today``."""
    values.setdefault("lead", department(session, f"市{len(session.scalars(select(Department.id)).all())}局"))
    task = draft(session, today=today, **values)  # type: ignore[arg-type]
    assignment.register(session, CLERK, assignment.Register(task, "市政府常务会议决定"), today=today)
    assignment.assign(session, CLERK, task, basis(session, today), today=today)
    return task


def working(session: Session, *, today: date = date(2026, 1, 5), **values: object) -> Task:
    """A task in work since ``today``."""
    task = assigned(session, today=today, **values)
    assignment.acknowledge(session, CLERK, task, basis(session, today), today=today)
    assignment.start(session, CLERK, task, today=today)
    return task
