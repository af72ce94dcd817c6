"""台账: the tasks an actor may see, filtered, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Deadline, Department, DepartmentName, Participation, Task
from tracker.policy.access import Actor
from tracker.policy.delay import Delay
from tracker.queries.delay import delays
from tracker.queries.listings import listed_now
from tracker.queries.visibility import visible_to
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import OPEN_STATUSES, TaskStatus
from tracker.vocabulary.lights import Light, LightReason

PAGE = 50


class Order(StrEnum):
    """Sort orders the address may name."""

    REFERENCE = "reference"
    DUE = "due"


@dataclass(frozen=True)
class Filter:
    """What the address asks for. Each of ``words`` occurs in the number, title, target or the name of a unit."""

    words: tuple[str, ...] = ()
    statuses: frozenset[TaskStatus] = frozenset()
    light: Light | None = None
    department_id: int | None = None
    overdue: bool = False
    due_soon: bool = False
    done_this_week: bool = False
    order: Order = Order.REFERENCE


@dataclass(frozen=True)
class LedgerRow:
    """``delay``: of an open task past its final date that nobody has claimed to have done."""

    id: int
    reference: str
    section: str
    title: str
    target: str
    measures: str
    leader: str
    lead: str
    status: TaskStatus
    light: Light | None
    reason: LightReason | None
    due_on: date | None
    endless: bool
    listed: bool
    delay: Delay | None = None


@dataclass(frozen=True)
class Page:
    """``after`` is the key to ask the next page with; empty on the last."""

    rows: Sequence[LedgerRow]
    total: int
    after: str = ""
    counts: dict[Light, int] = field(default_factory=dict)


def ledger(session: Session, actor: Actor, wanted: Filter, day: date, after: str = "") -> Page:
    """One page of the ledger. Keyset paging: a page costs the same however far down it lies."""
    final = _final()
    conditions = _conditions(actor, wanted, final, day)
    total, counts = _totals(session, conditions, final)
    sort_key = _sort_key(wanted.order, final)
    query = _rows(final).where(*conditions)
    if (place := _place(after, wanted.order)) is not None:
        query = query.where(or_(sort_key > place[0], and_(sort_key == place[0], Task.id > place[1])))
    found = session.execute(
        query.add_columns(sort_key.label("sort_key")).order_by(sort_key, Task.id).limit(PAGE + 1)
    ).all()
    more = found[PAGE - 1] if len(found) > PAGE else None
    shown = found[:PAGE]
    split = delays(session, _late(shown, day), day)
    rows = [_row(row, split.get(row.id)) for row in shown]
    return Page(rows, total, f"{more.sort_key}~{more.id}" if more is not None else "", counts)


def whole_ledger(session: Session, actor: Actor, wanted: Filter, day: date) -> list[LedgerRow]:
    """All rows, for the workbook and for paper."""
    final = _final()
    conditions = _conditions(actor, wanted, final, day)
    query = _rows(final).where(*conditions).order_by(_sort_key(wanted.order, final), Task.id)
    rows = session.execute(query).all()
    listed = select(Task.id).outerjoin(final, final.c.task_id == Task.id).where(*conditions)
    split = delays(session, _late(rows, day), day, lambda task_id: task_id.in_(listed))
    return [_row(row, split.get(row.id)) for row in rows]


def _late(rows: Sequence[Any], day: date) -> dict[int, date]:
    """The final dates of those rows that are overdue on ``day``."""
    return {
        row.id: row.due_on
        for row in rows
        if row.status.is_open and row.due_on is not None and row.due_on < day and row.claimed_on is None
    }


def _final() -> Any:
    """Each task's final deadline in force; a task has at most one."""
    return (
        select(
            Deadline.task_id,
            func.min(Deadline.due_on).label("due_on"),
            func.min(Deadline.soon_on).label("soon_on"),
            func.min(Deadline.claimed_on).label("claimed_on"),
        )
        .where(Deadline.kind == DeadlineKind.FINAL, Deadline.voided_on.is_(None))
        .group_by(Deadline.task_id)
        .subquery("final")
    )


