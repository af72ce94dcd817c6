"""What the ladder has left on record, said so that two databases, or one at two times, can be compared."""

from __future__ import annotations

from datetime import date

from recorded import Record
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tracker.db import reading
from tracker.models import Proposal, Standstill, WarningSlip
from tracker.services.escalation import ESCALATE, escalate_day
from tracker.services.nights import days_to_walk


def escalated(session: Session) -> Record:
    """Slips, proposals and standstills: every column but keys and instants."""
    record: dict[str, list[tuple[object, ...]]] = {}
    for model in (WarningSlip, Proposal, Standstill):
        columns = [one for one in model.__table__.columns if one.name not in ("id", "recorded_at")]
        rows = [tuple(row) for row in session.execute(select(*columns))]
        record[model.__tablename__] = sorted(rows, key=lambda row: [str(value) for value in row])
    return record


def escalate_up_to(session: Session, today: date) -> None:
    """As the job does it, in one transaction."""
    for day in days_to_walk(session, ESCALATE, today):
        escalate_day(session, day)


def if_escalated(engine: Engine, *todays: date) -> Record:
    """What would be on record after a run on each of these days; nothing is kept."""
    with reading(engine.execution_options(writes=True)) as session:
        for today in todays:
            escalate_up_to(session, today)
        return escalated(session)
