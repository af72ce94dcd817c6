"""What the people of 示例市 write: a few sentences of each kind, chosen by lot. Nobody and nothing in them is real."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.demo.manners import lot
from tracker.policy.reports import Words

_DONE = (
    "召开专题推进会，责任分解到科室，现场核查两次，形象进度与计划一致。",
    "完成前期手续办理，施工单位进场，累计完成年度投资的六成。",
    "完成主体部分，正在组织验收资料，同步开展第三方检测。",
    "走访重点点位，收集意见十余条，已逐条制定整改措施。",
    "完成招标并签订合同，本期新增完成量达到月度计划。",
    "对照方案逐项自查，七项措施已落实五项，其余两项按期推进。",
)
_PROBLEMS = (
    "",
    "",
    "部分点位征迁协商进度偏慢。",
    "配套资金尚有缺口，正在对接财政部门。",
    "受降雨影响，室外作业时间减少。",
    "",
)
_NEXT = (
    "按节点倒排工期，确保下期完成计划量。",
    "抓紧办理剩余手续，月底前组织一次联合检查。",
    "继续推进剩余工程，做好验收准备。",
)
_SENT_BACK = (
    "内容空泛，请写明本期完成的具体数量。",
    "与上期雷同，请补充现场照片和验收单。",
    "未说明问题原因，请补充。",
)
_STATEMENTS = ("已按方案完成本节点全部内容，验收单和现场照片存档备查。", "节点内容已完成，主管部门出具了确认意见。")
_ACHIEVED = ("目标任务全部完成，通过主管部门验收，资料齐全。", "各项指标达到任务书要求，现场已交付使用。")
_WANTED = (
    "征地涉及两个街道，部门间意见不一，请协调明确补偿口径。",
    "配套资金年初未列预算，请协调落实资金来源。",
    "需与上级主管部门对接审批权限，请帮助协调。",
)
_ANSWERS = ("已召集有关部门会商，明确由牵头单位按现行标准执行。", "已协调财政部门列入下季度资金计划。")


def one_of(sentences: Sequence[str], key: str) -> str:
    """The sentence that belongs to ``key`` for good."""
    return sentences[lot(key) % len(sentences)]


def report(duty: str, times: int) -> Words:
    """What a unit reports for a duty, the ``times``-th time it is asked."""
    key = f"{duty} {times}"
    return Words(one_of(_DONE, f"done {key}"), one_of(_PROBLEMS, f"problem {key}"), one_of(_NEXT, f"next {key}"))


def sent_back_because(duty: str) -> str:
    return one_of(_SENT_BACK, duty)


def statement(duty: str) -> str:
    return one_of(_STATEMENTS, duty)


def achieved(duty: str) -> str:
    return one_of(_ACHIEVED, duty)


def help_wanted(duty: str) -> str:
    return one_of(_WANTED, duty)


def help_given(number: int) -> str:
    return one_of(_ANSWERS, f"answer {number}")
