"""Migrations go up, down and up again, with data; and the head is what the models say."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from factories import CLERK, department, working
from schemas import differences, leftovers, schema
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tracker.db import connect, reading, writing
from tracker.models import AuditEntry, AuditSeal, Base, Deadline, Milestone, OutboxMessage, Participation, Task
from tracker.resources import resource_dir
from tracker.services import completion
from tracker.services.database import downgrade, upgrade
from tracker.services.reminders import remind
from tracker.services.sealing import seal
from tracker.services.sweep import sweep_day

START = date(2026, 1, 5)
_NUMBERED = re.compile(r"\d{4}_[a-z0-9_]+\.py")


def test_up_down_and_up_again_with_data_between(empty_database_url: str) -> None:
    engine = connect(empty_database_url)
    upgrade(engine, "督查室")
    first = schema(engine)
    _live(engine)
    downgrade(engine, "base")
    assert leftovers(engine) == set()
    upgrade(engine, "督查室")
    assert differences(schema(engine), first) == {}
    _live(engine)
    engine.dispose()


def test_the_head_is_what_the_models_say(empty_database_url: str) -> None:
    engine = connect(empty_database_url)
    upgrade(engine, "督查室")
    migrated = schema(engine)
    downgrade(engine, "base")
    Base.metadata.create_all(engine)
    assert differences(migrated, schema(engine)) == {}
    assert set(migrated) == set(Base.metadata.tables)
    engine.dispose()


def test_alembic_finds_nothing_to_migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_has_a_name_that_says_what_it_is(engine: Engine) -> None:
    odd = []
    for table, parts in schema(engine).items():
        named = [("pk", parts["key"]["name"])]
        for prefix, kind in (("uq", "unique"), ("ck", "checks"), ("fk", "links"), ("ix", "indexes")):
            named += [(prefix, name) for name in parts[kind] if not (kind == "indexes" and name in parts["unique"])]
        odd += [(table, name) for prefix, name in named if not str(name).startswith(f"{prefix}_{table}")]
    assert odd == []


def test_names_of_constraints_fit_every_database(engine: Engine) -> None:
    """PostgreSQL cuts a name off at 63 bytes, without a word."""
    names = {
        str(name) for parts in schema(engine).values() for kind in ("unique", "checks", "links") for name in parts[kind]
    }
    assert {name for name in names if len(name) > 60} == set()


def test_there_is_one_head_and_one_root() -> None:
    scripts = ScriptDirectory(str(resource_dir("migrations")))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_migrations_are_numbered_in_the_order_they_run() -> None:
    scripts = ScriptDirectory(str(resource_dir("migrations")))
    road = list(scripts.walk_revisions())[::-1]
    assert [revision.revision for revision in road] == [f"{number:04}" for number in range(1, len(road) + 1)]
    files = {Path(revision.path).name for revision in road}
    assert {path.name for path in (resource_dir("migrations") / "versions").glob("*.py")} == files
    assert {name for name in files if not _NUMBERED.fullmatch(name)} == set()
    assert all(Path(revision.path).name.startswith(revision.revision) for revision in road)


def _live(engine: Engine) -> None:
    """Some weeks of a site: work under way, work done, a sweep, reminders, a sealed trail."""
    with writing(engine) as session:
        helper = department(session, "市财政局")
        for done in (False, True):
            task = working(session, helpers=(helper,), milestones=((date(2026, 1, 20), 40), (date(2026, 2, 20), 60)))
            if done:
                completion.claim_completion(session, CLERK, task, today=date(2026, 1, 15))
                completion.complete(session, CLERK, task, today=date(2026, 1, 16))
    for day in (date(2026, 1, 20), date(2026, 1, 21), date(2026, 1, 26)):
        with writing(engine) as session:
            sweep_day(session, day)
            remind(session, day)
    with writing(engine) as session:
        seal(session, b"key")
    with reading(engine) as session:
        for table in (Task, Participation, Milestone, Deadline, OutboxMessage, AuditEntry, AuditSeal):
            assert _count(session, table), table


def _count(session: Session, table: type[Base]) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()
