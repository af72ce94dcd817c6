"""The publication desk in the browser: each does their part, and what is refused stays on the page."""

from __future__ import annotations

import re

import pytest
from publishing import listed
from site_of_personas import TODAY, Site
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import Deadline, Publication, Task
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.publications import PublicationState

DATA = {
    "kind": "livelihood",
    "title": "老旧小区改造",
    "unit": "市住建局",
    "stage": "正在施工",
    "due_on": "2026-12-31",
    "body": "已完成3个小区。",
}


@pytest.fixture
def open_site(site: Site) -> Site:
    """Its task is for the public; nothing is published yet."""
    with writing(site.engine) as session:
        session.get_one(Task, site.working_id).disclosure = "public"
        session.delete(session.get_one(Publication, site.publication_id))
    return site


def _row(site: Site) -> Publication:
    with reading(site.engine) as session:
        return session.scalars(select(Publication).order_by(Publication.id.desc())).first()  # type: ignore[return-value]


def _act(site: Site, persona: str, act: str, status: int = 303, **data: str) -> str:
    row = _row(site)
    answer = site.browser(persona).post(f"/publications/{row.id}/{act}", data={"version": str(row.version), **data})
    assert answer.status_code == status, answer.text
    return answer.text


def _draft(site: Site, **change: str) -> None:
    answer = site.browser("clerk").post(f"/tasks/{site.working_id}/publications/new", data={**DATA, **change})
    assert answer.status_code == 303, answer.text


def test_from_the_sheet_into_public_by_those_concerned(open_site: Site) -> None:
    site, clerk = open_site, open_site.browser("clerk")
    new = f"/tasks/{site.working_id}/publications/new"
    assert f'href="{new}"' in clerk.get(f"/tasks/{site.working_id}").text
    begun = clerk.get(new).text
    assert "在办的事" in begun
    assert 'value="市住建局"' in begun
    _draft(site)
    page = f"/publications/{_row(site).id}"
    assert "<strong>预览</strong>" in clerk.get(f"{page}/preview").text
    assert site.browser("anonymous").get(f"/public/{_row(site).id}").status_code == 404
    _act(site, "clerk", "ask")
    owed = site.browser("liaison").get("/owed").text
    assert "公开前征求意见 1 件" in owed
    assert f'href="{page}"' in owed
    assert site.browser("publicity").get(page).status_code == 404
    _act(site, "liaison", "reply", outcome="agreed")
    assert site.browser("publicity").get("/").headers["Location"] == "/publications/cosigning"
    assert "老旧小区改造" in site.browser("publicity").get("/publications/cosigning").text
    _act(site, "publicity", "cosign", words="口径无误")
    director = site.browser("director")
    assert "公开：老旧小区改造" in director.get("/approvals").text
    door = re.findall(r'href="(/submissions/\d+)"', director.get(page).text)[0]
    asked = director.get(door).text
    assert f'href="{page}"' in asked
    assert "口径无误" in asked
    version = re.findall(r'name="version" value="(\d+)"', asked)[0]
    assert director.post(door, data={"version": version, "outcome": "approved", "seat": ""}).status_code == 303
    _act(site, "clerk", "publish", outlet="示例日报", day=TODAY.isoformat())
    public = site.browser("anonymous").get(f"/public/{_row(site).id}").text
    assert "已完成3个小区。" in public
    shown = re.search(r"<h1>.*?</dl>", clerk.get(page).text, re.DOTALL)
    assert shown is not None
    assert shown[0] in public  # word for word what the desk shows
    assert "已公开" in clerk.get(f"/tasks/{site.working_id}").text


def test_a_stale_page_signs_nothing(open_site: Site) -> None:
    site = open_site
    _draft(site)
    _act(site, "clerk", "ask")
    row = _row(site)
    old = {"version": str(row.version - 1), "outcome": "agreed"}
    assert site.browser("liaison").post(f"/publications/{row.id}/reply", data=old).status_code == 409
    assert _row(site).replied_on is None


def test_what_is_refused_keeps_what_was_typed(open_site: Site) -> None:
    site = open_site
    _draft(site)
    _act(site, "clerk", "ask")
    assert "请写明意见" in _act(site, "liaison", "reply", 422, outcome="objects", words=" ")
    assert "请选择有无意见" in _act(site, "liaison", "reply", 422, words="留住这句话")
    assert "留住这句话" in _act(site, "liaison", "reply", 422, words="留住这句话")
    assert "答复前不能送会签" in _act(site, "clerk", "forward", 422)
    _act(site, "clerk", "reply", outcome="agreed", signer="张局长")
    assert "请填写宣传部会签人" in _act(site, "clerk", "cosign-paper", 422, day=TODAY.isoformat())
    assert "不行" in _act(site, "publicity", "send-back", 422, reason="不行")
    _act(site, "publicity", "send-back", reason="数字须核对一遍")
    assert "数字须核对一遍" in site.browser("clerk").get(f"/publications/{_row(site).id}").text
    assert site.browser("publicity").get(f"/publications/{_row(site).id}").status_code == 404


def test_an_edit_says_what_it_costs_and_voids_the_signatures(open_site: Site) -> None:
    site = open_site
    _draft(site)
    _act(site, "clerk", "ask")
    _act(site, "liaison", "reply", outcome="agreed")
    page = f"/publications/{_row(site).id}/edit"
    assert "须重新办理" in site.browser("clerk").get(page).text
    _act(site, "clerk", "edit", **{**DATA, "body": "改成4个小区。"})
    row = _row(site)
    assert (row.state, row.replied_on, row.body) == (PublicationState.DRAFT, None, "改成4个小区。")
    assert site.browser("liaison").get(f"/publications/{row.id}").status_code == 404


def test_a_listing_is_published_in_time_and_its_form_begins_with_it(site: Site) -> None:
    with writing(site.engine) as session:
        task = session.get_one(Task, site.working_id)
        listed(session, task, today=TODAY)
        session.delete(session.get_one(Publication, site.publication_id))
    begun = site.browser("clerk").get(f"/tasks/{site.working_id}/publications/new").text
    assert 'selected value="listing"' in begun
    assert "挂牌督办中" in begun
    assert "限期竣工" in begun
    _draft(site, kind="listing")
    _act(site, "clerk", "ask")
    _act(site, "clerk", "reply", outcome="agreed", signer="张局长")
    _act(site, "clerk", "cosign-paper", signer="李科长", day=TODAY.isoformat())
    row, director = _row(site), site.browser("director")
    door = re.findall(r'href="(/submissions/\d+)"', director.get(f"/publications/{row.id}").text)[0]
    version = re.findall(r'name="version" value="(\d+)"', director.get(door).text)[0]
    assert director.post(door, data={"version": version, "outcome": "approved", "seat": ""}).status_code == 303
    assert 'value="示例日报"' in site.browser("clerk").get(f"/publications/{row.id}").text
    _act(site, "clerk", "publish", outlet="示例日报", day=TODAY.isoformat())
    with reading(site.engine) as session:
        duty = session.scalars(select(Deadline).where(Deadline.kind == DeadlineKind.PUBLICATION)).one()
        assert duty.met_on == TODAY


def test_what_is_sensitive_is_refused_in_words(site: Site) -> None:
    clerk, path = site.browser("clerk"), f"/tasks/{site.working_id}/publications/new"
    with writing(site.engine) as session:
        session.get_one(Task, site.working_id).disclosure = "sensitive"
    answer = clerk.post(path, data=DATA)
    assert (answer.status_code, "事项标为“敏感”" in answer.text) == (422, True)
