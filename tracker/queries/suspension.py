"""暂缓办理 of a task, past, present and to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Suspension, Task
from tracker.policy.access import Actor


@dataclass(frozen=True)
class SuspensionRow:
    """``until_on`` is the first day that counts again; ``running`` also where it is still to begin."""

    from_on: date
    until_on: date | None
    reason: str
    decided_by: str
    running: bool


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[SuspensionRow]:
    """The intervals, the newest first; one taken back before it began is none."""
    rows = session.scalars(select(Suspension).where(Suspension.task_id == task.id).order_by(Suspension.from_on.desc()))
    return [
        SuspensionRow(row.from_on, row.until_on, row.reason, row.decided_by, row.until_on is None or row.until_on > day)
        for row in rows
        if row.until_on is None or row.until_on > row.from_on
    ]
