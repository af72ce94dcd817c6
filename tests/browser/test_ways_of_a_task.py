"""The ordinary way from its draft, the short way, a report with its proof, an approval on paper, a session run out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from site_of_personas import PASSWORD, Site
from sqlalchemy import select, update

from tracker import clock
from tracker.db import reading, writing
from tracker.models import Deadline, Task, UserSession
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import DeadlineKind

Enter = Callable[..., Page]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_the_ordinary_way_from_a_draft_over_a_route_of_two_to_work(site: Site, enter: Enter) -> None:
    clerk, secretary, director = enter("clerk"), enter("secretary-general"), enter("director")
    liaison = enter("liaison")
    clerk.goto("/tasks/new")
    clerk.fill("#title", "建成示湖路污水管网")
    clerk.fill("#target", "新建管网12公里，年底前通水")
    clerk.fill("#lead", "市住建局")
    clerk.fill("#due_on", "2026年12月20日")
    clerk.click("button:has-text('保存草稿')")
    expect(clerk.locator("h1")).to_contain_text("建成示湖路污水管网")
    clerk.click("a.button:has-text('报批')")
    clerk.select_option("#basis", label="党委决定")
    clerk.fill("#words", "市委常委会第3次会议")
    clerk.click("button:has-text('报批')")
    for approver, said in ((secretary, "待审批"), (director, "已立项")):
        approver.goto("/approvals")
        approver.click("a:has-text('建成示湖路污水管网')")
        approver.click("a.button[href$='/approval']")
        approver.check("text=同意 >> nth=0")
        approver.click("button:has-text('提交审批意见')")
        expect(approver.locator(".notice")).to_contain_text(said)
    sheet = _sheet(site, "建成示湖路污水管网")
    clerk.goto(sheet)
    clerk.click("button:has-text('交办')")
    clerk.click("main a:text-is('督办单')")
    expect(clerk.locator(".sheet-of-paper")).to_contain_text("建成示湖路污水管网")
    liaison.goto(sheet)
    liaison.click("a:has-text('答复交办')")
    liaison.check("text=主办")
    liaison.click("button:has-text('答复')")
    expect(liaison.locator("main")).to_contain_text("已签收")


def test_the_short_way_by_five_personas(site: Site, enter: Enter) -> None:
    clerk, liaison, director, leader = enter("clerk"), enter("liaison"), enter("director"), enter("leader")
    clerk.goto("/simple")
    for field, typed in {
        "leader": "分管城建副市长",
        "wording": "请三日内处置并报结果。",
        "written_on": "2026-06-01",
        "title": "东湖路积水点整治",
        "unit": "市住建局",
        "due_on": "2026-06-08",
    }.items():
        clerk.fill(f"#{field}", typed)
    clerk.select_option("#basis", label="其他领导批示")
    clerk.click("button:has-text('登记并交办')")
    expect(clerk.locator(".notice")).to_contain_text("等待签收")
    sheet = _sheet(site, "东湖路积水点整治")

    leader.goto(sheet)
    expect(leader.locator("main")).to_contain_text("简易流程")
    liaison.goto("/owed")
    liaison.click("a:has-text('东湖路积水点整治')")
    liaison.click("button:has-text('签收')")
    liaison.click("a.button:has-text('报结')")
    liaison.fill("#achieved", "积水点已疏通，增设两处雨水口。")
    liaison.fill("#signed_by", "张局长")
    liaison.click("button:has-text('报结')")

    clerk.goto(sheet)
    clerk.click("a.button:has-text('核实办结')")
    clerk.fill("#opinion", "现场查看属实")
    clerk.click("button:has-text('提出核实意见')")
    expect(clerk.locator(".notice")).to_contain_text("等待主任批准")
    director.goto("/closing")
    director.check(f"#pick-{sheet.rsplit('/', 1)[1]}")
    director.click("button:has-text('批准选中各项办结')")
    expect(director.locator("main")).to_contain_text("东湖路积水点整治")

    clerk.goto(sheet)
    clerk.click("a.button:has-text('呈阅')")
    clerk.check("text=已阅，没有新批示")
    clerk.click("button:has-text('登记呈阅')")
    expect(clerk.locator(".notice")).to_contain_text("已登记呈阅")
    director.goto("/closing")
    director.check(f"#pick-{sheet.rsplit('/', 1)[1]}")
    director.check("#kind-0")
    director.click("button:has-text('选中各项销号')")
    director.goto(sheet)
    expect(director.locator("main")).to_contain_text("销号")
    expect(director.locator("main")).to_contain_text("张局长")


def test_a_report_with_its_proof_is_signed_sent_back_and_accepted(site: Site, enter: Enter, tmp_path: Path) -> None:
    with writing(site.engine) as session:
        sweep_day(session, clock.today())
    proof = tmp_path / "验收单.pdf"
    proof.write_bytes(PDF)
    liaison, head, clerk = enter("liaison", scripts=False), enter("unit-head", scripts=False), enter("clerk")
    address = f"/reports/for/{_report_duty(site)}"
    liaison.goto("/owed")
    liaison.click(f"a[href='{address}']")
    liaison.fill("#done", "完成主体工程")
    liaison.set_input_files("input[type=file]", proof)
    liaison.click("button:has-text('送单位负责人签发')")
    head.goto("/owed")
    head.click(f"a[href='{address}'] >> nth=0")
    expect(head.locator("#done")).to_have_value("完成主体工程")
    head.click("button:has-text('签发并报送')")

    _decide_report(clerk, "退回", "请写明完成数量")
    liaison.goto(address)
    expect(liaison.locator("main")).to_contain_text("请写明完成数量")
    head.goto(address)
    head.fill("#done", "完成主体工程1.2万平方米")
    head.click("button:has-text('签发并报送')")
    _decide_report(clerk, "采纳")
    clerk.goto(f"/tasks/{site.working_id}")
    expect(clerk.locator("main")).to_contain_text("完成主体工程1.2万平方米")
    with clerk.expect_download() as got:
        clerk.click("a:has-text('验收单.pdf') >> nth=0")
    assert Path(got.value.path()).read_bytes() == PDF


def test_an_approval_given_on_paper_is_entered_and_shown_as_such(site: Site, enter: Enter) -> None:
    clerk = enter("clerk", scripts=False)
    sheet = f"/tasks/{site.draft_id}"
    clerk.goto(sheet)
    clerk.click("a.button:has-text('报批')")
    clerk.select_option("#basis", label="政府决定")
    clerk.fill("#words", "市政府第9次常务会议")
    clerk.click("button:has-text('报批')")
    clerk.click("a.button:has-text('补录纸质审批')")
    clerk.fill("#approver", "李主任")
    clerk.fill("#decided_on", "2026-05-29")
    clerk.check("text=同意 >> nth=0")
    clerk.fill("#opinion", "同意立项")
    clerk.click("button:has-text('补录')")
    clerk.goto(sheet)
    expect(clerk.locator("main")).to_contain_text("已立项")
    expect(clerk.locator("main")).to_contain_text("李主任")
    expect(clerk.locator("main")).to_contain_text("纸质补录（clerk）")


def test_a_session_that_ran_out_gives_the_form_back(site: Site, enter: Enter) -> None:
    clerk = enter("clerk")
    clerk.goto("/simple")
    clerk.fill("#wording", "请三日内处置并把经过写成材料。")
    long_ago = clock.now() - timedelta(hours=9)
    with writing(site.engine) as session:
        session.execute(update(UserSession).values(seen_at=long_ago, began_at=long_ago))
    clerk.click("button:has-text('登记并交办')")
    clerk.fill("#login", "clerk")
    clerk.fill("#password", PASSWORD)
    clerk.click("button:has-text('登录')")
    expect(clerk.locator("main")).to_contain_text("内容没有丢失")
    assert "请三日内处置并把经过写成材料。" in [area.input_value() for area in clerk.locator("textarea").all()]


def _decide_report(clerk: Page, word: str, reason: str = "") -> None:
    clerk.goto("/desk")
    clerk.click("a:has-text('退回') >> nth=0")
    if reason:
        clerk.fill("#reason", reason)
    clerk.click(f"button:has-text('{word}')")
    expect(clerk.locator(".notice")).to_be_visible()


def _sheet(site: Site, title: str) -> str:
    with reading(site.engine) as session:
        return f"/tasks/{session.scalars(select(Task.id).where(Task.title == title)).one()}"


def _report_duty(site: Site) -> int:
    with reading(site.engine) as session:
        return session.scalars(
            select(Deadline.id).where(Deadline.task_id == site.working_id, Deadline.kind == DeadlineKind.REPORT)
        ).one()
