"""批示 on a task: a leader writes, the office registers it and passes it on; it never goes straight to a unit."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, RuleBroken
from tracker.models import Endorsement, Participation, Post, Task
from tracker.policy.access import Actor
from tracker.services import audit
from tracker.services.access import open_task
from tracker.services.outbox import enqueue
from tracker.services.simple import turn_ordinary
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import Triage, TurnReason
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.lifecycle import OPEN_STATUSES, TaskStatus
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal

TAKES_NOTES = OPEN_STATUSES | {TaskStatus.COMPLETED}
"""States in which a leader may write: while the work goes on, and when its completion is shown to him."""


def open_note(session: Session, actor: Actor, action: Action, note_id: int) -> tuple[Endorsement, Task]:
    """The note and its task, for ``action``. Raises NotFound where the actor may not know of it."""
    note = session.get(Endorsement, note_id)
    if note is None or note.task_id is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    return note, open_task(session, actor, action, note.task_id)


def write(session: Session, actor: Actor, task: Task, wording: str, *, today: date) -> Endorsement:
    """A leader writes on a task; the office is told.

    Raises RuleBroken without words, IllegalTransition where nobody works on the task any more or yet.
    """
    if task.status not in TAKES_NOTES:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=Action.NOTE_WRITE.label, status=task.status.label)
    if not wording.strip():
        raise RuleBroken(Refusal.NOTE_EMPTY)
    seat = session.get(Post, actor.post_id) if actor.post_id else None
    written = session.scalars(select(func.count()).select_from(Endorsement).where(Endorsement.task_id == task.id)).one()
    note = Endorsement(
        task_id=task.id,
        ordinal=written + 1,
        leader=f"{seat.name} {actor.name}" if seat and seat.name != actor.name else actor.name,
        post_id=actor.post_id,
        wording=wording.strip(),
        written_on=today,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(note)
    session.flush()  # the audit entry and the message name the key
    audit.record(session, actor, AuditTag.ENDORSEMENT_RECORDED, "endorsement", note.id, today=today, task=task.id)
    body = f"{note.leader}对《{task.title}》（{task.reference}）批示：{note.wording}\n请登记并分办。"
    enqueue(session, f"note:{note.id}:written", task.office_id, "待登记批示", body, task_id=task.id)
    return note


def triage(session: Session, actor: Actor, note: Endorsement, outcome: Triage, passed_on: str, *, today: date) -> None:
    """The office registers a note and passes it on: from now on the units that take part see it, and are told.

    What asks for work needs words for the unit, and turns a small matter into an ordinary one.
    Raises RuleBroken without those words, or where the note is registered already.
    """
    task = session.get_one(Task, note.task_id)
    if note.triage is not None:
        raise RuleBroken(Refusal.NOTE_TRIAGED, day=note.triaged_on, who=note.triaged_by, outcome=note.triage.label)
    if outcome is not Triage.NOTED and not passed_on.strip():
        raise RuleBroken(Refusal.PASSED_ON_EMPTY, outcome=outcome.label)
    note.triage, note.triaged_on, note.triaged_by, note.passed_on = outcome, today, actor.name, passed_on.strip()
    audit.record(
        session, actor, AuditTag.ENDORSEMENT_TRIAGED, "endorsement", note.id, today=today, triage=outcome, task=task.id
    )
    if outcome is not Triage.NOTED:
        turn_ordinary(session, actor, task, TurnReason.ENDORSED, today=today)
    body = f"{note.leader}对《{task.title}》（{task.reference}）批示：{note.wording}\n{outcome.label}。{note.passed_on}"
    units = session.scalars(
        select(Participation.department_id)
        .where(Participation.task_id == task.id, Participation.until_on.is_(None))
        .order_by(Participation.department_id)
    )
    for department_id in units:
        enqueue(session, f"note:{note.id}:passed-on:{department_id}", department_id, "领导批示", body, task_id=task.id)
