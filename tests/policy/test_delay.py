"""A delay splits into own and waiting days; what is neither is suspended, and nothing is counted twice."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.policy.delay import Delay, split, wait, waited
from tracker.policy.light import Interval

START = date(2026, 3, 1)
DUE = date(2026, 3, 10)


def on(number: int) -> date:
    return START + timedelta(days=number)


def interval(start: int, length: int | None) -> Interval:
    return Interval(on(start), None if length is None else on(start + length))


INTERVALS = st.lists(st.builds(interval, st.integers(0, 40), st.none() | st.integers(0, 20)), max_size=5)


@given(st.integers(0, 60), INTERVALS, INTERVALS)
def test_each_late_day_is_counted_once_as_what_it_was(
    number: int, waits: list[Interval], pauses: list[Interval]
) -> None:
    day = on(number)
    late = [DUE + timedelta(days=n) for n in range(1, (day - DUE).days + 1)]
    running = [one for one in late if not any(pause.covers(one) for pause in pauses)]
    waited = [one for one in running if any(wait.covers(one) for wait in waits)]
    assert split(DUE, day, waits, pauses) == Delay(
        own=len(running) - len(waited), waiting=len(waited), paused=len(late) - len(running)
    )


def test_without_requests_every_late_day_is_the_units_own() -> None:
    assert split(DUE, date(2026, 3, 15), []) == Delay(own=5, waiting=0)


def test_the_due_day_itself_is_on_time() -> None:
    assert split(DUE, DUE, [Interval(START)]) == Delay()


def test_the_day_of_the_answer_is_the_last_one_waited() -> None:
    raised, answered = date(2026, 3, 9), date(2026, 3, 13)
    assert split(DUE, date(2026, 3, 14), [wait(raised, answered)]) == Delay(own=1, waiting=3)
    assert split(DUE, answered, [wait(raised, answered)]) == split(DUE, answered, [wait(raised, None)])
    assert waited(raised, answered, answered) == waited(raised, None, answered) == 5
    assert waited(raised, answered, date(2026, 3, 20)) == 5
