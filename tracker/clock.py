"""The only watch in the house. Everything else is told the time.

``today()`` is a date in Asia/Shanghai: a server set to UTC would otherwise live in yesterday until eight in the
morning. ``TRACKER_TODAY`` (an ISO date) pins it, for demonstrations and tests; instants stay real.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The office's calendar day."""
    pinned = os.environ.get("TRACKER_TODAY")
    return date.fromisoformat(pinned) if pinned else datetime.now(OFFICE_ZONE).date()
