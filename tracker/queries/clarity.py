"""What is clear about a task and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Deadline, Department, Milestone, Participation, Task
from tracker.policy.access import Actor
from tracker.policy.clarity import Clarity, Facts, four_clear, six_clarities
from tracker.vocabulary.deadlines import DeadlineKind


@dataclass(frozen=True)
class Clarities:
    """Both checks of one task."""

    four: Sequence[Clarity]
    six: Sequence[Clarity]


def facts_of(session: Session, task: Task) -> Facts:
    """What the two checks look at."""
    lead = session.scalars(
        select(Department.name)
        .join(Participation, Participation.department_id == Department.id)
        .where(Participation.lead_of == task.id)
    ).first()
    in_force = (Deadline.task_id == task.id, Deadline.voided_on.is_(None))
    final = select(Deadline.id).where(*in_force, Deadline.kind == DeadlineKind.FINAL, Deadline.due_on.is_not(None))
    scheduled = session.scalars(
        select(func.sum(Milestone.weight))
        .join(Deadline, Deadline.subject_id == Milestone.id)
        .where(*in_force, Deadline.kind == DeadlineKind.MILESTONE)
    ).one()
    return Facts(
        title=task.title,
        target=task.target,
        lead=lead or "",
        dated=session.scalars(final).first() is not None,
        endless=task.endless,
        people=task.people,
        measures=task.measures,
        requirement=task.requirement,
        scheduled=int(scheduled or 0),
    )


def of_task(session: Session, _actor: Actor, task: Task, _day: date) -> Clarities:
    """四清 and 六明确 of a task the caller has found visible."""
    facts = facts_of(session, task)
    return Clarities(four_clear(facts), six_clarities(facts))
