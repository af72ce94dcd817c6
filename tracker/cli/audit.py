"""``tracker audit``: the audit chain."""

from __future__ import annotations

import sys

import click

from tracker import terminal
from tracker.cli.site import site
from tracker.db import reading
from tracker.services.sealing import verify as verify_chain


@click.group()
def audit() -> None:
    """审计记录。"""


@audit.command()
def verify() -> None:
    """核对审计链：有改动、删除或调换时退出码为 1。"""
    settings, engine = site()
    with reading(engine) as session:
        verdict = verify_chain(session, settings.secret())
    if verdict.broken_at is not None:
        click.echo(f"错误：审计链在第{verdict.broken_at}条断开，该条记录被改动、删除或调换。", err=True)
        sys.exit(terminal.REFUSED)
    click.echo(f"审计链完整：已封存{verdict.sealed}条，未封存{verdict.unsealed}条，链尾 {verdict.head}")
