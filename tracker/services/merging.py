"""One matter in two lists: one task, both papers' clauses, the stricter term."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tracker.models import SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.policy.sheets.item import Item
from tracker.services import audit, deadlines
from tracker.services.deadlines import Basis
from tracker.services.drafting import final_of, take_part
from tracker.services.import_units import Units
from tracker.services.lights import relight
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.running import AuditTag


def answer_with(
    session: Session,
    actor: Actor,
    task: Task,
    item: Item,
    clause: SourceItem,
    units: Units,
    by: Basis,
    *,
    issued_on: date,
    today: date,
) -> None:
    """Let ``task`` answer a further clause: its units join, and an earlier final date becomes the task's."""
    session.add(TaskSource(task_id=task.id, source_item_id=clause.id))
    take_part(session, task, item, units, today=today)
    _tighten(session, actor, task, final_of(item, issued_on, by), clause, by, today=today)
    audit.record(session, actor, AuditTag.TASK_MERGED, "task", task.id, today=today, clause=clause.id)


def _tighten(
    session: Session, actor: Actor, task: Task, stricter: date | None, clause: SourceItem, by: Basis, *, today: date
) -> None:
    if stricter is None:
        return
    # The nodes too: none may come after the final date.
    for one in deadlines.of_task(session, task.id, DeadlineKind.FINAL, DeadlineKind.MILESTONE):
        if one.due_on is None or one.due_on <= stricter or one.met_on is not None:
            continue
        if one.opened_on is None:
            one.due_on, one.phrase = stricter, clause.due_phrase
        else:
            deadlines.revise(session, actor, one, stricter, RevisionCause.MERGED, clause.due_phrase, by, today=today)
            relight(session, [task], today=today)
