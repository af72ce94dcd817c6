"""督查: plans, teams, what was found on site and what became of it; who may read which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Department, Finding, Inspection
from tracker.vocabulary.inspections import FindingState


@dataclass(frozen=True)
class FailedFinding:
    """A rectification that was checked and found wanting (整改不到位), and has not been claimed again since."""

    id: int
    inspection_id: int
    inspection_number: str
    department_id: int
    unit: str
    content: str
    requirement: str
    check_words: str
    checked_by: str
    checked_on: date


def failed_findings(session: Session, task_id: int) -> Sequence[FailedFinding]:
    """The verified failures to rectify of a task as they stand now, the earliest first."""
    session.flush()
    rows = session.execute(
        select(Finding, Department.name, Inspection.number)
        .join(Department, Department.id == Finding.department_id)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(Finding.task_id == task_id, Finding.state == FindingState.FAILED)
        .order_by(Finding.checked_on, Finding.id)
    )
    return [
        FailedFinding(
            id=row.id,
            inspection_id=row.inspection_id,
            inspection_number=number or "",
            department_id=row.department_id,
            unit=unit,
            content=row.content,
            requirement=row.requirement,
            check_words=row.check_words,
            checked_by=row.checked_by,
            checked_on=row.checked_on,
        )
        for row, unit, number in rows
        if row.checked_on is not None
    ]
