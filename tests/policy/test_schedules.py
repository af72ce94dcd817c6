"""The dates a draft is given, and what cannot be meant by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.errors import RuleBroken
from tracker.policy.schedules import Node, Schedule, final_day, notes
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.deadlines import TermUnit
from tracker.vocabulary.schedules import ScheduleRefusal

TODAY = date(2026, 6, 1)
CALENDAR = WorkCalendar(frozenset({date(2026, 6, 19)}), frozenset(), frozenset({2026}))
DUE = Schedule(due_on=date(2026, 9, 30))
NODES = (Node("立项", date(2026, 7, 1), 40), Node("完工", date(2026, 9, 30), 60))


@pytest.mark.parametrize(
    ("schedule", "due_on"),
    [
        (DUE, date(2026, 9, 30)),
        (Schedule(due_on=TODAY), TODAY),
        (Schedule(endless=True), None),
        (Schedule(term=5), date(2026, 6, 8)),
        (Schedule(term=15, unit=TermUnit.NATURAL), date(2026, 6, 16)),
        (Schedule(term=14), date(2026, 6, 22)),
        (replace(DUE, nodes=NODES), date(2026, 9, 30)),
        (Schedule(due_on=date(2029, 12, 31)), date(2029, 12, 31)),
        (Schedule(due_on=date(2030, 1, 1), far_confirmed=True), date(2030, 1, 1)),
        (Schedule(endless=True, nodes=NODES), None),
    ],
)
def test_the_day_it_is_due(schedule: Schedule, due_on: date | None) -> None:
    assert final_day(schedule, TODAY, CALENDAR) == due_on


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        (Schedule(), ScheduleRefusal.MISSING),
        (replace(DUE, endless=True), ScheduleRefusal.ONLY_ONE),
        (replace(DUE, term=5), ScheduleRefusal.ONLY_ONE),
        (Schedule(due_on=date(2026, 5, 31)), ScheduleRefusal.PAST),
        (Schedule(due_on=date(2030, 1, 1)), ScheduleRefusal.FAR),
        (Schedule(term=0), ScheduleRefusal.TERM_ODD),
        (Schedule(term=1501), ScheduleRefusal.TERM_ODD),
        (replace(DUE, nodes=(Node(" ", date(2026, 7, 1), 100),)), ScheduleRefusal.NODE_EMPTY),
        (replace(DUE, nodes=(Node("立项", None, 100),)), ScheduleRefusal.NODE_UNDATED),
        (replace(DUE, nodes=(Node("立项", date(2026, 5, 1), 100),)), ScheduleRefusal.NODE_PAST),
        (replace(DUE, nodes=(Node("立项", date(2026, 10, 1), 100),)), ScheduleRefusal.NODE_LATE),
        (replace(DUE, nodes=NODES[::-1]), ScheduleRefusal.NODE_ORDER),
        (replace(DUE, nodes=NODES[:1]), ScheduleRefusal.WEIGHTS),
    ],
)
def test_dates_that_cannot_be_meant(schedule: Schedule, why: ScheduleRefusal) -> None:
    with pytest.raises(RuleBroken) as refused:
        final_day(schedule, TODAY, CALENDAR)
    assert refused.value.code is why


def test_what_is_worth_knowing_refuses_nothing() -> None:
    assert notes(date(2026, 9, 30), DUE, CALENDAR) == []
    assert notes(date(2026, 6, 19), DUE, CALENDAR) == ["时限2026-06-19是休息日；如需顺延，请改为2026-06-22"]
    assert notes(date(2027, 6, 30), DUE, CALENDAR) == ["2027年的节假日安排尚未公布，暂按周一至周五推算，公布后自动重算"]
    assert notes(date(2026, 6, 8), Schedule(term=5), CALENDAR) == ["期限5个工作日，从今天起算到2026-06-08"]
    assert notes(None, Schedule(endless=True), CALENDAR) == []
