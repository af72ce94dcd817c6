"""The enter key presses a form's first button: it saves, adds or looks, and never decides."""

from __future__ import annotations

import re

import pytest
from site_of_personas import TODAY, Site
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import Deadline, ProgressReport, Task, TaskPlan
from tracker.services.deadlines import basis
from tracker.services.report_periods import open_periods
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.reports import ReportState

PLAN = {"people": "张局长分管", "measures": "倒排工期", "content": "竣工", "due": "2026-12-20", "weight": "100"}


def forms(page: str) -> list[tuple[str, list[str]]]:
    """Each form in the page's main part, with the words on its buttons."""
    main = page.partition("<main")[2]
    return [
        (form, [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<button.*?</button>", form, re.DOTALL)])
        for form in re.findall(r"<form.*?</form>", main, re.DOTALL)
    ]


def buttons(page: str) -> list[list[str]]:
    return [found for _, found in forms(page)]


@pytest.fixture
def sent(site: Site) -> ProgressReport:
    """A report that waits for the office."""
    with writing(site.engine) as session:
        open_periods(session, TODAY, basis(session, TODAY))
        query = select(Deadline.id).where(Deadline.task_id == site.working_id, Deadline.kind == DeadlineKind.REPORT)
        duty = session.scalars(query).one()
    data = {"act": "sign", "version": "0", "done": "完成了一半"}
    assert site.browser("unit-head").post(f"/reports/for/{duty}", data=data).status_code == 303
    with reading(site.engine) as session:
        return session.scalars(select(ProgressReport)).one()


def test_a_report_is_accepted_and_sent_back_in_two_forms(site: Site, sent: ProgressReport) -> None:
    clerk, path = site.browser("clerk"), f"/reports/{sent.id}/decide"
    accept, back = forms(clerk.get(path).text)
    assert (accept[1], back[1]) == (["采纳"], ["退回"])
    assert 'name="reason"' not in accept[0]
    both = {"outcome": "accept", "version": sent.version, "reason": "数字对不上，请核实"}
    answer = clerk.post(path, data=both)
    assert answer.status_code == 422
    assert "填了退回理由，没有采纳" in answer.text
    assert "数字对不上，请核实" in forms(answer.text)[1][0]
    with reading(site.engine) as session:
        assert session.get_one(ProgressReport, sent.id).state is ReportState.SENT


def test_a_node_is_accepted_and_sent_back_in_two_forms(site: Site) -> None:
    claim, decide = (f"/tasks/duties/{site.node_id}/{act}" for act in ("claim", "decide"))
    assert site.browser("liaison").post(claim, data={"statement": "主体已封顶"}).status_code == 303
    clerk = site.browser("clerk")
    found = {words[0]: form for form, words in forms(clerk.get(f"/tasks/{site.working_id}").text) if decide in form}
    assert set(found) == {"认可", "退回"}
    assert 'name="reason"' not in found["认可"]
    answer = clerk.post(decide, data={"outcome": "accepted", "reason": "照片看不清楚"})
    assert answer.status_code == 422
    assert "填了退回理由，没有认可" in answer.text
    with reading(site.engine) as session:
        assert session.get_one(Deadline, site.node_id).met_on is None


def test_a_plan_is_laid_down_and_reviewed_by_its_own_button_alone(site: Site) -> None:
    with reading(site.engine) as session:
        version = session.get_one(Task, site.task_id).version
    liaison, clerk = site.browser("liaison"), site.browser("clerk")
    liaison.post(f"/tasks/{site.task_id}/acknowledge", data={"version": str(version)})
    with reading(site.engine) as session:
        version = session.get_one(Task, site.task_id).version
    assert buttons(liaison.get(f"/tasks/{site.task_id}/plan").text) == [["再加一行", "报送"]]
    assert liaison.post(f"/tasks/{site.task_id}/plan", data={"version": version, **PLAN}).status_code == 303
    review = f"/tasks/{site.task_id}/plan/review"
    accept, back = forms(clerk.get(review).text)
    assert (accept[1], back[1]) == (["通过，进入办理"], ["退回方案"])
    assert 'type="text"' not in accept[0]
    with reading(site.engine) as session:
        version = session.get_one(Task, site.task_id).version
    answer = clerk.post(review, data={"version": version, "outcome": "accepted", "reason": "节点太粗，请细化"})
    assert answer.status_code == 422
    assert "填了退回理由，没有通过" in answer.text
    with reading(site.engine) as session:
        assert session.scalars(select(TaskPlan.outcome)).one() is None


def test_the_first_button_of_a_form_with_several_changes_nothing_for_good(site: Site) -> None:
    with writing(site.engine) as session:
        open_periods(session, TODAY, basis(session, TODAY))
        query = select(Deadline.id).where(Deadline.task_id == site.working_id, Deadline.kind == DeadlineKind.REPORT)
        duty = session.scalars(query).one()
    pages = {
        ("unit-head", f"/reports/for/{duty}"): "保存草稿",
        ("liaison", f"/reports/for/{duty}"): "保存草稿",
        ("clerk", f"/tasks/{site.draft_id}/edit"): "保存草稿",
        ("clerk", "/sources/new"): "再加一行",
        ("clerk", f"/tasks/{site.working_id}/split"): "再加一行",
        ("director", "/handovers/new/division"): "查看涉及事项",
    }
    for (persona, path), harmless in pages.items():
        answer = site.browser(persona).get(path)
        assert answer.status_code == 200, path
        assert [found[0] for found in buttons(answer.text) if len(found) > 1 or path.startswith("/h")] == [harmless], (
            path
        )
