"""催办: how soon a unit may be sent another reminder by hand."""

from __future__ import annotations

from datetime import date

from tracker.policy.rules import RuleName, Rules
from tracker.policy.work_calendar import WorkCalendar


def next_message_on(last_on: date | None, rules: Rules, calendar: WorkCalendar) -> date | None:
    """The first day for another message after one, or a call, on ``last_on`` (rule ``urging``); calls never wait."""
    return last_on and calendar.add_workdays(last_on, rules.number(RuleName.URGING, "workdays"))
