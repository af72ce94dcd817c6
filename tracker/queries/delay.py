"""The intervals that split a delay, for one task or for a list of them; ``policy.delay`` counts the days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import CoordinationRequest, Deadline, Suspension, Task
from tracker.policy.access import Actor
from tracker.policy.delay import Delay, split, wait
from tracker.policy.light import Interval
from tracker.queries.standing import Filter
from tracker.vocabulary.deadlines import DeadlineKind


@dataclass(frozen=True)
class Lateness:
    """How late an open task is by its final date, and by each duty that is unanswered past its own."""

    final: Delay | None = None
    duties: Mapping[int, Delay] = field(default_factory=dict)


def delays(session: Session, due: Mapping[int, date], day: date, among: Filter | None = None) -> Mapping[int, Delay]:
    """The delay on ``day`` of each task by its due date, in two statements.

    ``among`` narrows by a condition on the task's key where ``due`` is too long a list to be sent along.
    """
    split_of = _splitter(session, day, among or (lambda task_id: task_id.in_(list(due))))
    return {task_id: split_of(task_id, due_on) for task_id, due_on in due.items()}


def of_duties(session: Session, due: Mapping[int, tuple[int, date]], day: date, among: Filter) -> Mapping[int, Delay]:
    """The delay on ``day`` of each duty, given its task and its date, in two statements; ``among`` as above."""
    split_of = _splitter(session, day, among)
    return {key: split_of(task_id, due_on) for key, (task_id, due_on) in due.items() if due_on < day}


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Lateness:
    """The split of what is late on a task. As many statements where nothing is."""
    late = session.execute(
        select(Deadline.id, Deadline.kind, Deadline.due_on).where(
            Deadline.task_id == task.id,
            Deadline.opened_on.is_not(None),
            Deadline.claimed_on.is_(None),
            Deadline.voided_on.is_(None),
            Deadline.due_on < day,
        )
    ).all()
    due = {row.id: (task.id, row.due_on) for row in late if row.due_on is not None} if task.status.is_open else {}
    split = of_duties(session, due, day, lambda task_id: task_id == task.id)
    final = next((row.id for row in late if row.kind is DeadlineKind.FINAL), 0)
    return Lateness(split.get(final), split)


def _splitter(session: Session, day: date, chosen: Filter) -> Callable[[int, date], Delay]:
    """The intervals of the chosen tasks, read once; what it returns splits the delay of one of them."""
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
    return lambda task_id, due_on: split(due_on, day, waits[task_id], pauses[task_id])
