"""A year of 示例市, day by day: units answer, the office checks, the jobs run; all through the real services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import Engine, ScalarSelect, func, select
from sqlalchemy.orm import Session

from tracker.db import writing
from tracker.demo.answers import answer, check, is_worded
from tracker.demo.manners import acts_on, lot, sent_back
from tracker.demo.people import Cast
from tracker.models import Deadline, DeadlineClaim, Task
from tracker.policy.work_calendar import WorkCalendar
from tracker.services import assignment, completion, deadlines
from tracker.services.deadlines import basis
from tracker.services.lights import relight
from tracker.services.reminders import remind
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.lifecycle import ClosureKind, TaskStatus

_ANSWERED_BY_CLAIM = (DeadlineKind.REPORT, DeadlineKind.HELPER_ANSWER, DeadlineKind.MILESTONE)
_CHECKED_AFTER = timedelta(days=2)


def play(
    engine: Engine, cast: Cast, first: date, last: date, calendar: WorkCalendar, on_day: Callable[[date], None]
) -> None:
    """Live every day from ``first`` to ``last``: the night's sweep, then, on workdays, people and reminders."""
    day = first
    while day <= last:
        with writing(engine) as session:
            sweep_day(session, day)
        if calendar.is_workday(day):
            with writing(engine) as session:
                _people(session, cast, day, worded=is_worded(day, last))
                remind(session, day)
        on_day(day)
        day += timedelta(days=1)


def _people(session: Session, cast: Cast, day: date, *, worded: bool) -> None:
    _check_claims(session, cast, day)
    _strike_off(session, cast, day)
    touched: dict[int, Task] = {}
    acting = (
        select(Deadline, Task)
        .join(Task, Task.id == Deadline.task_id)
        .where(Deadline.id.in_(_due_to_act(session, day)))
        .order_by(Deadline.id)
    )
    for deadline, task in session.execute(acting).all():
        if deadline.kind not in _ANSWERED_BY_CLAIM:
            _step(session, cast, deadline, task, day)
        elif task.status is TaskStatus.COMPLETION_CLAIMED or deadline.claimed_on is not None:
            continue
        elif worded:
            answer(session, cast, deadline, day)
        else:
            deadlines.claim(session, cast.liaison(deadline.owed_by_department_id or 0), deadline, today=day)
            touched[task.id] = task
    if touched:
        relight(session, list(touched.values()), today=day)


def _due_to_act(session: Session, day: date) -> list[int]:
    """The duties whose debtors answer by ``day``, of those unanswered; nobody answers on the day they are asked."""
    rows = session.execute(
        select(Deadline.id, Deadline.kind, Deadline.duty, Deadline.due_on)
        .where(
            Deadline.opened_on < day,
            Deadline.claimed_on.is_(None),
            Deadline.voided_on.is_(None),
            Deadline.due_on.between(day - timedelta(days=40), day + timedelta(days=7)),
        )
        .order_by(Deadline.id)
    )
    return [row.id for row in rows if (when := acts_on(row.kind, row.duty, row.due_on)) is not None and when <= day]


def _step(session: Session, cast: Cast, deadline: Deadline, task: Task, day: date) -> None:
    unit = deadline.owed_by_department_id or 0
    match deadline.kind, task.status:
        case DeadlineKind.ACKNOWLEDGEMENT, TaskStatus.ASSIGNED:
            assignment.acknowledge(session, cast.liaison(unit), task, basis(session, day), today=day)
        case DeadlineKind.PLAN, TaskStatus.ACKNOWLEDGED:
            assignment.start(session, cast.clerk(task.id), task, today=day)
        case DeadlineKind.FINAL, TaskStatus.IN_PROGRESS:
            completion.claim_completion(session, cast.unit_head(unit), task, today=day)


def _check_claims(session: Session, cast: Cast, day: date) -> None:
    """The office looks at what was claimed some days ago: accepts it, or sends it back once."""
    waiting = session.execute(
        select(Deadline, Task, _times_sent_back())
        .join(Task, Task.id == Deadline.task_id)
        .where(Deadline.claimed_on <= day - _CHECKED_AFTER, Deadline.met_on.is_(None), Deadline.voided_on.is_(None))
        .order_by(Deadline.id)
    ).all()
    touched: dict[int, Task] = {}
    for deadline, task, times in waiting:
        wanting = sent_back(deadline.duty, times)
        if task.status is TaskStatus.COMPLETION_CLAIMED:
            if deadline.kind is DeadlineKind.FINAL and wanting:
                completion.send_back(session, cast.clerk(task.id), task, "缺少验收材料", today=day)
            elif deadline.kind is DeadlineKind.FINAL:
                completion.conclude(session, cast.clerk(task.id), task, "经核实，已达到目标", today=day)
                completion.approve(session, cast.director, task, "同意办结", today=day)
        elif task.status is TaskStatus.IN_PROGRESS and deadline.kind in _ANSWERED_BY_CLAIM:
            if check(session, cast, deadline, task, wanting, day):
                continue
            outcome = ClaimOutcome.SENT_BACK if wanting else ClaimOutcome.ACCEPTED
            deadlines.decide(session, cast.clerk(task.id), deadline, outcome, "内容空泛" if wanting else "", today=day)
            touched[task.id] = task
    if touched:
        relight(session, list(touched.values()), today=day)


def _times_sent_back() -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(DeadlineClaim.deadline_id == Deadline.id, DeadlineClaim.outcome == ClaimOutcome.SENT_BACK)
        .scalar_subquery()
    )


def _strike_off(session: Session, cast: Cast, day: date) -> None:
    """Completed tasks are struck off in batches, on the first days of a month."""
    if day.day > 3:
        return
    for task in session.scalars(select(Task).where(Task.status == TaskStatus.COMPLETED, Task.completed_on < day)):
        kind = ClosureKind.STAGE_DONE if lot(f"kind {task.id}") < 10 else ClosureKind.DONE
        completion.close(session, cast.director, task, kind, today=day)
