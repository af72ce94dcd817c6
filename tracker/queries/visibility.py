"""The tasks an actor may see, as SQL: the twin of ``policy.access`` for TASK_VIEW, held to it by a test."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Participation, Task
from tracker.policy.access import Actor, Subject
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.people import OFFICE, Role
from tracker.vocabulary.sources import Disclosure

_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
_PART = aliased(Participation)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A condition on Task that holds for exactly the tasks ``actor`` may view."""
    own_office = Task.office_id == actor.office_id
    clauses: list[Any] = []
    if actor.roles & OFFICE and actor.office_id is not None:
        clauses.append(own_office)
    if actor.roles & _LEADERS and actor.office_id is not None:
        clauses.append(and_(own_office, Task.disclosure != Disclosure.SENSITIVE))
        if actor.post_id is not None:
            clauses.append(and_(own_office, Task.leader_post_id == actor.post_id))
    if actor.roles & _UNIT and actor.department_id is not None:
        clauses.append(
            select(_PART.id)
            .where(
                _PART.task_id == Task.id,
                _PART.department_id == actor.department_id,
                _PART.until_on.is_(None),
                Task.assigned_on.is_not(None),
            )
            .exists()
        )
    return or_(*clauses) if clauses else false()


def subject_of(session: Session, task: Task) -> Subject:
    """The facts of a task that rights depend on. A draft is nobody's work yet, so no unit takes part in it."""
    parts = (
        session.execute(
            select(Participation.department_id, Participation.lead_of).where(
                Participation.task_id == task.id, Participation.until_on.is_(None)
            )
        ).all()
        if task.assigned_on is not None
        else []
    )
    return Subject(
        office_id=task.office_id,
        lead_id=next((part.department_id for part in parts if part.lead_of is not None), None),
        participant_ids=frozenset(part.department_id for part in parts),
        leader_post_id=task.leader_post_id,
        disclosure=task.disclosure,
        simple=task.procedure is Procedure.SIMPLE,
    )
