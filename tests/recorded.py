"""What is on record, said so that two databases, or one at two times, can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tracker.db import reading
from tracker.models import Base, Deadline, DeadlineFlag, DeadlineRevision, LightChange, Task
from tracker.services.lights import SWEEP
from tracker.services.nights import days_to_walk
from tracker.services.sweep import sweep_day

Record = Mapping[str, Sequence[tuple[Any, ...]]]

# Keys differ from run to run; the instant of noticing is meant to.
_NOT_COMPARED = {"id", "recorded_at", "deadline_id"}
_LIGHT = ("light", "base_light", "light_reason", "light_since")


def swept(session: Session) -> Record:
    """All that sweeps write, every column but keys and instants; a deadline is named by its duty."""
    record = {model.__tablename__: _rows(session, model, Deadline.duty) for model in (DeadlineRevision, DeadlineFlag)}
    record["deadlines"] = _rows(session, Deadline)
    record["light_changes"] = _rows(session, LightChange)
    record["tasks"] = _sorted(session.execute(select(Task.id, *(getattr(Task, name) for name in _LIGHT))))
    return record


def if_swept(engine: Engine, *todays: date) -> Record:
    """What would be on record after a sweep on each of these days; nothing is kept."""
    with reading(engine.execution_options(writes=True)) as session:
        for today in todays:
            sweep_up_to(session, today)
        return swept(session)


def sweep_up_to(session: Session, today: date) -> None:
    """As the job does it, in one transaction."""
    for day in days_to_walk(session, SWEEP, today):
        sweep_day(session, day)


def everything(engine: Engine) -> Record:
    """Every row of every table, whole."""
    with engine.connect() as connection:
        return {table.name: _sorted(connection.execute(select(table))) for table in Base.metadata.sorted_tables}


def _rows(session: Session, model: type[Base], *beside: Any) -> Sequence[tuple[Any, ...]]:
    columns = [column for column in model.__table__.columns if column.name not in _NOT_COMPARED]
    query = select(*beside, *columns)
    if beside:
        query = query.join_from(model, Deadline, Deadline.id == model.__table__.c.deadline_id)
    return _sorted(session.execute(query))


def _sorted(rows: Any) -> Sequence[tuple[Any, ...]]:
    return sorted((tuple(row) for row in rows), key=lambda row: [str(value) for value in row])
