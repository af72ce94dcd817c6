"""A database's schema as plain values, to compare and to look through."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, inspect, text

OWN_TABLE = "alembic_version"
Schema = dict[str, dict[str, Any]]


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {OWN_TABLE}


def schema(engine: Engine) -> Schema:
    """Every table with its columns and all that constrains them, in an order that does not matter."""
    look = inspect(engine)
    return {
        table: {
            "columns": {
                one["name"]: (str(one["type"]), one["nullable"], one["default"]) for one in look.get_columns(table)
            },
            "key": look.get_pk_constraint(table),
            "unique": _named(look.get_unique_constraints(table)),
            "checks": {one["name"]: " ".join(one["sqltext"].split()) for one in look.get_check_constraints(table)},
            "links": _named(look.get_foreign_keys(table)),
            "indexes": _named(look.get_indexes(table)),
        }
        for table in sorted(tables(engine))
    }


def differences(one: Schema, other: Schema) -> dict[str, Any]:
    """What the two do not have in common, part by part of each table."""
    found = {}
    for table in sorted(one.keys() | other.keys()):
        left, right = one.get(table, {}), other.get(table, {})
        for part in left.keys() | right.keys():
            if left.get(part) != right.get(part):
                found[f"{table} {part}"] = (left.get(part), right.get(part))
    return found


def leftovers(engine: Engine) -> set[str]:
    """What stands in the database beside alembic's own table: tables, triggers, functions, types, sequences."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master",
        "postgresql": """
            SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
            UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
        """,
    }[engine.dialect.name]
    with engine.connect() as connection:
        found = set(connection.scalars(text(query)))
    return {name for name in found if OWN_TABLE not in name}


def _named(constraints: list[Any]) -> dict[str | None, Any]:
    return {
        one["name"]: {key: value for key, value in one.items() if key not in ("name", "comment")} for one in constraints
    }
