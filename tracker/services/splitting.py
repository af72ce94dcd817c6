"""拆分: parts of a task become tasks of their own, under its number and with its first date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import Deadline, DeadlineRevision, Task, TaskClerk
from tracker.policy.access import Actor
from tracker.policy.numbering import part_reference
from tracker.services import assignment, audit, deadlines
from tracker.services.deadlines import Basis
from tracker.services.drafting import lead_part
from tracker.services.lights import relight
from tracker.services.movement import begin, move
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.lifecycle import LifeRefusal, TaskAct, TaskStatus
from tracker.vocabulary.running import AuditTag

_SPLITTABLE = frozenset({TaskStatus.ASSIGNED, TaskStatus.ACKNOWLEDGED, TaskStatus.IN_PROGRESS})
_FEWEST = 2


@dataclass(frozen=True)
class Part:
    """One part: what it is, and the unit that leads it."""

    title: str
    target: str
    lead_id: int


def split(
    session: Session, actor: Actor, task: Task, parts: Sequence[Part], by: Basis, *, today: date
) -> Sequence[Task]:
    """Hand out the parts; the whole stays with its lead, who may claim it done when every part is.

    Each part keeps the number and the first date of the whole, and the date in force where it was moved since: nobody
    gains time by splitting. Raises IllegalTransition for a task not in work, RuleBroken for fewer than two parts.
    """
    if task.status not in _SPLITTABLE:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act="拆分", status=task.status.label)
    if len(parts) < _FEWEST:
        raise RuleBroken(LifeRefusal.SPLIT_INTO_FEW)
    # Held while the parts take their numbers: two splits of one task must not take the same.
    session.scalars(select(Task.id).where(Task.id == task.id).with_for_update()).one()
    taken = select(func.count()).where(Task.parent_id == task.id, Task.assessment_year == task.assessment_year)
    first = session.scalars(taken).one() + 1
    made = [
        _hand_out(session, actor, task, part, number, by, today=today) for number, part in enumerate(parts, start=first)
    ]
    named = [part.reference for part in made]
    audit.record(session, actor, AuditTag.TASK_SPLIT, "task", task.id, today=today, parts=named)
    return made


def _hand_out(session: Session, actor: Actor, whole: Task, part: Part, number: int, by: Basis, *, today: date) -> Task:
    task = Task(
        office_id=whole.office_id,
        parent_id=whole.id,
        title=part.title,
        target=part.target,
        requirement=whole.requirement,
        section=whole.section,
        leader=whole.leader,
        leader_post_id=whole.leader_post_id,
        basis=whole.basis,
        disclosure=whole.disclosure,
        assessment_year=whole.assessment_year,
        endless=whole.endless,
        report_every=whole.report_every,
        report_day=whole.report_day,
    )
    begin(session, actor, task, today=today)
    session.add(lead_part(task, part.lead_id, today))
    dated = _first_and_last(session, whole)
    if dated:
        session.add(deadlines.planned_final(task, due_on=dated[0].due_on))
    _same_clerks(session, whole, task, today)
    task.reference = part_reference(str(whole.reference), number)
    move(session, actor, task, TaskAct.REGISTER, today=today, reason=f"由{whole.reference}拆分")
    assignment.assign(session, actor, task, by, today=today)
    if dated and dated[1].due_on != dated[0].due_on:
        final = deadlines.of_task(session, task.id, DeadlineKind.FINAL)[0]
        reason = f"沿用{whole.reference}的时限"
        deadlines.revise(session, actor, final, dated[1].due_on, RevisionCause(dated[1].cause), reason, by, today=today)
        relight(session, [task], today=today)
    return task


def _first_and_last(session: Session, whole: Task) -> tuple[DeadlineRevision, DeadlineRevision] | None:
    """The whole's final date as it first was, and as it is."""
    rows = session.scalars(
        select(DeadlineRevision)
        .join(Deadline, Deadline.id == DeadlineRevision.deadline_id)
        .where(Deadline.task_id == whole.id, Deadline.kind == DeadlineKind.FINAL, Deadline.voided_on.is_(None))
        .order_by(DeadlineRevision.ordinal)
    ).all()
    return (rows[0], rows[-1]) if rows else None


def _same_clerks(session: Session, whole: Task, task: Task, today: date) -> None:
    clerks = session.scalars(
        select(TaskClerk.account_id).where(TaskClerk.task_id == whole.id, TaskClerk.until_on.is_(None))
    )
    for account_id in clerks.all():
        session.add(TaskClerk(task_id=task.id, account_id=account_id, from_on=today))
