"""What a letter says beside its document's own page: the date as it was on the day, and what went before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker.models import (
    CallRecord,
    Conclusion,
    Deadline,
    DeadlineRevision,
    Extension,
    Inspection,
    Listing,
    Milestone,
    Post,
    Task,
    WarningSlip,
)
from tracker.queries.inspections import methods_of
from tracker.vocabulary.deadlines import DeadlineKind, SubjectKind
from tracker.vocabulary.extensions import ExtensionState


@dataclass(frozen=True)
class Overdue:
    """The duty a slip is about, with its date on the day of issue; ``urged``: days and ways of urging since then."""

    kind: DeadlineKind
    what: str
    due_on: date
    urged: Sequence[tuple[date, str]]


@dataclass(frozen=True)
class Inspected:
    """The inspection a conclusion rests on, as far as it had come when that was approved."""

    head: str
    from_on: date
    until_on: date
    methods: Sequence[str]


def leader_of(session: Session, task: Task) -> str:
    """The seat, or the words, that name the leader who answers for the task; nothing where nobody does."""
    seat = select(Post.name).where(Post.id == task.leader_post_id)
    return session.scalars(seat).first() or task.leader


def overdue(session: Session, slip: WarningSlip) -> Overdue | None:
    """What an issued slip is about; None for one that nobody has issued."""
    if slip.issued_on is None:
        return None
    kind, what, due_on = session.execute(
        select(Deadline.kind, Milestone.content, DeadlineRevision.due_on)
        .join(DeadlineRevision, DeadlineRevision.deadline_id == Deadline.id)
        .outerjoin(Milestone, and_(Deadline.subject_kind == SubjectKind.MILESTONE, Milestone.id == Deadline.subject_id))
        .where(
            Deadline.id == slip.deadline_id,
            DeadlineRevision.clock_no == slip.clock_no,
            DeadlineRevision.in_force_on <= slip.issued_on,
        )
        .order_by(DeadlineRevision.ordinal.desc())
        .limit(1)
    ).one()
    return Overdue(kind, what or "", due_on, sorted([*_calls(session, slip, due_on), *_slips(session, slip)]))


def _calls(session: Session, slip: WarningSlip, due_on: date) -> list[tuple[date, str]]:
    rows = session.execute(
        select(CallRecord.happened_on, CallRecord.channel).where(
            CallRecord.task_id == slip.task_id,
            CallRecord.department_id == slip.department_id,
            CallRecord.happened_on > due_on,
            CallRecord.happened_on <= slip.issued_on,
        )
    )
    return [(day, channel.label) for day, channel in rows]


def _slips(session: Session, slip: WarningSlip) -> list[tuple[date, str]]:
    """Those issued before it about the same date."""
    rows = session.scalars(
        select(WarningSlip).where(
            WarningSlip.deadline_id == slip.deadline_id,
            WarningSlip.clock_no == slip.clock_no,
            WarningSlip.id != slip.id,
            WarningSlip.issued_on < slip.issued_on,
        )
    )
    return [(row.issued_on, f"{row.colour.label}{row.number}") for row in rows if row.issued_on is not None]


def listed_term(session: Session, listing: Listing) -> tuple[date, date] | None:
    """From when to when the term ran as it was first set; None for a listing that has none."""
    row = session.execute(
        select(Deadline.opened_on, DeadlineRevision.due_on)
        .join(DeadlineRevision, DeadlineRevision.deadline_id == Deadline.id)
        .where(Deadline.id == listing.deadline_id, DeadlineRevision.ordinal == 1)
    ).first()
    return (row.opened_on, row.due_on) if row is not None else None


def times_granted(session: Session, extension: Extension) -> int:
    """How often the same date had been put off when this request was decided, itself among them."""
    granted = select(func.count()).where(
        Extension.deadline_id == extension.deadline_id,
        Extension.state == ExtensionState.GRANTED,
        Extension.id <= extension.id,
    )
    return session.scalars(granted).one()


def inspected(session: Session, conclusion: Conclusion) -> Inspected | None:
    """The inspection; None where the conclusion rests on the record alone."""
    row = session.get(Inspection, conclusion.inspection_id) if conclusion.inspection_id else None
    if row is None:
        return None
    ends = [day for day in (row.until_on, row.finished_on, conclusion.approved_on) if day is not None]
    return Inspected(row.head, row.from_on, max(row.from_on, min(ends)), [one.label for one in methods_of(row)])
