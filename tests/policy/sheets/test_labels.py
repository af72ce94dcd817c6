"""What headings speak of."""

from __future__ import annotations

import pytest

from tracker.policy.sheets.labels import Kind, kind_of, names_people

HEADINGS = {
    Kind.NUMBER: "项次 序号 序 编号 项目编号 事项序号 任务编号 NO.",
    Kind.SECTION: "三级指标 工作模块 类别 重点工程 工作领域 一级指标 工作板块 领域 分类 工作类别",
    Kind.TITLE: (
        "工作任务 任务 重点工作 工作事项 任务名称 督察意见 重点任务及具体措施 省重点民生实事项目名称 "
        "案由 提案标题 主要任务 交办事项 反馈问题 议定事项"
    ),
    Kind.DETAIL: "主要内容 具体要求 工作内容 具体任务 考核内容 建设内容",
    Kind.TARGET: "2026年度任务目标 目标任务 年度目标 预期目标 目标要求 整改目标 工作目标 标准要求",
    Kind.MEASURES: "工作方法 具体措施 工作措施 推进措施 整改措施 主要举措 主要工作举措",
    Kind.LEADER: (
        "牵头领导 责任领导 分管领导 包抓领导 县级包抓领导 市级领导 第一责任人 领办领导 挂帅领导 挂包领导 "
        "牵头县领导 链长 总指挥 分管副市长"
    ),
    Kind.PERSON: "责任人 负责人 整改责任人 责任单位负责人",
    Kind.LEAD: (
        "牵头单位 牵头(责任)单位 牵头责任单位 主办单位 主责单位 主责部门 第一责任单位 主要责任单位 "
        "牵头部门 牵头科室 牵头委室 牵头单位及责任人"
    ),
    Kind.SUPPORTING: (
        "配合单位 协办单位 协同单位 协同责任单位 协作单位 参与单位 参加部门 配合部门 成员单位 参建单位 其他责任单位"
    ),
    Kind.COMBINED: (
        "责任单位 责任部门 责任主体 责任分工 落实单位 承办单位 实施单位 牵头单位及配合单位 "
        "牵头（配合）单位 责任单位及责任人 分工 责任县区 "
        "责任单位（排在首位的为牵头单位）"
    ),
    Kind.OBJECT: "企业名称 点位名称",
    Kind.MEASURE: "单位 计量单位",
    Kind.OFFICE: "责任科室 承办科室",
    Kind.DEADLINE: (
        "完成时限 时限 时限要求 完成时间 办结时限 整改时限 计划完成时间 时间节点 进度安排 完成日期 "
        "竣工时间 销号时间 月份 序时进度 时间要求 办理时限 完成期限 推进时序"
    ),
    Kind.MOMENT: "一季度 第二季度 上半年 1-6月 3月底前 2026年",
    Kind.POINTS: "考核分值 分值 权重",
    Kind.PROGRESS: "进展情况 落实情况 完成情况 完成率% 1-8月实际完成情况 目前进展 备注 是否完成 整改情况",
    Kind.PROBLEM: "存在问题",
    Kind.IGNORED: "错误原因",
    Kind.OTHER: "联系人 交办时间 任务来源 评分标准 督办单位 实际完成时间",
}


@pytest.mark.parametrize(
    ("label", "kind"), [(label, kind) for kind, text in HEADINGS.items() for label in text.split()]
)
def test_headings(label: str, kind: Kind) -> None:
    assert kind_of(label) is kind


@pytest.mark.parametrize("label", ["责 任\n单 位", "责任单位：", "责任单位*", "　责任单位　"])
def test_headings_are_read_through_their_dress(label: str) -> None:
    assert kind_of(label) is Kind.COMBINED


@pytest.mark.parametrize(
    "text",
    [
        "市住建局",
        "张三",
        "新建口袋公园20个",
        "12",
        "",
        "持续推进。",
        "六盘水市二〇二五年政府工作报告重点工作任务分解表（征求意见稿）",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert kind_of(text) is None


def test_columns_that_hold_persons_too() -> None:
    assert names_people("牵头单位及责任人")
    assert not names_people("牵头单位")
