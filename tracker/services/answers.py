"""签收: a unit answers an assignment; the first answer counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotPermitted, RuleBroken
from tracker.models import Participation, Task
from tracker.policy.access import Actor
from tracker.queries.answers import answers_of
from tracker.services import assignment, audit, coordination, reassignment
from tracker.services.deadlines import Basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.assignment import AssignmentRefusal
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.reports import AssignmentAnswer, CoordinationReach
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal


@dataclass(frozen=True)
class GiveAnswer:
    """``words``: what is to be coordinated, or why the unit wants to return the task; ``suggestion``: whom it thinks
    competent."""

    task: Task
    answer: AssignmentAnswer
    words: str = ""
    suggestion: str = ""
    reach: CoordinationReach = CoordinationReach.OWN_LEVEL


def give(session: Session, actor: Actor, command: GiveAnswer, by: Basis, *, today: date) -> Participation:
    """Answer for the actor's unit; only the lead's 主办 and 提请协调 move the task.

    Raises NotPermitted where the unit has no part, RuleBroken where it has answered or may not answer so.
    """
    task, answer = command.task, command.answer
    part = _own_part(session, actor, task)
    if part.answer is not None:
        facts = {"day": part.answered_on, "who": part.answered_by, "answer": part.answer.label}
        raise RuleBroken(AssignmentRefusal.ANSWERED_ALREADY, **facts)
    if answer not in answers_of(session, task, part):
        raise RuleBroken(AssignmentRefusal.ANSWER_NOT_OPEN, answer=answer.label)
    if answer is AssignmentAnswer.WANTS_RETURN:
        reassignment.ask(session, actor, task, part, command.words, command.suggestion, by, today=today)
    elif part.role is ParticipationRole.LEAD:
        assignment.acknowledge(session, actor, task, by, today=today)
    if answer is AssignmentAnswer.NEEDS_COORDINATION:
        coordination.raise_request(
            session, actor, task, part.department_id, command.reach, command.words, by=by, today=today
        )
    part.answer, part.answered_on, part.answered_by = answer, today, actor.name
    audit.record(
        session, actor, AuditTag.ASSIGNMENT_ANSWERED, "participation", part.id, today=today, task=task.id, answer=answer
    )
    return part


def _own_part(session: Session, actor: Actor, task: Task) -> Participation:
    """The unit's part, held until the answer is written: two colleagues do not both come first."""
    part = session.scalars(
        select(Participation)
        .where(
            Participation.task_id == task.id,
            Participation.department_id == actor.department_id,
            Participation.until_on.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if part is None:
        raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.ASSIGNMENT_ANSWER.label)
    return part
