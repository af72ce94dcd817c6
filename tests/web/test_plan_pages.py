"""The pages of a plan: laid down by a unit or entered for it, and reviewed."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from site_of_personas import Site
from sqlalchemy import select

from tracker.db import reading
from tracker.models import EvidenceUse, Task, TaskPlan
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.reports import EvidenceOf

PLAN = {
    "people": "张局长分管",
    "measures": "倒排工期",
    "requirement": "",
    "content": ["主体封顶", "竣工", ""],
    "evidence": ["照片", "", ""],
    "due": ["2026.8.31", "2026年12月20日", ""],
    "weight": ["40", "６０", ""],
}


def task(site: Site) -> Task:
    with reading(site.engine) as session:
        return session.get_one(Task, site.task_id)


def submitted(site: Site) -> list[TaskPlan]:
    with reading(site.engine) as session:
        return list(session.scalars(select(TaskPlan)))


@pytest.fixture
def acknowledged(site: Site) -> Site:
    data = {"version": str(task(site).version)}
    assert site.browser("liaison").post(f"/tasks/{site.task_id}/acknowledge", data=data).status_code == 303
    return site


def post(site: Site, persona: str, door: str, **data: object):
    return site.browser(persona).post(
        f"/tasks/{site.task_id}/{door}", data={"version": str(task(site).version), **data}
    )


def test_a_plan_is_laid_down_sent_back_and_accepted(acknowledged: Site) -> None:
    site = acknowledged
    unit, clerk = site.browser("liaison"), site.browser("clerk")
    assert f'href="/tasks/{site.task_id}/plan"' in unit.get(f"/tasks/{site.task_id}").text
    assert post(site, "liaison", "plan", **PLAN).status_code == 303
    assert f'href="/tasks/{site.task_id}/plan"' not in unit.get(f"/tasks/{site.task_id}").text
    assert "刚交办的事" in clerk.get("/desk").text.partition("待审方案")[2]
    assert post(site, "clerk", "plan/review", outcome="sent-back", reason="节点太粗，请细化").status_code == 303
    again = unit.get(f"/tasks/{site.task_id}/plan").text
    assert "节点太粗，请细化" in again
    assert 'value="主体封顶"' in again
    assert 'value="2026-08-31"' in again
    assert post(site, "liaison", "plan", **PLAN).status_code == 303
    review = clerk.get(f"/tasks/{site.task_id}/plan/review").text
    assert "此前退回1次" in review
    assert "✗ 要求" in review
    refused = post(site, "clerk", "plan/review", outcome="accepted", **{"gap-目标": "标题已写明"})
    assert refused.status_code == 422
    assert "还缺要求" in refused.text
    assert ">标题已写明</textarea>" in refused.text
    gaps = {"gap-目标": "标题已写明", "gap-要求": "按国家标准"}
    assert post(site, "clerk", "plan/review", outcome="accepted", **gaps).status_code == 303
    assert task(site).status is TaskStatus.IN_PROGRESS
    sheet = unit.get(f"/tasks/{site.task_id}").text
    assert "按国家标准" in sheet
    assert "2026-12-20" in sheet


def test_one_more_row_keeps_what_was_typed_and_submits_nothing(acknowledged: Site) -> None:
    page = post(acknowledged, "liaison", "plan", add="1", **PLAN)
    assert page.status_code == 200
    assert page.text.count('name="content"') == 4
    assert 'value="2026年12月20日"' in page.text
    assert "错误：" not in page.text
    assert submitted(acknowledged) == []


def test_a_file_chosen_before_one_more_row_stays_ticked(acknowledged: Site) -> None:
    scan = (BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 64), "方案.png")
    page = post(acknowledged, "liaison", "plan", add="1", form_key="k", files=scan, **PLAN).text
    kept = re.findall(r'<input checked[^>]*name="earlier"[^>]*value="(\d+)"', page)
    assert len(kept) == 1
    assert "方案.png" in page
    (key,) = set(re.findall(r'name="form_key" value="([^"]+)"', page.partition("<main")[2]))
    assert post(acknowledged, "liaison", "plan", form_key=key, earlier=kept, **PLAN).status_code == 303
    with reading(acknowledged.engine) as session:
        assert session.scalars(select(EvidenceUse.evidence_id)).one() == int(kept[0])


def test_texts_are_counted_by_the_site_and_not_cut_off_by_the_browser(acknowledged: Site) -> None:
    page = acknowledged.browser("liaison").get(f"/tasks/{acknowledged.task_id}/plan").text
    for name in ("people", "measures", "requirement", "content", "evidence"):
        (box,) = re.findall(rf'<(?:textarea|input)[^>]* name="{name}"[^>]*>', page)
        assert "maxlength" not in box


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"people": " "}, "请写明谁负责、谁经办"),
        ({"measures": "长" * 5001}, "“措施”不超过5000字，当前5001字"),
        ({"weight": ["40", "50", ""]}, "节点权重合计90，应为100"),
        ({"weight": ["八成", "60", ""]}, "第1个节点的权重应为1至100的整数"),
        ({"weight": ["-5", "60", ""]}, "第1个节点的权重应为1至100的整数"),
        ({"due": ["2026-02-30", "2026-12-20", ""]}, "第1个节点"),
        ({"due": ["", "2026-12-20", ""]}, "第1个节点"),
        ({"due": ["2026-08-31", "2027-01-01", ""]}, "第2个节点（2027-01-01）晚于最终时限2026-12-31"),
        ({"due": ["2025-08-31", "2026-12-20", ""]}, "早于交办日期"),
        ({"content": ["", "竣工", ""]}, "第1个节点没有写内容"),
        ({"content": ["长" * 501, "竣工", ""]}, "内容和佐证各不超过500字，当前501字"),
    ],
)
def test_a_wrong_plan_is_refused_and_keeps_what_was_typed(acknowledged: Site, change: dict, said: str) -> None:
    data = {**PLAN, **change}
    refused = post(acknowledged, "liaison", "plan", **data)
    assert refused.status_code == 422
    assert said in refused.text
    for typed in (data["people"].strip(), data["content"][1], data["due"][0], data["weight"][0]):
        assert typed in refused.text
    assert submitted(acknowledged) == []


def test_the_office_enters_a_plan_that_came_on_paper(acknowledged: Site) -> None:
    scan = (BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 64), "方案.png")
    assert post(acknowledged, "clerk", "plan/paper", **PLAN, files=scan).status_code == 303
    plan = submitted(acknowledged)[0]
    with reading(acknowledged.engine) as session:
        used = session.scalars(select(EvidenceUse)).one()
        assert (used.subject_kind, used.subject_id) == (EvidenceOf.PLAN, plan.id)
    assert (plan.on_paper, plan.submitted_by) == (True, "clerk")
    review = acknowledged.browser("clerk").get(f"/tasks/{acknowledged.task_id}/plan/review").text
    assert re.search(r'<a href="/evidence/\d+">方案.png</a>', review)
    assert "督查室代录" in acknowledged.browser("liaison").get(f"/tasks/{acknowledged.task_id}").text


def test_a_stale_plan_is_refused_and_shows_what_was_typed(acknowledged: Site) -> None:
    answer = acknowledged.browser("liaison").post(f"/tasks/{acknowledged.task_id}/plan", data={**PLAN, "version": "1"})
    assert answer.status_code == 409
    assert "张局长分管" in answer.text
