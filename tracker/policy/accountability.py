"""What a 追责建议 must say, and its list of evidence: taken from the record, cut with a reason, never added to."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.errors import RuleBroken
from tracker.policy.reasons import demand_clear
from tracker.policy.secrecy import refuse_marked
from tracker.vocabulary.accountability import AccountabilityRefusal, SuggestionState
from tracker.vocabulary.approvals import TaskBasis
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import Regime

UNNUMBERED = "无编号"
# From when on 纪检 knows of it: it has been handed over.
HANDED_OVER = frozenset({SuggestionState.TRANSFERRED, SuggestionState.RECEIVED, SuggestionState.CLOSED})


@dataclass(frozen=True)
class Line:
    """Something the record holds: when, what, and the number it bears, if any."""

    day: date
    what: str
    number: str = ""

    @property
    def text(self) -> str:
        return f"{self.day} — {self.what} — {self.number or UNNUMBERED}"

    @property
    def mark(self) -> str:
        """Names the line on a page; of the same words the same."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Case:
    """What the director says. ``lighter``, ``heavier`` and ``exempt`` are 从轻, 从重 and 免责 circumstances;
    ``head_joint`` why the unit's head answers too; ``study`` the collective study: meeting and words."""

    grounds: str
    clause: str
    lighter: str = ""
    heavier: str = ""
    exempt: str = ""
    head_joint: str = ""
    studied_on: date | None = None
    study: str = ""


def demand_government(regimes: Collection[Regime], basis: TaskBasis | None) -> None:
    """Raises RuleBroken where the matter is the party's alone (政府督查工作条例 art. 21 binds the government's)."""
    party_only = set(regimes) == {Regime.PARTY} if regimes else basis is TaskBasis.PARTY_DECISION
    if party_only:
        raise RuleBroken(AccountabilityRefusal.PARTY_ONLY)


def demand_said(case: Case) -> None:
    """Raises RuleBroken where the grounds or the clause are missing, or a text is marked secret."""
    for text, label in ((case.grounds, "追责事由"), (case.clause, "违反的规定条款")):
        if not text.strip():
            raise RuleBroken(AccountabilityRefusal.MISSING, field=label)
    refuse_marked(case.grounds, case.clause, case.lighter, case.heavier, case.exempt, case.head_joint, case.study)


def demand_studied(studied_on: date | None, study: str) -> None:
    """Raises RuleBroken where it was not studied collectively."""
    if studied_on is None or not study.strip():
        raise RuleBroken(AccountabilityRefusal.NOT_STUDIED)


def kept_lines(lines: Sequence[Line], cuts: Mapping[str, str]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """The lines that stay, and those cut with their reasons. ``cuts``: mark → reason.

    Raises RuleBroken where a line cut is not in the record, has no reason, or nothing stays.
    """
    marks = {line.mark for line in lines}
    if not cuts.keys() <= marks:
        raise RuleBroken(AccountabilityRefusal.CUT_UNKNOWN)
    cut = [(line, cuts[line.mark].strip()) for line in lines if line.mark in cuts]
    for line, reason in cut:
        try:
            demand_clear(reason)
        except RuleBroken as refused:
            raise RuleBroken(AccountabilityRefusal.CUT_REASON, line=line.text) from refused
        refuse_marked(reason)
    stays = [line for line in lines if line.mark not in cuts]
    if not stays:
        raise RuleBroken(AccountabilityRefusal.NO_EVIDENCE)
    return stays, cut


def as_text(stays: Iterable[Line], cut: Iterable[tuple[Line, str]]) -> str:
    """The list as it is kept: one line each; at its end how many were cut, and why."""
    lines = [line.text for line in stays]
    lines += [f"未列入1条（{line.day}），理由：{reason}" for line, reason in cut]
    return "\n".join(lines)


def digest(text: str) -> str:
    """SHA-256 of the text as it is exported."""
    return hashlib.sha256(text.encode()).hexdigest()


def reads_outcome(roles: Collection[Role], *, is_head: bool) -> bool:
    """纪检 and the 行政首长 alone."""
    return Role.DISCIPLINE in roles or (Role.LEADER in roles and is_head)


def demand_between(day: date, earliest: date, latest: date) -> None:
    """Raises RuleBroken where ``day`` cannot be."""
    if not earliest <= day <= latest:
        raise RuleBroken(AccountabilityRefusal.DAY_WRONG, day=day, earliest=earliest, latest=latest)
