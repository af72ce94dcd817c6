"""The intervals that split a delay, for one task or for a list of them; ``policy.delay`` counts the days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import CoordinationRequest, Deadline, Suspension, Task
from tracker.policy.access import Actor
from tracker.policy.delay import Delay, split, wait
from tracker.policy.light import Interval
from tracker.queries.standing import Filter
from tracker.vocabulary.deadlines import DeadlineKind


def delays(session: Session, due: Mapping[int, date], day: date, among: Filter | None = None) -> Mapping[int, Delay]:
    """The delay on ``day`` of each task by its due date, in two statements.

    ``among`` narrows by a condition on the task's key where ``due`` is too long a list to be sent along.
    """
    chosen = among or (lambda task_id: task_id.in_(list(due)))
    waits: dict[int, list[Interval]] = defaultdict(list)
    # A request lapses with its deadline: the work it was raised for has ended.
    for row in session.execute(
        select(
            CoordinationRequest.task_id,
            CoordinationRequest.raised_on,
            func.coalesce(CoordinationRequest.ended_on, Deadline.voided_on).label("over_on"),
        )
        .join(Deadline, Deadline.id == CoordinationRequest.deadline_id)
        .where(chosen(CoordinationRequest.task_id))
    ):
        waits[row.task_id].append(wait(row.raised_on, row.over_on))
    pauses: dict[int, list[Interval]] = defaultdict(list)
    for pause in session.execute(
        select(Suspension.task_id, Suspension.from_on, Suspension.until_on).where(chosen(Suspension.task_id))
    ):
        pauses[pause.task_id].append(Interval(pause.from_on, pause.until_on))
    return {task_id: split(due_on, day, waits[task_id], pauses[task_id]) for task_id, due_on in due.items()}


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Delay | None:
    """The split of an overdue task's delay; None where it is not overdue. As many statements either way."""
    due_on = session.scalars(
        select(Deadline.due_on).where(
            Deadline.task_id == task.id,
            Deadline.kind == DeadlineKind.FINAL,
            Deadline.claimed_on.is_(None),
            Deadline.voided_on.is_(None),
            Deadline.due_on < day,
        )
    ).first()
    due = {task.id: due_on} if due_on is not None and task.status.is_open else {}
    return delays(session, due, day, lambda task_id: task_id == task.id).get(task.id)
