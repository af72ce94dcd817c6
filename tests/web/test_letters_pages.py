"""The official letters on their pages and as files: each with its number, whom it is to, its matter, a fact of its own;
and none before its document is in a state to have one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from io import BytesIO

import pytest
from accusing import CASE, concluded
from docx import Document
from factories import office
from inspecting import furnish
from pypdf import PdfReader
from site_of_personas import TODAY, Site, account_of
from sqlalchemy import select

from tracker import clock
from tracker.db import reading, writing
from tracker.models import (
    AccountabilitySuggestion,
    CallRecord,
    Conclusion,
    Deadline,
    Extension,
    Listing,
    ListingRelease,
    Post,
    ReviewRequest,
    Submission,
    Task,
    WarningSlip,
)
from tracker.policy.access import Actor
from tracker.policy.accountability import Case
from tracker.services import accountability, conclusions, listings, releases, reviews, slips
from tracker.services.accountability import put_forward
from tracker.services.conclusions import Findings, Service
from tracker.services.deadlines import basis, revise
from tracker.services.decisions import Ruling, decide
from tracker.services.escalation import escalate_day
from tracker.services.granting import advise
from tracker.services.listings import Propose
from tracker.services.milestones import claim_milestone, decide_milestone
from tracker.services.reviews import Opinion
from tracker.services.site_visits import Visit
from tracker.services.slips import Issue
from tracker.services.submissions import waiting_for
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.conclusions import ReviewOutcome
from tracker.vocabulary.deadlines import RevisionCause
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.escalation import SlipColour
from tracker.vocabulary.listings import ListingAuthority, ListingLimb
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import UrgeChannel
from tracker.vocabulary.sources import Disclosure
from tracker.web.guard import settings

MATTER = "在办的事"
UNIT = "市住建局"


@pytest.fixture
def city(site: Site) -> Site:
    """With a 市长 who decides, and a second clerk who has taken no part in anything."""
    with writing(site.engine) as session:
        home = office(session).id
        seat = Post(name="市长", rank=PostRank.HEAD)
        session.add(seat)
        session.flush()
        site.accounts["mayor"] = account_of(session, "mayor", Role.LEADER, home, seat.id)
        site.accounts["free"] = account_of(session, "free", Role.CLERK, home, None)
        deputy = session.scalars(select(Post.id).where(Post.name == "分管城建副市长")).one()
        session.get_one(Task, site.working_id).leader_post_id = deputy
    return site


def ruled(session, by: Actor, kind: ApprovalKind, key: int, outcome=ApprovalOutcome.APPROVED, **given: object) -> None:
    row = waiting_for(session, kind, key)
    assert isinstance(row, Submission)
    decide(session, by, row, Ruling(outcome, "经研究，同意", **given), today=TODAY)
    session.flush()


def says(site: Site, persona: str, path: str, *facts: str) -> str:
    """The page, the Word and the PDF file all say these facts; what the Word file says."""
    browser = site.browser(persona)
    page, word, pdf = browser.get(path), browser.get(f"{path}.docx"), browser.get(f"{path}.pdf")
    assert (page.status_code, word.status_code, pdf.status_code) == (200, 200, 200)
    told = Document(BytesIO(word.data))
    cells = [cell.text for table in told.tables for row in table.rows for cell in row.cells]
    read = [
        page.text,
        "".join([one.text for one in told.paragraphs] + cells),
        "".join(one.extract_text() for one in PdfReader(BytesIO(pdf.data)).pages),
    ]
    read = ["".join(one.split()) for one in read]
    assert [(place, fact) for place, one in enumerate(read) for fact in facts if fact not in one] == []
    assert f'href="{path}.docx"' in page.text
    assert f'href="{path}.pdf"' in page.text
    return read[1]


def offers(site: Site, persona: str, page: str, path: str) -> bool:
    """Whether the document's page leads to its paper in all three ways, or in none."""
    text = site.browser(persona).get(page).text
    doors = {f'href="{path}{ending}"' in text for ending in ("", ".docx", ".pdf")}
    assert len(doors) == 1
    return doors.pop()


def refuses(site: Site, persona: str, path: str, said: str) -> None:
    for ending in ("", ".docx", ".pdf"):
        answer = site.browser(persona).get(f"{path}{ending}")
        assert (answer.status_code, said in answer.text) == (409, True), answer.text
    assert site.browser("stranger-clerk").get(path).status_code in (403, 404)
    assert site.browser("stranger-liaison").get(f"{path}.pdf").status_code == 404


