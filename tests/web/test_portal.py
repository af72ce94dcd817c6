"""挂牌公示: the fifteen cases of a page that everybody may open."""

from __future__ import annotations

import csv
import re
import time
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from publishing import standing
from site_of_personas import TODAY, Site
from sqlalchemy import select

from tracker.db import connect, reading, writing
from tracker.models import Publication, PublicComment, Task
from tracker.vocabulary.publications import PublicationKind, PublicationState
from tracker.web import create_app

DAY = date(2026, 5, 28)
_NUMBERS = re.compile(
    r"(?<![\d-])1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)|[\w.]+@[\w.]+"
)
_COMMENT = "楼道里的灯还没有修好，请尽快"


def _publish(site: Site, **values: object) -> int:
    with writing(site.engine) as session:
        return standing(session, session.get_one(Task, site.working_id), today=DAY, **values).id


def _path(site: Site) -> str:
    return f"/public/{site.publication_id}"


def _takes_comments(site: Site, on: bool = True) -> None:
    """The site takes comments, and so does its publication."""
    known = site.app.extensions["tracker_settings"]
    site.app.extensions["tracker_settings"] = known.model_copy(update={"public_comments": on})
    with writing(site.engine) as session:
        session.get_one(Publication, site.publication_id).takes_comments = True


def _kept(site: Site) -> list[str]:
    with reading(site.engine) as session:
        return list(session.scalars(select(PublicComment.body).order_by(PublicComment.id)))


