"""The ladder by those who climb it: from a missed date to a listing released, from a missed term to 纪检."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from site_of_personas import Site, account_of
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import Account, Post, Submission, Task
from tracker.policy.access import Actor
from tracker.services.decisions import Ruling, decide
from tracker.services.escalation import ESCALATE, escalate_day
from tracker.services.listings import Propose, propose
from tracker.services.nights import days_to_walk
from tracker.services.submissions import waiting_for
from tracker.services.sweep import sweep_day
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.listings import ListingAuthority, ListingLimb
from tracker.vocabulary.people import Role

Enter = Callable[..., Page]
Go = Callable[[date], None]


@pytest.fixture
def city(site: Site) -> Site:
    """The site with a 市长 and a third person in the office; the leader of the field is on the task at work."""
    with writing(site.engine) as session:
        task = session.get_one(Task, site.working_id)
        task.leader_post_id = session.scalars(select(Post.id).where(Post.name == "分管城建副市长")).one()
        seat = Post(name="市长", rank=PostRank.HEAD)
        session.add(seat)
        session.flush()
        site.accounts["mayor"] = account_of(session, "mayor", Role.LEADER, task.office_id, seat.id)
        site.accounts["third"] = account_of(session, "third", Role.CLERK, task.office_id, None)
    return site


@pytest.fixture
def go(city: Site, monkeypatch: pytest.MonkeyPatch) -> Go:
    """Wake up on a later day: every night until then has done its work."""

    def wake(day: date) -> None:
        monkeypatch.setenv("TRACKER_TODAY", day.isoformat())
        with reading(city.engine) as session:
            nights = days_to_walk(session, ESCALATE, day)
        for night in nights:
            with writing(city.engine) as session:
                sweep_day(session, night)
                escalate_day(session, night)

    return wake


def test_from_the_first_missed_date_to_the_listing_released(city: Site, enter: Enter, go: Go) -> None:
    go(date(2026, 5, 6))
    director, clerk, leader, mayor = (enter(who, scripts=False) for who in ("director", "clerk", "leader", "mayor"))
    liaison, head, publicity = (enter(who, scripts=False) for who in ("liaison", "unit-head", "publicity"))
    sheet = f"/tasks/{city.working_id}"

    _warned(clerk, director, leader, liaison, head, go)
    go(date(2026, 7, 1))
    listing = _listed(director, mayor)
    _published(clerk, liaison, publicity, director, listing, "起草挂牌公告", "市政府网站")
    public = enter("director", scripts=False).context.browser.new_page()  # type: ignore[union-attr]
    address = _read_in_public(public, clerk, city, "挂牌督办中")
    clerk.goto(listing)
    clerk.click("a.button:has-text('登记到现场')")
    clerk.select_option("#account_id", label="clerk")
    clerk.fill("#visited_on", "2026-07-01")
    clerk.fill("#found", "塔吊已经进场，两个班组在施工")
    clerk.click("button:has-text('登记')")
    expect(clerk.locator(".notice")).to_contain_text("已登记")

    go(date(2026, 7, 8))
    _put_right(head, clerk, sheet)
    third = enter("third", scripts=False)
    third.goto("/desk")
    third.click("a:has-text('待现场验收')")
    third.click("a:has-text('督挂〔2026〕1号')")
    third.click("a.button:has-text('现场验收')")
    third.select_option("#account_id", label="third")
    third.fill("#visited_on", "2026-07-08")
    third.fill("#found", "主体已经封顶，与整改要求一致")
    third.check("#result-0")
    third.click("button:has-text('提交验收结果')")
    _approve(mayor, "解除")
    liaison.goto(listing)
    expect(liaison.locator("h1")).to_contain_text("已解除")
    _published(clerk, liaison, publicity, director, listing, "起草解除公告", "市政府网站")
    public.goto(address)
    public.click("a:has-text('已解除挂牌督办')")
    _read_in_public(public, clerk, city, "已解除")
    public.close()


def _warned(clerk: Page, director: Page, leader: Page, liaison: Page, head: Page, go: Go) -> None:
    """Blue by the clerk, answered; orange by the director; red put before the leader, who issues it."""
    clerk.goto("/desk")
    clerk.click("a:has-text('待签发、送审督办单 1 张')")
    clerk.check("#blue [name=slip]")
    clerk.click("button:has-text('签发选中各张')")
    expect(clerk.locator(".notice")).to_contain_text("已签发或送审1张")
    _answer(liaison, "已增加两个班组，本月底封顶")
    clerk.goto("/slips")
    expect(clerk.locator("main")).to_contain_text("已答复")

    go(date(2026, 5, 12))
    director.goto("/desk")
    director.click("a:has-text('待签发、送审督办单 1 张')")
    director.check("#orange [name=slip]")
    director.click("#orange button:has-text('签发选中各张')")
    expect(director.locator("main")).to_contain_text("督催橙〔2026〕1号")
    _answer(head, "塔吊故障，正在更换，二十日前封顶")

    go(date(2026, 5, 19))
    clerk.goto("/slips")
    clerk.click("#red tbody a >> nth=0")
    clerk.fill("#reason", "两次督办未见进展，请领导签发")
    clerk.click("button:has-text('签发或送审')")
    expect(clerk.locator(".notice")).to_contain_text("等待领导签发")
    _approve(leader, "红色督办单", "务必在六月底前完成")
    liaison.goto("/owed")
    liaison.click("a:has-text('答复督办单')")
    expect(liaison.locator("h1")).to_contain_text("督催红〔2026〕1号")


def _answer(unit: Page, words: str) -> None:
    unit.goto("/owed")
    unit.click("a:has-text('答复督办单')")
    unit.click("button:has-text('签收')")
    expect(unit.locator(".notice")).to_contain_text("已签收")
    unit.click("a.button:has-text('答复')")
    unit.fill("#words", words)
    unit.click("button.primary >> nth=-1")
    expect(unit.locator(".notice")).to_contain_text("已答复")


def _listed(director: Page, mayor: Page) -> str:
    """The proposal is accepted, the listing put forward and approved; its address."""
    director.goto("/desk")
    director.click("a:has-text('待处理拟挂牌、拟追责建议 1 项')")
    director.click("a.button:has-text('处理')")
    director.check("#outcome-0")
    director.click("button:has-text('提交')")
    expect(director.locator("h1")).to_contain_text("提请挂牌督办")
    expect(director.locator("main")).to_contain_text("未见明显进展")
    director.fill("#requirement", "三十个工作日内主体封顶")
    director.check("text=主要领导")
    director.select_option("#officer_account_id", label="clerk")
    director.fill("#outlet", "市政府网站")
    director.click("button:has-text('提请挂牌督办')")
    expect(director.locator(".notice")).to_contain_text("等待审批")
    _approve(mayor, "挂牌督办")
    director.reload()
    expect(director.locator("h1")).to_contain_text("督挂〔2026〕1号")
    return director.url


def _approve(approver: Page, what: str, opinion: str = "") -> None:
    approver.goto("/approvals")
    approver.click(f"tr:has-text('{what}') a.button:has-text('审批')")
    approver.check("#outcome-0")
    approver.fill("#opinion", opinion)
    approver.click("button:has-text('提交审批意见')")
    expect(approver.locator(".notice")).to_contain_text("同意")


def _published(
    clerk: Page, liaison: Page, publicity: Page, director: Page, listing: str, begin: str, outlet: str
) -> None:
    """Drafted from the listing's page, agreed by the unit, co-signed, approved, and made public."""
    clerk.goto(listing)
    clerk.click(f"a.button:has-text('{begin}')")
    clerk.fill("#title", "厂房建设")
    clerk.click("button:has-text('保存草稿')")
    clerk.click("button:has-text('征求单位意见')")
    desk = clerk.url
    liaison.goto("/owed")
    liaison.click("a:has-text('厂房建设')")
    liaison.check("text=无意见")
    liaison.click("button:has-text('答复')")
    publicity.goto("/")
    publicity.click("a:has-text('厂房建设') >> nth=0")
    publicity.click("button:has-text('会签') >> nth=0")
    expect(publicity.locator(".notice")).to_contain_text("已会签")
    _approve(director, "公开")
    clerk.goto(desk)
    expect(clerk.locator("#outlet")).to_have_value(outlet)
    clerk.click("button:has-text('发布')")
    expect(clerk.locator(".notice")).to_be_visible()


