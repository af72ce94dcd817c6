"""未见明显进展: when a task stands still, by what the office has verified and by what its reports say.

A unit is not blamed for what waits at the office: a node it has claimed and nobody has checked yet counts as progress.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rapidfuzz import fuzz

from tracker.policy.reasons import seen
from tracker.policy.rules import RuleName, Rules

_EXCERPT = 40


@dataclass(frozen=True)
class Said:
    """A report that was sent and stands."""

    period: str
    done: str
    unchanged: bool = False


@dataclass(frozen=True)
class Standing:
    """A task at the end of a run of reporting periods.

    ``periods`` are their labels, the oldest first, from the day after ``since`` to ``until``. ``missed`` nodes were due
    by then and are unmet; ``verified``: a node was accepted, or a claim still waits. ``said``: the reports sent in and
    before them, the newest first.
    """

    periods: tuple[str, ...]
    since: date
    until: date
    nodes: int
    missed: int
    verified: bool
    opened_on: date | None = None
    due_on: date | None = None
    said: tuple[Said, ...] = ()


def not_verified(task: Standing, rules: Rules) -> str:
    """What shows that nothing was verified in the periods; empty where the task does move, or need not yet.

    It need not while it is in the first third of its term and no node is overdue. Where a task has no nodes, a report
    that says something new and was not sent back is all there is to go by.
    """
    if task.verified or (not task.missed and not _past_first_third(task)):
        return ""
    if not task.nodes and _says_something_new(task.said, len(task.periods), rules):
        return ""
    span = f"{task.periods[0]}至{task.periods[-1]}连续{len(task.periods)}个反馈期"
    what = "没有新核实的节点" if task.nodes else "没有报来新的进展（未设节点）"
    late = f"，已逾期未完成的节点{task.missed}个" if task.missed else ""
    return f"{span}（{task.since}之后至{task.until}）{what}{late}"


def repeated(said: Sequence[Said], rules: Rules) -> str:
    """What shows that the last reports, the newest first, say the same; empty where they do not, or are too few."""
    periods = rules.number(RuleName.STANDSTILL, "periods")
    last = said[:periods]
    if periods < 2 or len(last) < periods:
        return ""
    pairs = list(pairwise(last))
    if not all(is_alike(now, before, rules) for now, before in pairs):
        return ""
    least = min(100 if now.unchanged else alike(now.done, before.done) for now, before in pairs)
    span = f"{last[-1].period}至{last[0].period}连续{periods}期反馈内容雷同（相似{least}%）"
    return f"{span}：“{excerpt(last[0].done)}”"


def is_alike(now: Said, before: Said, rules: Rules) -> bool:
    """A report says what the one before it said; 与上期相比无变化 does by its own word."""
    return now.unchanged or alike(now.done, before.done) >= rules.number(RuleName.STANDSTILL, "alike_percent")


def alike(one: str, other: str) -> int:
    """How alike two texts are in percent, whatever their spaces."""
    return round(fuzz.ratio(seen(one), seen(other)))


def excerpt(text: str) -> str:
    """The beginning of a text."""
    shown = seen(text)
    return shown if len(shown) <= _EXCERPT else f"{shown[:_EXCERPT]}…"


def _past_first_third(task: Standing) -> bool:
    if task.opened_on is None or task.due_on is None:
        return True
    return (task.until - task.opened_on).days * 3 > (task.due_on - task.opened_on).days


def _says_something_new(said: Sequence[Said], periods: int, rules: Rules) -> bool:
    last = said[:periods]
    olds: list[Said | None] = [*said[1 : periods + 1], None]
    return any(
        not now.unchanged and (before is None or not is_alike(now, before, rules))
        for now, before in zip(last, olds, strict=False)
    )
