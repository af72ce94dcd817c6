"""批示 on tasks: what waits to be registered, and what a task's page may show to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.models import Endorsement, Task
from tracker.policy.access import Actor
from tracker.queries.visibility import visible_to
from tracker.vocabulary.approvals import Triage
from tracker.vocabulary.people import OFFICE


@dataclass(frozen=True)
class NoteRow:
    id: int
    task_id: int
    reference: str
    title: str
    leader: str
    wording: str
    written_on: date
    triage: Triage | None
    triaged_on: date | None
    triaged_by: str
    passed_on: str


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[NoteRow]:
    """The notes on a task: all to the office, their own to the writer, to others what the office passed on."""
    query = select(Endorsement, Task).join(Task, Task.id == Endorsement.task_id).where(Endorsement.task_id == task.id)
    if not actor.roles & OFFICE:
        own = Endorsement.post_id == actor.post_id
        query = query.where(
            or_(own, Endorsement.triage.is_not(None)) if actor.post_id else Endorsement.triage.is_not(None)
        )
    return [_row(*row) for row in session.execute(query.order_by(Endorsement.ordinal))]


def untriaged(session: Session, actor: Actor, most: int = 50) -> Sequence[NoteRow]:
    """待登记批示: notes on tasks of the actor's office that wait, the oldest first."""
    rows = session.execute(
        select(Endorsement, Task)
        .join(Task, Task.id == Endorsement.task_id)
        .where(visible_to(actor), Task.office_id == actor.office_id, Endorsement.triage.is_(None))
        .order_by(Endorsement.written_on, Endorsement.id)
        .limit(most)
    )
    return [_row(*row) for row in rows]


def one_note(session: Session, note_id: int) -> NoteRow:
    """A note the caller has found visible."""
    return _row(
        *session.execute(
            select(Endorsement, Task).join(Task, Task.id == Endorsement.task_id).where(Endorsement.id == note_id)
        ).one()
    )


def _row(note: Endorsement, task: Task) -> NoteRow:
    return NoteRow(
        id=note.id,
        task_id=task.id,
        reference=task.reference or "",
        title=task.title,
        leader=note.leader,
        wording=note.wording,
        written_on=note.written_on,
        triage=note.triage,
        triaged_on=note.triaged_on,
        triaged_by=note.triaged_by,
        passed_on=note.passed_on,
    )
