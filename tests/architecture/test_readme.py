"""README and the code say the same, both ways."""

from __future__ import annotations

import ast
import json
import os
import re
import tomllib
from pathlib import Path

import pytest
from source_tree import (
    ROOT,
    commands,
    commands_in_readme,
    files_under,
    parsed,
    readme,
    section,
    table_rows,
)

from jobs.schedule import TIMETABLE
from tracker import terminal
from tracker.config import Settings
from tracker.models import Base

_RUN = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/tracker demo"
_TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest"
_SETTING = re.compile(r"\bTRACKER_[A-Z_]+\b")
_PINNED_DAY = "TRACKER_TODAY"


@pytest.mark.parametrize(("heading", "command"), [("Run", _RUN), ("Test", _TEST)])
def test_the_two_commands_stand_alone_in_their_sections(heading: str, command: str) -> None:
    assert f"```\n{command}\n```" in section(heading)


def test_ci_runs_the_test_command_of_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert _TEST in script.read_text(encoding="utf-8").splitlines()
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("words", commands_in_readme(), ids=" ".join)
def test_a_command_of_readme_is_one_of_the_program(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With these arguments and options; a command that is only named has none."""
    name = max((name for name in commands() if words[: len(name.split())] == name.split()), key=len, default=None)
    assert name, f"no such command: {' '.join(words)}"
    arguments = words[len(name.split()) :]
    monkeypatch.chdir(tmp_path)
    for word in arguments:
        if Path(word).suffix:
            Path(word).touch()
    if arguments:
        commands()[name].make_context(name, arguments)


def test_every_command_of_the_program_is_in_readme() -> None:
    told = {" ".join(words) + " " for words in commands_in_readme()}
    assert {name for name in commands() if not any(one.startswith(f"{name} ") for one in told)} == set()


def test_every_option_of_the_program_that_readme_names_exists() -> None:
    """Also those named apart from their command."""
    known = {opt for command in commands().values() for one in command.params for opt in one.opts} | {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", readme())) - known == set()


def test_readme_names_every_setting_and_no_other() -> None:
    settings = {f"TRACKER_{name.upper()}" for name in Settings.model_fields} | {_PINNED_DAY}
    assert {row[0] for row in table_rows(section("Settings"))} == settings
    assert set(_SETTING.findall(readme())) == settings


def test_readme_tells_the_defaults() -> None:
    told = {row[0]: row[1] for row in table_rows(section("Settings"))}
    for name, field in Settings.model_fields.items():
        assert told[f"TRACKER_{name.upper()}"] == _as_typed(field.default), name


def test_the_code_reads_no_setting_that_readme_does_not_name() -> None:
    read = {
        one for path in files_under("tracker", "jobs") for one in _SETTING.findall(path.read_text(encoding="utf-8"))
    }
    assert read - set(_SETTING.findall(readme())) - {"TRACKER_"} == set()


def test_readme_lists_the_timetable_as_it_is() -> None:
    told = {row[0]: row[1] for row in table_rows(section("Service"))}
    assert told == {job.name: _when(job.cron["minute"], job.cron.get("hour")) for job in TIMETABLE}


def test_readme_tells_the_exit_codes_of_import() -> None:
    told = {int(row[0]) for row in table_rows(section("Exit codes of `tracker import`"))}
    assert told == {0, terminal.REFUSED, terminal.UNREADABLE, terminal.WRONG_USAGE}


def test_readme_names_only_extras_that_can_be_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(re.findall(r"\.\[(\w+)\]", readme())) == set(project["optional-dependencies"])


def test_readme_shows_every_room_and_no_room_that_is_not_there() -> None:
    told = {name for row in table_rows(section("How the house is laid out")) for name in re.findall(r"[\w/.]+", row[0])}
    rooms = {f"tracker/{path.name}" for path in (ROOT / "tracker").iterdir() if _is_room(path.name)}
    assert told - {"tests", "jobs", "migrations", "templates"} == rooms


def test_the_glossary_names_every_table_of_the_business() -> None:
    mapped = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    assert mapped - _identifiers() == set()


def test_the_glossary_names_nothing_that_does_not_exist() -> None:
    assert _identifiers() - {name for path in files_under("tracker") for name in _defined(parsed(path))} == set()


def test_a_term_stands_in_the_glossary_once() -> None:
    terms = [row[0] for row in table_rows(section("Glossary"))]
    assert len(terms) == len(set(terms))


def _identifiers() -> set[str]:
    return {name for row in table_rows(section("Glossary")) for name in re.findall(r"\w+", row[1])}


def _defined(tree: ast.Module) -> set[str]:
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    stored = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return names | {node.id for node in stored}


def _as_typed(default: object) -> str:
    """A default as a person would put it into the environment."""
    return json.dumps(default) if isinstance(default, bool | tuple) else str(default)


def _is_room(name: str) -> bool:
    return not name.startswith("__") and not name.endswith(".pyc")


def _when(minute: str, hour: str | None) -> str:
    if minute == "*" and hour is None:
        return "every minute"
    assert hour is not None
    return ", ".join(f"{int(one):02}:{int(minute):02}" for one in hour.split(","))
