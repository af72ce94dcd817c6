"""Jobs as programs on a test's database."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from programs import Program

ROOT = Path(__file__).parents[1]
Start = Callable[..., Program]


@pytest.fixture
def start(tmp_path: Path, database_url: str) -> Start:
    """Start ``tracker-jobs …`` or, with ``code``, a few lines of Python, on the test's database; do not wait."""
    environment = {
        **os.environ,
        "TRACKER_INSTANCE": str(tmp_path / "instance"),
        "TRACKER_DATABASE_URL": database_url,
    }

    def begin(*arguments: object, code: str = "", **extra: str) -> Program:
        return Program(["tracker-jobs", *arguments], {**environment, **extra}, ROOT, code=code)

    return begin


def ended(process: Program) -> tuple[int | None, str, str]:
    """Exit code, output and complaints of a process that was left to finish."""
    out, complaints = process.communicate()
    return process.returncode, out, complaints


def counts(process: Program) -> Mapping[str, Any]:
    """What a job that was run with --json says it did."""
    code, out, complaints = ended(process)
    assert (code, complaints) == (0, "")
    return json.loads(out)