def test_a_slip_is_a_paper_in_its_colour_once_it_is_issued(city: Site) -> None:
    with writing(city.engine) as session:
        for day in (date(2026, 5, 6), date(2026, 5, 12)):
            escalate_day(session, day)
        unit = city.accounts["liaison"].department_id
        for day in (date(2026, 4, 30), date(2026, 5, 20)):
            session.add(
                CallRecord(
                    task_id=city.working_id, department_id=unit, channel=UrgeChannel.PHONE, happened_on=day,
                    recorded_by="督查员", recorded_at=clock.now(),
                )
            )  # fmt: skip
        key = session.scalars(select(WarningSlip.id).where(WarningSlip.colour == SlipColour.ORANGE)).one()
    page = f"/slips/{key}"
    refuses(city, "director", f"{page}/paper", "督办单目前是“待签发”，还没有可以打印的督办单")
    assert not offers(city, "director", page, f"{page}/paper")
    with writing(city.engine) as session:
        row, by = session.get_one(WarningSlip, key), basis(session, TODAY)
        slips.issue(
            session, city.accounts["director"], row, Issue(SlipColour.ORANGE, "请主要负责人过问"), by, today=TODAY
        )
        due_on = session.get_one(Deadline, row.answer_deadline_id).due_on
    assert offers(city, "unit-head", page, f"{page}/paper")
    facts = (
        "督催橙〔2026〕1号", f"{UNIT}：", MATTER, "橙色督办单", "应于2026年5月1日前完成节点“节点1”，现已超过时限31天",
        "2026年5月20日，电话催办", "督查室意见：请主要负责人过问",
        f"{due_on.year}年{due_on.month}月{due_on.day}日前书面答复",
        "抄送：分管城建副市长", "2026年6月1日",
    )  # fmt: skip
    text = says(city, "unit-head", f"{page}/paper", *facts)
    assert "4月30日" not in text
    # More time is given later: the slip keeps the date it was about.
    with writing(city.engine) as session:
        node, by = session.get_one(Deadline, city.node_id), basis(session, TODAY)
        revise(session, city.accounts["director"], node, date(2026, 9, 30), RevisionCause.EXTENDED, "", by, today=TODAY)
    assert says(city, "unit-head", f"{page}/paper", *facts) == text
    assert city.browser("stranger-liaison").get(f"{page}/paper").status_code == 404


def _listed(city: Site, **given: object) -> int:
    with writing(city.engine) as session:
        told = {
            "grounds": "节点逾期，两次督办未见进展",
            "requirement": "六月底前主体封顶",
            "outlet": "市政府网站",
            "term": 30,
        }
        command = Propose(
            limb=ListingLimb.STALLED,
            authority=ListingAuthority.LEADER,
            officer_account_id=city.accounts["clerk"].account_id,
            **{**told, **given},  # type: ignore[arg-type]
        )
        task = session.get_one(Task, city.working_id)
        return listings.propose(session, city.accounts["director"], task, command, today=TODAY).id


def _released(city: Site, key: int) -> None:
    with writing(city.engine) as session:
        unit, node = city.accounts["unit-head"], session.get_one(Deadline, city.node_id)
        claim_milestone(session, unit, node, "主体已经封顶", [], today=TODAY)
        decide_milestone(session, city.accounts["clerk"], node, None, today=TODAY)
        listing = session.get_one(Listing, key)
        releases.ask(session, unit, listing, "主体已按要求封顶", [], basis(session, TODAY), today=TODAY)
        visit = Visit(TODAY, "现场属实，各项完成", "工地", account_id=city.accounts["free"].account_id)
        releases.accept(session, city.accounts["director"], listing, visit, passed=True, reason="", today=TODAY)
        asked = session.scalars(select(ListingRelease.id)).one()
        ruled(session, city.accounts["mayor"], ApprovalKind.RELEASE, asked)


def test_a_listing_has_its_notice_and_its_release_is_announced(city: Site) -> None:
    key = _listed(city)
    page = f"/listings/{key}"
    notice, announcement = f"{page}/notice", f"{page}/announcement"
    refuses(city, "director", notice, "挂牌督办目前是“待审批”")
    assert city.browser("unit-head").get(notice).status_code == 404
    with writing(city.engine) as session:
        ruled(session, city.accounts["mayor"], ApprovalKind.LISTING, key)
    with reading(city.engine) as session:
        due_on = session.get_one(Deadline, session.get_one(Listing, key).deadline_id).due_on
    assert offers(city, "unit-head", page, notice)
    facts = (
        "督挂〔2026〕1号", f"{UNIT}：", MATTER, "六月底前主体封顶", "节点逾期，两次督办未见进展",
        "责任领导：分管城建副市长",
        f"自2026年6月1日起，至{due_on.year}年{due_on.month}月{due_on.day}日止，共30个工作日", "经mayor批准",
    )  # fmt: skip
    says(city, "unit-head", notice, *facts)
    # The term may be put off later: the notice keeps what it said.
    with writing(city.engine) as session:
        session.get_one(Deadline, session.get_one(Listing, key).deadline_id).due_on = due_on + timedelta(9)
    says(city, "unit-head", notice, *facts)
    assert not offers(city, "unit-head", page, announcement)
    refuses(city, "director", announcement, "挂牌督办目前是“挂牌督办中”，还没有可以打印的解除公告")
    _released(city, key)
    assert offers(city, "clerk", page, announcement)
    says(
        city, "clerk", announcement, UNIT, MATTER, "挂牌督办通知书：督挂〔2026〕1号", "主体已按要求封顶",
        "free现场验收。验收意见：现场属实，各项完成", "至2026年12月1日止", "特此公告",
    )  # fmt: skip
    says(city, "clerk", notice, *facts)


