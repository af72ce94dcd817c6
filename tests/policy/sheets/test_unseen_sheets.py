"""Sheets of offices the reader had never seen: the kind of thing each had, in rows of our own."""

from __future__ import annotations

from datetime import date

import pytest
from sheet_texts import sheet

from tracker.policy.sheets.items import read_grid
from tracker.policy.sheets.sections import Sections
from tracker.policy.sheets.unit_times import split_times
from tracker.vocabulary.sheets import DueKind, RowProblem


def test_two_headings_in_one_cell_stay_as_written_and_the_wider_one_is_remembered() -> None:
    sections = Sections()
    seen = []
    for heading in ("二、稳增长（一）保企业", "（二）扩投资", "三、惠民生"):
        sections.enter(heading)
        seen.append(" / ".join(sections.names()))
    assert seen == ["二、稳增长（一）保企业", "二、稳增长 / （二）扩投资", "三、惠民生"]


def test_a_break_between_two_headings_in_one_cell_goes() -> None:
    sections = Sections()
    sections.enter("一、增长\n（一）投资")
    assert sections.names() == ["一、增长（一）投资"]


def test_a_unit_of_measure_is_no_responsible_unit() -> None:
    reading = read_grid(
        sheet("""
            考核项目|序号|考核指标|单位|年度目标|责任部门|评分部门
            农业|1|播种面积|万亩|5|县农业农村局|市农业农村局
            工业|2|产值|亿元|60|县工信局、县商务局|市工信局
        """),
        year=2026,
    )
    assert [(i.section, i.title, i.lead, i.supporting) for i in reading.items] == [
        ("农业", "播种面积", "县农业农村局", ()),
        ("工业", "产值", "县工信局", ("县商务局",)),
    ]


def test_the_year_may_stand_in_a_heading_or_in_the_day_the_task_was_given() -> None:
    by_heading = read_grid(sheet("事项名称|2027年度任务目标|责任单位|完成时限\n甲|建成|市住建局|6月底"))
    assert [due.due_on for due in by_heading.items[0].deadlines] == [date(2027, 6, 30)]
    by_row = read_grid(sheet("序号|批示时间|批示内容|承办单位|反馈时限\n1|2027.1.8|研究答复|市信访局|1月底前反馈"))
    assert [due.due_on for due in by_row.items[0].deadlines] == [date(2027, 1, 31)]


def test_deadlines_among_the_units_are_deadlines() -> None:
    reading = read_grid(
        sheet("""
            序号|工作任务
            1|压减环节（牵头单位：州政务局；责任单位：州司法局，各县市政府，6月底完成）
            2|规范执法（州司法局牵头，各县市政府配合，持续推进）
        """),
        year=2026,
    )
    first, second = reading.items
    assert (first.title, first.lead, first.supporting) == ("压减环节", "州政务局", ("州司法局", "各县市政府"))
    assert [due.due_on for due in first.deadlines] == [date(2026, 6, 30)]
    assert (second.lead, second.supporting) == ("州司法局", ("各县市政府",))
    assert [due.kind for due in second.deadlines] == [DueKind.ENDLESS]


@pytest.mark.parametrize(
    ("cell", "kept", "times"),
    [
        ("市局，12月底前完成", "市局", ["12月底前完成"]),
        ("市局（牵头，年底前）", "市局（牵头）", ["年底前"]),
        ("市局，3月专项行动工作专班", "市局，3月专项行动工作专班", []),
        ("市局、长期护理保险中心", "市局、长期护理保险中心", []),
        ("市局，" * 2000, "市局，" * 2000, []),
    ],
)
def test_only_clauses_of_time_leave_the_units(cell: str, kept: str, times: list[str]) -> None:
    assert split_times(cell) == (kept, times)


def test_the_first_responsible_unit_leads_where_none_is_named_and_that_is_said() -> None:
    reading = read_grid(
        sheet("""
            序号|任务|牵头单位|责任单位|时限
            1|甲|市发改委|市财政局、各区|年底
            2|乙||市教育局、各区|年底
        """),
        year=2026,
    )
    assert [(i.lead, i.supporting) for i in reading.items] == [
        ("市发改委", ("市财政局", "各区")),
        ("市教育局", ("各区",)),
    ]
    assert [p.code for p in reading.items[1].problems] == [RowProblem.LEAD_TAKEN]


def test_helpers_never_lead() -> None:
    reading = read_grid(sheet("序号|任务|牵头单位|配合单位|时限\n1|甲||市教育局|年底"), year=2026)
    assert (reading.items[0].lead, reading.items[0].supporting) == ("", ("市教育局",))


