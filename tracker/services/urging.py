"""催办: a phone call written down, or a reminder sent by hand; either counts for the cool-down."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import CallRecord, Department, Participation, Task
from tracker.policy.access import Actor
from tracker.policy.urging import next_message_on
from tracker.queries.urging import owed_words
from tracker.services import audit
from tracker.services.deadlines import Basis
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.reports import UrgeChannel
from tracker.vocabulary.running import AuditTag


def record_call(
    session: Session, actor: Actor, task: Task, department_id: int, whom: str, said: str, *, today: date
) -> CallRecord:
    """Write a call down. Raises RuleBroken where the unit has no part in the task or nobody is named."""
    if not whom.strip():
        raise RuleBroken(Refusal.WHOM_EMPTY)
    return _record(session, actor, task, department_id, UrgeChannel.PHONE, whom.strip(), said.strip(), today=today)


def send_reminder(
    session: Session, actor: Actor, task: Task, department_id: int, by: Basis, *, today: date
) -> CallRecord:
    """Send the unit a message of what it owes. Raises RuleBroken before the cool-down is over, saying when it is."""
    last = session.scalars(
        select(CallRecord)
        .where(CallRecord.task_id == task.id, CallRecord.department_id == department_id)
        .order_by(CallRecord.happened_on.desc(), CallRecord.id.desc())
        .limit(1)
    ).first()
    free_on = next_message_on(last.happened_on if last else None, by.rules, by.calendar)
    if last is not None and free_on is not None and today < free_on:
        raise RuleBroken(
            Refusal.URGED_LATELY,
            day=last.happened_on,
            who=last.recorded_by,
            channel=last.channel.label,
            next=free_on,
        )
    said = owed_words(session, task, department_id, today)
    unit = session.get_one(Department, department_id).name
    record = _record(session, actor, task, department_id, UrgeChannel.MESSAGE, unit, said, today=today)
    body = f"《{task.title}》（{task.reference}）：{said}"
    enqueue(session, f"urge:{record.id}", department_id, "催办提醒", body, task_id=task.id)
    return record


def _record(
    session: Session,
    actor: Actor,
    task: Task,
    department_id: int,
    channel: UrgeChannel,
    whom: str,
    said: str,
    *,
    today: date,
) -> CallRecord:
    if not task.status.is_open:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=Action.UNIT_URGE.label, status=task.status.label)
    takes_part = session.scalars(
        select(Participation.id).where(
            Participation.task_id == task.id,
            Participation.department_id == department_id,
            Participation.until_on.is_(None),
        )
    ).first()
    if takes_part is None:
        raise RuleBroken(Refusal.UNIT_NOT_IN_TASK)
    record = CallRecord(
        task_id=task.id,
        department_id=department_id,
        channel=channel,
        whom=whom,
        said=said,
        happened_on=today,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(record)
    session.flush()  # the audit entry and the message name the key
    audit.record(
        session, actor, AuditTag.UNIT_URGED, "task", task.id, today=today, channel=channel, department=department_id
    )
    return record
