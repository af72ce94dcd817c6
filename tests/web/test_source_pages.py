"""Papers in the browser: registered with rows, from minutes, repeated, sorted; and what is refused."""

from __future__ import annotations

import re

import pytest
from site_of_personas import TODAY, Site
from sqlalchemy import func, select

from tracker.db import reading, writing
from tracker.models import Endorsement, Source, SourceItem, Task, TaskSource
from tracker.services.import_plan import Origin
from tracker.services.sources import Clause, RegisterSource, register_source
from tracker.vocabulary.sources import Treatment

PAPER = {
    "title": "第9次常务会议纪要",
    "issuer": "市政府办公室",
    "issued_on": "2026.5.29",
    "kind": "meeting",
    "regime": "",
    "plan_year": "",
    "document_number": "",
}
ROW = {
    "rows-0-title": "老旧小区改造",
    "rows-0-lead": "市住建局",
    "rows-0-due_phrase": "9月底前",
    "rows-0-treatment": "draft",
}


def _count(site: Site, table: type) -> int:
    with reading(site.engine) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def _paper(site: Site, *clauses: Clause) -> int:
    with writing(site.engine) as session:
        clerk = site.accounts["clerk"]
        origin = Origin("旧纪要", "市政府办公室", TODAY, 2026)
        return register_source(session, clerk, RegisterSource(clerk.office_id, origin, clauses), today=TODAY).id


def test_a_paper_is_registered_with_its_rows_and_shows_what_became_of_them(site: Site) -> None:
    browser = site.browser("clerk")
    rows = {**ROW, "rows-1-title": "研究明年预算", "rows-1-treatment": "keep"}
    answer = browser.post("/sources/new", data={**PAPER, **rows})
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    assert "老旧小区改造" in page
    assert "政府" in page
    (item_id,) = re.findall(r"/sources/items/(\d+)/draft", page)
    drafted = browser.post(f"/sources/items/{item_id}/draft")
    assert "研究明年预算" in browser.get(drafted.headers["Location"]).text
    assert browser.post(f"/sources/items/{item_id}/draft").status_code == 422
    assert "第9次常务会议纪要" in browser.get("/sources?q=常务").text
    assert "没有符合条件" in browser.get("/sources?q=没有").text


def test_one_more_row_keeps_what_was_typed_and_a_double_click_too(site: Site) -> None:
    browser, data = site.browser("clerk"), {**PAPER, **ROW, "more": "1", "form_key": "same"}
    for _ in range(2):
        answer = browser.post("/sources/new", data=data)
        assert answer.status_code == 200
        assert 'name="rows-1-title"' in answer.text
        assert "老旧小区改造" in answer.text
    assert _count(site, Source) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "请填写文件名称"),
        ({"issued_on": "2026-02-30"}, "这个日期不存在"),
        ({"issued_on": "2026-06-02"}, "晚于今天"),
        ({"plan_year": "26"}, "请填写四位年份"),
        ({"title": "机密★会议纪要"}, "密级标志"),
        ({"kind": "made-up"}, "错误"),
        ({"rows-0-title": " "}, "第1行没有填写事项内容"),
        ({"rows-0-title": "长" * 2001}, "第1行事项内容：不超过2000字"),
        ({"rows-0-lead": "市住建居"}, "相近的有：市住建局"),
        ({"rows-0-treatment": "task-999"}, "没有这个事项"),
        ({"rows-0-treatment": "task-x"}, "请选择列表中的一项"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(site: Site, change: dict[str, str], said: str) -> None:
    data = {**PAPER, **ROW, **change}
    answer = site.browser("clerk").post("/sources/new", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    for name in ("issuer", "rows-0-due_phrase", next(iter(change))):
        if name not in ("kind", "rows-0-treatment"):
            assert data[name].strip() in answer.text
    assert _count(site, Source) == 0


MINUTES = """一、关于城东污水处理厂
会议议定：（一）由市住建局牵头，市教育局配合，9月底前完成提标改造；（二）市住建局负责制定运行办法。"""


def test_minutes_are_split_looked_at_and_kept(site: Site) -> None:
    browser = site.browser("clerk")
    page = browser.post("/sources/minutes", data={**PAPER, "text": MINUTES})
    assert page.status_code == 200
    assert "共读出2条" in page.text
    fields = dict(re.findall(r'name="(rows-\d-\w+)"[^>]*value="([^"]*)"', page.text))
    assert (fields["rows-0-lead"], fields["rows-0-supporting"], fields["rows-0-due_phrase"]) == (
        "市住建局",
        "市教育局",
        "9月底前",
    )
    assert _count(site, Source) == 0


def test_each_row_shows_its_paragraph_and_what_was_not_read_is_listed_again_and_again(site: Site) -> None:
    browser = site.browser("clerk")
    text = MINUTES + "\n（三）会议原则同意运行方案。\n列席：市教育局"
    page = browser.post("/sources/minutes", data={**PAPER, "text": text}).text
    assert "原文：（一）由市住建局牵头，市教育局配合，9月底前完成提标改造；" in page
    assert "以下段落没有读成议定事项" in page
    assert "<li>列席：市教育局</li>" in page
    typed = {"rows-0-original": "（一）由市住建局牵头", "unread": "列席：市教育局", "more": "1"}
    again = browser.post("/sources/new", data={**PAPER, **ROW, **typed}).text
    assert "原文：（一）由市住建局牵头" in again
    assert "<li>列席：市教育局</li>" in again
    assert "以下段落" not in browser.get("/sources/new").text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有读出议定事项"),
        ("今天天气很好", "没有读出议定事项"),
        ("秘密★1年\n" + MINUTES, "密级标志"),
        ("议" * 50001, "不超过50000字"),
    ],
)
def test_minutes_that_are_not_read(site: Site, text: str, said: str) -> None:
    answer = site.browser("clerk").post("/sources/minutes", data={**PAPER, "text": text})
    assert answer.status_code == 422
    assert said in answer.text


