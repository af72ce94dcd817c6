"""批示 on a task, and 呈阅单: what a leader reads about the result of his words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.models import Endorsement, SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.queries import completion
from tracker.queries.task_sheet import TaskSheet, task_sheet


@dataclass(frozen=True)
class EndorsementRow:
    leader: str
    wording: str
    written_on: date


@dataclass(frozen=True)
class ShowingSheet:
    """The task, the words it answers, and what came of it."""

    task: TaskSheet
    endorsements: Sequence[EndorsementRow]
    completion: completion.Completion
    assigned_on: date | None
    completed_on: date | None


def words_on(session: Session, task: Task, *, sorted_only: bool = False) -> Sequence[EndorsementRow]:
    """批示 on the task's papers and on the task itself; with ``sorted_only`` those the office has passed on."""
    papers = (
        select(SourceItem.source_id)
        .join(TaskSource, TaskSource.source_item_id == SourceItem.id)
        .where(TaskSource.task_id == task.id)
    )
    found = select(Endorsement).where(or_(Endorsement.task_id == task.id, Endorsement.source_id.in_(papers)))
    if sorted_only:
        found = found.where(Endorsement.triage.is_not(None))
    rows = session.scalars(found.order_by(Endorsement.written_on, Endorsement.id))
    return [EndorsementRow(row.leader, row.wording, row.written_on) for row in rows]


def showing_sheet(session: Session, actor: Actor, task: Task, day: date) -> ShowingSheet:
    """Everything the paper shows, of a task the caller has found visible."""
    return ShowingSheet(
        task=task_sheet(session, task, day),
        endorsements=words_on(session, task),
        completion=completion.of_task(session, actor, task, day),
        assigned_on=task.assigned_on,
        completed_on=task.completed_on,
    )
