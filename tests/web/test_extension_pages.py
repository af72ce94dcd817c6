"""延期申请 on the pages: asked, saved where a file fails, weighed, decided once; and what the lists say meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from site_of_personas import Site, account_of
from sqlalchemy import select
from test_report_pages import file, post_much

from tracker.db import reading, writing
from tracker.models import AuditEntry, Deadline, Extension, RoleGrant, Submission, Task
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.extensions import ExtensionState
from tracker.vocabulary.people import Role

GOOD = {"cause": "land", "reason": "征地拆迁尚未完成，无法进场施工", "progress": "已完成七成", "version": "0"}


def _final(site: Site) -> int:
    with reading(site.engine) as session:
        query = select(Deadline.id).where(Deadline.task_id == site.working_id, Deadline.kind == DeadlineKind.FINAL)
        return session.scalars(query).one()


def _rows(site: Site) -> list[Extension]:
    with reading(site.engine) as session:
        return list(session.scalars(select(Extension).order_by(Extension.id)))


def _path(site: Site) -> str:
    return f"/tasks/{site.working_id}/extensions/{_final(site)}"


@pytest.fixture
def free(site: Site) -> Site:
    """The request the site begins with is withdrawn, so that another may be made."""
    assert site.browser("liaison").post("/extensions/1/withdraw").status_code == 303
    return site


def _advise(site: Site, extension_id: int) -> None:
    version = next(row.version for row in _rows(site) if row.id == extension_id)
    data = {"version": str(version), "opinion": "情况属实，建议同意"}
    assert site.browser("clerk").post(f"/extensions/{extension_id}/advise", data=data).status_code == 303


def _submission(site: Site) -> tuple[int, int]:
    with reading(site.engine) as session:
        row = session.scalars(select(Submission).where(Submission.kind == "extension")).one()
        return row.id, row.version


def test_from_the_sheet_to_the_decision(free: Site) -> None:
    site, unit, head = free, free.browser("liaison"), free.browser("unit-head")
    sheet = unit.get(f"/tasks/{site.working_id}").text
    assert f'href="/tasks/{site.working_id}/extensions"' in sheet
    assert _path(site) in unit.get(f"/tasks/{site.working_id}/extensions").text
    assert "最晚可到" in unit.get(_path(site)).text
    put = unit.post(_path(site), data=GOOD | {"due_on": "2027-1-31"})
    assert put.headers["Location"] == "/extensions/2"
    assert site.browser("clerk").get("/extensions/2").status_code == 404  # not signed yet
    assert "延期申请待我签发" in head.get("/owed").text
    version = _rows(site)[1].version
    assert "已完成七成" in head.get(_path(site)).text
    signed = head.post(_path(site), data=GOOD | {"due_on": "2027-01-31", "act": "sign", "version": str(version)})
    assert signed.status_code == 303
    assert "延期申请待提出意见" in site.browser("clerk").get("/desk").text
    _advise(site, 2)
    submission, version = _submission(site)
    page = site.browser("director").get(f"/submissions/{submission}").text
    assert 'href="/extensions/2"' in page
    data = {"version": str(version), "outcome": "approved", "opinion": "同意", "due_on": "2027-01-20"}
    assert site.browser("director").post(f"/submissions/{submission}", data=data).status_code == 303
    # Rows 9 and 11: the other tab, or another approver, comes too late.
    again = site.browser("director").post(f"/submissions/{submission}", data=data)
    assert again.status_code == 409
    assert "该申请已由director于2026-06-01处理：同意" in again.text
    shown = unit.get("/extensions/2").text
    assert "2027-01-20" in shown
    assert "与申请的日期不同" in shown
    sheet = unit.get(f"/tasks/{site.working_id}").text
    assert "延期1次，共20天" in sheet
    assert "首次 2026-12-31，现在 2027-01-20" in sheet
    ledger = site.browser("leader").get("/extensions?state=decided").text
    assert "征地拆迁 20天" in ledger
    assert "市住建局" in ledger
    assert "没有这样的延期申请" in site.browser("leader").get("/extensions?state=open").text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": "无"}, "请说明延期原因（不少于10字）"),
        ({"reason": ""}, "请说明延期原因（不少于10字）"),
        ({"progress": ""}, "请写明目前进展和已采取的措施"),
        ({"due_on": ""}, "错误："),
        ({"due_on": "下个月"}, "错误："),
        ({"due_on": "2026-02-30"}, "错误："),
        ({"due_on": "2026-12-31"}, "新时限应晚于原时限2026-12-31"),
        ({"due_on": "2028-12-31"}, "每次延期不超过原期限"),
        ({"cause": "whim"}, "错误："),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(free: Site, more: dict[str, str], said: str) -> None:
    data = GOOD | {"due_on": "2027-01-31", "progress": "这句话要留下"} | more
    answer = free.browser("unit-head").post(_path(free), data=data | {"act": "sign"})
    assert answer.status_code == 422
    assert said in answer.text
    assert data["progress"] in answer.text
    assert len(_rows(free)) == 1


def test_row_5_a_second_request_names_the_first_and_leads_to_it(site: Site) -> None:
    head = site.browser("unit-head")
    assert head.get(_path(site)).headers["Location"] == "/extensions/1"
    answer = head.post(_path(site), data=GOOD | {"due_on": "2027-01-31", "act": "sign"})
    assert answer.status_code == 422
    assert "已有待审批的延期申请（2026-05-28提交）" in answer.text
    assert 'href="/extensions/1"' in answer.text


def test_row_8_two_roles_do_not_decide_their_own_and_the_attempt_is_written_down(free: Site) -> None:
    site = free
    with writing(site.engine) as session:
        unit = session.get_one(Deadline, _final(site)).owed_by_department_id
        both = account_of(session, "two-roles", Role.UNIT_HEAD, unit, None)
        site.accounts["two-roles"] = both
    data = GOOD | {"due_on": "2027-01-31", "act": "sign"}
    assert site.browser("two-roles").post(_path(site), data=data).status_code == 303
    _advise(site, 2)
    submission, version = _submission(site)
    with writing(site.engine) as session:
        office = session.get_one(Task, site.working_id).office_id
        grant = session.scalars(select(RoleGrant).where(RoleGrant.account_id == both.account_id)).one()
        grant.role = Role.DIRECTOR
        from tracker.models import Account

        session.get_one(Account, both.account_id).department_id = office
    decision = {"version": str(version), "outcome": "approved", "opinion": "同意"}
    answer = site.browser("two-roles").post(f"/submissions/{submission}", data=decision)
    assert answer.status_code == 422
    assert "不能审批自己提出的延期申请" in answer.text
    assert _rows(site)[1].state is ExtensionState.DECIDING
    with reading(site.engine) as session:
        tags = session.scalars(select(AuditEntry.tag).where(AuditEntry.actor == "two-roles")).all()
        assert "submission:barred" in tags
        assert session.get_one(Submission, submission).ended_on is None


def test_row_14_a_file_that_fails_leaves_the_request_saved_and_unsigned(free: Site) -> None:
    site = free
    data = GOOD | {"due_on": "2027-01-31", "act": "sign", "files": [file(), file("坏.exe", b"MZ")]}
    status, _ = post_much(site.browser("unit-head"), _path(site), data)
    assert status == 303
    row = _rows(site)[1]
    assert (row.state, row.reason, row.signed_on) == (ExtensionState.SIGNING, GOOD["reason"], None)
    page = site.browser("unit-head").get(_path(site)).text
    assert GOOD["reason"] in page
    assert "现场.pdf" in page
    assert "现场.pdf" not in site.browser("clerk").get(f"/tasks/{site.working_id}").text


def test_rows_4_and_15_past_the_date_the_lamp_says_so_and_the_door_leads_to_an_explanation(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "2027-01-04")
    unit = site.browser("unit-head")
    assert "逾期（延期待批）" in unit.get(f"/tasks/{site.working_id}").text
    assert "（延期待批）" in unit.get("/owed").text
    assert "逾期（延期待批）" in site.browser("clerk").get("/extensions").text
    assert unit.post("/extensions/1/withdraw").status_code == 303
    page = unit.get(_path(site)).text
    assert "只能作逾期说明" in page
    assert 'name="due_on"' not in page
    done = unit.post(_path(site), data=GOOD | {"act": "sign", "due_on": "2027-03-31"})
    assert done.status_code == 303
    row = _rows(site)[-1]
    assert (row.state, row.asked_due_on) == (ExtensionState.EXPLAINED, None)
    assert "时限不变，亮灯不变" in unit.get(f"/extensions/{row.id}").text
    with reading(site.engine) as session:
        assert session.get_one(Deadline, _final(site)).due_on == date(2026, 12, 31)


def test_row_12_and_13_on_the_pages(site: Site) -> None:
    _advise(site, 1)
    submission, version = _submission(site)
    data = {"version": str(version), "outcome": "refused", "opinion": " "}
    answer = site.browser("director").post(f"/submissions/{submission}", data=data)
    assert answer.status_code == 422
    assert "理由" in answer.text
    said = data | {"opinion": "前期准备不足，应按期完成"}
    assert site.browser("director").post(f"/submissions/{submission}", data=said).status_code == 303
    late = site.browser("liaison").post("/extensions/1/withdraw")
    assert late.status_code == 422
    assert "不能再撤回" in late.text
    assert "前期准备不足" in site.browser("liaison").get("/extensions/1").text


def test_a_standstill_is_explained_from_the_unit_own_list(site: Site) -> None:
    unit = site.browser("liaison")
    assert "两个反馈期没有新核实的节点" in unit.get("/owed").text
    assert "两个反馈期没有新核实的节点" in unit.get(f"/tasks/{site.working_id}").text
    assert "两个反馈期没有新核实的节点" not in site.browser("clerk").get(f"/tasks/{site.working_id}").text
    assert unit.post("/standstills/1/explain", data={"words": "好"}).status_code == 422
    done = unit.post("/standstills/1/explain", data={"words": "节点已完成，正在收集佐证"})
    assert done.status_code == 303
    assert "正在收集佐证" in site.browser("clerk").get(f"/tasks/{site.working_id}").text
    assert "请说明" not in unit.get("/owed").text