def test_a_likeness_is_shown_once_and_the_task_there_is_can_answer(site: Site) -> None:
    with writing(site.engine) as session:
        session.get_one(Task, site.working_id).title = "推进城东污水处理厂提标改造工程"
    browser = site.browser("clerk")
    data = {**PAPER, **ROW, "rows-0-title": "城东污水处理厂提标改造"}
    shown = browser.post("/sources/new", data=data)
    assert shown.status_code == 200
    assert "与已有事项相近" in shown.text
    assert f'value="task-{site.working_id}"' in shown.text
    seen = re.search(r'name="twins" value="([^"]+)"', shown.text).group(1)
    chosen = {**data, "twins": seen, "rows-0-treatment": f"task-{site.working_id}"}
    assert browser.post("/sources/new", data=chosen).status_code == 303
    with reading(site.engine) as session:
        assert session.scalars(select(TaskSource.task_id)).all() == [site.working_id]


def test_further_clauses_and_endorsements(site: Site) -> None:
    source_id = _paper(site, Clause("旧条目", treatment=Treatment.KEEP))
    browser, path = site.browser("clerk"), f"/sources/{source_id}"
    assert browser.get(f"{path}/items").status_code == 200
    assert browser.post(f"{path}/items", data={}).status_code == 422
    repeated = browser.post(f"{path}/items", data={"rows-0-title": "旧条目", "rows-0-treatment": "keep"})
    assert "已经登记" in repeated.text
    assert browser.post(f"{path}/items", data=ROW).status_code == 303
    words = {"seat": "", "leader": "市长", "wording": "请住建局办理并报结果。", "written_on": "2026-05-30"}
    for change, said in (
        ({"leader": ""}, "请选择领导职务"),
        ({"wording": ""}, "请填写批示原文"),
        ({"written_on": "月底"}, "不是具体日期"),
        ({"wording": "绝密★ 请阅"}, "密级标志"),
    ):
        answer = browser.post(f"{path}/endorsements", data={**words, **change})
        assert answer.status_code == 422
        assert said in answer.text
    assert browser.post(f"{path}/endorsements", data=words).status_code == 303
    with reading(site.engine) as session:
        row_id = session.scalars(select(Endorsement.id).where(Endorsement.source_id == source_id)).one()
    triage = f"/sources/endorsements/{row_id}"
    assert "请填写要办的事" in browser.post(triage, data={"triage": "report-back"}).text
    assert browser.post(triage, data={"triage": "made-up"}).status_code == 422
    done = browser.post(triage, data={"triage": "report-back", "matter": "抓紧整改", "lead": "市住建局"})
    assert "请住建局办理并报结果。" in browser.get(done.headers["Location"]).text
    assert "已经分办" in browser.post(triage, data={"triage": "noted"}).text


def test_another_offices_papers_answer_as_if_there_were_none(site: Site) -> None:
    source_id = _paper(site, Clause("旧条目", treatment=Treatment.KEEP))
    with reading(site.engine) as session:
        item_id = session.scalars(select(SourceItem.id)).one()
    stranger = site.browser("stranger-clerk")
    foreign = f"/sources/{source_id}"
    for path in (foreign, f"{foreign}/items", f"{foreign}/endorsements"):
        answer, missing = stranger.get(path), stranger.get(path.replace(str(source_id), "999", 1))
        assert answer.status_code == missing.status_code == 404
        # The page names the address that was asked for, and a new token each time.
        said = [re.sub(r'value="[^"]*"|sources[^"<]*', "", one.text) for one in (answer, missing)]
        assert said[0] == said[1]
    assert stranger.post(f"/sources/items/{item_id}/draft").status_code == 404
    assert "旧纪要" not in stranger.get("/sources").text
    own = site.working_id
    data = {**PAPER, **ROW, "rows-0-lead": "", "rows-0-treatment": f"task-{own}"}
    assert "没有这个事项" in stranger.post("/sources/new", data=data).text
