"""A reason or a finding of a character or two tells nobody what to do: every form asks for more, in the same words."""

from __future__ import annotations

import pytest
from site_of_personas import TODAY, Site
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import Deadline, ProgressReport, Task, TaskPlan
from tracker.policy.access import Actor
from tracker.services import completion
from tracker.services.deadlines import basis
from tracker.services.report_periods import open_periods
from tracker.vocabulary.deadlines import DeadlineKind

SAID = "请写清楚，不少于5个字"
PLAN = {"people": "张局长分管", "measures": "倒排工期", "content": "竣工", "due": "2026-12-20", "weight": "100"}


def refused(site: Site, persona: str, path: str, version: int | None = None, **data: str) -> None:
    if version is None:
        with reading(site.engine) as session:
            version = session.get_one(Task, site.working_id).version
    answer = site.browser(persona).post(path, data={"version": str(version), **data})
    assert answer.status_code == 422
    assert SAID in answer.text
    assert next(iter(data.values())) in answer.text


@pytest.mark.parametrize("short", ["不行", "不 行 吧\u3000", "不\u200b\u200b\u200b\u200b行"])
@pytest.mark.parametrize(
    ("persona", "act", "field"),
    [
        ("unit-head", "claim-completion", "achieved"),
        ("director", "suspend", "reason"),
        ("director", "terminate", "reason"),
        ("director", "merge", "reason"),
    ],
)
def test_a_task_in_work(site: Site, persona: str, act: str, field: str, short: str) -> None:
    refused(site, persona, f"/tasks/{site.working_id}/{act}", **{field: short})


def test_a_claim_of_completion_and_its_answers(site: Site) -> None:
    with writing(site.engine) as session:
        task = session.get_one(Task, site.working_id)
        completion.claim_completion(session, Actor("局长"), task, today=TODAY)
    refused(site, "clerk", f"/tasks/{site.working_id}/conclude", opinion="属实")
    refused(site, "clerk", f"/tasks/{site.working_id}/send-back", reason="重办")
    with writing(site.engine) as session:
        completion.complete(session, Actor("主任"), session.get_one(Task, site.working_id), today=TODAY)
    refused(site, "director", f"/tasks/{site.working_id}/reopen", reason="再办")


def test_a_report_sent_back(site: Site) -> None:
    with writing(site.engine) as session:
        open_periods(session, TODAY, basis(session, TODAY))
        query = select(Deadline.id).where(Deadline.task_id == site.working_id, Deadline.kind == DeadlineKind.REPORT)
        duty = session.scalars(query).one()
    data = {"act": "sign", "version": "0", "done": "完成了一半"}
    assert site.browser("unit-head").post(f"/reports/for/{duty}", data=data).status_code == 303
    with reading(site.engine) as session:
        sent = session.scalars(select(ProgressReport)).one()
    refused(site, "clerk", f"/reports/{sent.id}/decide", sent.version, reason="重写", outcome="send-back")


def test_a_node_sent_back(site: Site) -> None:
    claim, decide = (f"/tasks/duties/{site.node_id}/{act}" for act in ("claim", "decide"))
    assert site.browser("liaison").post(claim, data={"statement": "主体已封顶"}).status_code == 303
    refused(site, "clerk", decide, reason="不清", outcome="sent-back")


def test_a_plan_sent_back(site: Site) -> None:
    def version() -> int:
        with reading(site.engine) as session:
            return session.get_one(Task, site.task_id).version

    liaison = site.browser("liaison")
    liaison.post(f"/tasks/{site.task_id}/acknowledge", data={"version": str(version())})
    assert liaison.post(f"/tasks/{site.task_id}/plan", data={"version": version(), **PLAN}).status_code == 303
    refused(site, "clerk", f"/tasks/{site.task_id}/plan/review", version(), reason="太粗", outcome="sent-back")
    with reading(site.engine) as session:
        assert session.scalars(select(TaskPlan.outcome)).one() is None
