"""The source as the rules of the house see it: files, functions, names as imported, commands."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import click

from jobs.__main__ import jobs
from tracker.cli import tracker
from tracker.web.__main__ import web

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files_under(*folders: str) -> tuple[Path, ...]:
    """Every Python file below the top-level folders."""
    found = tuple(sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")))
    assert found, f"no Python files under {folders}"
    return found


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something stands, to be read in a failure: ``tracker/db.py:57``."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_as(tree: ast.Module) -> dict[str, str]:
    """Local name to what it stands for: ``{"dt": "datetime.datetime"}`` for ``from datetime import datetime as dt``."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return known


def dotted(node: ast.AST, known: dict[str, str]) -> str | None:
    """What ``node`` stands for, whatever it was imported as; None where it is no plain dotted name."""
    if isinstance(node, ast.Name):
        return known.get(node.id, node.id)
    if isinstance(node, ast.Attribute) and (owner := dotted(node.value, known)) is not None:
        return f"{owner}.{node.attr}"
    return None


def dotted_names(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Every dotted name a file uses, whatever it was imported as."""
    tree = parsed(path)
    known = imported_as(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and (name := dotted(node, known)) is not None:
            yield name, node


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """A section of README, without the sections after it."""
    found = re.search(rf"^(#+) {re.escape(heading)}$(.*?)(?=^\1 |\Z)", readme(), re.MULTILINE | re.DOTALL)
    assert found, f"README has no section “{heading}”"
    return found[2]


def table_rows(text: str) -> list[list[str]]:
    """The rows of the tables in ``text``, headings and rules left out; code marks taken off each cell."""
    lines = [line.strip() for line in text.splitlines()]
    rules = [number for number, line in enumerate(lines) if re.fullmatch(r"\|[\s|:-]+\|", line)]
    headings = {number - 1 for number in rules}
    return [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for number, line in enumerate(lines)
        if line.startswith("|") and number not in headings and number not in rules
    ]


def commands() -> dict[str, click.Command]:
    """Every command a person can type: ``{"tracker db upgrade": …}``."""
    return dict(_leaves("tracker", tracker)) | dict(_leaves("tracker-jobs", jobs)) | dict(_leaves("tracker-web", web))


def _leaves(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for word in command.list_commands(context):
        below = command.get_command(context, word)
        assert below is not None, word
        yield from _leaves(f"{name} {word}", below)


def commands_in_readme() -> list[list[str]]:
    """Each command README tells to type, in words, whether in a block or within a sentence."""
    text = readme()
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL))
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()] + spans
    return [words for line in lines for words in _calls(line)]


def _calls(line: str) -> Iterable[list[str]]:
    for part in re.split(r"&&|;|\|", line):
        if found := re.match(r"(?:\S*/)?(tracker(?:-jobs|-web)?)(?=\s)(.*)", f"{part.strip()} "):
            yield [found[1], *shlex.split(found[2], comments=True)]
