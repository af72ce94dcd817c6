"""Lint, format, types and imports: so that one command says green."""

from __future__ import annotations

import subprocess
import sys

import pytest
from source_tree import ROOT

_TOOLS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


@pytest.mark.parametrize("tool", _TOOLS)
def test_nothing_to_complain_of(tool: str) -> None:
    done = subprocess.run([sys.executable, *_TOOLS[tool]], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(f"{tool}:\n{done.stdout}{done.stderr}", pytrace=False)
