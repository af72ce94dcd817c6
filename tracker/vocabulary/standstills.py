"""Words about work that does not move (its kinds: ``escalation.StandstillKind``)."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint


class StandstillRefusal(Complaint):
    """Why an explanation was not taken."""

    OVER = "over", "{day}已有新的进展，不需要再说明"
    EXPLAINED = "explained", "{who}已于{day}作了说明"
