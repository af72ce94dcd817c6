"""Drafts in the browser: written by hand, changed, and every date that cannot be meant (bad input 1–11)."""

from __future__ import annotations

import pytest
from site_of_personas import TODAY, Site
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import Deadline, DepartmentGroup, GroupParticipation, Milestone, Participation, Task, TaskClerk
from tracker.services.registration import Submit, submit
from tracker.vocabulary.approvals import TaskBasis
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.sources import Disclosure, GoalLevel

GOOD = {
    "title": "城东污水处理厂提标改造",
    "target": "日处理10万吨，出水一级A",
    "people": "",
    "measures": "",
    "requirement": "",
    "section": "",
    "seat": "",
    "leader": "",
    "lead": "市住建局",
    "co_leads": "",
    "supporting": "市教育局",
    "due_on": "2026-09-30",
    "term": "",
    "unit": "working",
    "due_phrase": "",
    "disclosure": "public",
    "goal_level": "first",
    "points": "2.5",
    "year": "2026",
    "report_every": "month",
    "clerk": "",
}
NODES = {
    "nodes-0-content": "立项",
    "nodes-0-due_on": "2026-07-01",
    "nodes-0-weight": "40",
    "nodes-1-content": "完工",
    "nodes-1-due_on": "2026年9月30日",
    "nodes-1-weight": "60",
}


def _newest(site: Site) -> Task:
    with reading(site.engine) as session:
        return session.scalars(select(Task).order_by(Task.id.desc())).first()


def _tasks(site: Site) -> int:
    with reading(site.engine) as session:
        return len(session.scalars(select(Task.id)).all())


def test_a_task_is_written_by_hand_with_everything(site: Site) -> None:
    answer = site.browser("clerk").post("/tasks/new", data={**GOOD, **NODES})
    assert answer.status_code == 303
    task = _newest(site)
    assert answer.headers["Location"] == f"/tasks/{task.id}"
    assert (task.title, task.status, task.points) == (GOOD["title"], TaskStatus.DRAFT, 2.5)
    assert (task.disclosure, task.goal_level) == (Disclosure.PUBLIC, GoalLevel.FIRST)
    with reading(site.engine) as session:
        parts = session.scalars(select(Participation.role).where(Participation.task_id == task.id)).all()
        assert sorted(parts) == [ParticipationRole.LEAD, ParticipationRole.SUPPORTING]
        weights = select(Milestone.weight).where(Milestone.task_id == task.id).order_by(Milestone.ordinal)
        assert session.scalars(weights).all() == [40, 60]
        days = select(Deadline.due_on).where(Deadline.task_id == task.id).order_by(Deadline.due_on, Deadline.id)
        assert [day.isoformat() for day in session.scalars(days)] == ["2026-07-01", "2026-09-30", "2026-09-30"]
        clerk = session.scalars(select(TaskClerk.account_id).where(TaskClerk.task_id == task.id)).one()
        assert clerk == site.accounts["clerk"].account_id


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"due_on": ""}, "请填写办理时限，或选择“长期坚持”"),
        ({"due_on": "2026-02-30"}, "这个日期不存在"),
        ({"due_on": "2026-13-01"}, "这个日期不存在"),
        ({"due_on": "2026-05-31"}, "早于今天"),
        ({"due_on": "2206-01-01"}, "请核对年份"),
        ({"due_on": "0206-01-01"}, "请核对年份"),
        ({"due_on": "26-01-01"}, "请核对年份"),
        ({"due_on": "2031-01-01"}, "确认时限超过三年"),
        ({"due_on": "3月底"}, "不是具体日期"),
        ({"due_on": "尽快"}, "不是具体日期"),
        ({"term": "5"}, "只能填一项"),
        ({"due_on": "", "term": "0"}, "请填写1至1500的整数"),
        ({"due_on": "", "term": "五"}, "错误"),
        ({"nodes-0-due_on": "2026-10-01"}, "晚于总时限"),
        ({"nodes-0-due_on": "2026-09-30", "nodes-1-due_on": "2026-07-01"}, "早于前一个节点"),
        ({"nodes-0-weight": "30"}, "节点权重合计90"),
        ({"nodes-0-weight": "101"}, "请填写0至100的整数"),
        ({"nodes-0-content": ""}, "节点1没有填写内容"),
        ({"nodes-1-due_on": "月底"}, "节点2完成日期：“月底”不是具体日期"),
        ({"lead": "市住建居"}, "没有找到单位“市住建居”，相近的有：市住建局"),
        ({"title": "  "}, "请填写"),
        ({"title": "机密★ 某事"}, "密级标志"),
        ({"title": "长" * 2001}, "不超过2000字"),
        ({"seat": "999"}, "错误"),
        ({"clerk": "999"}, "错误"),
        ({"disclosure": "secret"}, "错误"),
        ({"points": "很多"}, "错误"),
        ({"year": "26"}, "请填写四位年份"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(site: Site, change: dict[str, str], said: str) -> None:
    before, data = _tasks(site), {**GOOD, **NODES, **change}
    answer = site.browser("clerk").post("/tasks/new", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert "<title>错误：" in answer.text
    for name in ("target", "due_on", "nodes-0-content", "lead"):
        assert data[name] in answer.text
    assert _tasks(site) == before


@pytest.mark.parametrize("typed", ["２０２６－０９－３０", "2026.9.30", "2026/9/30", "2026年9月30日"])
def test_days_are_read_alike_however_they_are_typed(site: Site, typed: str) -> None:
    assert site.browser("clerk").post("/tasks/new", data={**GOOD, "due_on": typed}).status_code == 303
    with reading(site.engine) as session:
        final = select(Deadline.due_on).where(Deadline.task_id == _newest(site).id, Deadline.kind == DeadlineKind.FINAL)
        assert session.scalars(final).one().isoformat() == "2026-09-30"


def test_words_in_place_of_a_day_are_kept_as_the_papers_own(site: Site) -> None:
    answer = site.browser("clerk").post("/tasks/new", data={**GOOD, "due_on": "月底前"})
    assert 'name="due_phrase" type="text" value="月底前"' in answer.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"due_on": "2026-10-01"}, "是休息日；如需顺延，请改为2026-10-08"),
        ({"due_on": "2027-06-30"}, "2027年的节假日安排尚未公布"),
        ({"due_on": "", "term": "5"}, "从今天起算到2026-06-08"),
    ],
)
def test_what_is_worth_knowing_is_told_and_refuses_nothing(site: Site, change: dict[str, str], said: str) -> None:
    browser = site.browser("clerk")
    answer = browser.post("/tasks/new", data={**GOOD, **change})
    assert answer.status_code == 303
    assert said in browser.get(answer.headers["Location"]).text