def test_1_what_is_internal_answers_like_what_is_not_there(site: Site) -> None:
    drafted = _publish(
        site, state=PublicationState.DRAFT, title="还没公开的事", published_on=None, outlet="", approved_on=None
    )
    visitor = site.browser("anonymous")
    took: dict[str, list[float]] = {"missing": [], "internal": []}
    for _ in range(25):
        for name, key in (("missing", 99_999), ("internal", drafted)):
            begun = time.perf_counter()
            answer = visitor.get(f"/public/{key}")
            took[name].append(time.perf_counter() - begun)
            assert answer.status_code == 404
    missing, internal = visitor.get("/public/99999"), visitor.get(f"/public/{drafted}")
    assert missing.data == internal.data
    assert dict(missing.headers) == dict(internal.headers)
    fast, slow = sorted(sorted(one)[len(one) // 2] for one in took.values())
    assert slow < fast * 3 + 0.005
    assert "还没公开的事" not in visitor.get("/public").text


@pytest.mark.parametrize("key", ["abc", "-1", str(10**30), str(2**31), "1;--", "1'", "%00", "1.5"])
def test_2_a_key_that_is_none_is_not_there(site: Site, key: str) -> None:
    assert site.browser("anonymous").get(f"/public/{key}").status_code == 404


def test_2_a_key_too_large_is_not_there_on_any_page(site: Site) -> None:
    clerk = site.browser("clerk")
    for path in (f"/tasks/{10**30}", f"/publications/{2**31}", f"/submissions/{2**63}"):
        assert clerk.get(path).status_code == 404


def test_3_pages_beyond_the_end_are_the_nearest(site: Site) -> None:
    visitor = site.browser("anonymous")
    with writing(site.engine) as session:
        first = session.get_one(Task, site.working_id)
        for number in range(45):
            task = Task(title=f"事{number}", office_id=first.office_id, assessment_year=2026, status=first.status)
            task.assigned_on, task.reference = DAY, f"督〔2026〕{number + 900}号"
            session.add(task)
            session.flush()
            standing(session, task, today=DAY, title=f"第{number}项")
    pages = {asked: visitor.get(f"/public?page={asked}").text for asked in ("0", "1", "3", "999999", "x", "9" * 40)}
    for asked, number in (("0", 1), ("1", 1), ("3", 3), ("999999", 3), ("x", 1), ("9" * 40, 1)):
        assert f"第 {number} / 3 页" in pages[asked]
    assert visitor.get("/public?size=100000").text.count("<tr>") == 21  # a page is a page
    assert "没有符合条件" in visitor.get("/public?q=没有这样的事").text


@pytest.mark.parametrize("q", ["%", "_", "'", "<script>alert(1)</script>", "长" * 5000, "🏗️" * 30, "a\x00b", "\\"])
def test_4_whatever_is_searched_for_is_only_a_word(site: Site, q: str) -> None:
    answer = site.browser("anonymous").get("/public", query_string={"q": q})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "公开的事" not in answer.text.partition("<main")[2].partition("<tbody>")[2]
    assert "长" * 51 not in answer.text


def test_4_a_word_finds_its_matter(site: Site) -> None:
    visitor = site.browser("anonymous")
    for word in ("公开", "住建", "3个小区"):
        assert _path(site) in visitor.get("/public", query_string={"q": word}).text


def test_5_an_order_or_a_filter_nobody_knows_is_ignored(site: Site) -> None:
    visitor = site.browser("anonymous")
    plain = visitor.get("/public").text
    for query in ("sort=due_date;drop", "dept.password=1", "kind=secret", "sort=id&office_id=1"):
        assert visitor.get(f"/public?{query}").text == plain


def test_6_what_was_withdrawn_is_gone_at_once_without_its_title(site: Site) -> None:
    visitor, clerk = site.browser("anonymous"), site.browser("clerk")
    assert "公开的事" in visitor.get(_path(site)).text
    data = {"version": "0", "reason": "数字有误，须更正"}
    with reading(site.engine) as session:
        data["version"] = str(session.get_one(Publication, site.publication_id).version)
    assert clerk.post(f"/publications/{site.publication_id}/withdraw", data=data).status_code == 303
    answer = visitor.get(_path(site))
    assert answer.status_code == 404
    assert "该事项已下线" in answer.text
    assert "公开的事" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "公开的事" not in visitor.get("/public").text


def test_7_the_files_show_what_the_page_shows_and_no_formula(site: Site) -> None:
    for number, begins in enumerate(("=1+1", "+1", "-1", "@x", "\t=1")):
        _publish(site, title=f"{begins}第{number}项", published_on=date(2026, 5, 29 + (number > 2)))
    with writing(site.engine) as session:  # each its own matter, so that all are listed
        rows = session.scalars(select(Publication).where(Publication.id != site.publication_id)).all()
        for row in rows:
            task = Task(title="又一件", office_id=row.office_id, assessment_year=2026, status="draft")
            session.add(task)
            session.flush()
            row.task_id = task.id
    visitor = site.browser("anonymous")
    text = visitor.get("/public/list.csv")
    table = list(csv.reader(StringIO(text.data.decode("utf-8-sig"))))
    assert table[0] == ["类别", "事项", "承办单位", "办理情况", "时限", "摘要", "公开媒体", "公开日期", "最新进展"]
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert "'=1+1第0项" in {row[1] for row in table}
    sheet = load_workbook(BytesIO(visitor.get("/public/list.xlsx").data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert "=1+1第0项" in {cell.value for cell in cells}
    assert sheet.max_row == len(table) == 7
    assert len(list(csv.reader(StringIO(visitor.get("/public/list.csv?q=第0项").data.decode("utf-8-sig"))))) == 2


def test_8_no_file_comes_out_by_its_key(site: Site) -> None:
    visitor = site.browser("anonymous")
    for path in (f"{_path(site)}/evidence/1", f"{_path(site)}/files/1", "/public/evidence/1"):
        assert visitor.get(path).status_code == 404
    assert visitor.get("/evidence/1").headers["Location"].partition("?")[0] == "/login"
    assert visitor.get("/evidence/1").data.replace(b"evidence/1", b"") == visitor.get("/evidence/2").data.replace(
        b"evidence/2", b""
    )


def test_9_a_comment_says_something_and_its_number_is_for_the_office(site: Site) -> None:
    _takes_comments(site)
    visitor = site.browser("anonymous")
    for body in ("", "太短", "长" * 10_000):
        answer = visitor.post(f"{_path(site)}/comments", data={"body": body})
        assert answer.status_code == 422
        assert "留言请写10至1000字" in answer.text
        assert body in answer.text
    posted = visitor.post(f"{_path(site)}/comments", data={"body": "修好了请打13812341234告诉我"})
    assert posted.status_code == 303
    after = visitor.get(posted.headers["Location"]).text
    assert "留言已提交" in after
    assert "13812341234" not in after
    inside = f"/publications/{site.publication_id}"
    assert "13812341234" in site.browser("clerk").get("/publications/comments").text
    assert "13812341234" in site.browser("clerk").get(inside).text
    for persona in ("liaison", "publicity", "leader"):
        shown = site.browser(persona).get(inside).text
        assert "138****1234" in shown
        assert "13812341234" not in shown


def test_10_too_many_comments_are_kindly_refused_and_the_first_ones_kept(site: Site) -> None:
    _takes_comments(site)
    visitor = site.browser("anonymous")
    codes = [
        visitor.post(f"{_path(site)}/comments", data={"body": f"{_COMMENT}{number}"}).status_code
        for number in range(12)
    ]
    assert codes == [303] * 5 + [429] * 7
    answer = visitor.post(f"{_path(site)}/comments", data={"body": f"{_COMMENT}最后"})
    assert "提交过于频繁，请稍后再试" in answer.text
    assert f"{_COMMENT}最后" in answer.text
    assert len(_kept(site)) == 5


def test_11_links_and_scripts_are_plain_text(site: Site) -> None:
    _takes_comments(site)
    body = "<script>alert(1)</script> =cmd|' /C calc'!A0 https://evil.example/x"
    assert site.browser("anonymous").post(f"{_path(site)}/comments", data={"body": body}).status_code == 303
    assert _kept(site) == [body]
    shown = site.browser("clerk").get("/publications/comments").text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert 'href="https://evil' not in shown


def test_12_a_comment_on_what_is_gone_or_sent_twice_is_answered_and_stays_in_the_box(site: Site) -> None:
    _takes_comments(site)
    visitor = site.browser("anonymous")
    assert visitor.post(f"{_path(site)}/comments", data={"body": _COMMENT}).status_code == 303
    again = visitor.post(f"{_path(site)}/comments", data={"body": _COMMENT})
    assert (again.status_code, "这条留言已经收到" in again.text, _COMMENT in again.text) == (422, True, True)
    with writing(site.engine) as session:
        row = session.get_one(Publication, site.publication_id)
        row.state, row.withdrawn_on = PublicationState.WITHDRAWN, TODAY
    gone = visitor.post(f"{_path(site)}/comments", data={"body": "已经写好的一段话"})
    assert gone.status_code == 404
    assert "留言没有提交" in gone.text
    assert "已经写好的一段话" in gone.text
    assert len(_kept(site)) == 1


def test_12_comments_are_off_unless_the_site_and_the_publication_take_them(site: Site) -> None:
    visitor = site.browser("anonymous")
    _takes_comments(site, on=False)
    assert "给督查室留言" not in visitor.get(_path(site)).text
    closed = visitor.post(f"{_path(site)}/comments", data={"body": _COMMENT})
    assert (closed.status_code, "不接受留言" in closed.text) == (422, True)
    _takes_comments(site)
    assert "给督查室留言" in visitor.get(_path(site)).text
    with writing(site.engine) as session:
        session.get_one(Publication, site.publication_id).takes_comments = False
    assert visitor.post(f"{_path(site)}/comments", data={"body": _COMMENT}).status_code == 422
    assert _kept(site) == []


def test_12_the_box_has_a_token_though_nobody_is_signed_in(site: Site) -> None:
    _takes_comments(site)
    site.app.config["WTF_CSRF_ENABLED"] = True
    visitor = site.browser("anonymous")
    assert visitor.post(f"{_path(site)}/comments", data={"body": _COMMENT}).status_code == 400
    token = re.findall(r'name="csrf_token" value="([^"]+)"', visitor.get(_path(site)).text)[0]
    assert visitor.post(f"{_path(site)}/comments", data={"body": _COMMENT, "csrf_token": token}).status_code == 303


def test_13_no_number_or_name_gets_past_the_desk(site: Site) -> None:
    """The desk's own rules are in test_publications; here, that its page says so and keeps what was typed."""
    with writing(site.engine) as session:
        session.get_one(Task, site.working_id).disclosure = "public"
    data = {"kind": "livelihood", "title": "老旧小区", "unit": "市住建局", "stage": "施工", "due_on": ""}
    path, clerk = f"/tasks/{site.working_id}/publications/new", site.browser("clerk")
    for body, said in (
        ("详询13812341234", "摘要含疑似手机号 138****1234，请删除后再公开"),
        ("王某同志负责", "摘要含疑似个人姓名"),
    ):
        answer = clerk.post(path, data={**data, "body": body})
        assert answer.status_code == 422
        assert said in answer.text
        assert body in answer.text


def test_14_a_wrong_host_is_refused_and_nobody_frames_the_page(site: Site) -> None:
    visitor = site.browser("anonymous")
    page = visitor.get(_path(site))
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    for path in ("/public", _path(site)):
        shown = visitor.get(path).text
        assert "<script" not in shown  # nothing to switch off, nothing too new
        assert 'name="renderer" content="webkit"' in shown
    settings = site.app.extensions["tracker_settings"].model_copy(update={"hosts": ("gongshi.example",)})
    strict = create_app(settings, site.engine).test_client()
    assert strict.get("/public", base_url="http://gongshi.example").status_code == 200
    for path in ("/public", _path(site), "/login"):
        refused = strict.get(path, base_url="http://evil.example")
        assert (refused.status_code, "请使用本系统公布的网址" in refused.text) == (400, True)
        assert "evil.example" not in refused.text


@pytest.mark.parametrize("persona", ["anonymous", "clerk"])
def test_15_without_its_database_the_page_says_so_in_plain_words(site: Site, persona: str, tmp_path) -> None:
    browser = site.browser(persona)
    nowhere = connect(f"sqlite:///{tmp_path / 'nowhere.sqlite3'}")
    (tmp_path / "nowhere.sqlite3").mkdir()
    site.app.extensions["tracker_engine"] = nowhere
    for path in ("/public", _path(site), "/public/list.csv", "/"):
        answer = browser.get(path)
        if path == "/" and persona == "anonymous":
            continue
        assert answer.status_code == 503, path
        assert "正在恢复，请稍后刷新" in answer.text
        assert "Traceback" not in answer.text
        assert "sqlite" not in answer.text
    kept = browser.post(f"{_path(site)}/comments", data={"body": _COMMENT})
    assert (kept.status_code, _COMMENT in kept.text) == (503, True)
    nowhere.dispose()


def test_nothing_the_public_reads_names_a_person(site: Site) -> None:
    """Who drafted, answered, signed, approved; the seat's holder; what is the task's own and was not published."""
    _publish(site, kind=PublicationKind.PROGRESS, title="五月进展", body="又完成2个小区。", published_on=TODAY)
    visitor = site.browser("anonymous")
    for path in ("/public", _path(site), "/public/list.csv"):
        shown = visitor.get(path).data.decode("utf-8-sig")
        assert "公开的事" in shown
        for inside in ("在办的事", "督查员", "宣传部甲", "主任甲", "王某", "督〔2026〕"):
            assert inside not in shown, (path, inside)
        assert _NUMBERS.findall(shown) == []


def test_a_matter_is_listed_once_with_its_latest_progress(site: Site) -> None:
    listed = _publish(site, kind=PublicationKind.LISTING, title="挂牌的事", stage="挂牌督办中", published_on=DAY)
    progress = _publish(
        site, kind=PublicationKind.PROGRESS, title="五月进展", body="又完成2个小区。", published_on=TODAY
    )
    visitor = site.browser("anonymous")
    shown = visitor.get("/public").text
    assert "共 1 项" in shown
    assert f'href="/public/{listed}"' in shown
    assert f"{TODAY} 又完成2个小区。" in shown
    assert "又完成2个小区。" in visitor.get(f"/public/{listed}").text
    assert visitor.get(f"/public/{progress}").status_code == 200
    released = _publish(
        site, kind=PublicationKind.RELEASE, title="解除的事", stage="已解除挂牌督办", published_on=TODAY
    )
    shown = visitor.get("/public").text
    assert "共 1 项" in shown
    assert f'href="/public/{released}"' in shown
    assert "已解除挂牌督办" in shown


def test_a_visitor_who_is_signed_in_sees_the_same_page(site: Site) -> None:
    pages = {persona: site.browser(persona).get(_path(site)).text for persona in ("anonymous", "director")}
    assert pages["anonymous"] == pages["director"]
    assert "退出" not in pages["director"]
