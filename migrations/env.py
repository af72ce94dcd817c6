"""Run migrations on the connection the caller hands over, or, for the developers' door, on the configured database."""

from alembic import context
from sqlalchemy import Connection, text

from tracker.config import Settings
from tracker.db import connect, rebuilding
from tracker.models import Base

# Any number; two processes that migrate at once wait for each other by it.
_LOCK = 7_303_014


def run(connection: Connection) -> None:
    """Migrate in one transaction; on SQLite tables are rebuilt where ALTER cannot do it."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        # All of it or nothing, also on SQLite: another process must not find the schema between two revisions.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        context.run_migrations()
        if connection.dialect.name == "sqlite" and (
            lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        ):
            raise RuntimeError(f"references to nothing after the migration: {lost[:5]}")


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    with rebuilding(connect(Settings().database)) as own:
        run(own)
