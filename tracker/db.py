"""Connections and transactions. ``writing()`` holds the only commit of the house."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

_BUSY_MILLISECONDS = 30_000


def connect(url: str) -> Engine:
    """An engine for ``url``; an SQLite file's folder is made if missing."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not open transactions behind our back; _begin_sqlite does
    # The patience first: going over to WAL has to wait its turn too. FULL, not NORMAL: after a power cut an
    # acknowledged write must still be there.
    for pragma in (f"busy_timeout={_BUSY_MILLISECONDS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: upgrading a read to a write half-way is what makes "database is locked".
    writing_now = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing_now else "BEGIN")


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """A connection to change the schema on. SQLite changes a table by rebuilding it, and lets none that others refer
    to go while it minds references; that cannot be told within a transaction, so it is told before one begins."""
    with engine.execution_options(writes=True).connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            yield connection
        finally:
            connection.invalidate()  # one that minds no references must not serve anybody else


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session whose changes, if any, are thrown away."""
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session committed when the block ends, rolled back when it raises: all of it or nothing."""
    with Session(engine.execution_options(writes=True)) as session:
        yield session
        session.commit()
