"""A task walked from its draft to 销号 by the people concerned, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from site_of_personas import Site

Enter = Callable[..., Page]


def test_from_draft_to_struck_off_by_four_personas_without_scripts(site: Site, enter: Enter) -> None:
    director, clerk = enter("director", scripts=False), enter("clerk", scripts=False)
    liaison, head = enter("liaison", scripts=False), enter("unit-head", scripts=False)
    sheet = f"/tasks/{site.draft_id}"

    director.goto(sheet)
    director.click("a.button:has-text('立项')")
    director.select_option("#basis", label="政府决定")
    director.fill("#words", "市政府第9次常务会议决定")
    director.click("button:has-text('立项')")
    expect(director.locator(".notice")).to_contain_text("督〔2026〕")

    clerk.goto(sheet)
    clerk.click("button:has-text('交办')")
    expect(clerk.locator(".notice")).to_contain_text("等待签收")

    liaison.goto("/owed")
    liaison.click("a:has-text('还没交办的事')")
    liaison.click("button:has-text('签收')")
    expect(liaison.locator(".notice")).to_contain_text("已签收")
    expect(liaison.locator("button:has-text('批准办结')")).to_have_count(0)

    _plan(liaison, clerk, sheet)
    _claim(head, sheet, "厂房已建成")
    clerk.goto(sheet)
    clerk.click("a.button:has-text('核实办结')")
    clerk.fill("#reason", "缺少验收单")
    clerk.click("button:has-text('退回重办')")
    head.goto(sheet)
    expect(head.locator("#completion")).to_contain_text("已退回1次")
    expect(head.locator("#completion")).to_contain_text("缺少验收单")
    _claim(head, sheet, "验收单已补齐")

    clerk.goto(sheet)
    clerk.click("a.button:has-text('核实办结')")
    clerk.fill("#opinion", "现场查看属实")
    clerk.click("button:has-text('提出核实意见')")
    expect(clerk.locator(".notice")).to_contain_text("等待主任批准")
    director.goto("/closing")
    director.click("a:has-text('还没交办的事')")
    director.click("button:has-text('批准办结')")
    director.click("a.button:has-text('销号')")
    director.check("text=阶段性办结")
    director.click("button:has-text('销号')")
    expect(director.locator("main")).to_contain_text("销号")
    expect(director.locator(".lamp").first).to_contain_text("已办结")
    assert director.locator(".acts form").count() == 0


def _claim(head: Page, sheet: str, achieved: str) -> None:
    head.goto(sheet)
    head.click("a.button:has-text('报结')")
    head.fill("#achieved", achieved)
    head.click("button:has-text('报结')")
    expect(head.locator(".notice")).to_contain_text("等待督查室核实")


def _plan(liaison: Page, clerk: Page, sheet: str) -> None:
    """报方案, one row more than the page has, and its review."""
    liaison.goto(sheet)
    liaison.click("a:has-text('报方案')")
    liaison.fill("#people", "张局长分管")
    liaison.fill("#measures", "倒排工期")
    liaison.click("button:has-text('再加一行')")
    for row, (content, due) in enumerate((("主体封顶", "2026-8-31"), ("竣工", "2026-12-20"))):
        for name, typed in (("content", content), ("due", due), ("weight", "50")):
            liaison.locator(f"[name={name}]").nth(row).fill(typed)
    liaison.click("button:has-text('报送')")
    expect(liaison.locator(".notice")).to_contain_text("等待督查室审查")
    clerk.goto("/desk")
    clerk.click("#plans a")
    clerk.fill("[name='gap-目标']", "标题已写明")
    clerk.fill("[name='gap-要求']", "按国家标准")
    clerk.click("button:has-text('通过，进入办理')")
    expect(clerk.locator(".notice")).to_contain_text("方案已通过")


def test_a_stale_page_is_told_and_a_double_click_is_one_act(site: Site, enter: Enter) -> None:
    sheet = f"/tasks/{site.task_id}"
    first, second = enter("liaison"), enter("unit-head")
    first.goto(sheet)
    second.goto(sheet)
    first.dblclick("button:has-text('签收')")
    expect(first.locator(".timeline")).to_contain_text("签收")
    second.click("button:has-text('签收')")
    expect(second.locator("main")).to_contain_text("已被他人更新")
    expect(second.locator(".kept")).to_have_text("已签收")
    first.goto(sheet)
    assert first.locator(".timeline li:has-text('签收')").count() == 1


@pytest.mark.parametrize("width", [1366, 360])
def test_no_page_is_wider_than_its_window(site: Site, enter: Enter, width: int) -> None:
    for persona, paths in {
        "clerk": ("/desk", "/ledger", f"/tasks/{site.working_id}"),
        "leader": ("/leader",),
        "liaison": ("/owed",),
        "security-admin": ("/accounts",),
    }.items():
        page = enter(persona, width)
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.locator("h1").count() == 1


def test_the_whole_way_in_works_by_keyboard(site: Site, enter: Enter) -> None:
    page = enter("liaison")
    page.goto("/owed")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "申报完成":
            break
    page.keyboard.press("Enter")
    page.locator("#statement").focus()
    page.keyboard.type("厂房已封顶")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "申报完成":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("等待核实")
