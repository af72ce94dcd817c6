"""推迟台账: what was asked and decided, and the days put off, by cause and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Deadline, DeadlineRevision, Department, Extension, Task
from tracker.policy.access import Actor
from tracker.queries.extensions import PENDING, ExtensionRow, rows_of
from tracker.queries.visibility import visible_to
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.extensions import ExtensionState

OPEN, DECIDED = "open", "decided"
_DECIDED = (ExtensionState.GRANTED, ExtensionState.REFUSED)


@dataclass(frozen=True)
class Total:
    """Days put off, and how many extensions they come from."""

    name: str
    times: int
    days: int


@dataclass(frozen=True)
class Slippage:
    """The requests asked for, and the totals of all that were granted."""

    rows: Sequence[ExtensionRow]
    by_cause: Sequence[Total]
    by_unit: Sequence[Total]


@dataclass(frozen=True)
class SlipOfTask:
    """What was put off on one task. The dates are those of the final deadline, where there is one."""

    times: int
    days: int
    by_cause: Sequence[Total]
    first_due_on: date | None
    due_on: date | None


def slippage(session: Session, actor: Actor, which: str = "") -> Slippage:
    """Requests on tasks the actor may see: ``which`` is those open, those decided, or all that were signed."""
    states = {OPEN: PENDING, DECIDED: _DECIDED}.get(which)
    wanted = Extension.state.in_(states) if states else Extension.signed_on.is_not(None)
    granted = session.execute(
        select(Extension.cause, Department.name, Extension.slip_days)
        .join(Task, Task.id == Extension.task_id)
        .join(Department, Department.id == Extension.department_id)
        .where(visible_to(actor), Extension.state == ExtensionState.GRANTED)
    ).all()
    return Slippage(
        rows_of(session, actor, visible_to(actor), wanted),
        _totals((row.cause.label, row.slip_days) for row in granted),
        _totals((row.name, row.slip_days) for row in granted),
    )


def of_task(session: Session, actor: Actor, task: Task, _day: date | None = None) -> SlipOfTask:
    """What was put off on a task, by cause."""
    granted = session.execute(
        select(Extension.cause, Extension.slip_days).where(
            Extension.task_id == task.id, Extension.state == ExtensionState.GRANTED
        )
    ).all()
    dates = session.execute(
        select(DeadlineRevision.due_on.label("first"), Deadline.due_on)
        .join(Deadline, Deadline.id == DeadlineRevision.deadline_id)
        .where(
            Deadline.task_id == task.id,
            Deadline.kind == DeadlineKind.FINAL,
            Deadline.voided_on.is_(None),
            DeadlineRevision.ordinal == 1,
        )
    ).first()
    totals = _totals((row.cause.label, row.slip_days) for row in granted)
    first, due_on = (dates.first, dates.due_on) if dates else (None, None)
    return SlipOfTask(len(granted), sum(one.days for one in totals), totals, first, due_on)


def _totals(slips: Iterable[tuple[str, int | None]]) -> list[Total]:
    times: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for name, slip in slips:
        times[name] += 1
        days[name] += slip or 0
    return sorted((Total(name, times[name], days[name]) for name in times), key=lambda one: (-one.days, one.name))
