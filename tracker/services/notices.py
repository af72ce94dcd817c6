"""Messages that go with a move of a task: to its lead, to all its units, to the office."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Participation, Task
from tracker.services.approvals import present_transition
from tracker.services.outbox import enqueue


def tell_lead(session: Session, task: Task, subject: str, body: str) -> None:
    """Tell the unit that leads the task."""
    leads = session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id))
    tell(session, task, leads.all(), subject, body)


def tell_units(session: Session, task: Task, subject: str, body: str) -> None:
    """Tell every unit that takes part in the task now."""
    tell(session, task, current_units(session, task), subject, body)


def tell_office(session: Session, task: Task, subject: str, body: str) -> None:
    """Tell the office that something waits for it."""
    tell(session, task, [task.office_id], subject, body)


def tell(session: Session, task: Task, department_ids: Iterable[int], subject: str, body: str) -> None:
    """Tell units once of what ``subject`` names, in the state the task is in now."""
    session.flush()
    transition_id = present_transition(session, task).id
    for department_id in department_ids:
        key = f"{subject}:{transition_id}:{department_id}"
        enqueue(session, key, department_id, f"{subject}：{task.title}", body, task_id=task.id)


def current_units(session: Session, task: Task) -> list[int]:
    """The units that take part in the task now."""
    return list(
        session.scalars(
            select(Participation.department_id)
            .where(Participation.task_id == task.id, Participation.until_on.is_(None))
            .order_by(Participation.id)
        )
    )
