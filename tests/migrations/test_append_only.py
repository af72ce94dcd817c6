"""The database itself refuses to change the audit trail."""

from __future__ import annotations

from datetime import date

import pytest
from factories import working
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tracker.db import connect, writing
from tracker.services.database import downgrade, upgrade
from tracker.services.sealing import seal

_CHANGES = {
    "update": ("UPDATE audit_entries SET actor = '别人'", "UPDATE audit_seals SET mac = ''"),
    "delete": ("DELETE FROM audit_entries", "DELETE FROM audit_seals"),
    "truncate": ("TRUNCATE audit_entries CASCADE", "TRUNCATE audit_seals"),
}


def _seal_something(engine: Engine) -> None:
    with writing(engine) as session:
        working(session, today=date(2026, 1, 5))
    with writing(engine) as session:
        assert seal(session, b"key")


def _refuses(engine: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), writing(engine) as session:
        session.execute(text(statement))


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_an_entry_and_its_seal_can_be_neither_changed_nor_removed(engine: Engine, verb: str) -> None:
    _seal_something(engine)
    for statement in _CHANGES[verb]:
        _refuses(engine, statement)


def test_the_trail_cannot_be_emptied_at_once(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    _seal_something(engine)
    for statement in _CHANGES["truncate"]:
        _refuses(engine, statement)


def test_the_guard_is_there_again_after_a_way_down_and_up(empty_database_url: str) -> None:
    engine = connect(empty_database_url)
    upgrade(engine, "督查室")
    downgrade(engine, "base")
    upgrade(engine, "督查室")
    _seal_something(engine)
    for statement in (*_CHANGES["update"], *_CHANGES["delete"]):
        _refuses(engine, statement)
    engine.dispose()
