"""反馈 and 节点 at the door: what is typed stays, what is chosen stays, one click is one report."""

from __future__ import annotations

import gc
import io
import re
import warnings

import pytest
from flask.testing import FlaskClient
from site_of_personas import TODAY, Site
from sqlalchemy import func, select

from tracker.db import reading, writing
from tracker.models import Deadline, DeadlineClaim, Evidence, ProgressReport, Task
from tracker.services import completion
from tracker.services.deadlines import basis
from tracker.services.report_periods import open_periods
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.reports import ReportState

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def duty(site: Site) -> int:
    """The report the unit owes this month."""
    with writing(site.engine) as session:
        open_periods(session, TODAY, basis(session, TODAY))
        query = select(Deadline.id).where(Deadline.task_id == site.working_id, Deadline.kind == DeadlineKind.REPORT)
        found = session.scalars(query).one()
    return found


def fill(act: str = "sign", version: int = 0, **more: object) -> dict[str, object]:
    return {"act": act, "version": str(version), "done": "完成了一半", **more}


def file(name: str = "现场.pdf", content: bytes = PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def report(site: Site) -> ProgressReport:
    with reading(site.engine) as session:
        return session.scalars(select(ProgressReport)).one()


def post_much(browser: FlaskClient, path: str, data: dict[str, object]) -> tuple[int, str]:
    """Post what the test client spools to a file that it never closes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        answer = browser.post(path, data=data, buffered=True)
        said = (answer.status_code, answer.text)
        del answer
        gc.collect()
    return said


def count(site: Site, model: type) -> int:
    with reading(site.engine) as session:
        return session.scalars(select(func.count()).select_from(model)).one()


def ticked(page: str) -> list[str]:
    return re.findall(r'<input checked[^>]*name="earlier"[^>]*value="(\d+)"', page)


def test_a_report_goes_from_the_liaison_through_the_head_to_the_office_and_back(site: Site, duty: int) -> None:
    liaison, head, clerk = (site.browser(one) for one in ("liaison", "unit-head", "clerk"))
    assert f'href="/reports/for/{duty}"' in liaison.get("/owed").text
    assert "签发并报送" not in liaison.get(f"/reports/for/{duty}").text
    assert liaison.post(f"/reports/for/{duty}", data=fill("submit", files=file())).status_code == 303
    assert "待我签发 1 件" in head.get("/owed").text
    assert "待我签发" not in liaison.get("/owed").text
    assert "完成了一半" not in clerk.get(f"/tasks/{site.working_id}").text
    page = head.get(f"/reports/for/{duty}").text
    assert "完成了一半" in page
    assert ticked(page)
    (link,) = re.findall(r'<a href="(/evidence/\d+)">现场.pdf</a>', page)
    assert head.get(link, buffered=True).data == PDF
    signed = fill(version=report(site).version, earlier=ticked(page), problems="征地慢")
    assert head.post(f"/reports/for/{duty}", data=signed).status_code == 303
    desk = clerk.get("/desk").text
    assert "待处理反馈 1 件" in desk
    assert "征地慢" in desk
    assert "现场.pdf" in desk
    sent = report(site)
    back = {"outcome": "send-back", "version": sent.version}
    answer = clerk.post(f"/reports/{sent.id}/decide", data={**back, "reason": " "})
    assert answer.status_code == 422
    assert "请填写退回理由" in answer.text
    assert clerk.post(f"/reports/{sent.id}/decide", data={**back, "reason": "没有写清数据"}).status_code == 303
    assert "已退回：没有写清数据" in liaison.get("/owed").text
    assert "没有写清数据" in liaison.get(f"/reports/for/{duty}").text
    assert "没有写清数据" in site.browser("leader").get(f"/tasks/{site.working_id}").text


def test_what_is_owed_leads_to_the_page_that_does_it(site: Site, duty: int) -> None:
    page = site.browser("liaison").get("/owed").text
    doors = set(re.findall(r'<a class="button" href="([^"]+)"', page))
    assert {f"/reports/for/{duty}", f"/tasks/duties/{site.node_id}/claim", f"/tasks/{site.task_id}/answer"} <= doors
    for door in doors:
        assert site.browser("liaison").get(door).status_code == 200, door


def test_what_waits_for_the_head_is_only_looked_at_by_the_liaison(site: Site, duty: int) -> None:
    liaison, head = site.browser("liaison"), site.browser("unit-head")
    door = f'<a class="button" href="/reports/for/{duty}"'
    assert door in liaison.get("/owed").text
    page = liaison.get(f"/reports/for/{duty}").text
    assert '<a class="button" href="/owed">返回' in page
    assert liaison.post(f"/reports/for/{duty}", data=fill("submit")).status_code == 303
    page = liaison.get("/owed").text
    assert "待签发" in page
    assert door not in page
    assert re.search(rf'<a href="/reports/for/{duty}"[^>]*>查看</a>', page)
    assert door in head.get("/owed").text


def test_the_end_of_a_task_is_claimed_by_the_head_and_the_liaison_is_told_so(site: Site) -> None:
    door = f"/tasks/{site.working_id}/claim-completion"
    assert f'href="{door}"' in site.browser("unit-head").get("/owed").text
    page = site.browser("liaison").get("/owed").text
    assert "由单位负责人报结" in page
    assert door not in page
    with writing(site.engine) as session:
        session.get_one(Task, site.working_id).procedure = Procedure.SIMPLE
    assert f'href="{door}"' in site.browser("liaison").get("/owed").text
    assert 'value="liaison"' not in site.browser("liaison").get(door).text
    assert 'value="unit-head"' in site.browser("unit-head").get(door).text


def test_the_liaison_does_not_sign(site: Site, duty: int) -> None:
    assert site.browser("liaison").post(f"/reports/for/{duty}", data=fill("sign")).status_code == 403
    assert count(site, ProgressReport) == 0


def test_the_office_accepts_what_it_ticks_in_one_go(site: Site, duty: int) -> None:
    site.browser("unit-head").post(f"/reports/for/{duty}", data=fill())
    clerk, sent = site.browser("clerk"), report(site)
    assert clerk.post("/reports/accept", data={"report": str(sent.id)}).status_code == 303
    assert report(site).state is ReportState.ACCEPTED
    clerk.post("/reports/accept", data={"report": str(sent.id)})
    assert "没有采纳" in clerk.get("/desk").text
    assert site.browser("stranger-clerk").post("/reports/accept", data={"report": str(sent.id)}).status_code == 404


@pytest.mark.parametrize("done", ["", "  ", "\u200b"])
def test_a_report_without_a_word_says_so_and_keeps_the_rest(site: Site, duty: int, done: str) -> None:
    answer = site.browser("unit-head").post(f"/reports/for/{duty}", data=fill(done=done, problems="征地<b>慢</b>"))
    assert answer.status_code == 422
    assert "请填写进展情况" in answer.text
    assert "征地&lt;b&gt;慢" in answer.text
    assert "<title>错误：" in answer.text
    assert count(site, ProgressReport) == 0


def test_fifty_thousand_characters_are_counted_and_kept(site: Site, duty: int) -> None:
    answer = site.browser("unit-head").post(f"/reports/for/{duty}", data=fill(done="字" * 50_000))
    assert answer.status_code == 422
    assert "不超过5000字，当前50000字" in answer.text
    assert "字" * 50_000 in answer.text


def test_pasted_markup_is_shown_as_text(site: Site, duty: int) -> None:
    nasty = "<script>alert(1)</script>[x](javascript:alert(1)){{7*7}}"
    site.browser("unit-head").post(f"/reports/for/{duty}", data=fill(done=nasty))
    for path in ("/desk", f"/tasks/{site.working_id}", f"/reports/{report(site).id}/decide"):
        page = site.browser("clerk").get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;[x](javascript:alert(1)){{7*7}}" in page
        assert 'href="javascript' not in page


def test_of_nine_files_five_stay_and_the_others_are_named(site: Site, duty: int) -> None:
    files = [file(f"{number}.txt", str(number).encode()) for number in range(9)]
    answer = site.browser("unit-head").post(f"/reports/for/{duty}", data=fill(files=files))
    assert answer.status_code == 422
    assert "一次最多5个文件，未上传：5.txt、6.txt、7.txt、8.txt" in answer.text
    assert len(ticked(answer.text)) == 5
    assert "完成了一半" in answer.text


def test_a_wrong_file_keeps_the_good_ones_and_the_text_for_the_next_try(site: Site, duty: int) -> None:
    head = site.browser("unit-head")
    files = [file("好.pdf"), file("坏.exe", b"MZ" + bytes(90)), file("大.txt", b"x" * (20 * 1024 * 1024 + 1))]
    status, page = post_much(head, f"/reports/for/{duty}", fill(files=files, form_key="k"))
    assert status == 422
    assert "“坏.exe”不是支持的文件类型" in page
    assert "“大.txt”超过20MB" in page
    assert "完成了一半" in page
    kept = ticked(page)
    assert len(kept) == 1
    assert head.post(f"/reports/for/{duty}", data=fill(earlier=kept, form_key="k")).status_code == 303
    assert "好.pdf" in site.browser("clerk").get(f"/tasks/{site.working_id}").text


def test_more_than_the_site_takes_is_said_and_nothing_is_kept(site: Site, duty: int) -> None:
    files = [file(f"{number}.txt", b"x" * (21 * 1024 * 1024)) for number in range(5)]
    status, page = post_much(site.browser("unit-head"), f"/reports/for/{duty}", fill(files=files))
    assert status == 413
    assert "每个不超过20MB" in page
    assert count(site, Evidence) == 0
    assert post_much(site.browser("clerk"), "/reports/accept", {"x": "y" * (26 * 1024 * 1024)})[0] == 413


def test_a_double_click_with_a_file_is_one_report_and_one_file(site: Site, duty: int) -> None:
    head = site.browser("unit-head")
    answers = [head.post(f"/reports/for/{duty}", data=fill(files=file(), form_key="k")) for _ in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, "/owed")] * 2
    assert (count(site, ProgressReport), count(site, Evidence)) == (1, 1)


def test_who_was_second_sees_both_texts(site: Site, duty: int) -> None:
    assert site.browser("liaison").post(f"/reports/for/{duty}", data=fill("save", done="联络员的话")).status_code == 303
    answer = site.browser("unit-head").post(f"/reports/for/{duty}", data=fill("save", done="负责人的话"))
    assert answer.status_code == 409
    assert "联络员的话" in answer.text
    assert "负责人的话" in answer.text
    assert report(site).done == "联络员的话"


def test_who_writes_while_the_task_ends_or_goes_elsewhere_keeps_the_text(site: Site, duty: int) -> None:
    head = site.browser("unit-head")
    with writing(site.engine) as session:
        task = session.get_one(Task, site.working_id)
        completion.claim_completion(session, site.accounts["unit-head"], task, today=TODAY)
        completion.complete(session, site.accounts["director"], task, today=TODAY)
    answer = head.post(f"/reports/for/{duty}", data=fill(done="写了半天的话"))
    assert answer.status_code == 409
    assert "写了半天的话" in answer.text
    answer = site.browser("stranger-liaison").post(f"/reports/for/{duty}", data=fill(done="写了半天的话"))
    assert answer.status_code == 404
    assert "写了半天的话" in answer.text
    assert count(site, ProgressReport) == 0


def test_the_office_enters_a_paper_report_and_keeps_what_was_typed(site: Site, duty: int) -> None:
    clerk = site.browser("clerk")
    assert f'href="/reports/for/{duty}/paper"' in clerk.get(f"/tasks/{site.working_id}").text
    data = {"done": "纸上写的", "signer": "王局长", "dated": "2026-06-02"}
    answer = clerk.post(f"/reports/for/{duty}/paper", data={**data, "files": file()})
    assert answer.status_code == 422
    assert "不能晚于今天" in answer.text
    assert "纸上写的" in answer.text
    answer = clerk.post(f"/reports/for/{duty}/paper", data={"done": "纸上写的"})
    assert "请填写签发人" in answer.text
    assert "请填写纸质反馈的日期" in answer.text
    data |= {"dated": "2026-05-29", "earlier": "1"}
    assert clerk.post(f"/reports/for/{duty}/paper", data=data).status_code == 303
    page = site.browser("liaison").get(f"/tasks/{site.working_id}").text
    assert "督查室代录" in page
    assert "王局长 2026-05-29 签发" in page


def test_a_node_is_claimed_with_words_and_evidence_and_sent_back_with_a_reason(site: Site) -> None:
    liaison, clerk = site.browser("liaison"), site.browser("clerk")
    path, sheet = f"/tasks/duties/{site.node_id}/claim", f"/tasks/{site.working_id}"
    answer = liaison.post(path, data={"statement": " ", "files": file()})
    assert answer.status_code == 422
    assert "请写明完成情况" in answer.text
    kept = ticked(answer.text)
    assert liaison.post(path, data={"statement": "已封顶", "earlier": kept}).status_code == 303
    page = clerk.get(sheet).text
    assert "已封顶" in page
    assert "现场.pdf" in page
    decide = f"/tasks/duties/{site.node_id}/decide"
    assert clerk.post(decide, data={"outcome": "sent-back"}).status_code == 422
    assert clerk.post(decide, data={"outcome": "sent-back", "reason": "照片看不清楚"}).status_code == 303
    assert "已退回：照片看不清楚" in liaison.get("/owed").text
    assert liaison.post(path, data={"statement": "已封顶，补照片", "earlier": kept}).status_code == 303
    assert clerk.post(decide, data={"outcome": "accepted"}).status_code == 303
    with reading(site.engine) as session:
        said = session.scalars(
            select(DeadlineClaim.statement).order_by(DeadlineClaim.id).where(DeadlineClaim.deadline_id == site.node_id)
        )
        assert said.all() == ["已封顶", "已封顶，补照片"]
        assert session.get_one(Deadline, site.node_id).met_on == TODAY


def test_a_report_is_no_node(site: Site, duty: int) -> None:
    browser: FlaskClient = site.browser("liaison")
    assert browser.post(f"/tasks/duties/{duty}/claim", data={"statement": "完成"}).status_code == 404
    assert browser.get(f"/reports/for/{site.node_id}").status_code == 404
