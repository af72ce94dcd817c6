"""督查 in the browser: planned, put forward, approved, on site, put right, checked; nobody else's to see."""

from __future__ import annotations

import re

from inspecting import furnish
from site_of_personas import TODAY, Site, account_of
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import Deadline, Finding, Inspection, Post, Submission
from tracker.policy.access import Actor
from tracker.services import completion
from tracker.services.deadlines import basis
from tracker.services.drafts import Task
from tracker.services.submissions import waiting_for
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.inspections import FindingState, InspectionState
from tracker.vocabulary.people import Role

PLAN = {
    "title": "厂房建设专项督查",
    "kind": "special",
    "basis": "市政府常务会议决定",
    "scope": "厂房建设进度",
    "methods": ["on-site", "talk"],
    "head": "主任",
    "others": "专家李某、专家王某",
    "from_on": "2026-6-1",
    "until_on": "2026.6.5",
}


def mayor(site: Site) -> None:
    """Somebody in the seat of the head of government."""
    with writing(site.engine) as session:
        seat = Post(name="市长", rank=PostRank.HEAD)
        session.add(seat)
        session.flush()
        office = site.accounts["clerk"].office_id
        site.accounts["mayor"] = account_of(session, "mayor", Role.LEADER, office, seat.id)


def planned(site: Site, **values: object) -> int:
    data = {**PLAN, "tasks": [str(site.working_id)], **values}
    answer = site.browser("clerk").post("/inspections/new", data=data)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rpartition("/")[2])


def test_an_unannounced_one_says_so_and_keeps_it_when_it_is_changed(site: Site) -> None:
    key = planned(site, unannounced="y")
    assert "（暗访，不预先通知被督查单位）" in site.browser("clerk").get(f"/inspections/{key}").text
    form = site.browser("clerk").get(f"/inspections/{key}/edit").text
    assert re.search(r'<input checked id="unannounced"', form)


def act(site: Site, persona: str, key: int, what: str, **data: str) -> object:
    with reading(site.engine) as session:
        version = session.get_one(Inspection, key).version
    return site.browser(persona).post(f"/inspections/{key}/{what}", data={"version": str(version), **data})


def approved(site: Site, key: int) -> None:
    with reading(site.engine) as session:
        waits = waiting_for(session, ApprovalKind.INSPECTION, key)
        assert waits is not None
        path, version = f"/submissions/{waits.id}", str(waits.version)
    page = site.browser("mayor").get(path).text
    assert f'href="/inspections/{key}"' in page
    data = {"version": version, "outcome": "approved", "opinion": "同意", "seat": ""}
    answer = site.browser("mayor").post(path, data=data)
    assert answer.status_code == 303, answer.text


def test_a_plan_finds_its_tasks_keeps_what_was_typed_and_is_put_forward(site: Site) -> None:
    mayor(site)
    clerk = site.browser("clerk")
    searched = clerk.post("/inspections/new", data={**PLAN, "find": "在办的事", "search": "1"})
    assert searched.status_code == 200
    box = f'value="{site.working_id}"'
    assert box in searched.text
    assert "厂房建设专项督查" in searched.text
    assert box not in clerk.post("/inspections/new", data={"find": "没有的词", "search": "1"}).text
    empty = clerk.post("/inspections/new", data={**PLAN, "from_on": "不知道"})
    assert empty.status_code == 422
    assert "专家李某、专家王某" in empty.text
    none = clerk.post("/inspections/new", data=PLAN)
    assert none.status_code == 422
    assert "请至少选择一个要督查的事项" in none.text
    assert f'value="{site.working_id}"' in clerk.get(f"/inspections/new?task_id={site.working_id}").text
    key = planned(site)
    assert "送审" in clerk.get(f"/inspections/{key}").text
    edit = clerk.get(f"/inspections/{key}/edit").text
    assert 'value="2026-06-01"' in edit
    assert act(site, "clerk", key, "put-forward").status_code == 303
    approved(site, key)
    page = clerk.get(f"/inspections/{key}").text
    assert "督查〔2026〕1号" in page
    year = clerk.get("/inspections?year=2026").text
    assert "各单位受督查次数" in year
    assert 'aria-label="市住建局1次"' in year
    assert "厂房建设专项督查" not in clerk.get("/inspections?year=2025").text
    assert clerk.get("/inspections?year=abcd").status_code == 200


def test_a_second_one_asks_why(site: Site) -> None:
    mayor(site)
    first = planned(site)
    act(site, "clerk", first, "put-forward")
    second = planned(site, title="再督查一次")
    page = site.browser("clerk").get(f"/inspections/{second}").text
    assert "与其他督查重复" in page
    refused = act(site, "clerk", second, "put-forward")
    assert refused.status_code == 422
    assert "政府督查工作条例第十五条" in refused.text
    assert act(site, "clerk", second, "put-forward", overlap_reason="群众反映强烈，确需督查").status_code == 303
    with reading(site.engine) as session:
        assert session.get_one(Inspection, second).state is InspectionState.PENDING
        row = session.scalars(select(Submission).where(Submission.subject_id == second)).one()
        assert "群众反映强烈" in row.body
    assert act(site, "clerk", second, "cancel", reason="合并到前一次").status_code == 303
    stale = site.browser("clerk").post(f"/inspections/{first}/cancel", data={"version": "1", "reason": "不再需要"})
    assert stale.status_code == 409


