"""责任督查员: who at the office looks after a task, from–to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Task, TaskClerk
from tracker.policy.access import Actor
from tracker.services import audit
from tracker.vocabulary.people import OFFICE
from tracker.vocabulary.running import AuditTag


def settle(session: Session, actor: Actor, task: Task, *, today: date) -> None:
    """A task that nobody looks after when it is handed out is whoever's who hands it out."""
    if actor.account_id is None or not actor.roles & OFFICE:
        return
    known = select(TaskClerk.id).where(TaskClerk.task_id == task.id, TaskClerk.until_on.is_(None))
    if session.scalars(known).first() is None:
        make_clerk(session, actor, task, actor.account_id, today=today)


def make_clerk(session: Session, actor: Actor, task: Task, account_id: int | None, *, today: date) -> None:
    """Whoever looks after the task from today on."""
    if account_id is None:
        return
    for row in session.scalars(select(TaskClerk).where(TaskClerk.task_id == task.id, TaskClerk.until_on.is_(None))):
        if row.account_id == account_id:
            return
        row.until_on = today
    again = session.scalars(
        select(TaskClerk).where(
            TaskClerk.task_id == task.id, TaskClerk.account_id == account_id, TaskClerk.from_on == today
        )
    ).first()
    if again is not None:
        again.until_on = None
    else:
        session.add(TaskClerk(task_id=task.id, account_id=account_id, from_on=today))
    audit.record(session, actor, AuditTag.CLERK_SET, "task", task.id, today=today, account=account_id)
