"""What of a task's record a conclusion may rest on, worded line by line with its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    Deadline,
    DeadlineClaim,
    Department,
    Finding,
    Inspection,
    Listing,
    TaskTransition,
    WarningSlip,
)
from tracker.vocabulary.deadlines import ClaimOutcome
from tracker.vocabulary.lifecycle import TaskAct

_MOST = 40

Line = tuple[date, str]


def record_lines(session: Session, task_id: int, day: date) -> Sequence[str]:
    """Findings, slips, listings, dates missed and send-backs of the task up to ``day``, the newest first."""
    lines = [
        *_findings(session, task_id),
        *_slips(session, task_id),
        *_listings(session, task_id),
        *_late(session, task_id, day),
        *_sent_back(session, task_id),
    ]
    newest = sorted({line for line in lines if line[0] <= day}, reverse=True)[:_MOST]
    return [f"{when} {what}" for when, what in newest]


def _findings(session: Session, task_id: int) -> Iterator[Line]:
    rows = session.execute(
        select(Finding, Inspection.number, Department.name)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .join(Department, Department.id == Finding.department_id)
        .where(Finding.task_id == task_id)
    )
    for row, number, unit in rows:
        yield row.found_on, f"{number}现场发现{unit}：{row.content}（{row.state.label}）"


def _slips(session: Session, task_id: int) -> Iterator[Line]:
    rows = session.execute(
        select(WarningSlip, Department.name)
        .join(Department, Department.id == WarningSlip.department_id)
        .where(WarningSlip.task_id == task_id, WarningSlip.issued_on.is_not(None))
    )
    for row, unit in rows:
        if row.issued_on is not None:
            yield row.issued_on, f"向{unit}签发{row.colour.label}{row.number or ''}：{row.facts}"


def _listings(session: Session, task_id: int) -> Iterator[Line]:
    rows = session.scalars(select(Listing).where(Listing.task_id == task_id, Listing.listed_on.is_not(None)))
    for row in rows:
        if row.listed_on is not None:
            yield row.listed_on, f"挂牌督办{row.number or ''}：{row.grounds}"


def _late(session: Session, task_id: int, day: date) -> Iterator[Line]:
    """Duties met after their date, or not met by ``day``."""
    rows = session.execute(
        select(Deadline, Department.name)
        .join(Department, Department.id == Deadline.owed_by_department_id)
        .where(
            Deadline.task_id == task_id,
            Deadline.opened_on.is_not(None),
            Deadline.voided_on.is_(None),
            Deadline.due_on < day,
            or_(Deadline.met_on.is_(None), Deadline.met_on > Deadline.due_on),
            or_(Deadline.claimed_on.is_(None), Deadline.claimed_on > Deadline.due_on),
        )
    )
    for row, unit in rows:
        if row.due_on is None:
            continue
        what = f"{row.kind.label}{row.period}应由{unit}于{row.due_on}前完成"
        if row.met_on is not None:
            yield row.due_on, f"{what}，实际{row.met_on}完成，超期{(row.met_on - row.due_on).days}天"
        else:
            yield row.due_on, f"{what}，截至{day}未完成，超期{(day - row.due_on).days}天"


def _sent_back(session: Session, task_id: int) -> Iterator[Line]:
    claims = session.execute(
        select(DeadlineClaim, Deadline.kind)
        .join(Deadline, Deadline.id == DeadlineClaim.deadline_id)
        .where(Deadline.task_id == task_id, DeadlineClaim.outcome == ClaimOutcome.SENT_BACK)
    )
    for row, kind in claims:
        if row.decided_on is not None:
            yield row.decided_on, f"{kind.label}申报被退回：{row.reason}"
    moves = select(TaskTransition).where(TaskTransition.task_id == task_id, TaskTransition.act == TaskAct.SEND_BACK)
    for move in session.scalars(moves):
        yield move.happened_on, f"报结被退回重办：{move.reason}"
