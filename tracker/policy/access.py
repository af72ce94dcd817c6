"""Who acts. Every service is told; jobs act as the system, seen in the audit trail as 系统."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Somebody who does something, by the name the audit trail will show."""

    name: str

    @classmethod
    def system(cls) -> Actor:
        """The jobs."""
        return cls("系统")

    @classmethod
    def operator(cls, login: str) -> Actor:
        """Whoever runs the command line on the server."""
        return cls(f"命令行:{login}")
