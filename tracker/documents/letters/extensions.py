"""延期批复: the answer to a unit that asked for more time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.letter import Letter
from tracker.documents.letters.issued import OnTask, items, quoted, text
from tracker.documents.page import official_date


@dataclass(frozen=True, kw_only=True)
class ExtensionFacts(OnTask):
    """What was asked and answered. ``granted_until`` is None where it was refused; ``grounds`` are the decider's words.

    ``duty``: whose date it is, of a milestone or of the task; ``ordinal``: how often this date has been put off now.
    """

    asked_on: date
    asked_until: date
    due_on: date
    decided_by: str
    granted_until: date | None = None
    cause: str = ""
    duty: str = "办理时限"
    ordinal: int = 1
    grounds: str = ""
    conditions: Sequence[str] = ()


def extension_reply(facts: ExtensionFacts) -> Letter:
    """批复, granting or refusing; the reply names a definite date."""
    cause = f"因{facts.cause}，" if facts.cause else ""
    opening = (
        f"你单位{official_date(facts.asked_on)}关于{facts.named}延期办理的申请收悉。申请{cause}将{facts.duty}由"
        f"{official_date(facts.due_on)}延至{official_date(facts.asked_until)}。经{facts.decided_by}，现批复如下。"
    )
    answer = _granted(facts, facts.granted_until) if facts.granted_until else _refused(facts)
    return facts.letter(
        f"关于{quoted(facts.matter)}\n延期办理申请的批复",
        facts.unit,
        [text(opening), *items(answer), text("此复")],
    )


def _granted(facts: ExtensionFacts, until: date) -> list[str]:
    return [
        f"同意{facts.duty}由{official_date(facts.due_on)}延至{official_date(until)}，系第{facts.ordinal}次延期",
        *([facts.grounds] if facts.grounds else []),
        *facts.conditions,
        "请抓紧办理，确保在新时限前完成。延期期间，仍按原定周期反馈进展情况",
        "原定时限继续保留备查，批准前已经发生的逾期照实记载",
    ]


def _refused(facts: ExtensionFacts) -> list[str]:
    return [
        f"不同意延期，{facts.duty}仍为{official_date(facts.due_on)}",
        *([f"理由：{facts.grounds}"] if facts.grounds else []),
        *facts.conditions,
        "请采取有效措施抓紧办理。需要市级协调解决的问题，可以按规定提请协调",
    ]
