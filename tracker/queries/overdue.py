"""逾期事项: open tasks whose final deadline is unmet and before the day, with what explains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Deadline, DeadlineRevision, Department, Milestone, Participation, Task
from tracker.policy.delay import Delay
from tracker.queries.delay import delays
from tracker.queries.duties import leads, owed_on
from tracker.queries.rules import rules_on
from tracker.queries.standing import standing
from tracker.queries.units import former_names
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lights import Light, LightReason


@dataclass(frozen=True)
class OverdueRow:
    """One overdue task; nodes and reports are those missed by the day."""

    task_id: int
    reference: str
    title: str
    lead: str
    due_on: date
    first_due_on: date
    delay: Delay
    light: Light
    reason: LightReason
    missed_nodes: int
    missed_weight: int
    late_reports: int

    @property
    def days(self) -> int:
        """Natural days since the due date."""
        return self.delay.days

    @property
    def waiting(self) -> int:
        """Those of them the unit spent waiting for coordination."""
        return self.delay.waiting


def overdue(session: Session, day: date, department_id: int | None = None) -> Sequence[OverdueRow]:
    """The overdue tasks on ``day``, the longest overdue first; of one leading unit if given."""
    late = owed_on(day, Deadline.id.label("deadline_id"), Task.id.label("task_id"), DeadlineRevision.due_on).where(
        Deadline.kind == DeadlineKind.FINAL, DeadlineRevision.due_on < day
    )
    if department_id is not None:
        led = select(Participation.id).where(leads(Task.id, day), Participation.department_id == department_id)
        late = late.where(led.exists())
    late_ones = late.subquery("late")
    now = standing(day, rules_on(session, day), lambda task_id: task_id.in_(select(late_ones.c.task_id)))
    missed = _missed(day)
    first = aliased(DeadlineRevision)
    query = (
        select(
            Task.id,
            Task.reference,
            Task.title,
            Department.id.label("lead_id"),
            Department.name.label("lead"),
            late_ones.c.due_on,
            first.due_on.label("first_due_on"),
            now.c.light,
            now.c.reason,
            func.coalesce(missed.c.nodes, 0).label("nodes"),
            func.coalesce(missed.c.weight, 0).label("weight"),
            func.coalesce(missed.c.reports, 0).label("reports"),
        )
        .join(late_ones, late_ones.c.task_id == Task.id)
        .join(first, and_(first.deadline_id == late_ones.c.deadline_id, first.ordinal == 1))
        .join(now, now.c.task_id == Task.id)
        .outerjoin(missed, missed.c.task_id == Task.id)
        .outerjoin(Participation, leads(Task.id, day))
        .outerjoin(Department, Department.id == Participation.department_id)
        .order_by(late_ones.c.due_on, Task.id)
    )
    rows = session.execute(query).all()
    split = delays(
        session, {row.id: row.due_on for row in rows}, day, lambda task_id: task_id.in_(select(late_ones.c.task_id))
    )
    names = former_names(session, day)
    return [_row(row, day, names.get(row.lead_id, row.lead), split[row.id]) for row in rows]


def _row(row: Any, day: date, lead: str | None, delay: Delay) -> OverdueRow:
    return OverdueRow(
        task_id=row.id,
        reference=row.reference or "",
        title=row.title,
        lead=lead or "",
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        delay=delay,
        light=Light(row.light),
        reason=LightReason(row.reason),
        missed_nodes=row.nodes,
        missed_weight=row.weight,
        late_reports=row.reports,
    )


def _missed(day: date) -> Any:
    """Nodes and reports missed by ``day``, by task."""
    node = Deadline.kind == DeadlineKind.MILESTONE
    return (
        owed_on(
            day,
            Task.id.label("task_id"),
            func.sum(case((node, 1), else_=0)).label("nodes"),
            func.sum(case((node, func.coalesce(Milestone.weight, 0)), else_=0)).label("weight"),
            func.sum(case((Deadline.kind == DeadlineKind.REPORT, 1), else_=0)).label("reports"),
        )
        .outerjoin(Milestone, and_(node, Milestone.id == Deadline.subject_id))
        .where(DeadlineRevision.due_on < day)
        .group_by(Task.id)
        .subquery("missed")
    )