@pytest.mark.parametrize("outlet", ["", "市政府网站"])
def test_a_sensitive_listing_is_released_without_an_announcement(city: Site, outlet: str) -> None:
    with writing(city.engine) as session:
        session.get_one(Task, city.working_id).disclosure = Disclosure.SENSITIVE
    key = _listed(city, outlet=outlet)
    with writing(city.engine) as session:
        ruled(session, city.accounts["mayor"], ApprovalKind.LISTING, key)
    assert "公布" not in says(city, "director", f"/listings/{key}/notice", "督挂〔2026〕1号")
    _released(city, key)
    assert not offers(city, "director", f"/listings/{key}", f"/listings/{key}/announcement")
    refuses(city, "director", f"/listings/{key}/announcement", "不公开")


@pytest.mark.parametrize("granted", [True, False])
def test_an_extension_is_answered_by_a_reply(city: Site, granted: bool) -> None:
    refuses(city, "clerk", "/extensions/1/reply", "延期申请目前是“待督查员意见”，还没有可以打印的批复")
    assert not offers(city, "clerk", "/extensions/1", "/extensions/1/reply")
    with writing(city.engine) as session:
        row = session.get_one(Extension, 1)
        asked_on, asked = row.signed_on, row.asked_due_on
        advise(session, city.accounts["clerk"], row, "情况属实，建议同意", today=TODAY)
        given = {"due_on": date(2027, 1, 20)} if granted else {}
        outcome = ApprovalOutcome.APPROVED if granted else ApprovalOutcome.REFUSED
        ruled(session, city.accounts["director"], ApprovalKind.EXTENSION, 1, outcome, **given)
    assert asked_on == date(2026, 5, 28)
    assert asked == date(2027, 1, 31)
    assert offers(city, "liaison", "/extensions/1", "/extensions/1/reply")
    answer = (
        ("同意办理时限由2026年12月31日延至2027年1月20日，系第1次延期", "经研究，同意")
        if granted
        else ("不同意延期，办理时限仍为2026年12月31日", "理由：经研究，同意")
    )
    says(
        city, "liaison", "/extensions/1/reply", f"{UNIT}：", f"关于“{MATTER}”", "你单位2026年5月28日", "因征地拆迁",
        "延至2027年1月31日", "经director审批", "此复", *answer,
    )  # fmt: skip


def test_a_conclusion_is_read_by_its_unit_once_it_is_received(city: Site) -> None:
    clerk, unit = city.accounts["clerk"], city.accounts["unit-head"]
    with writing(city.engine) as session:
        task = session.get_one(Task, city.working_id)
        words = Findings(
            unit.department_id or 0, "条例第十六条", "停工半个月未报告", "推进不力，责令整改",
            record="2026-05-25 反馈超期", requirement="一周内复工。", rectify_term=5,
        )  # fmt: skip
        key = conclusions.draft(session, clerk, task, words, today=TODAY).id
        session.flush()
    page, paper = f"/conclusions/{key}", f"/conclusions/{key}/paper"
    refuses(city, "clerk", paper, "督查结论目前是“起草中”，还没有可以打印的督查结论")
    assert not offers(city, "clerk", page, paper)
    with writing(city.engine) as session:
        row = session.get_one(Conclusion, key)
        conclusions.put_forward(session, clerk, row, today=TODAY)
        ruled(session, city.accounts["secretary-general"], ApprovalKind.INSPECTION_CONCLUSION, key)
    refuses(city, "unit-head", paper, "请先签收")
    assert not offers(city, "unit-head", page, paper)
    facts = (
        "督结〔2026〕1号", f"{UNIT}：", MATTER, "停工半个月未报告", "推进不力，责令整改",
        "督办工作记录：2026-05-25反馈超期",
        "根据督办工作记录", "一周内复工，自送达之日起5个工作日内完成", "向作出本结论的人民政府申请复核",
    )  # fmt: skip
    before = says(city, "clerk", paper, *facts)
    with writing(city.engine) as session:
        row, by = session.get_one(Conclusion, key), basis(session, TODAY)
        conclusions.serve(session, clerk, row, Service("督查员甲", "李主任", TODAY), by, today=TODAY)
    assert offers(city, "unit-head", page, paper)
    # What is served is word for word what was approved.
    assert says(city, "clerk", paper, *facts) == before
    says(city, "unit-head", paper, *facts)


