"""A day as people type it."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import RuleBroken
from tracker.policy.typed_days import typed_day
from tracker.vocabulary.days import DayProblem


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-01",
        "2026-3-1",
        "2026.3.1",
        "2026/3/1",
        "2026年3月1日",
        "２０２６年３月１日",
        " 2026．3．1 ",
        "20260301",
        "2026年3月1号",
    ],
)
def test_all_these_are_the_same_day(typed: str) -> None:
    assert typed_day(typed) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", DayProblem.MISSING),
        ("  ", DayProblem.MISSING),
        ("2026-02-30", DayProblem.IMPOSSIBLE),
        ("2026-13-01", DayProblem.IMPOSSIBLE),
        ("20261301", DayProblem.IMPOSSIBLE),
        ("2206-01-01", DayProblem.YEAR_ODD),
        ("0206-01-01", DayProblem.YEAR_ODD),
        ("26.3.1", DayProblem.YEAR_ODD),
        ("3月底", DayProblem.NO_DAY),
        ("月底前", DayProblem.NO_DAY),
        ("尽快", DayProblem.NO_DAY),
        ("2026-03", DayProblem.NO_DAY),
        ("2026-03-01至2026-04-01", DayProblem.NO_DAY),
    ],
)
def test_these_are_no_days(typed: str, why: DayProblem) -> None:
    with pytest.raises(RuleBroken) as refused:
        typed_day(typed)
    assert refused.value.code is why
    assert typed.strip() in refused.value.message
