"""Rows written by the database itself, out of what it has, in one statement however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, insert
from sqlalchemy.orm import Session

from tracker.models import Base


def insert_from(session: Session, model: type[Base], columns: Sequence[str], rows: Select[Any]) -> int:
    """Insert what ``rows`` selects; returns how many."""
    # Without preserve_rowcount PostgreSQL's answer is -1, not the number.
    statement = insert(model).from_select(list(columns), rows).execution_options(preserve_rowcount=True)
    written: int = session.execute(statement).rowcount  # type: ignore[attr-defined]
    return written
