"""简易流程: a small matter registered and handed out in one act; it turns into an ordinary one by itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Deadline, DeadlineRevision, Endorsement, SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.policy.simple import Matter, too_much_for_simple, turns_if_due_before
from tracker.policy.sources import regime_of
from tracker.queries.duties import owed_on
from tracker.services import assignment, audit
from tracker.services.deadlines import Basis, planned_final
from tracker.services.drafting import known_paper, lead_part, paper_of, seat_called
from tracker.services.import_plan import Origin
from tracker.services.movement import begin
from tracker.vocabulary.approvals import Procedure, TaskBasis, Triage, TurnReason
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sources import SourceKind


@dataclass(frozen=True)
class AssignSimply:
    """Who said it, in which words, when; what is to be done by whom until when."""

    office_id: int
    leader: str
    wording: str
    written_on: date
    title: str
    department_id: int
    due_on: date
    basis: TaskBasis
    requirement: str = ""


def assign_simply(session: Session, actor: Actor, command: AssignSimply, by: Basis, *, today: date) -> Task:
    """登记并交办 in one act. Raises RuleBroken where the matter is too much for the simple procedure."""
    matter = Matter(today, command.due_on, basis=command.wording)
    if command.due_on < today:
        raise RuleBroken(Refusal.DUE_IN_THE_PAST)
    if command.written_on > today:
        raise RuleBroken(Refusal.WRITTEN_IN_THE_FUTURE)
    if reasons := list(too_much_for_simple(matter, by.rules)):
        raise RuleBroken(Refusal.NOT_SIMPLE, reasons="、".join(reasons))
    seat = seat_called(session, command.leader, today)
    item = _record(session, actor, command, seat)
    task = Task(
        office_id=command.office_id,
        title=command.title,
        requirement=command.requirement,
        leader=command.leader,
        leader_post_id=seat,
        assessment_year=today.year,
        procedure=Procedure.SIMPLE,
        basis=command.basis,
    )
    begin(session, actor, task, today=today)
    session.add(TaskSource(task_id=task.id, source_item_id=item.id))
    session.add(lead_part(task, command.department_id, today))
    session.add(planned_final(task, due_on=command.due_on))
    assignment.register(session, actor, assignment.Register(task, f"{command.leader}：{command.wording}"), today=today)
    return assignment.assign(session, actor, task, by, today=today)


def turn_ordinary(session: Session, actor: Actor, task: Task, reason: TurnReason, *, today: date) -> None:
    """Let a small matter go the ordinary way from ``today`` on; nothing happens to one that already does."""
    if task.procedure is not Procedure.SIMPLE:
        return
    task.procedure, task.ordinary_on, task.ordinary_reason = Procedure.ORDINARY, today, reason
    audit.record(session, actor, AuditTag.TASK_TURNED, "task", task.id, today=today, reason=reason)


def turn_overdue(session: Session, day: date, by: Basis) -> int:
    """Turn the small matters that have been overdue too long on ``day``; returns how many."""
    limit = turns_if_due_before(day, by.rules, by.calendar)
    late = owed_on(day, Deadline.task_id).where(
        Deadline.kind == DeadlineKind.FINAL, DeadlineRevision.due_on < limit, Task.procedure == Procedure.SIMPLE
    )
    turned: int = session.execute(
        update(Task)
        .where(Task.id.in_(late.scalar_subquery()))
        .values(
            procedure=Procedure.ORDINARY,
            ordinary_on=day,
            ordinary_reason=TurnReason.OVERDUE,
            version=Task.version + 1,
        )
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    return turned


def _record(session: Session, actor: Actor, command: AssignSimply, seat: int | None) -> SourceItem:
    """The leader's words as a source of one clause."""
    title = f"{command.leader}关于“{command.title}”的批示"[:200]
    origin = Origin(
        title,
        command.leader,
        command.written_on,
        command.written_on.year,
        SourceKind.INSTRUCTION,
        regime_of(command.leader),
    )
    if session.scalars(known_paper(command.office_id, origin)).first() is not None:
        raise RuleBroken(Refusal.SOURCE_KNOWN, title=title)
    source = paper_of(command.office_id, origin)
    session.add(source)
    session.flush()  # its clause and the words on it name the key
    item = SourceItem(
        source_id=source.id,
        fingerprint=hashlib.sha256(command.title.encode()).hexdigest(),
        row_no=1,
        title=command.title,
        leader=command.leader,
    )
    session.add(item)
    session.add(
        Endorsement(
            source_id=source.id,
            ordinal=1,
            leader=command.leader,
            post_id=seat,
            wording=command.wording,
            written_on=command.written_on,
            triage=Triage.REPORT_BACK,
            triaged_on=command.written_on,
            triaged_by=actor.name,
            recorded_by=actor.name,
            recorded_at=clock.now(),
        )
    )
    session.flush()
    return item
