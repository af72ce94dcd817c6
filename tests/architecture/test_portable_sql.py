"""Services and queries speak the SQL that every database speaks: offices also run openGauss, KingbaseES and DM."""

from __future__ import annotations

import ast

from source_tree import dotted_names, files_under, parsed, place

_ROOMS = ("tracker/services", "tracker/queries", "tracker/models")
_PORTABLE_FUNCTIONS = {
    "count",
    "sum",
    "min",
    "max",
    "coalesce",
    "nullif",
    "lower",
    "upper",
    "length",
    "extract",
    "row_number",
}
_ONE_DATABASE_ONLY = {"sqlalchemy.JSON", "sqlalchemy.ARRAY", "sqlalchemy.Interval", "sqlalchemy.text"}


def test_no_statement_is_written_for_one_database() -> None:
    found = [
        f"{place(path, node)} {name}"
        for path in files_under(*_ROOMS)
        for name, node in dotted_names(path)
        if name in _ONE_DATABASE_ONLY or name.startswith("sqlalchemy.dialects")
    ]
    assert found == []


def test_no_insert_leans_on_conflict_clauses_and_no_column_on_json_operators() -> None:
    words = {"on_conflict_do_nothing", "on_conflict_do_update", "on_duplicate_key_update", "as_string", "op", "dialect"}
    found = [
        f"{place(path, node)} {node.attr}"
        for path in files_under(*_ROOMS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in words and not place(path).endswith("models/base.py")
    ]
    assert found == []


def test_sql_calls_only_functions_that_every_database_has() -> None:
    """And so no arithmetic with dates: that is policy's. EXTRACT of a year is standard."""
    called = {
        name.split(".")[2] for path in files_under(*_ROOMS) for name, _ in dotted_names(path) if _is_function(name)
    }
    assert called
    assert called - _PORTABLE_FUNCTIONS == set()


def _is_function(name: str) -> bool:
    return name.startswith("sqlalchemy.func.")