def _rows(final: Any) -> Any:
    return (
        select(
            Task.id,
            Task.reference,
            Task.section,
            Task.title,
            Task.target,
            Task.measures,
            Task.leader,
            Department.name.label("lead"),
            Task.status,
            Task.light,
            Task.light_reason,
            final.c.due_on,
            final.c.claimed_on,
            Task.endless,
            listed_now(Task.id).label("listed"),
        )
        .outerjoin(final, final.c.task_id == Task.id)
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .outerjoin(Department, Department.id == Participation.department_id)
    )


def _totals(session: Session, conditions: list[ColumnElement[bool]], final: Any) -> tuple[int, dict[Light, int]]:
    rows = session.execute(
        select(Task.light, func.count().label("number"))
        .outerjoin(final, final.c.task_id == Task.id)
        .where(*conditions)
        .group_by(Task.light)
    ).all()
    return sum(row.number for row in rows), {row.light: row.number for row in rows if row.light is not None}


def _conditions(actor: Actor, wanted: Filter, final: Any, day: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [visible_to(actor)]
    for word in wanted.words:
        texts = (Task.reference, Task.title, Task.target)
        occurs = [column.icontains(word, autoescape=True) for column in texts]
        found.append(or_(*occurs, Task.id.in_(_of_units_named(word))))
    if wanted.statuses:
        found.append(Task.status.in_(sorted(wanted.statuses)))
    if wanted.light is not None:
        found.append(Task.light == wanted.light)
    if wanted.department_id is not None:
        part = select(Participation.task_id).where(
            Participation.department_id == wanted.department_id, Participation.until_on.is_(None)
        )
        found.append(Task.id.in_(part))
    if wanted.done_this_week:
        found.append(completed_this_week(day))
    if wanted.overdue or wanted.due_soon:
        found += [Task.status.in_(sorted(OPEN_STATUSES)), final.c.claimed_on.is_(None)]
        found.append(final.c.due_on < day if wanted.overdue else and_(final.c.soon_on <= day, final.c.due_on >= day))
    return found


def completed_this_week(day: date) -> ColumnElement[bool]:
    """A condition on Task: 办结 from Monday to the day."""
    return Task.completed_on.between(day - timedelta(days=day.weekday()), day)


def _of_units_named(word: str) -> Any:
    """The tasks in which a unit takes part that goes, or went, by a name with ``word`` in it."""
    named = select(DepartmentName.department_id).where(DepartmentName.name.icontains(word, autoescape=True))
    return (
        select(Participation.task_id)
        .join(Department, Department.id == Participation.department_id)
        .where(
            Participation.until_on.is_(None),
            or_(Department.name.icontains(word, autoescape=True), Department.id.in_(named)),
        )
    )


def _sort_key(order: Order, final: Any) -> Any:
    if order is Order.DUE:
        return func.coalesce(final.c.due_on, date(9999, 12, 31))
    return Task.id


def _place(after: str, order: Order) -> tuple[Any, int] | None:
    """Where the page before ended; anything else in the address starts from the top."""
    key, _, number = after.partition("~")
    if not number.isdecimal() or len(number) > 18:
        return None
    try:
        return (int(key) if order is Order.REFERENCE else date.fromisoformat(key)), int(number)
    except ValueError:
        return None


def _row(row: Any, delay: Delay | None) -> LedgerRow:
    return LedgerRow(
        id=row.id,
        reference=row.reference or "",
        section=row.section,
        title=row.title,
        target=row.target,
        measures=row.measures,
        leader=row.leader,
        lead=row.lead or "",
        status=row.status,
        light=row.light,
        reason=row.light_reason,
        due_on=row.due_on,
        endless=row.endless,
        delay=delay,
        listed=row.listed,
    )
