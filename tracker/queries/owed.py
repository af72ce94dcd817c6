"""我要办的: everything a unit owes, by date, with who asked and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Deadline,
    DeadlineClaim,
    DeadlineRevision,
    Department,
    Milestone,
    Participation,
    ProgressReport,
    Task,
)
from tracker.policy.delay import Delay
from tracker.queries.delay import of_duties
from tracker.queries.duties import leads, owed_by, owed_on
from tracker.queries.extensions import pending
from tracker.queries.listings import listed_now
from tracker.queries.units import former_names
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.lights import Light
from tracker.vocabulary.reports import ReportState


@dataclass(frozen=True)
class OwedRow:
    """One duty. ``what`` is the node's content or the report's period; ``late`` the natural days since the date, and
    ``delay`` whose they are.

    ``sent_back`` is why the last answer was refused; ``report`` where one that is not sent yet stands.
    ``simple``: the task goes the short way; ``listed``: it is listed now; ``extending``: a request for more time
    waits for its decision.
    """

    deadline_id: int
    task_id: int
    reference: str
    title: str
    status: TaskStatus
    light: Light | None
    kind: DeadlineKind
    what: str
    due_on: date
    late: int
    delay: Delay | None
    asked_by: str
    sent_back: str
    report: ReportState | None
    simple: bool
    extending: bool
    listed: bool


def owed(session: Session, department_id: int, day: date) -> Sequence[OwedRow]:
    """The unit's unanswered duties on ``day``, the earliest first."""
    asker = aliased(Department)
    # A helper owes whoever leads that day, even where the lead has passed to another unit since.
    helps = Deadline.kind == DeadlineKind.HELPER_ANSWER
    asked_by = case((helps, Participation.department_id), else_=Deadline.owed_to_department_id)
    query = (
        owed_on(
            day,
            Deadline.id,
            Deadline.kind,
            Deadline.period,
            DeadlineRevision.due_on,
            Task.id.label("task_id"),
            Task.reference,
            Task.title,
            Task.status,
            Task.light,
            Task.procedure,
            Milestone.content,
            asker.id.label("asker_id"),
            asker.name.label("asked_by"),
            _sent_back().label("sent_back"),
            _unsent().label("report"),
            pending(Deadline.id).label("extending"),
            listed_now(Task.id).label("listed"),
        )
        .outerjoin(Milestone, and_(Deadline.kind == DeadlineKind.MILESTONE, Milestone.id == Deadline.subject_id))
        .outerjoin(Participation, and_(helps, leads(Task.id, day)))
        .outerjoin(asker, asker.id == asked_by)
        .where(owed_by(department_id, day))
        .order_by(DeadlineRevision.due_on, Deadline.id)
    )
    names = former_names(session, day)
    rows = session.execute(query).all()
    due = {row.id: (row.task_id, row.due_on) for row in rows}
    own = select(Participation.task_id).where(Participation.department_id == department_id)
    split = of_duties(session, due, day, lambda task_id: task_id.in_(own))
    return [_row(row, day, names.get(row.asker_id, row.asked_by), split.get(row.id)) for row in rows]


def _sent_back() -> Any:
    return (
        select(DeadlineClaim.reason)
        .where(DeadlineClaim.deadline_id == Deadline.id, DeadlineClaim.outcome == ClaimOutcome.SENT_BACK)
        .order_by(DeadlineClaim.id.desc())
        .limit(1)
        .correlate(Deadline)
        .scalar_subquery()
    )


def _unsent() -> Any:
    return (
        select(ProgressReport.state)
        .where(
            ProgressReport.deadline_id == Deadline.id,
            ProgressReport.state.in_((ReportState.DRAFT, ReportState.SIGNING)),
        )
        .order_by(ProgressReport.ordinal.desc())
        .limit(1)
        .correlate(Deadline)
        .scalar_subquery()
    )


def _row(row: Any, day: date, asked_by: str | None, delay: Delay | None) -> OwedRow:
    return OwedRow(
        deadline_id=row.id,
        task_id=row.task_id,
        reference=row.reference or "",
        title=row.title,
        status=row.status,
        light=row.light,
        kind=row.kind,
        what=row.content or row.period or "",
        due_on=row.due_on,
        late=max((day - row.due_on).days, 0),
        delay=delay,
        asked_by=asked_by or "",
        sent_back=row.sent_back or "",
        report=row.report,
        simple=row.procedure is Procedure.SIMPLE,
        extending=row.extending,
        listed=row.listed,
    )
