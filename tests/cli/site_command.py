"""The real commands, run as programs on a site of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from job_process import AS_INSTALLED

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tracker(tmp_path: Path, database_url: str) -> Command:
    """Run ``tracker …`` or, with ``program``, ``tracker-jobs …`` on a fresh database of either kind."""
    environment = {
        **AS_INSTALLED,
        "TRACKER_INSTANCE": str(tmp_path / "instance"),
        "TRACKER_DATABASE_URL": database_url,
        "COLUMNS": "200",
    }

    def run(*arguments: object, program: str = "tracker", **extra: str) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name(program)), *map(str, arguments)]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=120,
            env={**environment, **extra},
            cwd=tmp_path,
            check=False,
        )

    return run
