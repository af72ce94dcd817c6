"""挂牌督办 on the pages: proposed from the sheet, decided, visited, asked to be released, accepted, released."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from factories import office
from site_of_personas import TODAY, Site, account_of
from sqlalchemy import event, select

from tracker import clock
from tracker.db import reading, writing
from tracker.models import Account, Deadline, Listing, ListingRelease, Post, Proposal, Rule, SiteVisit, Submission, Task
from tracker.policy.rules import RuleName
from tracker.services.milestones import claim_milestone, decide_milestone
from tracker.services.password_hashes import Hashes, hashing_with
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome
from tracker.vocabulary.listings import ListingState
from tracker.vocabulary.people import Role

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(30)
GIVEN = {
    "limb": "stalled",
    "grounds": "节点逾期一个月未见进展",
    "requirement": "六月底前主体封顶",
    "authority": "leader",
    "meeting": "",
    "term": "30",
    "outlet": "市政府网站",
}


@pytest.fixture
def mayor(site: Site) -> str:
    """A persona who may list."""
    with writing(site.engine) as session, hashing_with(Hashes(time_cost=1, memory_kib=8)):
        seat = Post(name="市长", rank=PostRank.HEAD)
        session.add(seat)
        session.flush()
        site.accounts["mayor"] = account_of(session, "mayor", Role.LEADER, office(session).id, seat.id)
        site.accounts["third"] = account_of(session, "third", Role.CLERK, office(session).id, None)
    return "mayor"


def _version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page).group(1)  # type: ignore[union-attr]


def _account(site: Site, login: str) -> str:
    with reading(site.engine) as session:
        return str(session.scalars(select(Account.id).where(Account.login == login)).one())


def _propose(site: Site, **changed: str) -> object:
    browser, path = site.browser("director"), f"/tasks/{site.working_id}/listing"
    data = {**GIVEN, "officer_account_id": _account(site, "clerk"), **changed}
    return browser.post(path, data=data | {"version": _version(browser.get(path).text)})


def _decide(site: Site, persona: str, kind: ApprovalKind, **more: str) -> object:
    with reading(site.engine) as session:
        key = session.scalars(select(Submission.id).where(Submission.kind == kind, Submission.ended_on.is_(None))).one()
    browser, path = site.browser(persona), f"/submissions/{key}"
    page = browser.get(path)
    return browser.post(path, data={"version": _version(page.text), "outcome": "approved"} | more)


def _verify(site: Site) -> None:
    with writing(site.engine) as session:
        node = session.get_one(Deadline, site.node_id)
        claim_milestone(session, site.accounts["unit-head"], node, "主体已经封顶", [], today=TODAY)
        decide_milestone(session, site.accounts["clerk"], node, None, today=TODAY)


def test_from_the_sheet_to_the_release(site: Site, mayor: str) -> None:
    sheet = f"/tasks/{site.working_id}"
    assert f'href="{sheet}/listing"' in site.browser("director").get(sheet).text
    assert f'href="{sheet}/listing"' not in site.browser("clerk").get(sheet).text
    assert _propose(site).headers["Location"] == "/listings/1"
    for persona, status in (("unit-head", 404), ("liaison", 404), ("clerk", 200), ("leader", 200)):
        assert site.browser(persona).get("/listings/1").status_code == status
    assert "待审批" in site.browser("clerk").get("/listings").text
    assert "没有挂牌督办的事项" in site.browser("unit-head").get("/listings").text
    assert "/listings/1" in site.browser(mayor).get("/submissions/2").text
    assert _decide(site, mayor, ApprovalKind.LISTING).status_code == 303
    for page in (sheet, "/ledger", "/owed"):
        assert ">挂牌</span>" in site.browser("unit-head").get(page).text, page
    shown = site.browser("unit-head").get("/listings/1").text
    for words in ("督挂〔2026〕1号", "挂牌督办中", "六月底前主体封顶", "0个工作日", "30个工作日", "待公开"):
        assert words in shown, words
    assert f'href="{sheet}/listing"' not in site.browser("director").get(sheet).text

    found = {
        "account_id": _account(site, "clerk"), "visitor": "", "visited_on": TODAY.isoformat(), "place": "工地",
        "found": "塔吊已进场", "files": (io.BytesIO(PNG), "现场.png"),
    }  # fmt: skip
    assert site.browser("clerk").post("/listings/1/visit", data=found).status_code == 303
    shown = site.browser("unit-head").get("/listings/1").text
    assert "塔吊已进场" in shown
    assert "现场.png" in shown

    unit, asked = site.browser("unit-head"), {"statement": "已按要求整改到位"}
    assert ">申请解除挂牌</a>" in unit.get(sheet).text
    assert "还不能申请解除：以下节点还没有核实：“节点1”" in unit.get("/listings/1").text
    assert 'name="statement"' not in unit.get("/listings/1/release").text
    refused = unit.post("/listings/1/release", data=asked)
    assert refused.status_code == 422
    assert "以下节点还没有核实：“节点1”" in refused.text
    assert "已按要求整改到位" in refused.text
    _verify(site)
    door = re.search(r'href="(/listings/duties/\d+)"', unit.get("/owed").text).group(1)  # type: ignore[union-attr]
    assert unit.get(door).headers["Location"] == "/listings/1"
    assert unit.post("/listings/1/release", data=asked).status_code == 303
    assert "待现场验收" in site.browser("clerk").get("/listings").text
    assert "挂牌督办待现场验收 1 件" in site.browser("clerk").get("/desk").text
    assert "挂牌现场验收" in site.browser("clerk").get(sheet).text
    assert ">申请解除挂牌</a>" not in unit.get(sheet).text

    officer = site.browser("clerk")
    assert "您是本件的督办专员，验收结果请由其他人登记" in officer.get("/listings/1").text
    assert 'name="result"' not in officer.get("/listings/1/acceptance").text

    third = site.browser("third")
    version = _version(third.get("/listings/1/acceptance").text)
    del found["files"]
    result = {**found, "version": version, "result": "passed", "reason": ""}
    refused = third.post("/listings/1/acceptance", data=result)
    assert "是本件的督办专员，验收须由其他人到现场" in refused.text
    assert third.post("/listings/1/acceptance", data=result | {"version": "0"}).status_code == 409
    result["account_id"] = _account(site, "third")
    assert third.post("/listings/1/acceptance", data=result).status_code == 303
    assert "/listings/releases/1" in site.browser(mayor).get("/submissions/3").text
    assert site.browser(mayor).get("/listings/releases/1").headers["Location"] == "/listings/1#releases"
    assert _decide(site, mayor, ApprovalKind.RELEASE).status_code == 303
    shown = site.browser("unit-head").get("/listings/1").text
    for words in ("已解除", "验收合格", "待在同一媒体公开解除", "停止计时"):
        assert words in shown, words
    assert ">挂牌</span>" not in site.browser("unit-head").get(sheet).text
    with reading(site.engine) as session:
        assert session.get_one(ListingRelease, 1).decided_by == "mayor"


def test_what_is_wrong_is_said_and_all_that_was_typed_stays(site: Site, mayor: str) -> None:
    for changed, said in (
        ({"grounds": "慢"}, "不少于5个字"),
        ({"limb": ""}, "请选择理由类别"),
        ({"term": "三十"}, "错误："),
        ({"term": "3"}, "挂牌期限应为5至250个工作日"),
        ({"officer_account_id": ""}, "请指定督办专员"),
        ({"officer_account_id": "999"}, "请选择列表中的一项"),
        ({"authority": "meeting"}, "请写明是哪次会议"),
        ({"outlet": ""}, "请写明在哪里公开"),
    ):
        answer = _propose(site, **changed)
        assert answer.status_code == 422
        assert said in answer.text, said
        assert "六月底前主体封顶" in answer.text
    with reading(site.engine) as session:
        assert session.scalars(select(Listing)).all() == []
    assert _propose(site, authority="meeting", meeting="第9次常务会议").status_code == 303
    paper = {"seat": "", "approver": "市政府常务会议", "decided_on": TODAY.isoformat()}
    assert "请选择审批人职务" in _decide(site, "clerk", ApprovalKind.LISTING, **paper).text
    with reading(site.engine) as session:
        seat = str(session.scalars(select(Post.id).where(Post.rank == PostRank.HEAD)).one())
    assert _decide(site, "clerk", ApprovalKind.LISTING, **paper | {"seat": seat}).status_code == 303
    for changed, said in (
        ({"visited_on": "2026-06-02"}, "晚于今天"),
        ({"visited_on": "2026-05-31"}, "早于挂牌之日"),
        ({"visitor": ""}, "请写明谁到了现场"),
        ({"found": "好"}, "不少于5个字"),
    ):
        data = {
            "account_id": "",
            "visitor": "王某",
            "visited_on": TODAY.isoformat(),
            "place": "",
            "found": "塔吊已进场",
        }
        answer = site.browser("clerk").post("/listings/1/visit", data=data | changed)
        assert answer.status_code == 422
        assert said in answer.text, said
    assert site.browser("liaison").get("/listings/1/release").status_code == 403
    assert site.browser("stranger-liaison").get("/listings/1").status_code == 404
    assert site.browser("stranger-clerk").get("/listings/1/visit").status_code == 404
    accepted = {"visitor": "王某", "visited_on": TODAY.isoformat(), "found": "一切属实无误", "result": "passed"}
    refused = site.browser("third").post("/listings/1/acceptance", data=accepted | {"account_id": ""})
    assert "没有待现场验收的解除申请" in refused.text


def test_a_proposal_is_offered_with_its_facts_and_taken_up(site: Site) -> None:
    with writing(site.engine) as session:
        task = session.get_one(Task, site.working_id)
        rule = session.scalars(select(Rule.id).where(Rule.name == RuleName.LISTING_PROPOSAL)).first()
        session.add(
            Proposal(
                office_id=task.office_id, task_id=task.id, kind=ProposalKind.LISTING, facts_key="a", month="2026-06",
                days=20, facts="最终时限逾期20天，节点两次未核实", rule_id=rule, proposed_on=TODAY,
                recorded_at=clock.now(),
            )
        )  # fmt: skip
    path = f"/tasks/{site.working_id}/listing"
    for strange in ("9", "x", "9" * 30):
        assert site.browser("director").get(f"{path}?proposal={strange}").status_code == 422
    page = site.browser("director").get(f"{path}?proposal=1").text
    assert page.count("最终时限逾期20天，节点两次未核实") == 2
    assert 'name="proposal" value="1"' in page
    assert _propose(site, proposal="1").status_code == 303
    with reading(site.engine) as session:
        assert session.get_one(Proposal, 1).outcome is ProposalOutcome.ACCEPTED


def test_the_pages_ask_as_often_for_many_listings_as_for_one(site: Site, mayor: str) -> None:
    _propose(site)
    _decide(site, mayor, ApprovalKind.LISTING)
    asked: list[str] = []
    event.listen(site.engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
    browser, counts = site.browser("clerk"), []
    browser.get("/listings")
    for number in range(2):
        if number:
            _more(site)
        for page in ("/listings", "/listings/1", f"/tasks/{site.working_id}"):
            asked.clear()
            assert browser.get(page).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
    assert "共6件" in browser.get("/listings").text


def _more(site: Site) -> None:
    """Five former listings of the same task, and visits to the present one."""
    with writing(site.engine) as session:
        listed = session.get_one(Listing, 1)
        columns = {one.key for one in Listing.__mapper__.columns} - {"id", "version"}
        same = {one: getattr(listed, one) for one in columns}
        for number in range(2, 7):
            changed = {"number": f"督挂〔2025〕{number}号", "open_of": None, "deadline_id": None}
            ended = {"state": ListingState.RELEASED, "released_on": date(2025, 12, 1), "released_by": "市长"}
            session.add(Listing(**same | changed | ended))
            session.add(
                SiteVisit(
                    task_id=listed.task_id, listing_id=1, visitor="王某", visited_on=TODAY, found="塔吊已进场",
                    recorded_by="督查员", recorded_at=listed.recorded_at,
                )
            )  # fmt: skip