def test_a_conclusion_of_an_inspection_tells_of_it_and_a_review_is_decided_on_paper(city: Site) -> None:
    with writing(city.engine) as session:
        made = furnish(session, city.working_id, city.accounts["unit-head"].department_id or 0)
        of = session.get_one(Conclusion, made["conclusion"]).number or ""
    says(
        city, "unit-head", f"/conclusions/{made['conclusion']}/paper", of,
        "2026年5月28日，督查组（组长组长某）对你单位办理", "检查、访谈、暗访",
    )  # fmt: skip
    page, paper = f"/reviews/{made['review']}", f"/reviews/{made['review']}/paper"
    refuses(city, "clerk", paper, "复核申请目前是“复核中”，还没有可以打印的复核决定")
    assert not offers(city, "clerk", page, paper)
    with writing(city.engine) as session:
        row = session.get_one(ReviewRequest, made["review"])
        told = Opinion("部分事实有误", ReviewOutcome.CHANGED, "停工系暴雨所致，责令补报")
        concl = session.get_one(Conclusion, made["conclusion"])
        reviews.propose(session, city.accounts["free"], row, concl, told, today=TODAY)
        ruled(session, city.accounts["mayor"], ApprovalKind.REVIEW, row.id)
        number = row.number or ""
    assert number
    assert offers(city, "unit-head", page, paper)
    says(
        city, "unit-head", paper, number, f"{UNIT}：", MATTER, f"变更原督查结论（{of}）", "部分事实有误",
        "变更后的结论：停工系暴雨所致，责令补报", "2026年5月28日送达",
    )  # fmt: skip


def test_a_suggestion_has_its_paper_for_the_few_who_know_of_it(city: Site) -> None:
    director = city.accounts["director"]
    with writing(city.engine) as session:
        task = session.get_one(Task, city.working_id)
        of = concluded(session, task, on=TODAY)
        case = Case(**asdict(CASE))
        key = accountability.draft(session, director, task, f"conclusion:{of.id}", case, today=TODAY).id
    page, paper = f"/accountability/{key}", f"/accountability/{key}/paper"
    refuses(city, "director", paper, "追责建议目前是“起草中”，还没有可以打印的建议书")
    with writing(city.engine) as session:
        row, task = session.get_one(AccountabilitySuggestion, key), session.get_one(Task, city.working_id)
        put_forward(session, director, row, task, {}, today=TODAY)
    assert offers(city, "mayor", page, paper)
    facts = (
        UNIT, MATTER, "督查结论督结〔2026〕1号（2026-06-01送达）", CASE.grounds, CASE.clause, "从轻情节：已主动报告",
        "经2026年6月1日集体研究", "2026-01-05，交办（督办单），督〔2026〕2号", "逾期31天",
    )  # fmt: skip
    assert "经行政首长于年月日批准" in says(city, "mayor", paper, *facts)
    for persona in ("clerk", "leader", "discipline", "unit-head", "stranger-clerk"):
        assert city.browser(persona).get(f"{paper}.pdf").status_code == 404, persona
    with writing(city.engine) as session:
        ruled(session, city.accounts["mayor"], ApprovalKind.ACCOUNTABILITY, key)
        row = session.get_one(AccountabilitySuggestion, key)
        accountability.transfer(session, director, row, "市监察机关", "督函〔2026〕1号", TODAY, today=TODAY)
    assert offers(city, "discipline", page, paper)
    says(city, "discipline", paper, "督责〔2026〕1号", "市监察机关：", "经mayor于2026年6月1日批准", *facts)


def test_the_government_signs_where_the_site_has_told_its_place(city: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    key = _listed(city)
    with writing(city.engine) as session:
        ruled(session, city.accounts["mayor"], ApprovalKind.LISTING, key)
    assert "示例市人民政府" not in says(city, "clerk", f"/listings/{key}/notice", "督查室")
    with city.app.app_context():
        placed = settings().model_copy(update={"home": "示例市"})
    monkeypatch.setitem(city.app.extensions, "tracker_settings", placed)
    says(city, "clerk", f"/listings/{key}/notice", "示例市人民政府")
