"""What was said of repeated reporting, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import BurdenReport, Department
from tracker.policy.access import Actor

_MOST = 200


@dataclass(frozen=True)
class BurdenRow:
    id: int
    page: str
    wording: str
    reported_by: str
    department: str
    reported_on: date
    answer: str
    answered_by: str | None
    answered_on: date | None


def own_reports(session: Session, actor: Actor) -> Sequence[BurdenRow]:
    """What the actor has said, newest first."""
    return _rows(session, _newest().where(BurdenReport.account_id == actor.account_id))


def all_reports(session: Session) -> Sequence[BurdenRow]:
    """What anybody has said: the unanswered first, each newest first."""
    return _rows(
        session, _newest().order_by(None).order_by(BurdenReport.answered_on.is_not(None), BurdenReport.id.desc())
    )


def _newest() -> Any:
    return (
        select(BurdenReport, Department.name)
        .outerjoin(Department, Department.id == BurdenReport.department_id)
        .order_by(BurdenReport.id.desc())
        .limit(_MOST)
    )


def _rows(session: Session, statement: Any) -> Sequence[BurdenRow]:
    return [
        BurdenRow(
            row.id,
            row.page,
            row.wording,
            row.reported_by,
            name or "",
            row.reported_on,
            row.answer,
            row.answered_by,
            row.answered_on,
        )
        for row, name in session.execute(statement)
    ]
