"""Everything in tests/ is a test, or is used by one."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

from source_tree import files_under, parsed, place

_COLLECTED = re.compile(r"test_.*\.py")


def test_every_function_class_and_constant_in_tests_is_a_test_or_used() -> None:
    dead = [
        place(path, node)
        for path in files_under("tests")
        for name, node in _defined(parsed(path))
        if not _is_run(path, name, node) and not _used()[name]
    ]
    assert dead == []


def test_a_test_stands_in_a_file_that_is_collected() -> None:
    lost = [
        place(path, node)
        for path in files_under("tests")
        for name, node in _defined(parsed(path))
        if name.startswith("test_") and isinstance(node, ast.FunctionDef) and not _COLLECTED.fullmatch(path.name)
    ]
    assert lost == []


def test_no_two_files_of_tests_share_a_name() -> None:
    """Rooms of tests are no packages, so the second would be taken for the first."""
    names = Counter(path.name for path in files_under("tests") if path.name != "conftest.py")
    assert [name for name, number in names.items() if number > 1] == []


def _defined(tree: ast.Module) -> list[tuple[str, ast.stmt]]:
    found: list[tuple[str, ast.stmt]] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append((node.name, node))
            if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
                found += [(below.name, below) for below in node.body if isinstance(below, ast.FunctionDef)]
        elif isinstance(node, ast.Assign):
            found += [(target.id, node) for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.append((node.target.id, node))
    return found


def _is_run(path: Path, name: str, node: ast.stmt) -> bool:
    """By pytest itself: a test, a hook, a fixture for all, marks for the module."""
    if isinstance(node, ast.FunctionDef):
        marks = " ".join(ast.unparse(mark) for mark in node.decorator_list)
        hook = path.name == "conftest.py" and name.startswith("pytest_")
        return name.startswith("test_") or hook or "autouse=True" in marks
    return name in ("pytestmark", "__all__") or (isinstance(node, ast.ClassDef) and name.startswith("Test"))


@cache
def _used() -> Counter[str]:
    """How often each name is used anywhere in tests: called, imported, asked for as an argument or by its name."""
    used: Counter[str] = Counter()
    for path in files_under("tests"):
        for node in ast.walk(parsed(path)):
            match node:
                case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.alias(name=name):
                    used[name] += 1
                case ast.arg(arg=name):
                    used[name] += 1
                case ast.Constant(value=str(name)):
                    used[name] += 1
    return used
