"""How the people of 示例市 behave: fixed for each duty, so that the year always plays the same.

Most are on time, some are late, a few never answer; which is which depends on the duty alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from zlib import crc32

from tracker.vocabulary.deadlines import DeadlineKind

NEVER = None

# For each kind: (share of a hundred, days from the due date), the first share that fits counts.
_MANNERS: dict[DeadlineKind, tuple[tuple[int, int | None], ...]] = {
    DeadlineKind.ACKNOWLEDGEMENT: ((85, 0), (95, 2), (100, 5)),
    DeadlineKind.PLAN: ((75, -1), (92, 1), (100, 6)),
    DeadlineKind.REPORT: ((70, -2), (90, 0), (96, 2), (100, NEVER)),
    DeadlineKind.HELPER_ANSWER: ((75, -1), (92, 0), (97, 3), (100, NEVER)),
    DeadlineKind.MILESTONE: ((60, -3), (78, 0), (90, 9), (100, NEVER)),
    DeadlineKind.FINAL: ((30, -6), (50, -1), (62, 8), (74, 35), (100, NEVER)),
}


def lot(text: str) -> int:
    """A number below a hundred that belongs to ``text`` for good."""
    return crc32(text.encode()) % 100


def acts_on(kind: DeadlineKind, duty: str, due_on: date) -> date | None:
    """The day the debtor of a duty answers it, or never."""
    for share, days in _MANNERS.get(kind, ((100, 0),)):
        if lot(duty) < share:
            return None if days is None else due_on + timedelta(days=days)
    return None


def sent_back(duty: str, times: int) -> bool:
    """Whether the office finds a claim wanting; a second try is always good."""
    return times == 0 and lot(f"sent back {duty}") < 10
