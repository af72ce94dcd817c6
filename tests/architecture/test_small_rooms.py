"""House rules: rooms are small, and named for what is in them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from source_tree import ROOT, files_under, functions, parsed, place

_LONGEST_FILE, _LONGEST_FUNCTION = 300, 50
_NOTHING_SAID = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base_utils"}
ROOMS = ("tracker", "jobs", "migrations", "tests", "templates")


def test_no_file_is_over_300_lines() -> None:
    long = {
        place(path): lines
        for path in files_under("tracker", "jobs")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > _LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_over_50_lines() -> None:
    long = {
        f"{place(path, node)} {node.name}": lines
        for path in files_under("tracker", "jobs")
        for node in functions(parsed(path))
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > _LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_is_named_for_nothing(room: str) -> None:
    named: list[Path] = [path for path in (ROOT / room).rglob("*") if path.stem in _NOTHING_SAID]
    assert named == []


def test_every_module_says_what_it_is() -> None:
    silent = [place(path) for path in files_under("tracker", "jobs") if not ast.get_docstring(parsed(path))]
    assert silent == []
