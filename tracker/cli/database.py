"""``tracker db``: the schema."""

from __future__ import annotations

import click

from tracker.config import Settings
from tracker.db import connect
from tracker.services import database


@click.group()
def db() -> None:
    """数据库结构。"""


@db.command()
def upgrade() -> None:
    """升级到程序需要的结构，补齐默认规则和法定工作日历。"""
    settings = Settings()
    engine = connect(settings.database)
    database.upgrade(engine, settings.office)
    click.echo(f"已是 {database.revisions(engine)[0]}")


@db.command()
def current() -> None:
    """显示数据库和程序的结构版本。"""
    now, head = database.revisions(connect(Settings().database))
    click.echo(f"数据库 {now or '空'}，程序 {head}")


@db.command()
def check() -> None:
    """结构一致则退出码为 0。"""
    database.check(connect(Settings().database))
    click.echo("数据库结构与程序一致。")
