"""``tracker``: the entrance by command line."""

from __future__ import annotations

import click

from tracker import terminal
from tracker.cli.accounts import account
from tracker.cli.audit import audit
from tracker.cli.calendar import calendar
from tracker.cli.database import db
from tracker.cli.demo import demo
from tracker.cli.imports import import_sheet
from tracker.cli.overdue import overdue
from tracker.cli.rules import rules
from tracker.cli.tasks import task


@click.group()
def tracker() -> None:
    """督查督办台账：读入任务分解表，盯住时限，列出逾期。"""


for command in (import_sheet, overdue, calendar, rules, account, db, audit, demo, task):
    tracker.add_command(command)


def main() -> None:
    """The ``tracker`` command."""
    terminal.run(tracker)
