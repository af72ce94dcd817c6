"""提请协调 on the pages: asked from the sheet, answered, passed up, shown to whom it concerns."""

from __future__ import annotations

import io

import openpyxl
from site_of_personas import Site
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import CoordinationRequest, Deadline, Post, Task
from tracker.vocabulary.departments import PostRank


def _requests(site: Site) -> list[CoordinationRequest]:
    with reading(site.engine) as session:
        return list(session.scalars(select(CoordinationRequest).order_by(CoordinationRequest.id)))


def _bind_leader(site: Site) -> int:
    """Make the seat of the leader persona the task's; returns the seat."""
    with writing(site.engine) as session:
        seat = session.scalars(select(Post.id).where(Post.name == "分管城建副市长")).one()
        session.get_one(Task, site.working_id).leader_post_id = seat
    return seat


def test_a_unit_asks_from_the_sheet_and_the_leader_finds_it_on_his_desk(site: Site) -> None:
    seat = _bind_leader(site)
    unit, path = site.browser("liaison"), f"/tasks/{site.working_id}/coordination"
    assert f'href="{path}"' in unit.get(f"/tasks/{site.working_id}").text
    assert "分管城建副市长" in unit.get(path).text
    asked = unit.post(path, data={"content": "管线迁改费用未落实", "reach": "upward", "to": str(seat)})
    assert asked.headers["Location"] == f"/tasks/{site.working_id}"
    assert "管线迁改费用未落实" in unit.get(f"/tasks/{site.working_id}").text
    for page in ("/leader", "/coordination"):
        shown = site.browser("leader").get(page).text
        assert "管线迁改费用未落实" in shown
        assert "地块权属不清" not in shown  # that one is addressed to the office


def test_what_is_wrong_is_said_at_the_field_and_all_that_was_typed_stays(site: Site) -> None:
    path = f"/tasks/{site.working_id}/coordination"
    for data, said in (
        ({"content": " ", "reach": "joint", "to": ""}, "请写明需要协调什么"),
        ({"content": "长" * 2001, "reach": "joint", "to": ""}, "不能超过2000字"),
        ({"content": "留住这句话", "reach": "sideways", "to": ""}, "错误："),
        ({"content": "留住这句话", "reach": "joint", "to": "999"}, "错误："),
    ):
        answer = site.browser("liaison").post(path, data=data)
        assert answer.status_code == 422
        assert said in answer.text
        assert data["content"].strip() in answer.text
    assert len(_requests(site)) == 1


def test_the_office_answers_once(site: Site) -> None:
    browser = site.browser("clerk")
    assert "等待5天" in browser.get("/desk").text
    assert browser.post("/coordination/1/answer", data={"words": "已商财政局"}).status_code == 303
    page = browser.get("/coordination/1").text
    assert "已商财政局" in page
    assert '<form class="panel"' not in page
    again = browser.post("/coordination/1/answer", data={"words": "第二次答复"})
    assert again.status_code == 422
    assert "已于2026-06-01了结" in again.text
    assert _requests(site)[0].answer == "已商财政局"


def test_a_refused_answer_keeps_its_words(site: Site) -> None:
    answer = site.browser("clerk").post("/coordination/1/answer", data={"words": "字" * 2001})
    assert answer.status_code == 422
    assert "字" * 2001 in answer.text


def test_the_secretary_general_passes_it_up_and_a_seat_below_is_no_choice(site: Site) -> None:
    with writing(site.engine) as session:
        session.add(Post(name="市长", rank=PostRank.HEAD))
        session.flush()
        mayor = session.scalars(select(Post.id).where(Post.name == "市长")).one()
    browser = site.browser("secretary-general")
    assert browser.post("/coordination/1/pass-up", data={"to": "999"}).status_code == 422
    assert browser.post("/coordination/1/pass-up", data={"to": str(mayor)}).headers["Location"] == "/coordination/2"
    first, second = _requests(site)
    assert (first.ended_on is not None, second.to_post_id, second.passed_from_id) == (True, mayor, first.id)
    page = browser.get("/coordination/2").text
    assert "市长" in page
    assert "提请哪位领导" not in page  # nobody is above


def test_the_unit_takes_its_own_request_back(site: Site) -> None:
    assert site.browser("stranger-liaison").post("/coordination/1/withdraw").status_code == 404
    assert site.browser("liaison").post("/coordination/1/withdraw").status_code == 303
    assert "没有等待答复的协调事项" in site.browser("clerk").get("/coordination").text
    assert site.browser("liaison").post("/coordination/1/withdraw").status_code == 422


def test_nobody_senior_is_coloured_however_long_they_take(site: Site) -> None:
    with writing(site.engine) as session:
        for duty in session.scalars(select(Deadline).where(Deadline.kind == "coordination-answer")):
            assert duty.yellow_on is None
            assert duty.red_on is None
    page = site.browser("secretary-general").get("/coordination").text
    assert "late" not in page
    assert "逾期" not in page


def test_an_overdue_tasks_delay_splits_wherever_it_is_shown(site: Site) -> None:
    with writing(site.engine) as session:
        final = session.scalars(
            select(Deadline).where(Deadline.task_id == site.working_id, Deadline.kind == "final")
        ).one()
        final.due_on = final.opened_on
        session.get_one(Task, site.working_id).light = "red"
    split = "本单位142天，等待协调5天"
    for persona, page in (
        ("liaison", f"/tasks/{site.working_id}"),
        ("leader", "/leader"),
        ("clerk", "/desk"),
        ("clerk", "/ledger"),
        ("clerk", "/ledger?late=overdue"),
        ("clerk", "/ledger/print"),
    ):
        assert split in site.browser(persona).get(page).text, page
    book = openpyxl.load_workbook(io.BytesIO(site.browser("clerk").get("/ledger/台账.xlsx").data))
    assert f"147天（{split}）" in {cell.value for row in book.active for cell in row}
    node = '已过31天</span><small class="soft">（本单位26天，等待协调5天）'
    assert node in site.browser("liaison").get("/owed").text
