"""提请协调: whom a request may reach, and how long the addressee has."""

from __future__ import annotations

from tracker.policy.rules import RuleName, Rules
from tracker.vocabulary.departments import PostRank

_UPWARD = (PostRank.SECRETARY_GENERAL, PostRank.DEPUTY, PostRank.HEAD)


def higher_than(rank: PostRank | None) -> tuple[PostRank, ...]:
    """The ranks a request may be passed up to from a seat of ``rank``, or from the office where there is none."""
    return _UPWARD[_UPWARD.index(rank) + 1 :] if rank in _UPWARD else _UPWARD


def answer_term(rules: Rules, *, of_seat: bool) -> int:
    """Working days to answer in (rule ``coordination``)."""
    return rules.number(RuleName.COORDINATION, "leader_workdays" if of_seat else "office_workdays")
