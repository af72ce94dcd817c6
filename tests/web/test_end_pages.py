"""From 报结 to 销号 in the browser: a refusal keeps what was typed, what is stale or doubled does nothing twice."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest
from factories import working
from site_of_personas import TODAY, Site
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import Approval, Deadline, Department, Endorsement, Suspension, Task
from tracker.policy.access import Actor
from tracker.services import completion
from tracker.services.completion import Account
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import ClosureKind, TaskStatus

CLERK, DIRECTOR = Actor("督查员"), Actor("主任")
PAPER = {"approver": "主任王", "decided_on": "2026-06-01"}


def bring(site: Site, status: TaskStatus, *titles: str) -> list[int]:
    """New tasks on their way out, as far as ``status``; COMPLETION_CLAIMED ones are concluded."""
    with writing(site.engine) as session:
        lead = session.scalars(select(Department).where(Department.name == "市住建局")).one()
        tasks = [working(session, title=title, lead=lead) for title in titles]
        for task in tasks:
            completion.claim_completion(session, CLERK, task, Account("已建成", "局长李"), today=TODAY)
            completion.conclude(session, CLERK, task, "属实", today=TODAY)
            if status is TaskStatus.COMPLETED:
                completion.approve(session, DIRECTOR, task, today=TODAY)
        return [task.id for task in tasks]


def task(site: Site, task_id: int) -> Task:
    with reading(site.engine) as session:
        return session.get_one(Task, task_id)


def post(site: Site, persona: str, path: str, task_id: int, **data: str):
    data.setdefault("version", str(task(site, task_id).version))
    return site.browser(persona).post(path.format(task_id), data=data)


def test_a_claim_keeps_what_was_typed_and_names_its_signer(site: Site) -> None:
    path, node = "/tasks/{}/claim-completion", "节点1"
    page = site.browser("unit-head").get(path.format(site.working_id)).text
    assert node in page
    refused = post(site, "unit-head", path, site.working_id, achieved="厂房已建成", signed_by=" ")
    assert refused.status_code == 422
    assert "厂房已建成" in refused.text
    assert "请填写签发人" in refused.text
    assert post(site, "unit-head", path, site.working_id, achieved="长" * 2001, signed_by="李").status_code == 422
    assert task(site, site.working_id).status is TaskStatus.IN_PROGRESS
    assert post(site, "unit-head", path, site.working_id, achieved="厂房已建成", signed_by="局长李").status_code == 303
    sheet = site.browser("clerk").get(f"/tasks/{site.working_id}").text
    assert "厂房已建成（局长李签发）" in sheet
    assert "等待督查室核实" in sheet


def test_the_clerk_sees_the_target_and_the_nodes_beside_the_question(site: Site) -> None:
    with writing(site.engine) as session:
        one = session.get_one(Task, site.working_id)
        one.target = "建成厂房三万平方米"
        completion.claim_completion(session, CLERK, one, today=TODAY)
    page = site.browser("clerk").get(f"/tasks/{site.working_id}/check").text
    assert "建成厂房三万平方米" in page
    assert "2026-05-01 节点1（100） 已申报，待核实" in page


def test_the_clerk_concludes_the_director_approves_and_nobody_else(site: Site) -> None:
    with writing(site.engine) as session:
        completion.claim_completion(session, CLERK, session.get_one(Task, site.working_id), today=TODAY)
    early = post(site, "director", "/tasks/{}/approve", site.working_id)
    assert early.status_code == 422
    assert "还没有核实意见" in early.text
    assert "请填写核实意见" in post(site, "clerk", "/tasks/{}/conclude", site.working_id, opinion=" ").text
    assert post(site, "clerk", "/tasks/{}/conclude", site.working_id, opinion="现场查看属实").status_code == 303
    again = post(site, "clerk", "/tasks/{}/conclude", site.working_id, opinion="再到现场看一遍")
    assert again.status_code == 422
    assert "再到现场看一遍" in again.text
    alone = post(site, "clerk", "/tasks/{}/approve", site.working_id)
    assert alone.status_code == 422
    assert "请填写纸质审批的批准人" in alone.text
    assert post(site, "director", "/tasks/{}/approve", site.working_id, words="同意").status_code == 303
    assert task(site, site.working_id).status is TaskStatus.COMPLETED


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"approver": ""}, "请填写纸质审批的批准人"),
        ({"decided_on": ""}, "请填写纸质审批的批准日期"),
        ({"decided_on": "2026-05-30"}, "早于2026-06-01（办结之日）"),
        ({"decided_on": "2026-06-02"}, "2026-06-02"),
        ({"decided_on": "2026-02-30"}, "2026-02-30"),
    ],
)
def test_a_paper_without_name_or_day_or_from_the_future_is_not_entered(
    site: Site, wrong: dict[str, str], said: str
) -> None:
    (one,) = bring(site, TaskStatus.COMPLETED, "甲")
    answer = post(site, "clerk", "/tasks/{}/close", one, kind="done", **{**PAPER, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert task(site, one).status is TaskStatus.COMPLETED
    assert post(site, "clerk", "/tasks/{}/close", one, kind="done", **PAPER).status_code == 303
    with reading(site.engine) as session:
        given = session.scalars(select(Approval).where(Approval.kind == ApprovalKind.CLOSING)).one()
    assert (given.approver, given.entered_by, given.decided_on) == ("主任王", "clerk", TODAY)


def test_a_batch_strikes_off_the_good_rows_and_a_double_click_nothing_more(site: Site) -> None:
    good, stale, other = bring(site, TaskStatus.COMPLETED, "甲项", "乙项", "丙项")
    rows = [f"{one}:{task(site, one).version}" for one in (good, other)]
    rows += [f"{stale}:{task(site, stale).version - 1}", "99999:1", "x:1", "1:", "١:1", str(2**70)]
    browser = site.browser("director")
    data = {"task": rows, "kind": "routine", "form_key": "once"}
    first = browser.post("/closing/strike-off", data=data)
    assert first.status_code == 200
    assert "已销号 2 项" in first.text
    assert "未销号 2 项" in first.text
    assert "已被他人更新" in first.text
    assert [task(site, one).closure_kind for one in (good, stale, other)] == [
        ClosureKind.ROUTINE,
        None,
        ClosureKind.ROUTINE,
    ]
    assert browser.post("/closing/strike-off", data=data).status_code == 303


def test_a_batch_without_a_kind_keeps_the_ticks(site: Site) -> None:
    (one,) = bring(site, TaskStatus.COMPLETED, "甲项")
    value = f"{one}:{task(site, one).version}"
    answer = site.browser("director").post("/closing/strike-off", data={"task": value})
    assert answer.status_code == 422
    assert re.search(rf'value="{value}"[^>]*checked', answer.text)


def test_a_clerk_approves_a_batch_only_with_the_paper(site: Site) -> None:
    ids = bring(site, TaskStatus.COMPLETION_CLAIMED, "甲项", "乙项")
    rows = [f"{one}:{task(site, one).version}" for one in ids]
    assert site.browser("clerk").post("/closing/approve", data={"task": rows}).status_code == 422
    assert task(site, ids[0]).status is TaskStatus.COMPLETION_CLAIMED
    answer = site.browser("clerk").post("/closing/approve", data={"task": rows, **PAPER})
    assert "已办结 2 项" in answer.text
    stranger = site.browser("stranger-clerk").post("/closing/strike-off", data={"task": rows, "kind": "done", **PAPER})
    assert "已销号 0 项" in stranger.text
    assert "甲项" not in stranger.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"outcome": "new", "wording": " "}, "请填写新批示原文"),
        ({"outcome": "new", "wording": "再核"}, "请填写新的最终时限"),
        ({"outcome": "new", "wording": "再核", "due_on": "2026-06-01"}, "应晚于今天"),
        ({"outcome": "none", "wording": "再核"}, "请选择“有新批示”"),
        ({}, "请选择阅示结果"),
    ],
)
def test_a_showing_says_what_is_missing(site: Site, given: dict[str, str], said: str) -> None:
    (one,) = bring(site, TaskStatus.COMPLETED, "甲项")
    data = {"leader": "市长赵", "seen_on": "2026-06-01", **given}
    answer = post(site, "clerk", "/tasks/{}/show", one, **data)
    assert answer.status_code == 422
    assert said in answer.text
    with reading(site.engine) as session:
        assert session.scalars(select(Approval).where(Approval.kind == ApprovalKind.SHOWING)).all() == []
        assert session.scalars(select(Endorsement).where(Endorsement.task_id == one)).all() == []


def test_new_words_reopen_the_task_and_stand_on_the_paper(site: Site) -> None:
    (one,) = bring(site, TaskStatus.COMPLETED, "甲项")
    data = {
        "leader": "市长赵",
        "seen_on": "2026-06-01",
        "outcome": "new",
        "wording": "再核实质量",
        "due_on": "2026.7.31",
    }
    assert post(site, "clerk", "/tasks/{}/show", one, **data).status_code == 303
    assert task(site, one).status is TaskStatus.IN_PROGRESS
    file = site.browser("clerk").get(f"/tasks/{one}/showing.docx")
    words = "\n".join(
        cell.text for table in docx.Document(io.BytesIO(file.data)).tables for row in table.rows for cell in row.cells
    )
    page = site.browser("clerk").get(f"/tasks/{one}/showing").text
    for said in ("再核实质量", "已建成（局长李签发）", "属实"):
        assert said in words
        assert said in page


def test_the_list_of_what_was_struck_off_is_a_paper_too(site: Site) -> None:
    (one,) = bring(site, TaskStatus.COMPLETED, "甲项")
    post(site, "director", "/tasks/{}/close", one, kind="stage-done")
    assert "甲项" in site.browser("clerk").get("/closing/list").text
    assert "甲项" not in site.browser("clerk").get("/closing/list?from=2026-05-01&to=2026-05-31").text
    assert "甲项" in site.browser("clerk").get("/closing/list?from=昨天&to=2026-02-30").text
    file = site.browser("clerk").get("/closing/list.docx")
    assert "甲项" in docx.Document(io.BytesIO(file.data)).tables[1].rows[1].cells[1].text


def test_a_reopening_wants_its_date_and_the_paper_of_a_clerk(site: Site) -> None:
    (one,) = bring(site, TaskStatus.COMPLETED, "甲项")
    assert "请填写新的最终时限" in post(site, "director", "/tasks/{}/reopen", one, reason="回头看时又积水").text
    given = {"reason": "回头看发现渗漏", "due_on": "2026-08-01"}
    assert post(site, "clerk", "/tasks/{}/reopen", one, **given).status_code == 422
    assert post(site, "clerk", "/tasks/{}/reopen", one, **given, **PAPER).status_code == 303
    with reading(site.engine) as session:
        final = session.scalars(
            select(Deadline).where(Deadline.task_id == one, Deadline.kind == DeadlineKind.FINAL)
        ).one()
    assert (final.due_on, final.clock_no) == (date(2026, 8, 1), 2)


def test_a_suspension_begins_today_or_later_and_ends_with_a_button(site: Site) -> None:
    past = post(site, "director", "/tasks/{}/suspend", site.working_id, reason="等省里的批复", from_on="2026-05-31")
    assert past.status_code == 422
    assert "2026-05-31早于2026-06-01" in past.text
    assert "等省里的批复" in past.text
    asked = {"reason": "等省里的批复", "from_on": "2026-06-01"}
    unproved = post(site, "director", "/tasks/{}/suspend", site.working_id, **asked)
    assert unproved.status_code == 422
    assert "请附上暂缓的佐证" in unproved.text
    assert post(site, "director", "/tasks/{}/suspend", site.working_id, **asked, **PAPER).status_code == 303
    assert "恢复办理</button>" in site.browser("director").get(f"/tasks/{site.working_id}").text
    assert "恢复办理</button>" not in site.browser("clerk").get(f"/tasks/{site.working_id}").text
    assert post(site, "director", "/tasks/{}/resume", site.working_id).status_code == 303
    with reading(site.engine) as session:
        assert session.scalars(select(Suspension.until_on)).one() == TODAY


def test_parts_are_split_off_row_by_row(site: Site) -> None:
    with reading(site.engine) as session:
        unit = str(session.scalars(select(Department.id).where(Department.name == "市教育局")).one())
    path, rows = "/tasks/{}/split", {"parts-0-title": "东段", "parts-0-lead": unit, "parts-1-title": "西段"}
    refused = post(site, "clerk", path, site.working_id, **rows, **{"parts-1-lead": "99999"})
    assert refused.status_code == 422
    assert "第2部分：请选择牵头单位" in refused.text
    assert "东段" in refused.text
    more = post(site, "clerk", path, site.working_id, **rows, more="1")
    assert more.status_code == 200
    assert "parts-2-title" in more.text
    assert "西段" in more.text
    few = post(site, "clerk", path, site.working_id, **{"parts-0-title": "东段", "parts-0-lead": unit})
    assert "至少拆成两项" in few.text
    assert post(site, "clerk", path, site.working_id, **rows, **{"parts-1-lead": unit}).status_code == 303
    sheet = site.browser("clerk").get(f"/tasks/{site.working_id}").text
    assert "东段" in sheet
    assert "西段" in sheet


def test_a_task_is_merged_by_number_and_a_strangers_number_is_none(site: Site) -> None:
    number = task(site, site.task_id).reference
    path = "/tasks/{}/merge"
    assert (
        "没有找到编号"
        in post(site, "clerk", path, site.working_id, reference="督〔2020〕1号", reason="和那项是同一件事").text
    )
    assert "请选择或填写" in post(site, "clerk", path, site.working_id, into="99999", reason="和那项是同一件事").text
    own = task(site, site.working_id).reference
    assert "不能并入" in post(site, "clerk", path, site.working_id, reference=str(own), reason="和那项是同一件事").text
    answer = post(site, "clerk", path, site.working_id, reference=str(number), reason="和那项是同一件事")
    assert answer.headers["Location"] == f"/tasks/{site.task_id}"
    assert task(site, site.working_id).merged_into_id == site.task_id


@pytest.mark.parametrize(
    "act", ["close", "reopen", "terminate", "suspend", "split", "merge", "show", "conclude", "approve"]
)
def test_a_page_made_before_a_change_is_refused(site: Site, act: str) -> None:
    old = str(task(site, site.working_id).version - 1)
    answer = post(site, "director", f"/tasks/{{}}/{act}", site.working_id, version=old, reason="写了很久的理由")
    assert answer.status_code == 409
    assert "写了很久的理由" in answer.text
