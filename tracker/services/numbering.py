"""The next number of a series, given once."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.models import NumberSeries
from tracker.policy.numbering import reference


def next_reference(session: Session, office_id: int, series: str, year: int) -> str:
    """Take the next number; the row's lock keeps two transactions from taking the same one."""
    mine = (NumberSeries.office_id == office_id, NumberSeries.series == series, NumberSeries.year == year)
    taken = session.execute(update(NumberSeries).where(*mine).values(last_number=NumberSeries.last_number + 1))
    if taken.rowcount == 0:  # type: ignore[attr-defined]
        session.add(NumberSeries(office_id=office_id, series=series, year=year, last_number=1))
        session.flush()  # a second transaction starting the same series must collide here
        return reference(series, year, 1)
    return reference(series, year, session.scalars(select(NumberSeries.last_number).where(*mine)).one())
