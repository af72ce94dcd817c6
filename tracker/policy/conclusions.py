"""督查结论 and 复核: whom the regulation binds, until when review may be asked for, and who must stay out of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.policy.routes import Seat, Step
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.sources import Regime

ON_SCREEN = "（系统送达）"
"""Ends the name of an office whose conclusion the unit acknowledged on screen: nobody carried it there."""
_GOVERNMENT = frozenset({Regime.GOVERNMENT, Regime.JOINT})
_BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")


def governed(regimes: Collection[Regime]) -> bool:
    """Whether the State Council's regulation binds a task of these sources; one without a source it does."""
    return not regimes or any(regime in _GOVERNMENT for regime in regimes)


def last_day(received_on: date, days: int) -> date:
    """The last of so many natural days; the day of receipt is not counted (政府督查工作条例 art. 17)."""
    return received_on + timedelta(days=days)


def names(text: str) -> tuple[str, ...]:
    """The people named in one line: 张三、李四."""
    return tuple(name for name in _BETWEEN_NAMES.split(text) if name)


@dataclass(frozen=True)
class Barred:
    """Who took part in a conclusion and stays out of its review, by account and by name, each with how they did."""

    accounts: Mapping[int, str]
    people: Mapping[str, str]

    def how(self, account_id: int | None, name: str) -> str | None:
        """What somebody did in the conclusion; None for whoever took no part."""
        if account_id is not None and account_id in self.accounts:
            return self.accounts[account_id]
        return next((self.people[one] for one in (name, *names(name)) if one in self.people), None)


@dataclass(frozen=True)
class Approver:
    """Who approved a conclusion: the rank, and the seat where the register has it."""

    name: str
    rank: PostRank
    post_id: int | None


def barred_step(steps: Iterable[Step], known: Iterable[Seat], approvers: Collection[Approver]) -> Approver | None:
    """The approver who would have to decide the review of his own conclusion, if a step is left to nobody else."""
    seats = tuple(known)
    for step in steps:
        fitting = [seat for seat in seats if (seat.post_id == step.post_id if step.post_id else seat.rank is step.rank)]
        taken = [one for one in approvers if one.post_id in {seat.post_id for seat in fitting}]
        if fitting and {one.post_id for one in taken} >= {seat.post_id for seat in fitting}:
            return taken[0]
        by_rank = [one for one in approvers if one.rank is step.rank and one.post_id is None]
        if len(fitting) < 2 and by_rank:
            return by_rank[0]
        if not fitting and (same := [one for one in approvers if one.rank is step.rank]):
            return same[0]
    return None
