"""The pages behind the work: calendar, rules, audit, and the word against reporting twice."""

from __future__ import annotations

import re
from datetime import date

import pytest
from site_of_personas import PASSWORD, TODAY, Site
from sqlalchemy import select

from tracker import clock
from tracker.db import reading, writing
from tracker.models import AuditEntry, BurdenReport, CalendarDay, OutboxMessage, Rule
from tracker.policy.access import Actor
from tracker.services import audit as trail
from tracker.services.accounts import ChangePassword, CreateAccount, change_password, create_account
from tracker.services.sealing import seal
from tracker.services.sessions import actor_for
from tracker.vocabulary.running import AuditTag, DaySource

RULE = {
    "short_term_days": "15",
    "short_yellow_workdays": "3",
    "long_yellow_percent": "30",
    "effective_on": "2026-07-01",
    "clause": "示例市督查办法第三条",
}


def test_a_rule_is_changed_by_a_version_and_the_old_one_stays_listed(site: Site) -> None:
    browser = site.browser("director")
    assert browser.get("/rules").status_code == 200
    assert 'value="20"' in browser.get("/rules/final-light").text
    assert browser.post("/rules/final-light", data=RULE).status_code == 303
    page = browser.get("/rules").text
    assert "全部 2 个版本" in page
    assert "示例市督查办法第三条" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"long_yellow_percent": "101"}, "应为1至100的整数"),
        ({"long_yellow_percent": "很多"}, "错误"),
        ({"long_yellow_percent": ""}, "请填写“长期限最后百分之几亮黄灯”"),
        ({"effective_on": "2026-05-31"}, "最早从2026-06-01起生效"),
        ({"effective_on": "2026-02-30"}, "错误"),
        ({"clause": " "}, "请填写依据"),
        ({"clause": "长" * 1001}, "最多1000字"),
        ({"long_yellow_percent": "20"}, "没有变化"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_all_that_was_typed(
    site: Site, changed: dict[str, str], said: str
) -> None:
    answer = site.browser("director").post("/rules/final-light", data={**RULE, **changed})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="15"' in answer.text
    with reading(site.engine) as session:
        assert session.scalars(select(Rule.id).where(Rule.version > 1)).all() == []


def test_a_year_is_seen_and_a_day_is_set(site: Site) -> None:
    browser = site.browser("system-admin")
    page = browser.get("/calendar/2026").text
    assert page.count('<table class="month">') == 12
    data = {"day": "2026-07-20", "word": "休", "note": "建市纪念日"}
    assert browser.post("/calendar/2026/day", data=data).status_code == 303
    assert "建市纪念日" in browser.get("/calendar/2026").text
    with reading(site.engine) as session:
        own = select(CalendarDay.day, CalendarDay.is_workday).where(CalendarDay.source == DaySource.OFFICE)
        assert [tuple(row) for row in session.execute(own)] == [(date(2026, 7, 20), False)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"day": ""}, "请填写日期"),
        ({"day": "2026-02-30"}, "错误"),
        ({"day": "2206-07-20"}, "只能设定2000至2100年"),
        ({"word": ""}, "错误"),
        ({"word": "也许"}, "错误"),
        ({"note": " "}, "请写明依据"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(site: Site, changed: dict[str, str], said: str) -> None:
    data = {"day": "2026-07-20", "word": "休", "note": "建市纪念日", **changed}
    answer = site.browser("director").post("/calendar/2026/day", data=data)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_year_is_loaded_from_its_notice_twice_without_harm(site: Site) -> None:
    browser = site.browser("director")
    days = "2031-01-01,休,元旦\n2030-12-29,班,元旦调休\n"
    for _ in range(2):
        assert browser.post("/calendar/2031/load", data={"days": days}).status_code == 303
    page = browser.get("/calendar/2031").text
    assert "已确认" in page
    assert "元旦" in page


@pytest.mark.parametrize(
    ("days", "said"),
    [("明天,休", "看不懂"), ("2031-01-01,也许", "看不懂"), ("2029-01-01,休", "不在2031年"), ("", "没有2031年")],
)
def test_a_notice_that_cannot_be_read_is_refused_at_its_line(site: Site, days: str, said: str) -> None:
    answer = site.browser("director").post("/calendar/2031/load", data={"days": days})
    assert answer.status_code == 422
    assert said in answer.text
    assert days in answer.text


def test_a_year_out_of_reach_does_not_exist(site: Site) -> None:
    assert site.browser("director").get("/calendar/9999").status_code == 404
    assert site.browser("director").get("/calendar/1").status_code == 404


def test_the_trail_is_filtered_escaped_and_paged(site: Site) -> None:
    with writing(site.engine) as session:
        for number in range(120):
            trail.record(
                session, Actor("<b>张三</b>"), AuditTag.TASK_EDITED, "task", number, today=date(2026, 3, 1), x="y"
            )
    browser = site.browser("audit-admin")
    page = browser.get("/audit?actor=张三&since=2026-03-01&until=2026-03-01&tag=task:edited").text
    assert "&lt;b&gt;张三&lt;/b&gt;" in page
    assert "<b>张三" not in page
    seen: list[str] = []
    address: str | None = "/audit?actor=张三"
    while address:
        text = browser.get(address).text
        seen += [part.split("<")[0] for part in text.split('data-label="对象"><span>')[1:]]
        older = text.partition('class="pages"><a class="button" href="')[2].partition('"')[0]
        address = older.replace("&amp;", "&") or None
    assert seen == [f"task:{number}" for number in reversed(range(120))]
    assert browser.get("/audit?subject=task:7&actor=张三").text.count('data-label="对象"') == 1
    assert "没有符合条件的记录" in browser.get("/audit?actor=%25").text


def test_the_trail_tells_what_was_done_and_no_business_content(site: Site) -> None:
    with writing(site.engine) as session:
        actor = Actor("张三")
        trail.record(
            session, actor, AuditTag.TASK_EDITED, "task", 7, today=date(2026, 3, 1), act="draft", reason="涉事内容"
        )
        trail.record(session, actor, AuditTag.RULE_SET, "rule", 1, today=date(2026, 3, 1), clause="某办法第三条")
    page = site.browser("audit-admin").get("/audit?actor=张三").text
    assert "act：draft" in page
    assert "涉事内容" not in page
    assert "某办法第三条" in page


@pytest.mark.parametrize("address", ["/audit?before=x", "/audit?since=2026-02-30", "/audit?subject=task:9999999999999"])
def test_an_address_that_makes_no_sense_shows_the_trail_all_the_same(site: Site, address: str) -> None:
    assert site.browser("audit-admin").get(address).status_code == 200


def test_the_chain_is_verified_on_the_page(site: Site) -> None:
    key = (site.app.extensions["tracker_settings"]).secret()
    with writing(site.engine) as session:
        sealed = seal(session, key)
    page = site.browser("audit-admin").get("/audit?verify=1").text
    assert f"审计链完整：已封存{sealed}条" in page
    assert "已封存</td>" in page


def test_a_word_against_reporting_twice_is_answered_and_the_answer_seen(site: Site) -> None:
    liaison = site.browser("liaison")
    assert "/burden?page=/owed" in liaison.get("/owed").text
    assert 'value="/owed"' in liaison.get("/burden?page=/owed").text
    data = {"page": "/owed", "wording": "与统计局月报<b>重复</b>"}
    assert liaison.post("/burden", data=data).status_code == 303
    clerk = site.browser("clerk")
    page = clerk.get("/burden/all").text
    assert "与统计局月报&lt;b&gt;重复" in page
    with reading(site.engine) as session:
        report_id = session.scalars(select(BurdenReport.id)).one()
        assert "有人反映重复填报" in session.scalars(select(OutboxMessage.subject)).all()
    assert clerk.post(f"/burden/{report_id}/answer", data={"answer": "今后只报一次"}).status_code == 303
    assert "今后只报一次" in liaison.get("/burden").text
    assert "今后只报一次" not in site.browser("stranger-liaison").get("/burden").text
    twice = clerk.post(f"/burden/{report_id}/answer", data={"answer": "再答一次"})
    assert twice.status_code == 422
    assert "已由clerk答复" in twice.text


@pytest.mark.parametrize(("wording", "said"), [("", "请说明"), (" \n", "请说明"), ("长" * 2001, "最多2000字")])
def test_an_empty_or_endless_word_is_refused(site: Site, wording: str, said: str) -> None:
    answer = site.browser("liaison").post("/burden", data={"wording": wording, "page": "/owed"})
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize("page", ["https://evil.example", "//evil", "javascript:alert(1)"])
def test_no_strange_address_is_kept_as_the_page(site: Site, page: str) -> None:
    assert site.browser("liaison").post("/burden", data={"wording": "重复", "page": page}).status_code == 303
    with reading(site.engine) as session:
        assert session.scalars(select(BurdenReport.page)).one() == ""


def test_an_empty_answer_is_refused(site: Site) -> None:
    site.browser("liaison").post("/burden", data={"wording": "重复"})
    answer = site.browser("clerk").post("/burden/1/answer", data={"answer": " "})
    assert answer.status_code == 422
    assert "请填写答复" in answer.text
    with reading(site.engine) as session:
        assert session.scalars(select(AuditEntry.id).where(AuditEntry.tag == AuditTag.BURDEN_ANSWERED)).all() == []


@pytest.mark.parametrize(
    ("persona", "paths"),
    [
        ("clerk", ("/import", "/burden", "/burden/all", "/second-factor")),
        (
            "director",
            ("/units", "/units/1", "/units/new", "/posts", "/posts/1", "/calendar/2026", "/rules", "/rules/plan"),
        ),
        ("audit-admin", ("/audit?verify=1",)),
    ],
)
def test_these_pages_too_hold_no_script_no_style_and_a_label_for_every_field(
    site: Site, persona: str, paths: tuple[str, ...]
) -> None:
    browser = site.browser(persona)
    browser.post("/second-factor/begin")
    for path in paths:
        page = browser.get(path).text
        assert len(re.findall(r"<h1\b", page)) == 1, path
        assert not re.search(r"<script|\son[a-z]+=|\sstyle=", page), path
        for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
            if (
                'type="hidden"' in control
                or "aria-label" in control
                or re.search(r'type="(?:radio|checkbox)"', control)
            ):
                continue
            name = re.search(r'id="([^"]+)"', control)
            assert name, (path, control)
            assert f'for="{name.group(1)}"' in page, (path, control)


def test_an_account_without_a_role_may_change_its_password_and_leave(site: Site) -> None:
    with writing(site.engine) as session:
        command = CreateAccount("newcomer", "新来的人", None, None, frozenset())
        account, issued = create_account(session, Actor.system(), command, today=TODAY, now=clock.now())
        session.flush()
        own = Actor("newcomer", account.id)
        assert change_password(session, own, ChangePassword(issued, PASSWORD, ""), today=TODAY, now=clock.now()) == []
        site.accounts["newcomer"] = actor_for(session, account)
    browser = site.browser("newcomer")
    assert browser.get("/password").status_code == 200
    assert "还没有授予角色" in browser.get("/", follow_redirects=True).text
    assert browser.get("/ledger").status_code == 403
    assert browser.post("/logout").status_code == 303
    assert "/login" in browser.get("/password").headers["Location"]


def test_an_account_that_cannot_be_made_keeps_what_was_typed(site: Site) -> None:
    typed = {"login": "clerk", "name": "新来的人", "department_id": "", "post_id": ""}
    answer = site.browser("system-admin").post("/accounts", data=typed)
    assert answer.status_code == 422
    assert "已有人用" in answer.text
    assert 'value="新来的人"' in answer.text