def test_a_day_years_away_is_taken_once_confirmed_and_an_endless_matter_has_none(site: Site) -> None:
    browser = site.browser("clerk")
    assert browser.post("/tasks/new", data={**GOOD, "due_on": "2031-01-01", "far": "y"}).status_code == 303
    assert browser.post("/tasks/new", data={**GOOD, "due_on": "", "endless": "y"}).status_code == 303
    assert _newest(site).endless


def test_a_draft_is_changed_as_a_whole_and_by_one_at_a_time(site: Site) -> None:
    with writing(site.engine) as session:
        session.add(DepartmentGroup(name="各县（市、区）"))
    browser, path = site.browser("clerk"), f"/tasks/{site.draft_id}/edit"
    page = browser.get(path).text
    assert "还没交办的事" in page
    assert 'value="市住建局"' in page
    with reading(site.engine) as session:
        version = str(session.get_one(Task, site.draft_id).version)
    data = {**GOOD, "version": version, "lead": "市教育局、市住建局", "supporting": "各县（市、区）"}
    assert browser.post(path, data=data).status_code == 303
    with reading(site.engine) as session:
        lead = select(Participation.role).where(Participation.task_id == site.draft_id).order_by(Participation.id)
        assert session.scalars(lead).all() == [ParticipationRole.LEAD, ParticipationRole.CO_LEAD]
        groups = session.scalars(select(GroupParticipation.role).where(GroupParticipation.task_id == site.draft_id))
        assert groups.all() == [ParticipationRole.SUPPORTING]
    stale = browser.post(path, data=data)
    assert stale.status_code == 409
    assert GOOD["title"] in stale.text


def test_what_was_put_forward_is_a_draft_no_longer(site: Site) -> None:
    with writing(site.engine) as session:
        task = session.get_one(Task, site.draft_id)
        submit(session, site.accounts["clerk"], Submit(task, TaskBasis.PARTY_DECISION, "市委常委会"), today=TODAY)
    browser = site.browser("clerk")
    assert browser.get(f"/tasks/{site.draft_id}/edit").status_code == 409
    assert f"/tasks/{site.draft_id}/edit" not in browser.get(f"/tasks/{site.draft_id}").text
