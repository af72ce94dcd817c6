"""A task moves: the table decides, a transition row remembers, the audit entry says who."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Task, TaskTransition
from tracker.policy.access import Actor
from tracker.policy.lifecycle.tasks import TASKS
from tracker.services import audit
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.lifecycle import TaskAct
from tracker.vocabulary.running import AuditTag


def begin(session: Session, actor: Actor, task: Task, *, today: date) -> None:
    """Put a new task down as a draft."""
    task.status = TASKS.after(None, TaskAct.DRAFT)
    session.add(task)
    session.flush()  # the transition needs the task's key
    session.add(
        TaskTransition(
            task_id=task.id,
            act=TaskAct.DRAFT,
            to_status=task.status,
            actor=actor.name,
            happened_on=today,
            recorded_at=clock.now(),
        )
    )
    audit.record(session, actor, AuditTag.TASK_MOVED, "task", task.id, today=today, act=TaskAct.DRAFT)


def move(session: Session, actor: Actor, task: Task, act: TaskAct, *, today: date, reason: str = "") -> None:
    """Take ``task`` through ``act``. Raises IllegalTransition where the table forbids it, RuleBroken back in time."""
    origin, target = task.status, TASKS.after(task.status, act)
    session.flush()
    last = session.scalars(
        select(TaskTransition).where(TaskTransition.task_id == task.id, TaskTransition.until_on.is_(None))
    ).one()
    if last.happened_on > today:
        raise RuleBroken(Refusal.DATE_BACKWARDS, day=today, since=last.happened_on)
    last.until_on = today
    task.status = target
    session.add(
        TaskTransition(
            task_id=task.id,
            act=act,
            from_status=origin,
            to_status=target,
            actor=actor.name,
            reason=reason,
            happened_on=today,
            recorded_at=clock.now(),
        )
    )
    audit.record(session, actor, AuditTag.TASK_MOVED, "task", task.id, today=today, act=act, reason=reason)
