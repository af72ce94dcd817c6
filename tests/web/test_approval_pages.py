"""立项 in the browser: put forward, whose turn it is, paper entered afterwards; routes and deputies."""

from __future__ import annotations

import io

import pytest
from factories import department
from site_of_personas import TODAY, Site
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import Approval, Deadline, EvidenceUse, Participation, Post, PostDeputy, Task
from tracker.services.registration import Submit, submit
from tracker.vocabulary.approvals import TaskBasis
from tracker.vocabulary.departments import ParticipationRole, PostRank
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.reports import EvidenceOf


def _task(site: Site) -> Task:
    with reading(site.engine) as session:
        return session.get_one(Task, site.draft_id)


def _version(site: Site) -> dict[str, str]:
    return {"version": str(_task(site).version)}


def _put_forward(site: Site, basis: TaskBasis) -> None:
    with writing(site.engine) as session:
        task = session.get_one(Task, site.draft_id)
        submit(session, site.accounts["clerk"], Submit(task, basis, "第9次常务会议"), today=TODAY)


def test_the_director_registers_on_a_government_decision_in_one_form(site: Site) -> None:
    browser, path = site.browser("director"), f"/tasks/{site.draft_id}/register"
    assert "督查室主任" in browser.get(path).text
    data = {**_version(site), "basis": "government-decision", "words": "第9次常务会议"}
    assert browser.post(path, data=data).status_code == 303
    task = _task(site)
    assert (task.status, task.basis) == (TaskStatus.REGISTERED, TaskBasis.GOVERNMENT_DECISION)


@pytest.mark.parametrize(
    ("door", "data", "said"),
    [
        ("register", {"basis": "office-proposal", "words": "本室建议"}, "还须主要领导审批"),
        ("register", {"basis": "", "words": "本室建议"}, "请选择立项依据"),
        ("register", {"basis": "made-up", "words": "本室建议"}, "错误"),
        ("submit", {"basis": "party-decision", "words": "  "}, "请写明立项依据"),
        ("submit", {"basis": "party-decision", "words": "会" * 2001}, "不超过2000字"),
        ("submit", {}, "请选择立项依据"),
    ],
)
def test_what_is_not_put_forward_and_what_was_typed_stays(
    site: Site, door: str, data: dict[str, str], said: str
) -> None:
    answer = site.browser("director").post(f"/tasks/{site.draft_id}/{door}", data={**_version(site), **data})
    assert answer.status_code == 422
    assert "<title>错误：" in answer.text
    assert said in answer.text
    assert data.get("words", "") in answer.text
    assert _task(site).status is TaskStatus.DRAFT


def test_what_waits_is_listed_for_whose_turn_it_is(site: Site) -> None:
    _put_forward(site, TaskBasis.LEADER_INSTRUCTION)
    path = f"/tasks/{site.draft_id}/approval"
    assert "待我审批 1 件" in site.browser("secretary-general").get("/leader").text
    with writing(site.engine) as session:
        helper = Participation(
            task_id=site.draft_id,
            department_id=department(session, "市城管局").id,
            role=ParticipationRole.SUPPORTING,
            from_on=TODAY,
        )
        final = session.scalars(select(Deadline).where(Deadline.task_id == site.draft_id)).one()
        final.phrase = "年底前"
        session.add(helper)
    waiting = site.browser("secretary-general").get("/approvals").text
    assert path in waiting
    for said in ('data-label="牵头单位">市住建局<', 'data-label="办理时限">2026-12-31<'):
        assert said in waiting
    for page in (
        site.browser("secretary-general").get(path).text,
        site.browser("clerk").get(f"{path}/paper").text,
    ):
        for said in ("<dd>市住建局</dd>", "<dd>市城管局</dd>", "2026-12-31", "原文：年底前"):
            assert said in page
    for other in ("director", "leader", "clerk"):
        page = site.browser(other).get("/approvals").text
        assert path not in page
        assert "还没交办的事" in page
        assert "还没有轮到您" in site.browser(other).get(path).text
    answer = site.browser("director").post(path, data={**_version(site), "outcome": "approved"})
    assert answer.status_code == 422
    assert "目前应由秘书长审批" in answer.text
    assert "还没交办的事" not in site.browser("stranger-clerk").get("/approvals").text


def test_a_step_is_approved_and_the_next_one_refuses(site: Site) -> None:
    _put_forward(site, TaskBasis.LEADER_INSTRUCTION)
    path = f"/tasks/{site.draft_id}/approval"
    first = site.browser("secretary-general").post(path, data={**_version(site), "outcome": "approved"})
    assert first.status_code == 303
    again = site.browser("secretary-general").post(path, data={**_version(site), "outcome": "approved"})
    assert again.status_code == 422
    director = site.browser("director")
    assert "请写明不同意的理由" in director.post(path, data={**_version(site), "outcome": "refused"}).text
    assert "请选择同意或不同意" in director.post(path, data=_version(site)).text
    data = {**_version(site), "outcome": "refused", "opinion": "与既有事项重复"}
    assert director.post(path, data=data).status_code == 303
    assert _task(site).status is TaskStatus.REFUSED
    sheet = director.get(f"/tasks/{site.draft_id}").text
    assert "与既有事项重复" in sheet
    assert "secretary-general" in sheet


