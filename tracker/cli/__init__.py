"""``tracker``: the entrance by command line."""

from __future__ import annotations

from importlib import import_module

import click

from tracker import terminal

_COMMANDS = {
    "account": "accounts:account",
    "audit": "audit:audit",
    "calendar": "calendar:calendar",
    "db": "database:db",
    "demo": "demo:demo",
    "import": "imports:import_sheet",
    "overdue": "overdue:overdue",
    "rules": "rules:rules",
    "task": "tasks:task",
}


class _Commands(click.Group):
    """Commands that are loaded when they are asked for: one need not wait for what the others work with."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"tracker.cli.{module}"), name)
        return command


@click.group(cls=_Commands)
def tracker() -> None:
    """督查督办台账：读入任务分解表，盯住时限，列出逾期。"""


def main() -> None:
    """The ``tracker`` command."""
    terminal.run(tracker)
