"""What a page says is what is so: lights, waits, answers, papers, seats."""

from __future__ import annotations

from datetime import date

from factories import working
from site_of_personas import TODAY, Site
from sqlalchemy import select, update

from tracker.db import reading, writing
from tracker.models import Deadline, Department, Post, Task
from tracker.services.deadlines import basis
from tracker.services.report_periods import open_periods
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lights import Light, LightReason


def _change(site: Site, task_id: int, **values: object) -> None:
    with writing(site.engine) as session:
        session.execute(update(Task).where(Task.id == task_id).values(**values))


def test_the_head_of_a_sheet_says_since_when_the_light_shines_and_why_today(site: Site) -> None:
    light = {
        "light": Light.RED,
        "light_reason": LightReason.FINAL_OVERDUE,
        "light_since": date(2026, 5, 4),
        "section": "",
    }
    _change(site, site.working_id, **light)
    page = site.browser("clerk").get(f"/tasks/{site.working_id}").text
    head = page[page.index('<p class="soft">') : page.index("六明确")]
    assert "（自2026-05-04）</span> · " + LightReason.FINAL_OVERDUE.label + " · <strong>" in head
    assert "· </p>" not in head


def test_an_answer_does_not_change_the_days_waited(site: Site) -> None:
    browser = site.browser("clerk")
    assert "等待5天" in browser.get("/coordination/1").text
    browser.post("/coordination/1/answer", data={"words": "已商财政局"})
    assert "等待5天" in browser.get("/coordination/1").text
    assert "单独列出" in site.browser("liaison").get(f"/tasks/{site.working_id}/coordination").text


def test_a_small_matter_signed_for_wants_no_plan(site: Site) -> None:
    _change(site, site.task_id, procedure=Procedure.SIMPLE, target="积水消除", requirement="三日内处置")
    browser = site.browser("liaison")
    page = browser.get(f"/tasks/{site.task_id}/answer").text
    assert "积水消除" in page
    assert "三日内处置" in page
    assert "<dt>时限</dt><dd>2026-" in page
    with reading(site.engine) as session:
        version = str(session.get_one(Task, site.task_id).version)
    browser.post(f"/tasks/{site.task_id}/acknowledge", data={"version": version})
    said = browser.get(f"/tasks/{site.task_id}").text
    assert "已签收，请按时办理，办完报结" in said
    assert "报方案</" not in said


def test_a_slip_bears_its_number_once_and_who_issues_it(site: Site) -> None:
    with reading(site.engine) as session:
        number = session.get_one(Task, site.task_id).reference
    page = site.browser("clerk").get(f"/tasks/{site.task_id}/slip").text
    assert page.count(str(number)) == 1
    assert "浏览器的打印功能" in page
    foot = page[page.index('<p class="foot">') :]
    assert site.app.extensions["tracker_settings"].office in foot[:60]


def test_a_seat_nobody_is_registered_for_is_not_called_vacant(site: Site) -> None:
    page = site.browser("director").get("/posts").text
    assert "未登记任职人" in page
    assert "空缺" not in page


def test_a_leader_whose_account_is_named_after_the_seat_is_said_once(site: Site) -> None:
    with writing(site.engine) as session:
        seat = session.scalars(select(Post).where(Post.name == "分管城建副市长")).one()
        seat.name = site.accounts["leader"].name
    site.browser("leader").post(f"/tasks/{site.working_id}/notes", data={"wording": "请加快办理"})
    sheet = site.browser("clerk").get(f"/tasks/{site.working_id}").text
    assert "请加快办理" in sheet
    assert "leader leader" not in sheet


def test_a_batch_with_nothing_ticked_or_a_day_to_come_shows_the_page_again(site: Site) -> None:
    browser = site.browser("clerk")
    typed = {"kind": "done", "approver": "主任王", "decided_on": "2026-05-30"}
    none = browser.post("/closing/strike-off", data=typed)
    assert none.status_code == 422
    assert "请先选择事项" in none.text
    assert "主任王" in none.text
    late = browser.post(
        "/closing/approve", data={**typed, "words": "同意办结", "task": "1:1", "decided_on": "2026-06-02"}
    )
    assert late.status_code == 422
    assert "批准日期不能晚于今天" in late.text
    assert "同意办结" in late.text


