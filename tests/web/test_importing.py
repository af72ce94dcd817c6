"""导入 in the browser: what is shown is what is done; all good rows or none; one batch however often it is clicked."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from sheets import row, workbook
from site_of_personas import Site
from sqlalchemy import func, select

from tracker import clock
from tracker.db import reading, writing
from tracker.documents import limits
from tracker.models import AuditEntry, Department, DepartmentName, HeldSheet, Source, Task
from tracker.services.file_store import FileStore
from tracker.services.held_sheets import FOLDER, clear_held
from tracker.services.import_plan import MOST_ROWS
from tracker.services.upkeep import upkeep
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.running import AuditTag

PAPER = {
    "title": "2026年重点任务分解表",
    "issuer": "市政府",
    "issued_on": "2026-01-20",
    "kind": "decomposition",
    "repeats": "merge",
    "way": "draft",
    "sheet": "",
}
GOOD = [row(1, "改造城区供热管网60公里"), row(2, "新建公办中学两所", "市教育局")]


def _send(browser: FlaskClient, content: bytes, name: str = "任务分解表.xlsx"):
    # Put together by hand: the test client leaves a big file of its own open.
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--cut--\r\n"
    return browser.post("/import", data=body, content_type="multipart/form-data; boundary=cut")


def _upload(site: Site, tmp_path: Path, rows=GOOD, persona: str = "clerk") -> tuple[FlaskClient, str]:
    browser, file = site.browser(persona), tmp_path / f"{hash(repr(rows))}.xlsx"
    if not file.exists():  # a workbook saved again a second later is another file
        workbook(file, rows)
    answer = _send(browser, file.read_bytes())
    assert answer.status_code == 303
    return browser, answer.headers["Location"]


def _tasks(site: Site) -> list[str]:
    with reading(site.engine) as session:
        return list(session.scalars(select(Task.title).where(Task.title.in_([one[1] for one in GOOD]))))


def test_a_sheet_is_shown_with_what_the_file_says_of_itself_and_nothing_is_written(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path)
    page = browser.get(way).text
    assert "2 行可导入" in page
    assert 'value="2026年重点任务分解表"' in page
    assert 'value="2026"' in page
    assert _tasks(site) == []


def test_good_rows_come_in_and_wrong_ones_go_back_as_a_workbook_with_their_reasons(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path, [*GOOD, row(3, "", "市教育局")])
    page = browser.get(way).text
    assert "2 行可导入" in page
    assert "没有任务内容" in page
    done = browser.post(way, data={**PAPER, "act": "import"})
    assert done.status_code == 303
    result = browser.get(done.headers["Location"]).text
    assert "2 项" in result
    assert "1 行，没有导入" in result
    rows = browser.get(re.search(r'href="(/import/[^"]+/rows)"', result).group(1))
    sheet = openpyxl.load_workbook(io.BytesIO(rows.data)).active
    assert sheet.max_row == 2
    assert "没有任务内容" in sheet.cell(2, sheet.max_column).value
    assert len(_tasks(site)) == 2


def test_the_upload_is_gone_after_the_import(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path)
    assert browser.post(way, data={**PAPER, "act": "import"}).status_code == 303
    assert browser.get(way).status_code == 404
    with writing(site.engine) as session:
        store = FileStore(tmp_path, FOLDER)
        assert clear_held(session, store, clock.now() + timedelta(hours=2)) == 1


def test_what_nobody_imported_is_forgotten_after_a_day(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path)
    store = FileStore(tmp_path, FOLDER)
    with writing(site.engine) as session:
        upkeep(session, clock.today())
        assert clear_held(session, store, clock.now() + timedelta(hours=2)) == 0
        row_id = session.scalars(select(HeldSheet.id)).one()
    assert browser.get(way).status_code == 200
    with writing(site.engine) as session:
        session.get_one(HeldSheet, row_id).held_at -= timedelta(hours=24)
    assert browser.get(way).status_code == 404
    with writing(site.engine) as session:
        upkeep(session, clock.today())
        assert clear_held(session, store, clock.now() + timedelta(hours=2)) == 1
        assert session.scalars(select(func.count()).select_from(HeldSheet)).one() == 0
    assert browser.get(way).status_code == 404


def test_an_upload_is_seen_by_nobody_else(site: Site, tmp_path: Path) -> None:
    _, way = _upload(site, tmp_path)
    director = site.browser("director")
    assert director.get(way).status_code == 404
    assert director.post(way, data={**PAPER, "act": "import"}).status_code == 404
    assert director.post(f"{way}/discard").status_code == 404


def test_a_result_is_seen_by_its_own_office_alone(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path)
    done = browser.post(way, data={**PAPER, "act": "import"}).headers["Location"]
    assert site.browser("director").get(done).status_code == 200
    assert site.browser("stranger-clerk").get(done).status_code == 404


def test_a_ledger_is_taken_over_as_of_a_day(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path)
    missing = browser.post(way, data={**PAPER, "act": "import", "way": "adopt"})
    assert missing.status_code == 422
    assert "请填写接管日期" in missing.text
    early = browser.post(way, data={**PAPER, "act": "import", "way": "adopt", "adopt_on": "2025-12-01"})
    assert early.status_code == 422
    assert "早于印发日期" in early.text
    assert _tasks(site) == []
    answer = browser.post(
        way, data={**PAPER, "act": "import", "way": "adopt", "adopt_on": "2026-05-01", "create_units": "y"}
    )
    assert answer.status_code == 303
    with reading(site.engine) as session:
        statuses = session.scalars(select(Task.status).where(Task.title.in_([one[1] for one in GOOD])))
        assert set(statuses) == {TaskStatus.IN_PROGRESS}


def test_what_is_missing_of_the_paper_is_asked_for_and_everything_typed_stays(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path)
    data = {
        **PAPER,
        "act": "import",
        "title": "",
        "issuer": "",
        "issued_on": "2026-02-30",
        "document_number": "文〔1〕",
    }
    answer = browser.post(way, data=data)
    assert answer.status_code == 422
    for words in ('value="文〔1〕"', 'value="2026-02-30"'):
        assert words in answer.text
    assert browser.post(way, data={**PAPER, "act": "import", "year": "26"}).status_code == 422
    assert _tasks(site) == []
    missing = browser.post(way, data={**PAPER, "act": "import", "title": " ", "issuer": "", "issued_on": ""})
    for words in ("请填写文件名称", "请填写发文单位", "请填写印发日期"):
        assert words in missing.text


def test_unknown_units_are_offered_their_likes_or_made_when_chosen_and_a_look_makes_none(
    site: Site, tmp_path: Path
) -> None:
    rows = [row(1, "改造城区供热管网60公里", "市住建"), row(2, "新建公办中学两所", "市供热公司")]
    browser, way = _upload(site, tmp_path, rows)
    page = browser.get(way).text
    assert "未登记的单位" in page
    assert "0 行可导入" in page
    assert "就是“市住建局”" in page
    choices = {"unit:市住建": "市住建局", "unit:市供热公司": "+"}
    looked = browser.post(way, data={**PAPER, **choices, "act": "look"})
    assert "2 行可导入" in looked.text
    assert '<option value="市住建局" selected>' in looked.text
    with reading(site.engine) as session:
        assert session.scalars(select(DepartmentName).where(DepartmentName.name == "市住建")).all() == []
    assert browser.post(way, data={**PAPER, **choices, "act": "import"}).status_code == 303
    with reading(site.engine) as session:
        known = session.scalars(select(Department.name).where(Department.name.like("%供热%")))
        assert known.all() == ["市供热公司"]
        own = select(Department.name).join(DepartmentName).where(DepartmentName.name == "市住建")
        assert session.scalars(own).all() == ["市住建局"]
    assert len(_tasks(site)) == 2


def test_a_unit_that_is_not_there_cannot_be_chosen(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path, [row(1, "改造城区供热管网60公里", "市供热公司")])
    answer = browser.post(way, data={**PAPER, "unit:市供热公司": "不存在的局", "act": "import"})
    assert answer.status_code == 422
    assert "没有找到单位“不存在的局”" in answer.text


@pytest.mark.parametrize(("repeats", "added"), [("merge", 1), ("apart", 2), ("skip", 1)])
def test_repeated_rows_are_merged_kept_apart_or_left_out_as_chosen(
    site: Site, tmp_path: Path, repeats: str, added: int
) -> None:
    rows = [row(number, "改造城区供热管网60公里") for number in (1, 2)]
    browser, way = _upload(site, tmp_path, rows)
    assert "可能是同一事项" in browser.get(way).text
    browser.post(way, data={**PAPER, "repeats": repeats, "act": "import"})
    assert len(_tasks(site)) == added


def test_hidden_rows_and_sheets_are_counted_and_may_be_left_out(site: Site, tmp_path: Path) -> None:
    path = workbook(tmp_path / "h.xlsx", GOOD)
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[4].hidden = True
    other = book.copy_worksheet(book.active)
    other.title, other.sheet_state = "旧表", "hidden"
    book.save(path)
    browser = site.browser("clerk")
    way = _send(browser, path.read_bytes()).headers["Location"]
    page = browser.get(way).text
    assert "旧表（隐藏）" in page
    looked = browser.post(way, data={**PAPER, "sheet": "任务分解", "act": "look"}).text
    assert "含 1 行隐藏数据" in looked
    browser.post(way, data={**PAPER, "sheet": "任务分解", "skip_hidden": "y", "act": "import"})
    assert _tasks(site) == [GOOD[0][1]]


def test_a_double_click_and_two_people_make_one_batch(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path)
    other, other_way = _upload(site, tmp_path, persona="director")
    data = {**PAPER, "act": "import", "form_key": "k1"}
    answers: list[tuple[str, int]] = []

    def click(who: str, client: FlaskClient, where: str) -> None:
        answers.append((who, client.post(where, data=data).status_code))

    clerks = [browser, site.browser("clerk"), site.browser("clerk")]
    threads = [threading.Thread(target=click, args=("clerk", one, way)) for one in clerks]
    threads.append(threading.Thread(target=click, args=("director", other, other_way)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_tasks(site)) == 2
    statuses = {status for who, status in answers if who == "clerk"}
    assert len(statuses) == 1
    assert {status for _, status in answers} == {303, 422}
    with reading(site.engine) as session:
        assert session.scalars(select(func.count()).select_from(Source)).one() == 1


def test_the_second_import_of_a_file_says_that_it_was_there_before(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path)
    browser.post(way, data={**PAPER, "act": "import"})
    again, second = _upload(site, tmp_path, persona="director")
    assert "此前已导入 2" in again.get(second).text
    answer = again.post(second, data={**PAPER, "act": "import"})
    assert answer.status_code == 422
    assert "2行此前已导入" in answer.text


def test_cancelling_writes_nothing_and_forgets_the_upload(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path)
    assert browser.post(f"{way}/discard").status_code == 303
    assert browser.get(way).status_code == 404
    assert _tasks(site) == []


def _zip(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name.replace("__", "/"), text)
    return target.getvalue()


_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "文件其实是网页"),
        (_zip(hello="x"), "不是能识别的表格文件"),
        (_OLD_OFFICE, "导入"),
        (b"PK\x03\x04" + bytes(100), "导入"),
        (b"x" * (limits.FILE_BYTES + 1), "文件过大"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words_and_nothing_is_kept(site: Site, content: bytes, said: str) -> None:
    answer = _send(site.browser("clerk"), content)
    assert answer.status_code == 422
    assert said in answer.text
    assert "错误：" in answer.text
    with reading(site.engine) as session:
        assert session.scalars(select(func.count()).select_from(HeldSheet)).one() == 0


def test_no_file_is_asked_for(site: Site) -> None:
    answer = site.browser("clerk").post("/import", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "请选择要导入的文件" in answer.text


def test_a_request_beyond_all_limits_is_refused_before_it_is_read(site: Site) -> None:
    answer = _send(site.browser("clerk"), bytes(26 * 1024 * 1024))
    assert answer.status_code == 413


def test_an_unsafe_file_is_refused_and_audited(site: Site) -> None:
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>'
    types = (
        '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.spreadsheetml.sheet.main+xml"/></Types>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    )
    answer = _send(
        site.browser("clerk"), _zip(**{"[Content_Types].xml": types, "_rels/.rels": rels, "xl/workbook.xml": entity})
    )
    assert answer.status_code == 422
    assert "不安全" in answer.text
    with reading(site.engine) as session:
        refused = session.scalars(select(AuditEntry.actor).where(AuditEntry.tag == AuditTag.FILE_REFUSED)).all()
    assert refused == ["clerk"]


def test_a_sheet_without_the_columns_says_which_it_found(site: Site) -> None:
    book = openpyxl.Workbook()
    for line in (("甲", "乙"), ("1", "2"), ("3", "4")):
        book.active.append(line)
    target = io.BytesIO()
    book.save(target)
    browser = site.browser("clerk")
    way = _send(browser, target.getvalue()).headers["Location"]
    page = browser.get(way)
    assert page.status_code == 200
    assert "找不到表头" in page.text
    assert "0 行可导入" in page.text


def test_too_many_rows_and_too_long_cells_are_said_with_their_numbers(site: Site, tmp_path: Path) -> None:
    browser, way = _upload(site, tmp_path, [row(1, "长" * 10_000), row(2, GOOD[1][1], target="𠮷䶮😀\n第二行")])
    page = browser.get(way).text
    assert "任务有10000字，最多2000字" in page
    browser.post(way, data={**PAPER, "act": "import"})
    with reading(site.engine) as session:
        assert session.scalars(select(Task.target).where(Task.title == GOOD[1][1])).one() == "𠮷䶮😀\n第二行"
    many = [row(number, f"任务{number}") for number in range(MOST_ROWS + 1)]
    browser, way = _upload(site, tmp_path, many)
    assert f"最多导入{MOST_ROWS}行，当前{MOST_ROWS + 1}行" in browser.get(way).text


def test_formulas_and_markup_in_cells_are_text(site: Site, tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>"
    rows = [row(1, nasty), row(2, "", "=HYPERLINK")]
    browser, way = _upload(site, tmp_path, rows)
    assert nasty not in browser.get(way).text
    wrong = browser.post(way, data={**PAPER, "act": "errors"})
    cells = [cell for line in openpyxl.load_workbook(io.BytesIO(wrong.data)).active.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