def test_what_stands_before_the_task_is_its_section() -> None:
    reading = read_grid(sheet("实事内容|工作任务|责任单位\n出行惠民|新建车位|区住建局\n养老惠民|新增床位|区民政局"))
    assert [(i.section, i.title, i.target) for i in reading.items] == [
        ("出行惠民", "新建车位", ""),
        ("养老惠民", "新增床位", ""),
    ]


def test_an_enterprise_is_the_task_only_where_nothing_else_is() -> None:
    beside = read_grid(sheet("序号|企业名称|服务事项|包联领导|责任单位\n1|甲公司|协调用地|高某|区住建局"))
    assert beside.items[0].title == "协调用地"
    alone = read_grid(sheet("序号|企业名称|包联领导|责任单位\n1|甲公司|高某|区住建局"))
    assert alone.items[0].title == "甲公司"


def test_a_problem_before_its_remedy_is_the_task() -> None:
    reading = read_grid(
        sheet("序号|存在问题|整改措施|整改标准|责任单位|整改期限\n1|路灯不亮|更换|全亮|区城管局|2026.6")
    )
    [item] = reading.items
    assert (item.title, item.measures, item.target) == ("路灯不亮", "更换", "全亮")


def test_the_finest_indicator_is_the_task() -> None:
    reading = read_grid(
        sheet("一级指标|二级指标|目标值|分值|责任单位\n经济|产值增速|6%|8|区发改局\n经济|投资增速|8%|6|区发改局")
    )
    assert [(i.section, i.title, i.target, i.points) for i in reading.items] == [
        ("经济", "产值增速", "6%", "8"),
        ("经济", "投资增速", "8%", "6"),
    ]


def test_columns_nobody_could_name_are_told_by_their_cells() -> None:
    reading = read_grid(
        sheet("""
            序号|任务内容|目标要求|责任办所（站）|啥时候办好
            1|换届|到位|党建办、城建办|2月底前
            2|修路|通车|城建办|2026年8月
        """),
        year=2026,
    )
    assert [(i.lead, i.supporting, i.deadlines[0].due_on) for i in reading.items] == [
        ("党建办", ("城建办",), date(2026, 2, 28)),
        ("城建办", (), date(2026, 8, 31)),
    ]


def test_a_heading_row_may_have_as_many_unknown_names_as_known_ones() -> None:
    reading = read_grid(
        sheet("序号|项目名称|落户地|服务领导|责任单位|对口窗口|所需要素\n1|冷库|东区|夏某|市商务局|甲窗口|用电"),
        year=2026,
    )
    assert (reading.header_row, reading.items[0].lead, reading.items[0].leader) == (1, "市商务局", "夏某")


def test_a_month_column_is_a_deadline() -> None:
    reading = read_grid(sheet("月份|工作内容|责任部门\n3月|植树|团委\n全年|值班|办公室"), year=2026)
    assert [i.deadlines[0].due_on for i in reading.items] == [date(2026, 3, 31), date(2026, 12, 31)]


def test_a_stop_behind_a_leader_goes() -> None:
    reading = read_grid(sheet("序号|任务|牵头负责领导|牵头单位\n1|甲|张某、李某某。|市发改委。"))
    assert (reading.items[0].leader, reading.items[0].lead) == ("张某、李某某", "市发改委")


def test_a_number_with_parts_of_its_own_and_nothing_else_is_a_heading() -> None:
    reading = read_grid(
        sheet("""
            序号|工作任务|牵头单位|完成时限
            1|项目建设||
            1.1|开工甲|县发改局|3月底
            1.2|建成乙|县住建局|10月底
            2|改善民生|县政府办|年底
            2.1|新增学位|县教体局|8月底
        """),
        year=2026,
    )
    assert [(i.number, i.section) for i in reading.items] == [
        ("1.1", "1、项目建设"),
        ("1.2", "1、项目建设"),
        ("2", ""),
        ("2.1", ""),
    ]


def test_a_bracket_names_the_units_where_the_columns_leave_them_out() -> None:
    reading = read_grid(
        sheet("""
            序号|工作任务|责任单位
            1|推行清单（市政务局牵头，各区配合）|
            2|告知承诺（试行）|市司法局
        """)
    )
    assert [(i.title, i.lead, i.supporting) for i in reading.items] == [
        ("推行清单", "市政务局", ("各区",)),
        ("告知承诺（试行）", "市司法局", ()),
    ]


def test_a_numbered_row_is_no_heading_though_its_words_could_be() -> None:
    reading = read_grid(
        sheet("""
            责任领导|编号|重点任务|时限|责任分工
            分管副市长|1.|培育企业|9月底前|市工信局牵头，市科技局配合
            |2.|支持企业|年底前|市工信局牵头，市财政局配合
        """),
        year=2026,
    )
    assert [(i.number, i.title, i.lead) for i in reading.items] == [
        ("1.", "培育企业", "市工信局"),
        ("2.", "支持企业", "市工信局"),
    ]
