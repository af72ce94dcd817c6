"""One task, whole: what was decided, who does it, what is owed, what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import (
    Deadline,
    DeadlineClaim,
    DeadlineRevision,
    Department,
    Milestone,
    Source,
    SourceItem,
    Task,
    TaskSource,
)
from tracker.queries.parts import PartRow, clerk_of, parts_of
from tracker.queries.timeline import EventRow, timeline
from tracker.vocabulary.approvals import Procedure, TurnReason
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind, RevisionCause, SubjectKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.lights import Light, LightReason
from tracker.vocabulary.sheets import Every


@dataclass(frozen=True)
class ClauseRow:
    """A clause the task answers, as its paper words it."""

    paper: str
    issuer: str
    issued_on: date
    number: str
    title: str
    due_phrase: str


@dataclass(frozen=True)
class RevisionRow:
    due_on: date
    in_force_on: date
    cause: RevisionCause
    reason: str
    decided_by: str


@dataclass(frozen=True)
class ClaimRow:
    id: int
    claimed_on: date
    claimed_by: str
    statement: str
    outcome: ClaimOutcome | None
    decided_on: date | None
    reason: str


@dataclass(frozen=True)
class DutyRow:
    """A deadline with every date it ever had and every claim. ``slip`` is in days against the first date."""

    id: int
    kind: DeadlineKind
    what: str
    weight: int | None
    evidence_wanted: str
    owed_by: str
    owed_by_id: int | None
    due_on: date | None
    opened_on: date | None
    claimed_on: date | None
    met_on: date | None
    voided_on: date | None
    phrase: str
    assumed: bool
    provisional: bool
    revisions: Sequence[RevisionRow]
    claims: Sequence[ClaimRow]

    @property
    def slip(self) -> int:
        return (self.revisions[-1].due_on - self.revisions[0].due_on).days if self.revisions else 0


@dataclass(frozen=True)
class Progress:
    """Three truths side by side, in points of 100."""

    expected: int
    claimed: int
    verified: int


@dataclass(frozen=True)
class TaskSheet:
    id: int
    version: int
    reference: str
    title: str
    section: str
    target: str
    people: str
    measures: str
    requirement: str
    leader: str
    clerk: str
    report_every: Every
    status: TaskStatus
    simple: bool
    ordinary_on: date | None
    ordinary_reason: TurnReason | None
    light: Light | None
    reason: LightReason | None
    light_since: date | None
    endless: bool
    points: float | None
    adopted_progress: str
    progress: Progress
    parts: Sequence[PartRow]
    clauses: Sequence[ClauseRow]
    duties: Sequence[DutyRow]
    events: Sequence[EventRow]

    def of_kind(self, *kinds: DeadlineKind) -> list[DutyRow]:
        return [duty for duty in self.duties if duty.kind in kinds]


def task_sheet(session: Session, task: Task, day: date) -> TaskSheet:
    """The sheet of a task the caller has found visible, in a fixed number of statements."""
    duties = _duties(session, task.id)
    return TaskSheet(
        id=task.id,
        version=task.version,
        reference=task.reference or "",
        title=task.title,
        section=task.section,
        target=task.target,
        people=task.people,
        measures=task.measures,
        requirement=task.requirement,
        leader=task.leader,
        clerk=clerk_of(session, task.id, day),
        report_every=task.report_every,
        status=task.status,
        simple=task.procedure is Procedure.SIMPLE,
        ordinary_on=task.ordinary_on,
        ordinary_reason=task.ordinary_reason,
        light=task.light,
        reason=task.light_reason,
        light_since=task.light_since,
        endless=task.endless,
        points=task.points,
        adopted_progress=task.adopted_progress,
        progress=_progress(duties, day),
        parts=parts_of(session, task.id),
        clauses=_clauses(session, task.id),
        duties=duties,
        events=timeline(session, task.id),
    )


def _progress(duties: Sequence[DutyRow], day: date) -> Progress:
    """Weights of nodes due before the day, claimed, and accepted; without nodes the final deadline weighs 100."""
    nodes = [
        (duty, duty.weight or 0) for duty in duties if duty.kind is DeadlineKind.MILESTONE and duty.voided_on is None
    ]
    nodes = nodes or [(duty, 100) for duty in duties if duty.kind is DeadlineKind.FINAL]
    return Progress(
        expected=sum(weight for duty, weight in nodes if duty.due_on is not None and duty.due_on < day),
        claimed=sum(weight for duty, weight in nodes if duty.claimed_on is not None),
        verified=sum(weight for duty, weight in nodes if duty.met_on is not None),
    )


def _clauses(session: Session, task_id: int) -> list[ClauseRow]:
    rows = session.execute(
        select(
            Source.title, Source.issuer, Source.issued_on, SourceItem.number, SourceItem.title, SourceItem.due_phrase
        )
        .join(SourceItem, SourceItem.source_id == Source.id)
        .join(TaskSource, TaskSource.source_item_id == SourceItem.id)
        .where(TaskSource.task_id == task_id)
        .order_by(TaskSource.id)
    )
    return [ClauseRow(*row) for row in rows]


def _duties(session: Session, task_id: int) -> list[DutyRow]:
    mine = select(Deadline.id).where(Deadline.task_id == task_id)
    revisions: dict[int, list[RevisionRow]] = defaultdict(list)
    for row in session.scalars(
        select(DeadlineRevision).where(DeadlineRevision.deadline_id.in_(mine)).order_by(DeadlineRevision.ordinal)
    ):
        revisions[row.deadline_id].append(
            RevisionRow(row.due_on, row.in_force_on, row.cause, row.reason, row.decided_by)
        )
    claims: dict[int, list[ClaimRow]] = defaultdict(list)
    for claim in session.scalars(
        select(DeadlineClaim).where(DeadlineClaim.deadline_id.in_(mine)).order_by(DeadlineClaim.id)
    ):
        claims[claim.deadline_id].append(
            ClaimRow(
                claim.id,
                claim.claimed_on,
                claim.claimed_by,
                claim.statement or "",
                claim.outcome,
                claim.decided_on,
                claim.reason,
            )
        )
    rows = session.execute(
        select(Deadline, Milestone.content, Milestone.weight, Milestone.evidence_wanted, Department.name)
        .outerjoin(Milestone, (Deadline.subject_kind == SubjectKind.MILESTONE) & (Milestone.id == Deadline.subject_id))
        .outerjoin(Department, Department.id == Deadline.owed_by_department_id)
        .where(Deadline.task_id == task_id)
        .order_by(Deadline.due_on, Deadline.id)
    )
    return [_duty(row, revisions, claims) for row in rows]


def _duty(row: Any, revisions: dict[int, list[RevisionRow]], claims: dict[int, list[ClaimRow]]) -> DutyRow:
    duty, content, weight, evidence_wanted, owed_by = row
    return DutyRow(
        id=duty.id,
        kind=duty.kind,
        what=content or duty.period or "",
        weight=weight,
        evidence_wanted=evidence_wanted or "",
        owed_by=owed_by or "",
        owed_by_id=duty.owed_by_department_id,
        due_on=duty.due_on,
        opened_on=duty.opened_on,
        claimed_on=duty.claimed_on,
        met_on=duty.met_on,
        voided_on=duty.voided_on,
        phrase=duty.phrase,
        assumed=duty.assumed,
        provisional=duty.provisional,
        revisions=revisions[duty.id],
        claims=claims[duty.id],
    )
