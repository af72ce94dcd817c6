"""One matter twice: one task, every paper's clauses, the stricter term (条例 art. 15: no repeated supervision)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import Deadline, Endorsement, GroupParticipation, Participation, SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.policy.sheets.item import Item
from tracker.services import audit, deadlines, extensions, listings
from tracker.services.deadlines import Basis
from tracker.services.drafting import final_of, take_part
from tracker.services.import_units import Units
from tracker.services.lights import relight
from tracker.services.movement import move
from tracker.services.notices import current_units, tell
from tracker.services.simple import turn_ordinary
from tracker.vocabulary.approvals import TurnReason
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause, SubjectKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import LifeRefusal, TaskAct, TaskStatus
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sheets import Every

_UNASSIGNED = frozenset({TaskStatus.DRAFT, TaskStatus.REGISTERED})
_OFTEN = {every: place for place, every in enumerate(Every)}
_UNDER_WAY = frozenset({TaskStatus.ASSIGNED, TaskStatus.ACKNOWLEDGED, TaskStatus.IN_PROGRESS})


def answer_with(
    session: Session,
    actor: Actor,
    task: Task,
    item: Item,
    clause: SourceItem,
    units: Units,
    by: Basis,
    *,
    issued_on: date,
    today: date,
) -> None:
    """Let ``task`` answer a further clause: its units join, and an earlier final date becomes the task's."""
    session.add(TaskSource(task_id=task.id, source_item_id=clause.id))
    take_part(session, task, item, units, today=today)
    _tighten(session, actor, task, final_of(item, issued_on, by), clause.due_phrase, by, today=today)
    audit.record(session, actor, AuditTag.TASK_MERGED, "task", task.id, today=today, clause=clause.id)


def merge(session: Session, actor: Actor, task: Task, into: Task, reason: str, by: Basis, *, today: date) -> Task:
    """并项办理: ``into`` takes over clauses, 批示, units and parts of ``task``, and the stricter term and rhythm.

    What ``task`` still owed falls away, a listing of it ends; its lead becomes a co-lead. Raises RuleBroken where
    ``into`` is another office's, not under way, or handed out to nobody while ``task`` is.
    """
    _demand_takes_in(task, into)
    final = next(iter(deadlines.of_task(session, task.id, DeadlineKind.FINAL)), None)
    units = current_units(session, task) if task.assigned_on else []
    listings.end(session, actor, task, today=today)
    _pass_on(session, task, into, today)
    move(session, actor, task, TaskAct.MERGE, today=today, reason=reason)
    task.merged_into_id = into.id
    extensions.lapse(session, actor, task.id, today=today)
    deadlines.end_with_task(session, task.id, today=today)
    if into.assigned_on is not None and final is not None and not deadlines.of_task(session, into.id, final.kind):
        _take_date(session, actor, into, final, by, today=today)
    else:
        _tighten(session, actor, into, final.due_on if final else None, final.phrase if final else "", by, today=today)
    if _OFTEN[task.report_every] < _OFTEN[into.report_every]:
        into.report_every, into.report_day = task.report_every, task.report_day
    if len(current_units(session, into)) > 1:
        turn_ordinary(session, actor, into, TurnReason.HELPER, today=today)
    audit.record(session, actor, AuditTag.TASK_MERGED, "task", task.id, today=today, into=into.id, reason=reason)
    relight(session, [task, into], today=today)
    said = f"“{task.title}”已并入{into.reference or '未编号'}“{into.title}”，今后在该事项中一并反馈。\n理由：{reason}"
    tell(session, task, units, "并项办理", said)
    return into


def _demand_takes_in(task: Task, into: Task) -> None:
    possible = _UNDER_WAY if task.status.is_open else _UNDER_WAY | _UNASSIGNED
    if task.id == into.id or task.office_id != into.office_id or into.status not in possible:
        raise RuleBroken(LifeRefusal.MERGE_NOT_INTO, title=into.title, status=into.status.label)


def _pass_on(session: Session, task: Task, into: Task, today: date) -> None:
    """Clauses, 批示, parts split off and units go to ``into``; a unit that takes part in it already keeps its part."""
    for column, table in ((TaskSource.task_id, TaskSource), (Endorsement.task_id, Endorsement)):
        session.execute(update(table).where(column == task.id).values(task_id=into.id))
    # ``into`` may itself be a part of ``task``: it is nobody's part then.
    into.parent_id = None if into.parent_id == task.id else into.parent_id
    session.execute(update(Task).where(Task.parent_id == task.id, Task.id != into.id).values(parent_id=into.id))
    here = select(Participation.department_id).where(Participation.task_id == into.id)
    taken = set(session.scalars(here.where(Participation.until_on.is_(None) | (Participation.from_on == today))))
    moving = session.scalars(
        select(Participation).where(Participation.task_id == task.id, Participation.until_on.is_(None))
    )
    for part in moving.all():
        if part.department_id not in taken:
            role = ParticipationRole.CO_LEAD if part.role is ParticipationRole.LEAD else part.role
            session.add(
                Participation(
                    task_id=into.id, department_id=part.department_id, role=role, duty=part.duty, from_on=today
                )
            )
        part.until_on, part.lead_of = max(today, part.from_on), None
    groups = session.scalars(select(GroupParticipation).where(GroupParticipation.task_id == task.id)).all()
    grouped = set(session.scalars(select(GroupParticipation.group_id).where(GroupParticipation.task_id == into.id)))
    for group in groups:
        if group.group_id not in grouped:
            group.task_id = into.id


def _take_date(session: Session, actor: Actor, into: Task, final: Deadline, by: Basis, *, today: date) -> None:
    """A task that ran without a final date gets the other's."""
    if final.due_on is None:
        return
    lead = session.scalars(select(Participation.department_id).where(Participation.lead_of == into.id)).first()
    taken = Deadline(
        duty=f"{final.kind}:{into.id}:{final.id}",
        task_id=into.id,
        kind=final.kind,
        subject_kind=SubjectKind.TASK,
        subject_id=into.id,
        owed_by_department_id=lead or into.office_id,
        owed_to_department_id=into.office_id,
        phrase=final.phrase,
    )
    deadlines.open_deadline(session, actor, taken, final.due_on, by, today=today)
    into.endless = False


def _tighten(
    session: Session, actor: Actor, task: Task, stricter: date | None, phrase: str, by: Basis, *, today: date
) -> None:
    if stricter is None:
        return
    # The nodes too: none may come after the final date.
    for one in deadlines.of_task(session, task.id, DeadlineKind.FINAL, DeadlineKind.MILESTONE):
        if one.due_on is None or one.due_on <= stricter or one.met_on is not None:
            continue
        if one.opened_on is None:
            one.due_on, one.phrase = stricter, phrase
        else:
            deadlines.revise(session, actor, one, stricter, RevisionCause.MERGED, phrase, by, today=today)
            relight(session, [task], today=today)
