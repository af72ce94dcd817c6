"""简易流程: which matters may go the short way, in five acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.policy.rules import RuleName, Rules
from tracker.policy.work_calendar import WorkCalendar


@dataclass(frozen=True)
class Matter:
    """What decides: the day it is handed out, its date, and what it carries."""

    assigned_on: date
    due_on: date
    units: int = 1
    milestones: int = 0
    basis: str = ""


def too_much_for_simple(matter: Matter, rules: Rules) -> Iterator[str]:
    """Why a matter must go the ordinary way; nothing if it need not."""
    longest = rules.number(RuleName.SIMPLE_PROCEDURE, "longest_days")
    if not matter.basis.strip():
        yield "没有批示原文或交办依据"
    if matter.units != 1:
        yield "承办单位不止一个"
    if (matter.due_on - matter.assigned_on).days > longest:
        yield f"期限超过{longest}天"
    if matter.milestones:
        yield "设有节点"


def turns_if_due_before(day: date, rules: Rules, calendar: WorkCalendar) -> date:
    """A matter still unanswered on ``day`` turns ordinary if its date lies before this one: it has then been overdue
    for as many working days as the rule says."""
    overdue = rules.number(RuleName.SIMPLE_PROCEDURE, "overdue_workdays")
    return calendar.add_workdays(day + timedelta(days=1), -overdue)
