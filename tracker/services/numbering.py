"""The next number of a series, given once."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.models import NumberSeries
from tracker.policy.numbering import reference


def next_reference(session: Session, office_id: int, series: str, year: int) -> str:
    """Take the next number; the row's lock keeps two transactions from taking the same one.

    Two that begin a series at once both try to add its row: the second waits for the first, and counts on from it.
    """
    mine = (NumberSeries.office_id == office_id, NumberSeries.series == series, NumberSeries.year == year)
    advance = update(NumberSeries).where(*mine).values(last_number=NumberSeries.last_number + 1)
    while session.execute(advance).rowcount == 0:  # type: ignore[attr-defined]
        with suppress(IntegrityError), session.begin_nested():
            session.add(NumberSeries(office_id=office_id, series=series, year=year, last_number=0))
    return reference(series, year, session.scalars(select(NumberSeries.last_number).where(*mine)).one())
