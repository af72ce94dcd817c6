"""The site a command works on: settings, database, the person at the keyboard."""

from __future__ import annotations

import getpass
from datetime import date, datetime

import click
from sqlalchemy import Engine

from tracker import clock
from tracker.config import Settings
from tracker.policy.access import Actor
from tracker.services.database import ready

DAY = click.DateTime(["%Y-%m-%d"])


def site() -> tuple[Settings, Engine]:
    """Settings and a database that is up to date."""
    settings = Settings()
    return settings, ready(settings.database, settings.office)


def operator() -> Actor:
    """Whoever runs the command, as the audit trail will name them."""
    return Actor.operator(getpass.getuser())


def day_of(given: datetime | None) -> date:
    """The day given, or today."""
    return given.date() if given else clock.today()