def _read_in_public(public: Page, clerk: Page, city: Site, words: str) -> str:
    """Nobody signed in reads it, and no name is on it."""
    home = clerk.url.partition("/publications")[0]
    public.goto(f"{home}/public")
    public.click("a:has-text('厂房建设')")
    expect(public.locator("main")).to_contain_text(words)
    told = public.inner_text("main")
    assert not [name for name in city.accounts if name in told]
    return public.url


def _put_right(head: Page, clerk: Page, sheet: str) -> None:
    """The node is claimed and verified, and the unit's head asks to be released."""
    head.goto("/owed")
    head.click("a:has-text('申报完成')")
    head.fill("#statement", "主体已经封顶")
    head.click("button:has-text('申报完成')")
    clerk.goto(sheet)
    clerk.click("button:has-text('认可')")
    head.goto("/owed")
    head.click("a:has-text('申请解除')")
    head.click("a.button:has-text('申请解除')")
    head.fill("#statement", "已按要求完成主体封顶")
    head.click("button:has-text('申请解除')")
    expect(head.locator(".notice[role=status]")).to_contain_text("等待现场验收")


# --- Where the term is missed ----------------------------------------------------------------------------------------


def test_from_a_missed_term_to_the_outcome_only_a_few_may_read(city: Site, enter: Enter, go: Go) -> None:
    _listed_already(city)
    go(date(2026, 6, 10))
    director, clerk, mayor = (enter(who, scripts=False) for who in ("director", "clerk", "mayor"))
    head, liaison = enter("unit-head", scripts=False), enter("liaison", scripts=False)
    director.goto("/proposals")
    director.click("section:has-text('拟追责建议') a.button:has-text('处理')")
    director.check("#outcome-0")
    director.click("button:has-text('提交')")
    _inspected(director, clerk, mayor, head)
    served = _concluded(clerk, enter("secretary-general", scripts=False), liaison)
    expect(liaison.locator("main")).to_contain_text("2026-07-10前可以申请复核")

    suggestion = _suggested(director, mayor)
    _handed_on(director, enter("discipline", scripts=False), suggestion)
    outcome = "已约谈并责令限期整改"
    mayor.goto(suggestion)
    expect(mayor.locator("main")).to_contain_text(outcome)
    director.goto(suggestion)
    expect(director.locator("h1")).to_contain_text("督责〔2026〕1号")
    expect(director.locator("main")).not_to_contain_text(outcome)
    for reader in (clerk, head, liaison):
        assert reader.goto(suggestion).status == 404  # type: ignore[union-attr]
        for page in (f"/tasks/{city.working_id}", served, "/listings", "/inbox"):
            reader.goto(page)
            assert outcome not in reader.content(), page
            assert reader is clerk or "追责建议" not in reader.content(), page


