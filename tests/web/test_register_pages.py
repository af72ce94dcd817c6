"""Units, groups and seats in the browser."""

from __future__ import annotations

import re

import pytest
from site_of_personas import Site
from sqlalchemy import select

from tracker.db import reading
from tracker.models import Department, DepartmentGroup, Post

UNIT = {"name": "市供热办", "kind": "government", "level": "city", "short_names": "供热办、热办"}


def _id(site: Site, name: str) -> int:
    with reading(site.engine) as session:
        return session.scalars(select(Department.id).where(Department.name == name)).one()


def _version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page).group(1)


def test_a_unit_is_entered_changed_renamed_and_merged(site: Site) -> None:
    browser = site.browser("director")
    assert browser.post("/units/new", data=UNIT).status_code == 303
    unit_id = _id(site, "市供热办")
    way = f"/units/{unit_id}"
    page = browser.get(way).text
    assert 'value="供热办、热办"' in page
    data = {**UNIT, "version": _version(page), "track": "城建", "enabled_on": "2026-07-01", "parent_id": ""}
    assert browser.post(way, data=data).status_code == 303
    stale = browser.post(way, data={**data, "track": "农业"})
    assert stale.status_code == 409
    renamed = {"new_name": "市供热服务中心", "renamed_on": "2026-07-01", "version": _version(browser.get(way).text)}
    assert browser.post(f"{way}/rename", data=renamed).status_code == 303
    page = browser.get("/units").text
    for words in ("市供热服务中心", "市供热办（至2026-07-01）", "供热办、热办", "城建", "2026-07-01"):
        assert words in page
    heir = _id(site, "市住建局")
    ended = {"successor_id": str(heir), "ended_on": "2026-08-01", "version": _version(browser.get(way).text)}
    assert browser.post(f"{way}/end", data=ended).status_code == 303
    assert "2026-08-01 并入市住建局" in browser.get("/units").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "请填写单位全称"),
        ({"name": "市住建局"}, "已登记"),
        ({"name": "长" * 101}, "最多100字"),
        ({"kind": "deity"}, "错误"),
        ({"enabled_on": "2026-02-30"}, "错误"),
        ({"parent_id": "99999"}, "请选择列表中的一项"),
        ({"parent_id": "x"}, "请选择列表中的一项"),
        ({"track": "长" * 51}, "最多50字"),
    ],
)
def test_a_unit_that_makes_no_sense_is_refused_with_all_that_was_typed(
    site: Site, changed: dict[str, str], said: str
) -> None:
    answer = site.browser("system-admin").post("/units/new", data={**UNIT, **changed})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="供热办、热办"' in answer.text


def test_renaming_and_merging_ask_for_what_they_need(site: Site) -> None:
    browser, way = site.browser("director"), f"/units/{_id(site, '市住建局')}"
    renamed = browser.post(f"{way}/rename", data={})
    ended = browser.post(f"{way}/end", data={})
    assert renamed.status_code == ended.status_code == 422
    assert "请填写新的全称" in renamed.text
    assert "请选择承接单位" in ended.text


def test_a_group_gets_its_members(site: Site) -> None:
    browser = site.browser("director")
    way = browser.post("/units/groups", data={"group_name": "各城建单位"}).headers["Location"]
    unit_id = _id(site, "市住建局")
    data = {"unit": [str(unit_id), "x", "9" * 12], "version": _version(browser.get(way).text)}
    assert browser.post(way, data=data).status_code == 303
    assert "各城建单位</a>：市住建局" in browser.get("/units").text
    assert browser.post(way, data=data).status_code == 409
    assert browser.post("/units/groups", data={"group_name": "各城建单位"}).status_code == 422
    with reading(site.engine) as session:
        assert len(session.scalars(select(DepartmentGroup.id)).all()) == 1


def test_a_seat_is_entered_and_held(site: Site) -> None:
    browser = site.browser("system-admin")
    assert browser.post("/posts", data={"name": "分管交通副市长", "rank": "deputy"}).status_code == 303
    with reading(site.engine) as session:
        post_id = session.scalars(select(Post.id).where(Post.name == "分管交通副市长")).one()
    way = f"/posts/{post_id}"
    assert browser.post(way, data={"holder": "某甲", "from_on": "2026-01-01"}).status_code == 303
    assert "某甲 2026-01-01 至 今" in browser.get("/posts").text
    for data, said in (
        ({"holder": "某乙", "from_on": "2025-01-01"}, "应晚于现任的任职日期2026-01-01"),
        ({"holder": "某乙", "from_on": ""}, "请填写日期"),
        ({"holder": "长" * 51, "from_on": "2026-02-01"}, "最多50字"),
    ):
        answer = browser.post(way, data=data)
        assert answer.status_code == 422
        assert said in answer.text
    assert browser.post("/posts", data={"name": "分管交通副市长", "rank": "deputy"}).status_code == 422
    assert browser.post("/posts", data={"name": "", "rank": "emperor"}).status_code == 422
