"""反馈 as it is read: on a task's sheet, and by whoever has to sign or to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Deadline, Department, Participation, ProgressReport, Task
from tracker.policy.access import Actor
from tracker.policy.reports import repeats
from tracker.queries.evidence import EvidenceRow, of_documents
from tracker.queries.visibility import visible_to
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.reports import EvidenceOf, ReportState

_UNSENT = (ReportState.DRAFT, ReportState.SIGNING)
_SAID = (ReportState.SENT, ReportState.ACCEPTED)
_BEFORE, _DUE = aliased(ProgressReport), aliased(Deadline)


@dataclass(frozen=True)
class ReportRow:
    """A report with its duty and its task. ``late``: natural days; ``repeated``: it says what the last one said."""

    id: int
    version: int
    deadline_id: int
    task_id: int
    title: str
    reference: str
    kind: DeadlineKind
    period: str
    unit: str
    due_on: date
    ordinal: int
    state: ReportState
    unchanged: bool
    repeated: bool
    done: str
    problems: str
    next_steps: str
    help_wanted: str
    drafted_by: str
    signed_by: str
    signed_on: date | None
    sent_on: date | None
    late: int
    on_paper: bool
    decided_on: date | None
    decided_by: str
    reason: str
    evidence: Sequence[EvidenceRow] = ()


def of_task(session: Session, actor: Actor, task: Task, _day: date | None = None) -> list[ReportRow]:
    """A task's reports, the newest first, in two statements; what is not sent yet, its own unit alone sees."""
    return _rows(session, actor, ProgressReport.task_id == task.id)


def to_sign(session: Session, actor: Actor) -> list[ReportRow]:
    """待我签发: what the unit's people have drafted and its head has not signed."""
    return _rows(
        session,
        actor,
        ProgressReport.department_id == actor.department_id,
        ProgressReport.state == ReportState.SIGNING,
        Deadline.voided_on.is_(None),
    )


def to_decide(session: Session, actor: Actor, most: int = 50) -> list[ReportRow]:
    """Reports that wait for the actor: for the office its leads', for a lead its helpers'. The oldest first."""
    if actor.office_id is not None:
        mine: ColumnElement[bool] = and_(Deadline.kind == DeadlineKind.REPORT, visible_to(actor))
    else:
        led = select(Participation.id).where(
            Participation.lead_of == Task.id, Participation.department_id == actor.department_id
        )
        mine = and_(Deadline.kind == DeadlineKind.HELPER_ANSWER, led.exists(), visible_to(actor))
    waiting = (ProgressReport.state == ReportState.SENT, Deadline.voided_on.is_(None))
    return _rows(session, actor, mine, *waiting, oldest=most)


def one(session: Session, actor: Actor, report_id: int) -> ReportRow | None:
    """A single report."""
    return next(iter(_rows(session, actor, ProgressReport.id == report_id)), None)


def unit_of(session: Session, duty: Deadline) -> str:
    """The name of the unit that owes a duty."""
    return session.get_one(Department, duty.owed_by_department_id).name


def _rows(session: Session, actor: Actor, *where: Any, oldest: int | None = None) -> list[ReportRow]:
    """Matching reports, the newest first; or so many of the oldest, the oldest first."""
    own = and_(ProgressReport.department_id == actor.department_id, Deadline.claimed_on.is_(None))
    shown = or_(ProgressReport.state.not_in(_UNSENT), own)
    found = (
        select(ProgressReport, Deadline, Task.title, Task.reference, Department.name, _said_before())
        .join(Deadline, Deadline.id == ProgressReport.deadline_id)
        .join(Task, Task.id == ProgressReport.task_id)
        .join(Department, Department.id == ProgressReport.department_id)
        .where(shown, *where)
    )
    if oldest is None:
        found = found.order_by(Deadline.due_on.desc(), ProgressReport.id.desc())
    else:
        found = found.order_by(Deadline.due_on, ProgressReport.id).limit(oldest)
    rows = session.execute(found).all()
    pieces = of_documents(session, actor, EvidenceOf.REPORT, [row[0].id for row in rows])
    return [_row(row, pieces.get(row[0].id, ())) for row in rows]


def _said_before() -> Any:
    """The progress the unit reported last before this report's period."""
    return (
        select(_BEFORE.done)
        .join(_DUE, _DUE.id == _BEFORE.deadline_id)
        .where(
            _BEFORE.task_id == ProgressReport.task_id,
            _BEFORE.department_id == ProgressReport.department_id,
            _BEFORE.state.in_(_SAID),
            _DUE.due_on < Deadline.due_on,
        )
        .order_by(_DUE.due_on.desc(), _BEFORE.ordinal.desc())
        .limit(1)
        .correlate(ProgressReport, Deadline)
        .scalar_subquery()
    )


def _row(row: Any, evidence: Sequence[EvidenceRow]) -> ReportRow:
    report, duty, title, reference, unit, said_before = row
    due_on = duty.due_on or date.max
    return ReportRow(
        id=report.id,
        version=report.version,
        deadline_id=duty.id,
        task_id=report.task_id,
        title=title,
        reference=reference or "",
        kind=duty.kind,
        period=duty.period,
        unit=unit,
        due_on=due_on,
        ordinal=report.ordinal,
        state=report.state,
        unchanged=report.unchanged,
        repeated=repeats(report.done, said_before),
        done=report.done,
        problems=report.problems,
        next_steps=report.next_steps,
        help_wanted=report.help_wanted,
        drafted_by=report.drafted_by,
        signed_by=report.signed_by,
        signed_on=report.signed_on,
        sent_on=report.sent_on,
        late=max((report.sent_on - due_on).days, 0) if report.sent_on else 0,
        on_paper=report.on_paper,
        decided_on=report.decided_on,
        decided_by=report.decided_by,
        reason=report.reason,
        evidence=evidence,
    )
