"""The year and the number that the titles tell."""

from __future__ import annotations

import pytest

from tracker.policy.sheets.titles import document_number, plan_year

YEARS = [
    (["2023年市《政府工作报告》任务分解和责任分工方案（摘录）"], "", 2023),
    (["海城市贯彻落实2023年省、市《政府工作报告》任务分解"], "", 2023),
    (["广州市推进新型城市化发展重点任务分解表", "（人才集聚、民主法治四个实施意见，2012年）"], "", 2012),
    (["岳阳楼区2017年1-8月省重点民生实事完成情况表"], "", 2017),
    (["某某行动方案任务分解表（2024—2026年）"], "", 2026),
    (["重点任务分工方案"], "国办发〔2020〕43号", 2020),
    (["重点任务分工方案", "某政办发〔2024〕5号"], "", 2024),
    (["任务分解表"], "某某市2026", 2026),
    (["二〇二六年重点工作任务分解表"], "", 2026),
    (["填报时间：2025年12月1日", "2026年度重点工作台账"], "", 2026),
    (["２０２６年重点工作"], "", 2026),
    (["整改任务清单"], "Sheet1", None),
]


@pytest.mark.parametrize(("lines", "sheet", "year"), YEARS)
def test_the_plan_year(lines: list[str], sheet: str, year: int | None) -> None:
    assert plan_year(lines, sheet) == year


def test_the_document_number() -> None:
    assert document_number(["关于印发方案的通知", "某政办发〔2024〕5号"]) == "某政办发〔2024〕5号"
    assert document_number(["没有文号"]) == ""
