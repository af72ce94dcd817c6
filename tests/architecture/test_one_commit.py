"""House rule: one commit. A use case is one transaction, because only ``db.writing()`` can end one."""

from __future__ import annotations

import ast
import re

from source_tree import ROOT, files_under, parsed, place

_THE_PLACE = ROOT / "tracker" / "db.py"
_BY_HAND = re.compile(r"^\s*(commit|end)\b", re.IGNORECASE)


def test_only_the_database_module_commits() -> None:
    elsewhere = [
        place(path, node)
        for path in files_under("tracker", "jobs", "migrations")
        for node in ast.walk(parsed(path))
        if path != _THE_PLACE and isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert elsewhere == []


def test_the_database_module_commits_once() -> None:
    commits = [
        node for node in ast.walk(parsed(_THE_PLACE)) if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert len(commits) == 1


def test_nobody_commits_by_hand_in_sql() -> None:
    by_hand = [
        place(path, node)
        for path in files_under("tracker", "jobs", "migrations")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and _BY_HAND.match(argument.value)
    ]
    assert by_hand == []


def test_nobody_opens_a_transaction_that_commits_by_itself() -> None:
    """``with engine.begin()`` commits at its end, and an AUTOCOMMIT connection after each statement."""
    found = []
    for path in files_under("tracker", "jobs"):
        for node in ast.walk(parsed(path)):
            begins = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "begin"
            autocommits = isinstance(node, ast.Constant) and node.value == "AUTOCOMMIT"
            if begins or autocommits:
                found.append(place(path, node))
    assert found == []
