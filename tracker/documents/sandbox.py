"""Reads a stranger's file in a child process that cannot take the server down with it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tracker.documents import limits, wire
from tracker.documents.document import Document
from tracker.documents.reading import check_size
from tracker.errors import Unreadable
from tracker.vocabulary.files import FileProblem

# Hostile files are refused by what they contain, in well under three seconds; this is for what nobody has thought of.
WALL_SECONDS = 20.0
# All the text a document may hold, as UTF-8 with JSON around it. A child that says more is not ours any more.
_MOST_OUTPUT = 6 * limits.TEXT + 100 * limits.MEGABYTE
# The end of a child's complaint that is worth keeping in the log.
_LOGGED_BYTES = 2_000
_ROOT = Path(__file__).resolve().parents[2]
_CHILD = "import sys; sys.path.insert(0, sys.argv.pop(1)); from tracker.documents.reading import main; main()"
# Windows cannot start a process without it.
_KEPT_ENVIRONMENT = ("SYSTEMROOT",)

log = logging.getLogger(__name__)


def read_safely(path: Path, *, wall_seconds: float = WALL_SECONDS) -> Document:
    """What ``reading.read`` gives, whatever the file does to the process that reads it."""
    check_size(path)
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
            [sys.executable, "-I", "-X", "utf8", "-c", _CHILD, str(_ROOT), str(path.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        )
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        clock = threading.Timer(wall_seconds, stop)
        clock.start()
        try:
            return _listen(child)
        except wire.Garbled as error:
            child.kill()
            problem = FileProblem.TOO_SLOW if late.is_set() else _cause_of_death(child.wait())
            log.warning("reading child ended with %s: %s", child.returncode, _last_words(complaints))
            raise Unreadable(problem) from error
        finally:
            clock.cancel()
            child.kill()
            child.wait()


def _listen(child: subprocess.Popen[bytes]) -> Document:
    assert child.stdout is not None  # noqa: S101 - opened as a pipe above
    with child.stdout as words:
        return wire.decode(_limited(words))


def _limited(words: IO[bytes]) -> Iterator[bytes]:
    heard = 0
    for line in words:
        heard += len(line)
        if heard > _MOST_OUTPUT:
            raise wire.Garbled
        yield line


def _cause_of_death(code: int) -> FileProblem:
    """Why a child ended without finishing its sentence."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return FileProblem.TOO_SLOW
    # Native code that is refused memory aborts; the system's own memory guard kills.
    if code in (-signal.SIGABRT, -getattr(signal, "SIGKILL", 0)):
        return FileProblem.TOO_HEAVY
    return FileProblem.DAMAGED


def _last_words(complaints: IO[bytes]) -> str:
    complaints.seek(max(0, complaints.seek(0, os.SEEK_END) - _LOGGED_BYTES))
    return complaints.read().decode("utf-8", "replace")
