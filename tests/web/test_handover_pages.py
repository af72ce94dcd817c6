"""交接 on the pages: looked at, then made; the paper printed and taken away."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from site_of_personas import Site
from sqlalchemy import func, select

from tracker.db import reading, writing
from tracker.models import Department, Handover, Post, Task
from tracker.vocabulary.departments import PostRank

_BASIS = {"effective_on": "2026-06-01", "basis": "市政府分工文件"}


def _papers(site: Site) -> int:
    with reading(site.engine) as session:
        return session.scalars(select(func.count()).select_from(Handover)).one()


def _two_seats(site: Site) -> tuple[int, int]:
    """The leader persona's seat, bound to both open tasks, and another."""
    with writing(site.engine) as session:
        other = Post(name="分管农业副市长", rank=PostRank.DEPUTY)
        session.add(other)
        session.flush()
        own = session.scalars(select(Post.id).where(Post.name == "分管城建副市长")).one()
        for task_id in (site.task_id, site.working_id):
            session.get_one(Task, task_id).leader_post_id = own
        return own, other.id


def _seat_of(site: Site, task_id: int) -> int | None:
    with reading(site.engine) as session:
        return session.get_one(Task, task_id).leader_post_id


def test_a_division_is_looked_at_ticked_made_and_printed(site: Site) -> None:
    own, other = _two_seats(site)
    browser, papers = site.browser("director"), _papers(site)
    data = {**_BASIS, "post_id": str(own), "to_post_id": str(other)}
    look = browser.post("/handovers/new/division", data={**data, "step": "look"})
    assert look.status_code == 200
    assert look.text.count('name="task"') == look.text.count("checked") == 2
    assert _papers(site) == papers
    made = browser.post("/handovers/new/division", data={**data, "step": "make", "task": str(site.working_id)})
    assert made.status_code == 303
    assert (_seat_of(site, site.task_id), _seat_of(site, site.working_id)) == (own, other)
    page = browser.get(made.headers["Location"]).text
    assert "在办的事" in page
    assert "刚交办的事" not in page
    assert "分管农业副市长" in page
    file = browser.get(f"{made.headers['Location']}/handover.docx")
    cells = [cell.text for table in Document(BytesIO(file.data)).tables for row in table.rows for cell in row.cells]
    assert "在办的事" in cells


def test_nothing_ticked_is_said_and_the_ticks_and_words_stay(site: Site) -> None:
    own, other = _two_seats(site)
    data = {**_BASIS, "post_id": str(own), "to_post_id": str(other), "step": "make"}
    answer = site.browser("director").post("/handovers/new/division", data=data)
    assert answer.status_code == 422
    assert "请勾选要交接的事项" in answer.text
    assert answer.text.count('name="task"') == 2
    assert "checked" not in answer.text
    assert "市政府分工文件" in answer.text


def test_a_task_that_is_not_the_seats_cannot_be_smuggled_in_idor(site: Site) -> None:
    own, other = _two_seats(site)
    data = {**_BASIS, "post_id": str(own), "to_post_id": str(other), "step": "make"}
    answer = site.browser("director").post("/handovers/new/division", data={**data, "task": [site.draft_id]})
    assert answer.status_code == 422
    assert _seat_of(site, site.draft_id) is None


def test_a_merger_lists_the_old_units_accounts_and_its_people_lose_the_tasks(site: Site) -> None:
    with reading(site.engine) as session:
        old, new = (
            session.scalars(select(Department.id).where(Department.name == name)).one()
            for name in ("市住建局", "市教育局")
        )
    data = {**_BASIS, "department_id": str(old), "to_department_id": str(new), "step": "make"}
    browser = site.browser("director")
    made = browser.post("/handovers/new/merged", data=data)
    page = browser.get(made.headers["Location"]).text
    assert "liaison（liaison）" in page
    assert "unit-head（unit-head）" in page
    assert site.browser("liaison").get(f"/tasks/{site.working_id}").status_code == 404
    assert site.browser("stranger-liaison").get(f"/tasks/{site.working_id}").status_code == 200
    again = browser.get("/handovers/new/merged").text
    assert ">市住建局<" not in again


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        ("holder", {"post_id": "", "incoming": "王某"}, "请选择职务"),
        ("holder", {"post_id": "999", "incoming": "王某"}, "请选择列表中的一项"),
        ("holder", {"incoming": "名" * 101}, "不能超过100字"),
        ("renamed", {"department_id": "1 OR 1", "name": "市住建局"}, "请选择单位"),
        ("renamed", {"department_id": "{unit}", "name": "市教育局"}, "已有单位名为“市教育局”"),
        ("merged", {"department_id": "{unit}", "to_department_id": "{unit}"}, "前后是同一个"),
        ("merged", {"department_id": "{unit}", "effective_on": "2026-13-40"}, "错误："),
        (
            "merged",
            {"department_id": "{unit}", "to_department_id": "{other}", "effective_on": "2026-06-02"},
            "晚于今天",
        ),
        ("merged", {"department_id": "{unit}", "to_department_id": "{other}", "basis": ""}, "请填写依据"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_happens(site: Site, kind: str, wrong: dict[str, str], said: str) -> None:
    units = {"unit": site.accounts["liaison"].department_id, "other": site.accounts["stranger-liaison"].department_id}
    data = {**_BASIS, "step": "make", **{name: value.format(**units) for name, value in wrong.items()}}
    papers = _papers(site)
    answer = site.browser("director").post(f"/handovers/new/{kind}", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert data["basis"] in answer.text
    assert _papers(site) == papers


def test_an_unknown_kind_and_another_offices_paper_are_not_there(site: Site) -> None:
    browser = site.browser("director")
    assert browser.get("/handovers/new/coup").status_code == 404
    assert browser.get("/handovers/999").status_code == 404
    with writing(site.engine) as session:
        session.get_one(Handover, 1).office_id = site.accounts["stranger-clerk"].office_id
    assert browser.get("/handovers/1").status_code == browser.get("/handovers/1/handover.docx").status_code == 404
