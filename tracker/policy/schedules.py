"""The dates a draft is given: a fixed day, a term counted from today, or none ever; and the nodes on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.errors import RuleBroken
from tracker.policy.clarity import WHOLE
from tracker.policy.deadlines import due_after
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.deadlines import TermUnit
from tracker.vocabulary.schedules import ScheduleNote, ScheduleRefusal

_FAR_YEARS = 3
_LONGEST_TERM = 1500


@dataclass(frozen=True)
class Node:
    """A milestone as typed; ``weight`` in points of 100."""

    content: str
    due_on: date | None
    weight: int
    evidence_wanted: str = ""


@dataclass(frozen=True)
class Schedule:
    """What was typed; ``far_confirmed`` says that a date years away is meant."""

    due_on: date | None = None
    term: int | None = None
    unit: TermUnit = TermUnit.WORKING
    endless: bool = False
    nodes: Sequence[Node] = ()
    far_confirmed: bool = False


def final_day(schedule: Schedule, today: date, calendar: WorkCalendar) -> date | None:
    """The day it is due; None for what never ends. Raises RuleBroken for dates that cannot be meant."""
    chosen = [schedule.due_on is not None, schedule.term is not None, schedule.endless]
    if sum(chosen) != 1:
        raise RuleBroken(ScheduleRefusal.ONLY_ONE if any(chosen) else ScheduleRefusal.MISSING)
    due_on = schedule.due_on
    if schedule.term is not None:
        if not 1 <= schedule.term <= _LONGEST_TERM:
            raise RuleBroken(ScheduleRefusal.TERM_ODD)
        due_on = due_after(today, schedule.term, schedule.unit, calendar)
    if due_on is not None:
        if due_on < today:
            raise RuleBroken(ScheduleRefusal.PAST, day=due_on)
        if due_on.year > today.year + _FAR_YEARS and not schedule.far_confirmed:
            raise RuleBroken(ScheduleRefusal.FAR, day=due_on)
    _check_nodes(schedule.nodes, due_on, today)
    return due_on


def notes(due_on: date | None, schedule: Schedule, calendar: WorkCalendar) -> list[str]:
    """What to tell whoever set the dates."""
    if due_on is None:
        return []
    told = []
    if schedule.term is not None:
        told.append(ScheduleNote.COUNTED.worded(term=schedule.term, unit=schedule.unit.label, day=due_on))
    if not calendar.is_workday(due_on):
        told.append(ScheduleNote.REST_DAY.worded(day=due_on, moved=calendar.move_to_workday(due_on)))
    if calendar.is_provisional(due_on):
        told.append(ScheduleNote.PROVISIONAL.worded(year=due_on.year))
    return told


def _check_nodes(nodes: Sequence[Node], due_on: date | None, today: date) -> None:
    before: date | None = None
    for number, node in enumerate(nodes, start=1):
        if not node.content.strip():
            raise RuleBroken(ScheduleRefusal.NODE_EMPTY, number=number)
        if node.due_on is None:
            raise RuleBroken(ScheduleRefusal.NODE_UNDATED, number=number)
        facts = {"number": number, "day": node.due_on}
        if node.due_on < today:
            raise RuleBroken(ScheduleRefusal.NODE_PAST, **facts)
        if due_on is not None and node.due_on > due_on:
            raise RuleBroken(ScheduleRefusal.NODE_LATE, due_on=due_on, **facts)
        if before is not None and node.due_on < before:
            raise RuleBroken(ScheduleRefusal.NODE_ORDER, **facts)
        before = node.due_on
    total = sum(node.weight for node in nodes)
    if nodes and total != WHOLE:
        raise RuleBroken(ScheduleRefusal.WEIGHTS, total=total)
