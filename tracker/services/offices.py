"""The supervision office a command works for, where nobody has logged in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Department
from tracker.vocabulary.departments import DepartmentKind


def first_office(session: Session) -> int:
    """The id of the site's own office: the one every installation starts with."""
    return session.scalars(
        select(Department.id)
        .where(Department.kind == DepartmentKind.SUPERVISION_OFFICE)
        .order_by(Department.id)
        .limit(1)
    ).one()
