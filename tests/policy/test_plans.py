"""What a schedule must be, and what a plan would make clear."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import RuleBroken
from tracker.policy.clarity import Facts, missing
from tracker.policy.plans import Node, Proposal, check_schedule, explained, if_accepted

BEGUN, FINAL = date(2026, 3, 2), date(2026, 12, 31)
FACTS = Facts("建厂房", "建成2万平方米", "市住建局", True, False)


def node(due_on: date = date(2026, 6, 30), weight: int = 100, content: str = "主体封顶") -> Node:
    return Node(content, "", due_on, weight)


@pytest.mark.parametrize("nodes", [[], [node()], [node(BEGUN, 40), node(FINAL, 60)]])
def test_nodes_within_the_term_that_weigh_100_will_do(nodes: list[Node]) -> None:
    check_schedule(nodes, assigned_on=BEGUN, final_on=FINAL)


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ([node(date(2027, 1, 1))], "第1个节点（2027-01-01）晚于最终时限2026-12-31，请提前，或另行申请延期"),
        ([node(date(2026, 3, 1))], "第1个节点（2026-03-01）早于交办日期2026-03-02，请核对"),
        ([node(weight=40), node(weight=50)], "节点权重合计90，应为100，请调整"),
        ([node(weight=100), node(weight=0)], "第2个节点的权重应为1至100的整数"),
        ([node(content="  ")], "第1个节点没有写内容"),
    ],
)
def test_a_wrong_schedule_is_named_by_its_row(nodes: list[Node], said: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_schedule(nodes, assigned_on=BEGUN, final_on=FINAL)
    assert refused.value.message == said


def test_what_was_claimed_before_counts_and_an_endless_task_has_no_last_day() -> None:
    check_schedule([node(date(2030, 1, 1), 70)], assigned_on=BEGUN, final_on=None, settled=30)


def test_the_plan_is_judged_by_what_the_task_would_be() -> None:
    whole = Proposal("张局长", "倒排工期", "零事故", (node(),))
    assert missing(if_accepted(FACTS, whole)) == []
    poor = Proposal("张局长", "倒排工期", "", (node(weight=70),))
    assert [one.word for one in missing(if_accepted(FACTS, poor))] == ["要求", "进度"]
    assert [one.word for one in missing(if_accepted(FACTS, poor, settled=30))] == ["要求"]


def test_each_gap_needs_a_reason_of_its_own() -> None:
    gaps = if_accepted(FACTS, Proposal("张局长", "倒排工期", "", ()))
    with pytest.raises(RuleBroken) as refused:
        explained(gaps, {"要求": "随文下发", "进度": " "})
    assert refused.value.message == "还缺进度：请逐项说明为何可以通过，或退回方案"
    said = explained(gaps, {"要求": "随文下发", "进度": "期限仅10天", "目标": "多余"})
    assert said == "要求：随文下发；进度：期限仅10天"
