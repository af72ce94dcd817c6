"""简易交办 on one page: what is typed stays, what is wrong is said, what is right is on its way at once."""

from __future__ import annotations

import pytest
from site_of_personas import Site
from sqlalchemy import select

from tracker.db import reading
from tracker.models import Card, Task
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.lifecycle import TaskStatus

GOOD = {
    "leader": "分管城建副市长",
    "basis": "leader-instruction",
    "wording": "请住建局三日内处置并报结果。",
    "written_on": "2026年6月1日",
    "title": "东湖路积水点整治",
    "unit": "市住建局",
    "due_on": "2026-06-08",
    "requirement": "",
}


def test_one_page_registers_assigns_and_makes_the_card(site: Site) -> None:
    answer = site.browser("clerk").post("/simple", data=GOOD)
    assert answer.status_code == 303
    with reading(site.engine) as session:
        task = session.scalars(select(Task).where(Task.title == GOOD["title"])).one()
        assert (task.status, task.procedure) == (TaskStatus.ASSIGNED, Procedure.SIMPLE)
        assert task.leader_post_id is not None
        assert session.scalars(select(Card).where(Card.task_id == task.id)).first() is not None


def test_the_page_and_the_routes_say_that_a_small_matter_goes_no_route(site: Site) -> None:
    assert "由督查员凭批示直接登记交办，不走审批路线" in site.browser("clerk").get("/simple").text
    assert "简易流程的事项不走以上路线" in site.browser("director").get("/routes").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": "市航天局"}, "没有找到单位"),
        ({"due_on": "2026-06-30"}, "期限超过15天"),
        ({"due_on": "2026-05-20"}, "办理时限不能早于今天"),
        ({"due_on": "3月底"}, "不是具体日期"),
        ({"due_on": "2026-02-30"}, "日期不存在"),
        ({"written_on": "2026-06-02"}, "批示日期不能晚于今天"),
        ({"wording": "   "}, "请抄录批示原文"),
        ({"title": ""}, "请写明要办什么事"),
        ({"title": "长" * 501}, "不超过500字"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_stays(site: Site, change: dict[str, str], said: str) -> None:
    typed = GOOD | change
    answer = site.browser("clerk").post("/simple", data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed["leader"] in answer.text
    assert typed["due_on"] in answer.text
    with reading(site.engine) as session:
        assert session.scalars(select(Task).where(Task.procedure == Procedure.SIMPLE)).all() == []
