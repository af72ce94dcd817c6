"""The commands, run as programs on a site of their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from programs import Program


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    returncode: int | None
    stdout: str
    stderr: str


Command = Callable[..., Done]


@pytest.fixture
def tracker(tmp_path: Path, database_url: str) -> Command:
    """Run ``tracker …`` or, with ``program``, ``tracker-jobs …`` on a fresh database of either kind."""
    environment = {
        **os.environ,
        "TRACKER_INSTANCE": str(tmp_path / "instance"),
        "TRACKER_DATABASE_URL": database_url,
        "COLUMNS": "200",
    }

    def run(*arguments: object, program: str = "tracker", **extra: str) -> Done:
        started = Program([program, *arguments], {**environment, **extra}, tmp_path)
        out, complaints = started.communicate()
        return Done(started.returncode, out, complaints)

    return run
