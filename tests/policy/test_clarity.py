"""四清 and 六明确: what is missing, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.policy.clarity import Facts, four_clear, missing, six_clarities

CLEAR = Facts("建厂房", "建成2万平方米", "市住建局", True, False, "张局长", "倒排工期", "零事故", 100)


def words(checked: list) -> list[str]:
    return [one.word for one in missing(checked)]


def test_what_is_clear_lacks_nothing() -> None:
    assert words(four_clear(CLEAR)) == words(six_clarities(CLEAR)) == []
    assert [one.word for one in four_clear(CLEAR)] == ["任务", "目标", "责任", "时限"]
    assert [one.word for one in six_clarities(CLEAR)] == ["目标", "任务", "人员", "措施", "要求", "进度"]


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({"lead": ""}, ["责任"]),
        ({"dated": False}, ["时限"]),
        ({"dated": False, "endless": True}, []),
        ({"target": ""}, []),
        ({"title": " ", "target": " "}, ["任务", "目标"]),
    ],
)
def test_four_things_must_be_clear_to_hand_a_task_out(change: dict, lacking: list[str]) -> None:
    assert words(four_clear(replace(CLEAR, **change))) == lacking


def test_a_target_that_only_the_title_says_is_said_to_be_so() -> None:
    assert [one.note for one in four_clear(CLEAR)] == [""] * 4
    assert "以任务内容为目标" in four_clear(replace(CLEAR, target=""))[1].note
    assert four_clear(replace(CLEAR, title="", target=""))[1].note == ""


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({"target": ""}, ["目标"]),
        ({"people": " \n"}, ["人员"]),
        ({"measures": "", "requirement": ""}, ["措施", "要求"]),
        ({"scheduled": 90}, ["进度"]),
        ({"scheduled": 0}, ["进度"]),
        ({"scheduled": 0, "endless": True}, []),
    ],
)
def test_six_things_must_be_clear_to_begin(change: dict, lacking: list[str]) -> None:
    assert words(six_clarities(replace(CLEAR, **change))) == lacking


def test_a_wrong_sum_of_weights_is_said() -> None:
    assert missing(six_clarities(replace(CLEAR, scheduled=90)))[0].missing == "节点权重合计90，应为100"
