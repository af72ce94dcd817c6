"""House rule: the top level stays what it is."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from source_tree import ROOT

_ROOMS = {"tracker", "migrations", "templates", "jobs", "tests"}
_PAPERS = {"alembic.ini", "pyproject.toml", "README.md", "LICENSE"}


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing tells the product's files from others")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


def test_the_top_level_holds_its_rooms_and_papers_and_nothing_else(tracked: list[str]) -> None:
    rooms = {name.split("/")[0] for name in tracked if "/" in name and not name.startswith(".")}
    papers = {name for name in tracked if "/" not in name and not name.startswith(".")}
    assert rooms - _ROOMS == set()
    assert papers == _PAPERS


def test_templates_and_migrations_lie_beside_the_package_not_in_it() -> None:
    """A wheel puts them inside ``tracker/``; in a checkout a second copy there would win over the real one."""
    assert not (ROOT / "tracker" / "templates").exists()
    assert not (ROOT / "tracker" / "migrations").exists()


def test_nothing_a_machine_makes_is_kept(tracked: list[str]) -> None:
    made = [name for name in tracked if name.endswith((".pyc", ".sqlite3", ".key")) or "__pycache__" in name]
    assert made == []
