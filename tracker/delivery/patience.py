"""How long a receiver is waited for: each answer, and the whole conversation however slowly it drips."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from typing import Protocol

ANSWER_SECONDS = 5.0
CONVERSATION_SECONDS = 20.0


class _Line(Protocol):
    sock: socket.socket | None


@dataclass
class Watch:
    """Knows the socket to cut, also where the line has handed it on to an answer that is still being read."""

    line: _Line
    held: socket.socket | None = None
    over: bool = False

    def hold(self) -> None:
        self.held = self.line.sock

    def cut(self) -> None:
        self.over = True
        if (held := self.held or self.line.sock) is not None:
            with suppress(OSError):
                # Past the TLS layer, whose own shutdown is not for another thread: the reader sees the end.
                socket.socket.shutdown(held, socket.SHUT_RDWR)


@contextmanager
def within(line: _Line) -> Iterator[Watch]:
    """Cut the line when the time is up. Raises TimeoutError then, OSError for whatever else breaks it."""
    seconds, watch = CONVERSATION_SECONDS, Watch(line)
    timer = threading.Timer(seconds, watch.cut)
    timer.daemon = True
    timer.start()
    try:
        yield watch
        if watch.over:  # what was read ends where the line was cut
            raise TimeoutError
    except (OSError, HTTPException) as error:
        if watch.over:
            raise TimeoutError(f"{seconds:g}秒内没有答完") from error
        if isinstance(error, HTTPException):
            raise ConnectionResetError(f"答复不完整：{type(error).__name__}") from error
        raise
    finally:
        timer.cancel()
