"""How a command ends: refusals in one line of Chinese, and an exit code a script can rely on."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import ArgumentError, OperationalError

from tracker.errors import TrackerError, Unreadable

REFUSED, UNREADABLE, WRONG_USAGE, INTERRUPTED = 1, 2, 64, 130


def run(group: click.Command) -> None:
    """Run a command group as a program."""
    try:
        code = group.main(standalone_mode=False)
    except Unreadable as error:
        _end(UNREADABLE, error.message)
    except TrackerError as error:
        _end(REFUSED, error.message)
    except ArgumentError:
        _end(REFUSED, "TRACKER_DATABASE_URL 写得不对，应为 sqlite:///文件 或 postgresql://用户@主机/库")
    except OperationalError as error:
        _end(REFUSED, f"数据库连接不上，请检查 TRACKER_DATABASE_URL（{error.orig}）")
    except click.ClickException as error:
        _end(WRONG_USAGE, error.format_message())
    except (click.Abort, KeyboardInterrupt):
        _end(INTERRUPTED, "已中断")
    sys.exit(code if isinstance(code, int) else 0)


def _end(code: int, message: str) -> None:
    click.echo(f"错误：{message}", err=True)
    sys.exit(code)