def test_the_leaders_number_leads_to_the_same_rows(site: Site) -> None:
    assert 'href="/ledger?status=completed-this-week"' in site.browser("leader").get("/leader").text
    page = site.browser("clerk").get("/ledger?status=completed-this-week").text
    assert "没有符合条件的事项" in page


def test_the_longest_overdue_comes_first_with_its_days_and_a_typed_number_is_found(site: Site) -> None:
    with writing(site.engine) as session:
        lead = session.scalars(select(Department).where(Department.name == "市住建局")).one()
        working(session, title="稍迟的事", lead=lead, due_on=date(2026, 5, 30))
        working(session, title="最迟的事", lead=lead, due_on=date(2026, 5, 1))
        number = session.get_one(Task, site.working_id).reference
    browser = site.browser("clerk")
    page = browser.get("/ledger?late=overdue&order=").text
    assert page.index("最迟的事") < page.index("稍迟的事")
    assert "逾期31天" in page
    page = browser.get("/ledger?late=overdue&order=reference").text
    assert page.index("稍迟的事") < page.index("最迟的事")
    typed = str(number).replace("〔", "【").replace("〕", "】").removesuffix("号")
    page = browser.get("/ledger", query_string={"q": typed}).text
    assert "在办的事" in page
    assert "刚交办的事" not in page


def _acts(site: Site, persona: str, task_id: int) -> str:
    page = site.browser(persona).get(f"/tasks/{task_id}").text
    return page[page.index('id="acts"') :].split("</section>", 1)[0]


def _version(site: Site, task_id: int) -> str:
    with reading(site.engine) as session:
        return str(session.get_one(Task, task_id).version)


def test_while_a_suspension_runs_the_act_is_to_resume(site: Site) -> None:
    before = _acts(site, "director", site.working_id)
    assert "暂缓办理" in before
    assert "恢复办理" not in before
    data = {"version": _version(site, site.working_id), "reason": "等待省里批复", "from_on": "2026-06-01"}
    data |= {"approver": "主任王某", "decided_on": "2026-06-01"}
    assert site.browser("director").post(f"/tasks/{site.working_id}/suspend", data=data).status_code == 303
    now = _acts(site, "director", site.working_id)
    assert 'href="#suspension">恢复办理' in now
    assert "暂缓办理" not in now
    assert "恢复办理" not in _acts(site, "clerk", site.working_id)


def test_a_return_that_waits_is_the_directors_to_rule(site: Site) -> None:
    assert "裁定退回" not in _acts(site, "director", site.task_id)
    wish = {"answer": "wants-return", "words": "按三定规定，该职责属市教育局", "reach": "own-level"}
    wish["version"] = _version(site, site.task_id)
    assert site.browser("liaison").post(f"/tasks/{site.task_id}/answer", data=wish).status_code == 303
    assert 'href="#returns">裁定退回' in _acts(site, "director", site.task_id)
    assert 'id="returns"' in site.browser("director").get(f"/tasks/{site.task_id}").text
    assert "裁定退回" not in _acts(site, "clerk", site.task_id)


def test_a_report_that_waits_is_the_clerks_to_handle(site: Site) -> None:
    with writing(site.engine) as session:
        open_periods(session, TODAY, basis(session, TODAY))
        owed = select(Deadline.id).where(Deadline.task_id == site.working_id, Deadline.kind == DeadlineKind.REPORT)
        duty = session.scalars(owed).one()
    assert "处理反馈" not in _acts(site, "clerk", site.working_id)
    report = {"act": "sign", "version": "0", "done": "完成了一半"}
    assert site.browser("unit-head").post(f"/reports/for/{duty}", data=report).status_code == 303
    assert 'href="#reports">处理反馈' in _acts(site, "clerk", site.working_id)
    assert "处理反馈" not in _acts(site, "unit-head", site.working_id)