def _listed_already(city: Site) -> None:
    """Listed on the first of June for five working days, as the other journey walks it."""
    day = date(2026, 6, 1)
    with writing(city.engine) as session:
        task = session.get_one(Task, city.working_id)
        officer = session.scalars(select(Account.id).where(Account.login == "clerk")).one()
        command = Propose(
            ListingLimb.STALLED, "节点逾期一个月未见进展", "五个工作日内主体封顶", ListingAuthority.LEADER, 5,
            "市政府网站", officer_account_id=officer,
        )  # fmt: skip
        row = propose(session, city.accounts["director"], task, command, today=day)
        waiting = waiting_for(session, ApprovalKind.LISTING, row.id)
        assert isinstance(waiting, Submission)
        mayor: Actor = city.accounts["mayor"]
        decide(session, mayor, waiting, Ruling(ApprovalOutcome.APPROVED), today=day)


def _inspected(director: Page, clerk: Page, mayor: Page, head: Page) -> None:
    """From the accepted proposal to an inspection planned, approved, made, with one finding, and finished."""
    director.click("a.button:has-text('拟督查方案')")
    assert director.locator("[name=tasks]:checked").count() == 1
    director.fill("#title", "厂房建设专项督查")
    director.check("[name=kind][value=special]")
    director.fill("#basis", "市政府主要领导要求")
    director.fill("#scope", "挂牌期满未整改的原因")
    director.check("[name=methods] >> nth=0")
    director.fill("#from_on", "2026-06-10")
    director.fill("#until_on", "2026-06-12")
    director.fill("#head", "主任甲")
    director.click("button:has-text('保存方案')")
    director.click("button:has-text('送审')")
    _approve(mayor, "厂房建设专项督查")
    clerk.goto(director.url)
    clerk.click("a.button:has-text('登记到现场')")
    clerk.locator("#task").select_option(index=1)
    clerk.fill("#visitor", "主任甲、督查员乙")
    clerk.fill("#visited_on", "2026-06-10")
    clerk.fill("#found", "工地无人施工，塔吊停用")
    clerk.click("button:has-text('登记')")
    clerk.click("a.button:has-text('登记督查发现')")
    clerk.locator("#part").select_option(index=1)
    clerk.fill("#found_on", "2026-06-10")
    clerk.fill("#content", "主体停工半个月未报告")
    clerk.fill("#requirement", "六月底前复工")
    clerk.click("button:has-text('登记并告知单位')")
    head.goto("/owed")
    head.click("a:has-text('报告整改')")
    expect(head.locator("main")).to_contain_text("主体停工半个月未报告")
    clerk.fill("#summary", "挂牌期满仍未整改，情况属实")
    clerk.click("button:has-text('结束督查')")
    expect(clerk.locator(".notice")).to_contain_text("督查已结束")


