"""Jobs as the operating system sees them: programs that run beside each other and can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
Start = Callable[..., "subprocess.Popen[str]"]
AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of a program at a site, where modules stay compiled: it starts in half the time."""


@pytest.fixture
def start(tmp_path: Path, database_url: str) -> Start:
    """Start ``python -m jobs …`` or, with ``code``, a few lines of Python, on the test's database; do not wait."""
    environment = {
        **AS_INSTALLED,
        "TRACKER_INSTANCE": str(tmp_path / "instance"),
        "TRACKER_DATABASE_URL": database_url,
    }

    def begin(*arguments: object, code: str = "", **extra: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *(["-c", code] if code else ["-m", "jobs"]), *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**environment, **extra},
        )

    return begin


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, output and complaints of a process that was left to finish."""
    out, complaints = process.communicate(timeout=120)
    return process.returncode, out, complaints


def counts(process: subprocess.Popen[str]) -> Mapping[str, Any]:
    """What a job that was run with --json says it did."""
    code, out, complaints = ended(process)
    assert (code, complaints) == (0, "")
    return json.loads(out)
