"""Who takes part in a task, and who at the office looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, literal, select
from sqlalchemy.orm import Session

from tracker.models import Account, Department, Participation, TaskClerk
from tracker.queries.standing import covers
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.reports import AssignmentAnswer


@dataclass(frozen=True)
class PartRow:
    department: str
    role: ParticipationRole
    duty: str
    department_id: int
    from_on: date
    until_on: date | None
    answer: AssignmentAnswer | None
    answered_on: date | None
    answered_by: str | None

    @property
    def leads(self) -> bool:
        return self.role is ParticipationRole.LEAD and self.until_on is None


def parts_of(session: Session, task_id: int) -> list[PartRow]:
    """The units that take part now, the lead first, with what they answered."""
    order = {role: place for place, role in enumerate(ParticipationRole)}
    rows = session.execute(
        select(
            Department.name,
            Participation.role,
            Participation.duty,
            Department.id,
            Participation.from_on,
            Participation.until_on,
            Participation.answer,
            Participation.answered_on,
            Participation.answered_by,
        )
        .join(Participation, Participation.department_id == Department.id)
        .where(Participation.task_id == task_id, Participation.until_on.is_(None))
        .order_by(Participation.id)
    )
    return sorted((PartRow(*row) for row in rows), key=lambda part: order[part.role])


def clerk_of(session: Session, task_id: int, day: date) -> str:
    """责任督查员 on ``day``."""
    query = (
        select(Account.name)
        .join(TaskClerk, TaskClerk.account_id == Account.id)
        .where(TaskClerk.task_id == task_id, covers(TaskClerk.from_on, TaskClerk.until_on, literal(day, Date)))
    )
    return session.scalars(query).first() or ""