def _concluded(clerk: Page, secretary: Page, liaison: Page) -> str:
    """The conclusion is drafted on the inspection, approved by the 秘书长, and served; its address."""
    clerk.click("a:has-text('起草督查结论')")
    clerk.fill("#basis", "根据条例第十六条作出")
    clerk.locator("#inspection").select_option(index=1)
    clerk.fill("#facts", "挂牌期满未整改，停工半个月未报告")
    clerk.fill("#conclusion", "推进不力，责令整改")
    clerk.click("button:has-text('保存')")
    clerk.click("button:has-text('送审')")
    expect(clerk.locator(".notice")).to_contain_text("已送审")
    _approve(secretary, "督查结论")
    liaison.goto("/conclusions")
    liaison.click("tbody a >> nth=0")
    expect(liaison.locator("main")).not_to_contain_text("推进不力")
    liaison.click("button:has-text('签收')")
    expect(liaison.locator("main")).to_contain_text("推进不力")
    return clerk.url


def _suggested(director: Page, mayor: Page) -> str:
    """From the list of what one may rest on, after the collective study, to the mayor's word; its address."""
    director.goto("/accountability")
    director.click("section a:has-text('在办的事')")
    assert "挂牌期限" in director.locator("#grounds").input_value()
    director.fill("#clause", "政府督查工作条例第二十条")
    director.fill("#studied_on", "2026-06-10")
    director.fill("#study", "主任办公会：一致同意提出")
    director.click("button:has-text('保存草稿')")
    expect(director.locator("main")).to_contain_text("证据目录")
    director.click("button:has-text('报行政首长批准')")
    _approve(mayor, "追责建议")
    return director.url


def _handed_on(director: Page, discipline: Page, suggestion: str) -> None:
    """To the competent body; 纪检 notes the receipt and the outcome."""
    director.goto(suggestion)
    director.fill("#to", "市监察机关")
    director.fill("#letter_number", "督函〔2026〕1号")
    director.fill("#day", "2026-06-10")
    director.click("button:has-text('登记转交')")
    discipline.goto("/")
    discipline.click("a:has-text('督责〔2026〕1号')")
    discipline.fill("#receipt_number", "收〔2026〕8号")
    discipline.fill("#day", "2026-06-10")
    discipline.click("button:has-text('登记回执')")
    discipline.fill("#outcome", "已约谈并责令限期整改")
    discipline.fill("#day", "2026-06-10")
    discipline.click("button:has-text('登记结果')")
    expect(discipline.locator("main")).to_contain_text("已约谈并责令限期整改")
