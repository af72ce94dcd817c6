"""The commands as the operating system sees them: processes that run beside each other and can be killed.

Each is forked from one that has loaded the modules already, by the way ``multiprocessing`` has for it: it starts in
hundredths of a second instead of a whole one. ``tests/packaging`` starts the installed commands themselves.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import jobs.__main__
import tracker.cli

_LOADED = ("alembic.command", "jobs.__main__", "psycopg", "rich.progress", "sqlalchemy.dialects.postgresql.psycopg",
           "tracker.cli.accounts", "tracker.cli.audit", "tracker.cli.calendar", "tracker.cli.demo",
           "tracker.cli.imports", "tracker.cli.overdue", "tracker.cli.rules", "tracker.cli.tasks")  # fmt: skip
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(list(_LOADED))
_MAIN = {"tracker": tracker.cli.main, "tracker-jobs": jobs.__main__.main}
_PATIENCE = 120


class Program:
    """A command that was started; with ``code`` a few lines of Python instead."""

    def __init__(
        self, command: Sequence[object], environment: Mapping[str, str], folder: Path, *, code: str = ""
    ) -> None:
        self._said = tempfile.TemporaryDirectory(prefix="program-")
        arguments = [str(one) for one in command]
        self._process = _FORKS.Process(
            target=_run, args=(arguments, dict(environment), str(folder), self._said.name, code), daemon=True
        )
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """Its exit code, negative where a signal ended it; None while it runs."""
        return self._process.exitcode

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process.pid is not None and self.returncode is None:
            os.kill(self._process.pid, signal.SIGKILL)

    def communicate(self) -> tuple[str, str]:
        """What it said to either stream until it ended."""
        self._process.join(_PATIENCE)
        if self.returncode is None:
            self.kill()
            raise TimeoutError(f"still running after {_PATIENCE} s")
        out, complaints = (
            path.read_text(encoding="utf-8") if path.exists() else ""
            for path in (Path(self._said.name) / "1", Path(self._said.name) / "2")
        )
        self._said.cleanup()
        return out, complaints


def _run(command: list[str], environment: dict[str, str], folder: str, said: str, code: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for stream in (1, 2):
        os.dup2(os.open(f"{said}/{stream}", os.O_WRONLY | os.O_CREAT), stream)
    sys.argv = command
    if code:
        exec(compile(code, "<code>", "exec"), {"__name__": "__main__"})
    else:
        _MAIN[command[0]]()
