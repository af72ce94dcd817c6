"""What a progress report must say, and when "no change" is an answer."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from tracker.errors import RuleBroken
from tracker.policy.reasons import seen
from tracker.vocabulary.reports import ReportRefusal

LONGEST = 5000
# One quiet period needs no essay (为基层减负); two running without a word is what supervision is there to ask about.
_LABELS = {"done": "进展情况", "problems": "存在问题", "next_steps": "下一步打算", "help_wanted": "需要帮助"}


@dataclass(frozen=True)
class Words:
    """What a unit reports. ``unchanged``: nothing has happened since the last report."""

    done: str = ""
    problems: str = ""
    next_steps: str = ""
    help_wanted: str = ""
    unchanged: bool = False


@dataclass(frozen=True)
class Before:
    """The report sent before this one, of an earlier period."""

    done: str
    unchanged: bool


def demand_words(words: Words, before: Before | None, *, new_proof: bool = False) -> Words:
    """The words as they are sent. Raises RuleBroken where they say too little or too much.

    "与上期相比无变化" repeats the last report's progress; it may not be said twice running (DOMAIN.md §4, reports),
    nor beside other progress or ``new_proof``, files the last report did not have.
    """
    demand_lengths(words)
    if words.unchanged:
        if before is None:
            raise RuleBroken(ReportRefusal.NOTHING_BEFORE)
        if before.unchanged:
            raise RuleBroken(ReportRefusal.UNCHANGED_AGAIN)
        if new_proof or (seen(words.done) and not repeats(words.done, before.done)):
            raise RuleBroken(ReportRefusal.CHANGED)
        return Words(before.done, words.problems, words.next_steps, words.help_wanted, unchanged=True)
    if not seen(words.done):
        raise RuleBroken(ReportRefusal.NOTHING_DONE)
    return words


def demand_lengths(words: Words) -> None:
    """Raises RuleBroken where a text is longer than anybody would read."""
    for field in fields(words)[:4]:
        if (count := len(getattr(words, field.name))) > LONGEST:
            raise RuleBroken(ReportRefusal.TOO_LONG, field=_LABELS[field.name], limit=LONGEST, count=count)


def repeats(done: str, before: str | None) -> bool:
    """Whether a report says again what the last one said, whatever the spaces."""
    return before is not None and bool(seen(done)) and seen(done) == seen(before)


def demand_paper(signer: str, dated: date, assigned_on: date | None, pieces: int, today: date) -> None:
    """What the office needs to enter a report for a unit: who signed it, when, and the paper itself.

    Raises RuleBroken (security-ux.md §6.3 row 5).
    """
    if not seen(signer):
        raise RuleBroken(ReportRefusal.NO_SIGNER)
    if dated > today:
        raise RuleBroken(ReportRefusal.PAPER_LATER)
    if assigned_on is not None and dated < assigned_on:
        raise RuleBroken(ReportRefusal.PAPER_BEFORE, day=assigned_on)
    if not pieces:
        raise RuleBroken(ReportRefusal.PAPER_MISSING)
