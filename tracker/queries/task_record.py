"""Everything on record about one task, as plain words and dates: for a program, or for whoever asks on the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.models import Listing, ListingRelease, Standstill, Task
from tracker.policy.access import Actor
from tracker.policy.numbering import as_printed
from tracker.queries import approvals, coordination, delay, extensions, proposals, slips
from tracker.queries.task_sheet import task_sheet
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.people import Role

Record = Mapping[str, Any]


def task_called(session: Session, reference: str) -> Task:
    """The task with this number, however its brackets are typed. Raises NotFound."""
    row = session.scalars(select(Task).where(Task.reference == as_printed(reference)).order_by(Task.id)).first()
    if row is None:
        raise NotFound(Refusal.REFERENCE_UNKNOWN, reference=reference)
    return row


def task_record(session: Session, reference: str, day: date) -> Record:
    """The task with all that was owed, done, asked and decided about it, as its office's director would read it."""
    task = task_called(session, reference)
    reader = Actor("", roles=frozenset({Role.DIRECTOR, Role.SECRETARY_GENERAL}), office_id=task.office_id)
    sheet = task_sheet(session, task, day)
    split = delay.of_task(session, reader, task, day).final
    return {
        "reference": sheet.reference,
        "title": sheet.title,
        "status": sheet.status,
        "light": sheet.light,
        "light_since": sheet.light_since,
        "lead": next((part.department for part in sheet.parts if part.leads), ""),
        "deadlines": [asdict(duty) for duty in sheet.duties],
        "slips": [asdict(row) for row in reversed(slips.of_task(session, reader, task))],
        "proposals": [asdict(row) for row in reversed(proposals.of_task(session, reader, task))],
        "standstills": _rows(session, Standstill, Standstill.task_id == task.id),
        "listings": [
            {**listing, "releases": _rows(session, ListingRelease, ListingRelease.listing_id == listing["id"])}
            for listing in _rows(session, Listing, Listing.task_id == task.id)
        ],
        "requests": [asdict(row) for row in coordination.of_task(session, reader, task, day)],
        "extensions": [asdict(row) for row in reversed(extensions.of_task(session, reader, task))],
        "delay": {**asdict(split), "days": split.days} if split is not None else None,
        "approvals": [asdict(row) for row in approvals.of_task(session, reader, task, day)],
    }


def _rows(session: Session, model: Any, where: Any) -> Sequence[dict[str, Any]]:
    columns = [one for one in model.__table__.columns if one.name not in ("version", "recorded_at")]
    return [dict(row) for row in session.execute(select(*columns).where(where).order_by(model.id)).mappings()]
