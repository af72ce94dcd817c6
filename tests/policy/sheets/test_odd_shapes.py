"""Sheets that leave out what others have, or put it elsewhere."""

from __future__ import annotations

import time
from datetime import date

import pytest
from sheet_texts import sheet

from tracker.policy.sheets.items import read_grid


def test_units_in_a_bracket_behind_the_task() -> None:
    reading = read_grid(
        sheet("""
            序号|工作任务|完成时限
            1|压缩审批时间（市发改委牵头，市财政局、各县（市、区）政府配合）|6月底前
            2|优化流程（责任单位：市政务局、市司法局）。|年底
        """),
        year=2026,
    )
    assert [(i.title, i.lead, i.supporting) for i in reading.items] == [
        ("压缩审批时间", "市发改委", ("市财政局", "各县（市、区）政府")),
        ("优化流程", "市政务局", ("市司法局",)),
    ]


def test_leader_and_units_labelled_in_one_cell() -> None:
    reading = read_grid(
        sheet(r"""
            序号|重点任务|责任落实|完成时限
            1|招商引资|牵头领导：张某某\n牵头单位：市投促局\n责任单位：市商务局、各开发区|12月底
            2|项目建设|牵头领导：李某；牵头单位：市发改委；责任单位：市住建局、自然资源局|全年
        """),
        year=2026,
    )
    assert [(i.leader, i.lead, i.supporting) for i in reading.items] == [
        ("张某某", "市投促局", ("市商务局", "各开发区")),
        ("李某", "市发改委", ("市住建局", "市自然资源局")),
    ]


def test_the_heading_explains_who_leads_and_the_target_says_when() -> None:
    reading = read_grid(
        sheet("""
            序号|事项|责任单位（排在首位的为牵头单位）|工作目标及完成时限
            1|修路|市交通局、市财政局（排名第一的为牵头单位，下同）|6月底前完成路基，12月底前通车
        """),
        year=2026,
    )
    [item] = reading.items
    assert (item.lead, item.supporting) == ("市交通局", ("市财政局",))
    assert item.target == "6月底前完成路基，12月底前通车"
    assert [due.due_on for due in item.deadlines] == [date(2026, 6, 30), date(2026, 12, 31)]


def test_headings_of_three_levels_without_a_number_column() -> None:
    reading = read_grid(
        sheet("""
            工作任务|责任单位|时限
            一、经济工作||
            稳增长|市发改委|年底
            （一）工业||
            扩产|市工信局|年底
            二、社会工作||
            就业|市人社局|年底
        """),
        year=2026,
    )
    assert [i.section for i in reading.items] == ["一、经济工作", "一、经济工作 / （一）工业", "二、社会工作"]


def test_a_number_column_without_a_heading() -> None:
    reading = read_grid(
        sheet("""
            附件1|||||
            2026年工作要点任务分解表|||||
            |重点任务|责任领导|牵头单位|参与单位|完成时间
            1|加强政治建设|张某|市委办|市直机关工委|贯穿全年
            2|加强干部队伍建设|李某|市委组织部|各县（市、区）委|12月底前
        """)
    )
    assert [i.number for i in reading.items] == ["1", "2"]


def test_tasks_without_numbers_and_units_are_no_headings() -> None:
    reading = read_grid(sheet("任务名称|牵头单位|完成时限\n甲任务||\n乙任务|市财政局|6月"), year=2026)
    assert [i.title for i in reading.items] == ["甲任务", "乙任务"]


def test_three_kinds_of_unit_columns_and_a_leader_with_his_office() -> None:
    reading = read_grid(
        sheet("""
            序号|任务|牵头领导|牵头单位|责任单位|配合单位|完成时限
            1|培育企业|副市长 王 某|市工信局|各县区|市财政局、审计局|2024年12月
        """)
    )
    [item] = reading.items
    assert item.leader == "副市长 王某"
    assert item.supporting == ("各县区", "市财政局", "市审计局")


def test_four_columns_below_one_heading() -> None:
    reading = read_grid(
        sheet(
            """
            序号|工作任务|分工||||完成时限
            ||牵头领导|牵头单位|责任领导|责任单位|
            1|甲|张某|市发改委|李某|市财政局|6月底
            """,
            (0, 2, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1), (0, 6, 1, 6),
        ),
        year=2026,
    )  # fmt: skip
    [item] = reading.items
    assert (item.leader, item.lead, item.supporting) == ("张某", "市发改委", ("市财政局",))
    assert item.other == {"责任领导": "李某"}


HOSTILE = ["(", "（", "一、", "（一）", "1.", "各区、", "2026年", "市", " ", "合计", "第一部分", "牵头", "二〇"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_cells_take_no_time(piece: str) -> None:
    long = piece * (50_000 // len(piece))
    grid = sheet(f"{long}|\n序号|任务|责任单位|时限|备注\n{long}|{long}|{long}|{long}|{long}\n{long}|")
    started = time.process_time()
    read_grid(grid, year=2026)
    # Eight such cells, each read by several rules.
    assert time.process_time() - started < 1.0
