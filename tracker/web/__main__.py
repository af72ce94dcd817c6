"""``tracker-web``: serve the pages. ``tracker.web.__main__:app`` is there for other servers."""

from __future__ import annotations

import click
from flask import Flask
from waitress import serve

from tracker import terminal
from tracker.config import Settings
from tracker.services.database import ready
from tracker.web import create_app

_THREADS = 8


def app() -> Flask:
    """The application on the site's own database, for any WSGI server."""
    settings = Settings()
    return create_app(settings, ready(settings.database, settings.office))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="监听端口。")
def web(host: str, port: int) -> None:
    """启动网页服务。"""
    application = app()
    click.echo(f"网页服务已启动：http://{host}:{port} ，按 Ctrl-C 停止。", err=True)
    serve(application, host=host, port=port, threads=_THREADS, ident=None)


def main() -> None:
    """The ``tracker-web`` command."""
    terminal.run(web)


if __name__ == "__main__":
    main()
