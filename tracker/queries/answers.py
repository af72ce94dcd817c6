"""What a unit may still answer to an assignment."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Participation, ReassignmentRequest, Task
from tracker.policy.access import Actor
from tracker.policy.answers import open_answers
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import AssignmentAnswer, RequestOutcome

_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})


def answers_of(session: Session, task: Task, part: Participation) -> tuple[AssignmentAnswer, ...]:
    """The answers open to a participation."""
    declined = select(ReassignmentRequest.id).where(
        ReassignmentRequest.task_id == task.id,
        ReassignmentRequest.department_id == part.department_id,
        ReassignmentRequest.asked_on >= part.from_on,
        ReassignmentRequest.outcome == RequestOutcome.DECLINED,
    )
    refused = session.scalars(declined).first() is not None
    return open_answers(part.role, task.status, part.answer, declined=refused)


def of_task(session: Session, actor: Actor, task: Task, _day: date) -> tuple[AssignmentAnswer, ...]:
    """The answers open to the reader's unit, if it has a part."""
    if not actor.roles & _UNIT:
        return ()
    part = session.scalars(
        select(Participation).where(
            Participation.task_id == task.id,
            Participation.department_id == actor.department_id,
            Participation.until_on.is_(None),
        )
    ).first()
    return answers_of(session, task, part) if part else ()
