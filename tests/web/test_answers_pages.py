"""The pages of 签收 and of a ruling on a return, by the people concerned."""

from __future__ import annotations

from io import BytesIO

import pytest
from site_of_personas import Site
from sqlalchemy import select

from tracker.db import reading
from tracker.models import Approval, Department, EvidenceUse, Participation, ReassignmentRequest, Task
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.reports import EvidenceOf

REASON = "按三定规定，该职责属市教育局"


def version(site: Site) -> str:
    with reading(site.engine) as session:
        return str(session.get_one(Task, site.task_id).version)


def answer(site: Site, answered: str, words: str = "", **more: str):
    data = {"version": version(site), "answer": answered, "words": words, "reach": "own-level", **more}
    return site.browser("liaison").post(f"/tasks/{site.task_id}/answer", data=data)


def asked(site: Site) -> int:
    assert answer(site, "wants-return", REASON, suggestion="市教育局").status_code == 303
    with reading(site.engine) as session:
        return session.scalars(select(ReassignmentRequest.id)).one()


def another(site: Site) -> int:
    with reading(site.engine) as session:
        return session.scalars(select(Department.id).where(Department.name == "市教育局")).one()


def test_a_unit_answers_on_a_page_and_the_sheet_shows_it(site: Site) -> None:
    browser = site.browser("liaison")
    sheet = browser.get(f"/tasks/{site.task_id}").text
    assert f'href="/tasks/{site.task_id}/answer"' in sheet
    assert "还没有答复" in sheet
    page = browser.get(f"/tasks/{site.task_id}/answer").text
    assert "主办" in page
    assert "配合</label>" not in page
    assert answer(site, "needs-coordination", "土地指标不足").status_code == 303
    sheet = browser.get(f"/tasks/{site.task_id}").text
    assert "liaison答复：提请协调" in sheet
    assert f'href="/tasks/{site.task_id}/answer"' not in sheet
    assert "已经答复" in browser.get(f"/tasks/{site.task_id}/answer").text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"answer": ""}, "请选择一种答复"),
        ({"answer": "supporting"}, "错误：请改正以下内容"),
        ({"answer": "wants-return", "words": "无"}, "不少于10字"),
        ({"answer": "needs-coordination", "words": " "}, "请写明需要协调什么"),
        ({"answer": "wants-return", "words": "长" * 2001}, "不能超过2000字"),
        ({"answer": "wants-return", "words": REASON, "suggestion": "长" * 101}, "不能超过100字"),
    ],
)
def test_a_wrong_answer_is_refused_and_keeps_what_was_typed(site: Site, data: dict, said: str) -> None:
    refused = answer(site, data["answer"], data.get("words", "本局意见"), suggestion=data.get("suggestion", "市教育局"))
    assert refused.status_code == 422
    assert said in refused.text
    assert data.get("words", "本局意见").strip() in refused.text
    assert data.get("suggestion", "市教育局") in refused.text
    with reading(site.engine) as session:
        assert session.get_one(Task, site.task_id).status is TaskStatus.ASSIGNED
        assert session.scalars(select(Participation.answer).where(Participation.lead_of == site.task_id)).one() is None


def test_a_return_waits_for_the_director_and_hides_the_acknowledgement(site: Site) -> None:
    request = asked(site)
    sheet = site.browser("liaison").get(f"/tasks/{site.task_id}").text
    assert "等待裁定" in sheet
    assert f'action="/tasks/{site.task_id}/acknowledge"' not in sheet
    assert f'href="/returns/{request}"' not in sheet
    assert f'href="/returns/{request}"' in site.browser("director").get(f"/tasks/{site.task_id}").text
    assert site.browser("stranger-clerk").get(f"/returns/{request}/paper").status_code == 404
    assert site.browser("clerk").get(f"/returns/{request}").status_code == 403


def test_the_director_passes_it_to_another_unit(site: Site) -> None:
    request = asked(site)
    director = site.browser("director")
    assert REASON in director.get(f"/returns/{request}").text
    data = {
        "version": version(site),
        "outcome": "granted",
        "words": "职责属市教育局",
        "new_lead_id": str(another(site)),
    }
    assert director.post(f"/returns/{request}", data=data).status_code == 303
    assert site.browser("liaison").get(f"/tasks/{site.task_id}").status_code == 404
    assert "签收" in site.browser("stranger-liaison").get(f"/tasks/{site.task_id}").text
    assert "改由市教育局牵头" in director.get(f"/tasks/{site.task_id}").text
    assert "裁定：同意" in director.get(f"/returns/{request}").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcome": ""}, "请选择同意或不同意"),
        ({"words": " "}, "请写明裁定的理由"),
        ({"outcome": "granted"}, "请选择新的牵头单位"),
        ({"outcome": "granted", "new_lead_id": "999"}, "请选择列表中的一项"),
        ({"words": "长" * 2001}, "不能超过2000字"),
    ],
)
def test_a_wrong_ruling_is_refused_and_keeps_what_was_typed(site: Site, change: dict, said: str) -> None:
    request = asked(site)
    data = {"version": version(site), "outcome": "declined", "words": "职责清单第12项", "new_lead_id": "", **change}
    refused = site.browser("director").post(f"/returns/{request}", data=data)
    assert refused.status_code == 422
    assert said in refused.text
    assert data["words"].strip() in refused.text
    with reading(site.engine) as session:
        assert session.get_one(ReassignmentRequest, request).outcome is None


def test_a_paper_ruling_is_entered_by_the_office(site: Site) -> None:
    request = asked(site)
    clerk = site.browser("clerk")
    data = {
        "version": version(site),
        "outcome": "declined",
        "words": "职责清单第12项",
        "approver": "",
        "decided_on": "",
    }
    refused = clerk.post(f"/returns/{request}/paper", data=data)
    assert refused.status_code == 422
    assert "请填写裁定人" in refused.text
    whole = {**data, "approver": "王主任", "decided_on": "2026-05-30"}
    scan = (BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 64), "裁定.png")
    assert clerk.post(f"/returns/{request}/paper", data={**whole, "files": scan}).status_code == 303
    with reading(site.engine) as session:
        approval = session.scalars(select(Approval).where(Approval.subject_id == request, Approval.on_paper)).one()
        assert (approval.approver, approval.entered_by) == ("王主任", "clerk")
        used = session.scalars(select(EvidenceUse)).one()
        assert (used.subject_kind, used.subject_id) == (EvidenceOf.APPROVAL, approval.id)
    sheet = site.browser("liaison").get(f"/tasks/{site.task_id}").text
    assert f'action="/tasks/{site.task_id}/acknowledge"' in sheet