def test_a_paper_approval_is_entered_and_shown_as_such(site: Site) -> None:
    _put_forward(site, TaskBasis.OFFICE_PROPOSAL)
    with writing(site.engine) as session:
        head, deputy = Post(name="市长", rank=PostRank.HEAD), Post(name="另一副市长", rank=PostRank.DEPUTY)
        session.add_all([head, deputy])
        session.flush()
        seats = {"head": str(head.id), "deputy": str(deputy.id)}
    browser, path = site.browser("clerk"), f"/tasks/{site.draft_id}/approval/paper"
    assert path in browser.get(f"/tasks/{site.draft_id}").text
    assert "必须选择" in browser.get(path).text
    good = {"seat": seats["head"], "decided_on": "２０２６.５.28", "outcome": "approved", "opinion": "同意，抓紧。"}
    for wrong, said in (
        ({"seat": seats["deputy"]}, "“另一副市长”不在这一步"),
        ({"seat": "", "approver": "王某"}, "主要领导在职务名册内，请选择审批人职务"),
        ({"decided_on": "2025-12-01"}, "早于2026-01-05（事项登记之日）"),
        ({"seat": "77"}, "错误"),
        ({"decided_on": "2026-06-02"}, "晚于今天"),
        ({"decided_on": "2026-02-30"}, "这个日期不存在"),
        ({"decided_on": "五月底"}, "不是具体日期"),
        ({"decided_on": ""}, "请填写日期"),
        ({"outcome": "refused", "opinion": ""}, "请写明不同意的理由"),
        ({"approver": "王" * 101}, "不超过100字"),
    ):
        answer = browser.post(path, data={**_version(site), **good, **wrong})
        assert answer.status_code == 422, wrong
        assert said in answer.text
        assert {**good, **wrong}["opinion"] in answer.text
    assert browser.post(path, data={**_version(site), **good}).status_code == 303
    assert _task(site).status is TaskStatus.REGISTERED
    sheet = browser.get(f"/tasks/{site.draft_id}").text
    assert "纸质补录（clerk）" in sheet
    assert "2026-05-28 市长" in sheet


def test_the_scan_of_a_paper_is_kept_with_its_approval(site: Site) -> None:
    _put_forward(site, TaskBasis.OFFICE_PROPOSAL)
    browser, path = site.browser("clerk"), f"/tasks/{site.draft_id}/approval/paper"
    assert "不在名册，只填姓名" in browser.get(path).text
    words = {"seat": "", "approver": "王某", "decided_on": "2026-05-28", "outcome": "approved", "opinion": "同意"}
    wrong = {**_version(site), **words, "files": (io.BytesIO(b"MZ"), "批件.exe")}
    refused = browser.post(path, data=wrong)
    assert refused.status_code == 422
    assert "批件.exe" in refused.text
    right = {**_version(site), **words, "files": (io.BytesIO(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"), "批件.pdf")}
    assert browser.post(path, data=right).status_code == 303
    with reading(site.engine) as session:
        approval, use = session.scalars(select(Approval)).one(), session.scalars(select(EvidenceUse)).one()
        assert (use.subject_kind, use.subject_id) == (EvidenceOf.APPROVAL, approval.id)
    assert "批件.pdf" in browser.get(f"/tasks/{site.draft_id}").text


def test_a_stale_approval_page_decides_nothing(site: Site) -> None:
    _put_forward(site, TaskBasis.GOVERNMENT_DECISION)
    for door, data in (("approval", {}), ("approval/paper", {"approver": "王某", "decided_on": "2026-05-28"})):
        data = {**data, "version": "1", "outcome": "approved"}
        assert site.browser("director").post(f"/tasks/{site.draft_id}/{door}", data=data).status_code == 409
    with reading(site.engine) as session:
        assert session.scalars(select(Approval)).all() == []


def test_the_director_changes_a_route_from_tomorrow(site: Site) -> None:
    browser = site.browser("director")
    data = {"about": "party-decision", "first": "office-director", "second": "", "third": "", "from_on": "2026-06-02"}
    for wrong, said in (
        ({"from_on": "2026-06-01"}, "最早从明天起"),
        ({"first": ""}, "至少要有一步"),
        ({"first": "999"}, "错误"),
        ({"from_on": "明天"}, "不是具体日期"),
    ):
        answer = browser.post("/routes", data={**data, **wrong})
        assert answer.status_code == 422, wrong
        assert said in answer.text
    assert browser.post("/routes", data=data).status_code == 303
    assert "2026-06-02 起生效" in browser.get("/routes").text


def test_the_director_sets_and_ends_a_deputy(site: Site) -> None:
    browser = site.browser("director")
    with writing(site.engine) as session:
        head = Post(name="市长", rank=PostRank.HEAD)
        session.add(head)
        session.flush()
        deputy = session.scalars(select(Post.id).where(Post.rank == PostRank.DEPUTY)).one()
        data = {"post": str(head.id), "deputy": str(deputy), "deputy_from": "2026-06-01", "deputy_until": ""}
    for wrong, said in (
        ({"deputy": data["post"]}, "不能是同一职务"),
        ({"deputy": ""}, "请选择B角"),
        ({"deputy_until": "2026-06-01"}, "应晚于开始日期"),
        ({"deputy_from": "2026-05-31"}, "早于今天"),
        ({"deputy": "999"}, "错误"),
    ):
        answer = browser.post("/routes/deputies", data={**data, **wrong})
        assert answer.status_code == 422, wrong
        assert said in answer.text
    assert browser.post("/routes/deputies", data=data).status_code == 303
    with reading(site.engine) as session:
        row_id = session.scalars(select(PostDeputy.id)).one()
    assert browser.post(f"/routes/deputies/{row_id}/end").status_code == 303
    assert "目前没有代行的职务" in browser.get("/routes").text
