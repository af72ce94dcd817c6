"""What makes a task stand still: words that repeat, nodes that nobody verified; and what does not."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.policy.rules import default_rules
from tracker.policy.standstill import Said, Standing, not_verified, repeated

RULES = default_rules()
LONG = "已完成地勘和初步设计，正在办理用地审批手续，下一步加快推进"
SPAN = ("2026-02", "2026-03")


def said(*texts: str) -> tuple[Said, ...]:
    return tuple(Said(f"2026-{9 - place:02}", text) for place, text in enumerate(texts))


@pytest.mark.parametrize(
    ("reports", "found"),
    [
        ((), False),
        (said(LONG), False),
        (said(LONG, LONG), True),
        (said(LONG + "。", LONG), True),
        (said(LONG.replace("初步", " 初 步 "), LONG), True),
        (said("用地审批已批复，施工许可证办结，6月底开工", LONG), False),
        (said(LONG, "别的", LONG), False),
        ((Said("2026-09", "", unchanged=True), Said("2026-08", LONG)), True),
    ],
)
def test_reports_that_say_the_same_are_repeated(reports: tuple[Said, ...], found: bool) -> None:
    assert bool(repeated(reports, RULES)) is found


def test_the_words_name_the_periods_and_how_alike_they_are() -> None:
    assert repeated(said(LONG, LONG), RULES).startswith("2026-08至2026-09连续2期反馈内容雷同（相似100%）：“已完成地勘")


def standing(**more: object) -> Standing:
    facts: dict[str, object] = {
        "nodes": 3,
        "missed": 0,
        "verified": False,
        "opened_on": date(2026, 1, 5),
        "due_on": date(2026, 12, 31),
    }
    return Standing(SPAN, date(2026, 1, 25), date(2026, 3, 25), **(facts | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("task", "found"),
    [
        (standing(), False),  # in its first third, nothing due
        (standing(missed=1), True),
        (standing(missed=1, verified=True), False),
        (standing(due_on=date(2026, 6, 30)), True),
        (standing(due_on=None, opened_on=None), True),  # without end it has no first third
        (standing(nodes=0, due_on=date(2026, 6, 30)), True),
        (standing(nodes=0, due_on=date(2026, 6, 30), said=said("完成招标", LONG)), False),
        (standing(nodes=0, due_on=date(2026, 6, 30), said=said(LONG, LONG, LONG)), True),
        (standing(due_on=date(2026, 6, 30), said=said("完成招标", LONG)), True),  # words verify no node
    ],
)
def test_a_task_stands_still_where_something_was_due_and_nothing_verified(task: Standing, found: bool) -> None:
    assert bool(not_verified(task, RULES)) is found
