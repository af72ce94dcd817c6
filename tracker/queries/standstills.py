"""未见明显进展 as it is shown: to the unit first, to the office when the unit has had its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Participation, Standstill, Task
from tracker.policy.access import Actor
from tracker.policy.rules import RuleName
from tracker.queries.calendar import work_calendar
from tracker.queries.duties import leads
from tracker.queries.rules import rules_on
from tracker.vocabulary.escalation import StandstillKind
from tracker.vocabulary.lifecycle import OPEN_STATUSES


@dataclass(frozen=True)
class StandstillRow:
    """``open_to_office``: the unit has explained, or has had its days to do so."""

    id: int
    task_id: int
    reference: str
    title: str
    kind: StandstillKind
    period: str
    facts: str
    found_on: date
    over_on: date | None
    explanation: str
    explained_by: str
    explained_on: date | None
    open_to_office: bool


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[StandstillRow]:
    """What was found of a task, the newest first; the lead sees it first, others when it has had its days."""
    rows = _rows(session, day, Standstill.task_id == task.id)
    own = session.scalars(
        select(Participation.id).where(
            Participation.lead_of == task.id, Participation.department_id == actor.department_id
        )
    ).first()
    return [row for row in rows if own is not None or row.open_to_office]


def of_unit(session: Session, department_id: int, day: date) -> Sequence[StandstillRow]:
    """What the unit has still to explain, of the tasks it leads."""
    led = select(Participation.id).where(leads(Standstill.task_id, day), Participation.department_id == department_id)
    still = (Standstill.over_on.is_(None), Standstill.explained_on.is_(None))
    return _rows(session, day, led.exists(), Task.status.in_(sorted(OPEN_STATUSES)), *still)


def _rows(session: Session, day: date, *where: Any) -> list[StandstillRow]:
    found = session.execute(
        select(Standstill, Task.reference, Task.title)
        .join(Task, Task.id == Standstill.task_id)
        .where(*where)
        .order_by(Standstill.found_on.desc(), Standstill.id.desc())
    ).all()
    days, calendar = rules_on(session, day).number(RuleName.STANDSTILL, "unit_first_workdays"), work_calendar(session)
    return [
        StandstillRow(
            one.id,
            one.task_id,
            reference or "",
            title,
            one.kind,
            one.period,
            one.facts,
            one.found_on,
            one.over_on,
            one.explanation,
            one.explained_by,
            one.explained_on,
            one.explained_on is not None or calendar.add_workdays(one.found_on, days) < day,
        )
        for one, reference, title in found
    ]