def test_on_site_and_put_right(site: Site) -> None:
    mayor(site)
    key = planned(site)
    act(site, "clerk", key, "put-forward")
    approved(site, key)
    clerk, unit_id = site.browser("clerk"), site.accounts["unit-head"].department_id
    visit = {"task": str(site.working_id), "visitor": "督查员甲", "visited_on": TODAY.isoformat()}
    assert clerk.post(f"/inspections/{key}/visit", data={**visit, "found": "没人"}).status_code == 422
    assert clerk.post(f"/inspections/{key}/visit", data={**visit, "found": "工地无人施工"}).status_code == 303
    found = {"part": f"{site.working_id}:{unit_id}", "found_on": TODAY.isoformat(), "content": "塔吊停工已半个月"}
    early = clerk.post(f"/inspections/{key}/finding", data={**found, "due_on": "2026-06-01", "requirement": "复工"})
    assert early.status_code == 422
    assert "塔吊停工已半个月" in early.text
    assert clerk.post(f"/inspections/{key}/finding", data={**found, "requirement": "一周内复工"}).status_code == 303
    with reading(site.engine) as session:
        duty = session.scalars(select(Finding.deadline_id)).one()
    path = f"/rectifications/{duty}"
    # the unit: on its list, its head reports, its liaison only reads
    owed = site.browser("unit-head").get("/owed").text
    assert f'href="{path}/claim"' in owed
    assert f'href="{path}"' in site.browser("liaison").get("/owed").text
    assert "报告整改" not in site.browser("liaison").get(path).text
    assert "塔吊停工已半个月" in site.browser("unit-head").get(f"/tasks/{site.working_id}").text
    assert site.browser("unit-head").post(f"{path}/claim", data={"statement": "好了"}).status_code == 422
    assert site.browser("unit-head").post(f"{path}/claim", data={"statement": "塔吊已经复工"}).status_code == 303
    assert f'href="{path}"' in clerk.get("/inspections").text
    checked = {"outcome": "failed", "words": "塔吊仍未开动", "checked_by": "督查员甲"}
    assert clerk.post(f"{path}/check", data={**checked, "words": "没动"}).status_code == 422
    assert clerk.post(f"{path}/check", data=checked).status_code == 303
    with reading(site.engine) as session:
        assert session.scalars(select(Finding.state)).one() is FindingState.FAILED
    page = site.browser("unit-head").get(path).text
    assert "整改不到位" in page
    assert "报告整改</a>" in page
    finish = act(site, "clerk", key, "finish", summary="发现一个问题，正在整改")
    assert finish.status_code == 303
    assert "登记督查发现" not in clerk.get(f"/inspections/{key}").text


def test_it_stays_on_the_units_list_after_the_task_has_ended(site: Site) -> None:
    with writing(site.engine) as session:
        ids = furnish(session, site.working_id, site.accounts["unit-head"].department_id or 0)
        task = session.get_one(Task, site.working_id)
        completion.claim_completion(session, Actor("局长"), task, today=TODAY)
        completion.complete(session, Actor("主任"), task, today=TODAY)
        assert basis(session, TODAY)
    assert f"/rectifications/{ids['rectification']}/claim" in site.browser("unit-head").get("/owed").text
    with reading(site.engine) as session:
        assert session.get_one(Deadline, ids["rectification"]).voided_on is None


def test_another_units_head_finds_nothing_anywhere(site: Site) -> None:
    with writing(site.engine) as session:
        ids = furnish(session, site.working_id, site.accounts["unit-head"].department_id or 0)
        unit = site.accounts["stranger-liaison"].department_id
        site.accounts["stranger-head"] = account_of(session, "stranger-head", Role.UNIT_HEAD, unit, None)
    stranger = site.browser("stranger-head")
    for room, key in (("inspections", "inspection"), ("rectifications", "rectification"), ("reviews", "review")):
        assert stranger.get(f"/{room}/{ids[key]}").status_code == 404
    conclusion, duty = f"/conclusions/{ids['conclusion']}", f"/rectifications/{ids['rectification']}"
    for path in (conclusion, f"{conclusion}/review", f"{duty}/claim"):
        assert stranger.get(path).status_code == 404
    for path in (f"{conclusion}/receive", f"{conclusion}/review", f"{duty}/claim"):
        assert stranger.post(path, data={"statement": "塔吊已经复工", "reason": "事实认定有误"}).status_code == 404
    for path in ("/inspections", "/conclusions"):
        assert not re.search("督查〔|督结〔|塔吊", stranger.get(path).text)
