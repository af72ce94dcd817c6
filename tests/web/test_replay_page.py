"""规则推演 on the page: by the numbers that hold nothing differs, by others the page says what and where."""

from __future__ import annotations

import re
from datetime import date

from site_of_personas import Site
from sqlalchemy import func, select

from tracker.db import reading, writing
from tracker.models import AuditEntry, WarningSlip
from tracker.services.escalation import escalate_day

NUMBERS = {
    "blue_workdays": "1", "orange_workdays": "6", "red_workdays": "11", "apart_workdays": "5", "answer_workdays": "3",
}  # fmt: skip


def test_what_other_numbers_would_have_changed(site: Site) -> None:
    with writing(site.engine) as session:
        for day in range(4, 20):
            escalate_day(session, date(2026, 5, day))
    clerk = site.browser("clerk")
    page = clerk.get("/rules/replay").text
    assert 'name="orange_workdays"' in page
    assert "系统提醒" in clerk.get("/rules/replay?name=reminder").text
    asked = {"name": "warning-slip", **NUMBERS, "first": "2026-05-01", "last": "2026-05-19"}
    with reading(site.engine) as session:
        before = session.scalars(select(func.count()).select_from(AuditEntry)).one()
        assert len(session.scalars(select(WarningSlip)).all()) == 3
    same = clerk.post("/rules/replay", data=asked)
    assert same.status_code == 200
    counted = re.findall(
        r'data-label="类别">([^<]*)</td><td data-label="实际">(\d+)</td><td data-label="推演">(\d+)', same.text
    )
    assert {label: (was, would) for label, was, would in counted if "督办单" in label} == {
        "蓝色督办单": ("1", "1"), "橙色督办单": ("1", "1"), "红色督办单": ("1", "1"),
    }  # fmt: skip
    milder = clerk.post("/rules/replay", data={**asked, "red_workdays": "60"})
    assert re.search(r"红色督办单</td><td[^>]*>1</td><td[^>]*>0</td>", milder.text)
    assert "不会有" in milder.text
    assert "<svg" in milder.text
    with reading(site.engine) as session:
        assert session.scalars(select(func.count()).select_from(AuditEntry)).one() == before
    for wrong, said in (
        ({"red_workdays": "0"}, "整数"),
        ({"last": "2026-04-01"}, "早于"),
        ({"first": "2020-01-01"}, "366天"),
        ({"first": ""}, "起始日期"),
    ):
        answer = clerk.post("/rules/replay", data={**asked, **wrong})
        assert (answer.status_code, said in answer.text) == (422, True), wrong
    assert site.browser("stranger-clerk").post("/rules/replay", data=asked).text.count('data-label="变化"') == 0
