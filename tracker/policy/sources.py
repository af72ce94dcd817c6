"""Whose rules a paper falls under, by who issued it."""

from __future__ import annotations

import re

from tracker.vocabulary.sources import Regime

_PARTY = re.compile("党委|党工委|党组|[省市县区州盟旗]委(?!员会)|委办公?[厅室]")
_GOVERNMENT = re.compile("政府|国务院|行署|政办|人民政府|管委会")


def regime_of(issuer: str) -> Regime:
    """政府督查工作条例 binds the government's own supervision; a paper of the party follows party rules."""
    party, government = _PARTY.search(issuer), _GOVERNMENT.search(issuer)
    if party and government:
        return Regime.JOINT
    return Regime.PARTY if party else Regime.GOVERNMENT
