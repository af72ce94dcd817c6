"""The database itself: brought to the program's schema, filled with what every site starts from."""

from __future__ import annotations

from datetime import date

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, column, select, table
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import connect, rebuilding, writing
from tracker.errors import RuleBroken
from tracker.models import CalendarYear, Department, DepartmentName, Rule
from tracker.policy.access import Actor
from tracker.policy.rules import DEFAULTS, as_text
from tracker.policy.statutory_years import statutory_years
from tracker.resources import resource_dir
from tracker.services.calendar import store_year
from tracker.services.routes import furnish_routes
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, NameKind

_FIRST_DAY = date(2000, 1, 1)


def upgrade(engine: Engine, office: str, *, revision: str = "head") -> None:
    """Migrate to ``revision``; at the head, add what is missing of rules, statutory years and the office itself.

    Raises RuleBroken where the database was made by a newer program.
    """
    current, head = revisions(engine)
    if current is not None and current not in _known_revisions():
        raise RuleBroken(Refusal.DATABASE_AHEAD, current=current, head=head)
    with rebuilding(engine) as connection:
        command.upgrade(_config(connection), revision)
    if revision == "head":
        with writing(engine) as session:
            # Two processes on a new database: the second waits here and then finds it furnished.
            session.execute(select(column("version_num")).select_from(table("alembic_version")).with_for_update())
            furnish(session, office)


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate down to ``revision`` (``base`` for an empty schema)."""
    with rebuilding(engine) as connection:
        command.downgrade(_config(connection), revision)


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """The database's revision and the program's."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, ScriptDirectory(str(resource_dir("migrations"))).get_current_head()


def check(engine: Engine) -> None:
    """Raise RuleBroken where the schema is not the program's."""
    current, head = revisions(engine)
    if current != head:
        raise _mismatch(current, head)


def ready(url: str, office: str) -> Engine:
    """An engine on a database that is up to date: a new one is made, an old one is refused until it is upgraded."""
    engine = connect(url)
    current, head = revisions(engine)
    if current is None:
        upgrade(engine, office)
    elif current != head:
        engine.dispose()
        raise _mismatch(current, head)
    return engine


def _mismatch(current: str | None, head: str | None) -> RuleBroken:
    ahead = current is not None and current not in _known_revisions()
    return RuleBroken(Refusal.DATABASE_AHEAD if ahead else Refusal.DATABASE_BEHIND, current=current or "空", head=head)


def _known_revisions() -> set[str]:
    scripts = ScriptDirectory(str(resource_dir("migrations")))
    return {script.revision for script in scripts.walk_revisions()}


def furnish(session: Session, office: str) -> None:
    """What every site starts from; adds only what is missing."""
    present = set(session.scalars(select(Rule.name).distinct()))
    session.add_all(
        Rule(
            name=name,
            version=1,
            effective_on=_FIRST_DAY,
            parameters=as_text(default.parameters),
            clause=default.clause,
            recorded_by=Actor.system().name,
            recorded_at=clock.now(),
        )
        for name, default in DEFAULTS.items()
        if name not in present
    )
    years = set(session.scalars(select(CalendarYear.year)))
    for year, (rest_days, makeup_workdays) in statutory_years().items():
        if year not in years:
            store_year(session, year, rest_days, makeup_workdays, "国务院办公厅节假日安排")
    if (
        session.scalars(select(Department.id).where(Department.kind == DepartmentKind.SUPERVISION_OFFICE)).first()
        is None
    ):
        office_row = Department(name=office, kind=DepartmentKind.SUPERVISION_OFFICE, level=DepartmentLevel.CITY)
        office_row.names.append(DepartmentName(name=office, kind=NameKind.FULL))
        session.add(office_row)
        session.flush()  # its routes name its key
    furnish_routes(session)


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    config.attributes["connection"] = connection
    return config
