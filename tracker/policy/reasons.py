"""When words say something: what is told a unit as a reason, or the office as a finding, must be enough to act on."""

from __future__ import annotations

import unicodedata

from tracker.errors import RuleBroken
from tracker.vocabulary.complaints import Refusal

LEAST = 5
_UNSEEN = frozenset({"Cf", "Zs", "Cc"})


def seen(text: str) -> str:
    """``text`` without spaces and what no eye sees."""
    return "".join(one for one in text if unicodedata.category(one) not in _UNSEEN)


def demand_clear(text: str) -> None:
    """Raises RuleBroken where fewer than ``LEAST`` characters can be seen."""
    if len(seen(text)) < LEAST:
        raise RuleBroken(Refusal.UNCLEAR, least=LEAST)
