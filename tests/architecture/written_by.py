"""Which functions of the services write, and who calls whom: read off the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from source_tree import Function, dotted, files_under, imported_as, module_name, parsed

_SESSION_WRITES = {"add", "add_all", "delete", "merge", "bulk_save_objects", "bulk_insert_mappings"}
_STATEMENTS = {"sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete"}
SERVICES = "tracker.services"


@dataclass(frozen=True)
class Service:
    """A function of ``tracker.services``, public or not."""

    name: str
    takes_actor: bool
    public: bool
    writes_itself: bool
    calls: frozenset[str]


@cache
def services() -> dict[str, Service]:
    return {service.name: service for path in files_under("tracker/services") for service in _in_file(path)}


def writers() -> set[str]:
    """Services that write, themselves or through a service they call."""
    found = {name for name, service in services().items() if service.writes_itself}
    while more := {name for name, service in services().items() if service.calls & found} - found:
        found |= more
    return found


def callers(name: str) -> set[str]:
    return {service.name for service in services().values() if name in service.calls}


@cache
def called_by_entrances() -> frozenset[str]:
    """Services that an entrance names, whether it calls them at once or hands them on."""
    return frozenset(
        name
        for path in files_under("tracker", "jobs")
        if not module_name(path).startswith(SERVICES)
        for name in _named(parsed(path), imported_as(parsed(path)), set(), "")
    )


def _in_file(path: Path) -> Iterator[Service]:
    tree, module = parsed(path), module_name(path)
    known = imported_as(tree)
    constants = _statements_at_top(tree, known)
    top = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    own = {function.name for function in top}
    for function in top:
        named = set(_named(function, known, own, module))
        yield Service(
            f"{module}.{function.name}",
            _takes_actor(function, known),
            not function.name.startswith("_"),
            any(_writes(node, known, constants) for node in ast.walk(function)),
            frozenset(named - {f"{module}.{function.name}"}),
        )


def _statements_at_top(tree: ast.Module, known: dict[str, str]) -> set[str]:
    """Constants that hold a writing statement: ``_CACHE = update(…)``."""
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(part, ast.Call) and dotted(part.func, known) in _STATEMENTS for part in ast.walk(node))
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _named(tree: ast.AST, known: dict[str, str], own: set[str], module: str) -> Iterator[str]:
    for node in ast.walk(tree):
        name = dotted(node, known)
        if name is None:
            continue
        if name in own:
            yield f"{module}.{name}"
        elif name.startswith(f"{SERVICES}."):
            yield name


def _takes_actor(function: Function, known: dict[str, str]) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return any(
        one.arg == "actor" and one.annotation and dotted(one.annotation, known) == "tracker.policy.access.Actor"
        for one in arguments
    )


def _writes(node: ast.AST, known: dict[str, str], constants: set[str]) -> bool:
    """An object put into the session, a writing statement, or a column set on a row."""
    if isinstance(node, ast.Call):
        called = dotted(node.func, known) or ""
        return called in _STATEMENTS or (called.startswith("session.") and called.split(".")[-1] in _SESSION_WRITES)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return node.id in constants
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
