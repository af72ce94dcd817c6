"""Channels for the outbox: they carry a message out and know no database."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """What goes out. ``key`` is the same on every attempt, so that a receiver can tell a repetition."""

    key: str
    to: str
    subject: str
    body: str

    def __str__(self) -> str:
        return f"致 {self.to}：{self.subject}\n{self.body}\n"


class Channel(Protocol):
    """Carries a message out, or raises OSError."""

    def send(self, message: Message) -> None: ...


class Console:
    """To the standard output."""

    def send(self, message: Message) -> None:
        sys.stdout.write(f"{message}\n")


@dataclass(frozen=True)
class File:
    """Appended to a file."""

    path: Path

    def send(self, message: Message) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{message}\n")


def channel(name: str) -> Channel:
    """The channel the site has set: ``console``, or the path of a file."""
    return Console() if name == "console" else File(Path(name))
