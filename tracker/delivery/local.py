"""Channels that do not leave the machine: for demonstrations and small sites, and as a record."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from tracker.delivery.message import Message


class Console:
    """To the standard output."""

    def send(self, message: Message) -> str:
        sys.stdout.write(f"{message}\n")
        return ""


@dataclass(frozen=True)
class File:
    """Appended to a file."""

    path: Path

    def send(self, message: Message) -> str:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{message}\n")
        return ""
