"""xlsx and xls: every cell as a person sees it, every merge where it stands."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import hostile_builders as raw
import openpyxl
import pytest
import python_calamine
import xlsxwriter

from tracker.documents.cells import plain_value
from tracker.documents.number_formats import NumberFormat, Shown, understood
from tracker.documents.reading import read
from tracker.documents.sandbox import read_safely
from tracker.policy.sheets.grid import Merge

FILES = Path(__file__).parents[1] / "files"
WORKBOOKS = sorted(FILES.glob("*.xlsx"))


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_a_real_workbook_reads_as_calamine_reads_it(path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    document = read_safely(path)
    assert [grid.name for grid in document.grids] == book.sheet_names
    for grid in document.grids:
        sheet = book.get_sheet_by_name(grid.name)
        assert grid.rows == tuple(tuple(plain_value(cell) for cell in row) for row in sheet.to_python())
        merges = [Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
        assert sorted(grid.merges, key=repr) == sorted(merges, key=repr)
        assert grid.first_row == 1


def test_the_child_hands_over_exactly_what_it_read() -> None:
    for path in sorted(FILES.iterdir()):
        assert read_safely(path) == read(path)


@pytest.fixture
def sampler(tmp_path: Path) -> Path:
    path = tmp_path / "各种单元格.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        shows = {code: book.add_format({"num_format": code}) for code in CODES}
        page = book.add_worksheet("样本")
        for row, (value, code, _) in enumerate(SHOWN):
            if isinstance(value, datetime | date | time):
                page.write_datetime(row, 0, value, shows[code])
            else:
                page.write(row, 0, value, shows[code])
    return path


SHOWN: list[tuple[object, str, str | date]] = [
    (3, "General", "3"),
    (3.0, "0.00", "3"),
    (0.54, "General", "0.54"),
    (0.1 + 0.2, "General", "0.3"),
    (123456789012, "General", "123456789012"),
    (-5, "General", "-5"),
    (0.54, "0%", "54%"),
    (1, "0%", "100%"),
    (0.5384, "0.0%", "53.8%"),
    (0.005, '0.0"%"', "0.005"),
    (True, "General", "TRUE"),
    (False, "General", "FALSE"),
    ("  留空格 ", "General", "  留空格 "),
    ("𠮷䶮😀\n第二行", "General", "𠮷䶮😀\n第二行"),
    ("2026-02-30", "General", "2026-02-30"),
    (date(2026, 3, 1), "yyyy-mm-dd", date(2026, 3, 1)),
    (date(2026, 3, 1), 'yyyy"年"m"月"d"日";@', date(2026, 3, 1)),
    (date(2026, 3, 1), "[$-804]m/d/yyyy", date(2026, 3, 1)),
    (date(2026, 6, 1), 'yyyy"年"m"月"', "2026年6月"),
    (datetime(2026, 3, 1, 14, 30), "yyyy-mm-dd hh:mm", "2026-03-01 14:30"),  # noqa: DTZ001
    (datetime(2026, 3, 1), "yyyy-mm-dd hh:mm", date(2026, 3, 1)),  # noqa: DTZ001
    (datetime(2026, 3, 1, 14, 30), "yyyy-mm-dd", date(2026, 3, 1)),  # noqa: DTZ001
    (time(14, 30), "hh:mm", "14:30"),
    (46082, "General", "46082"),
    (-1, "yyyy-mm-dd", "-1"),
]
CODES = {code for _, code, _ in SHOWN}


@pytest.mark.parametrize("number", range(len(SHOWN)), ids=lambda number: f"{SHOWN[number][0]!r} as {SHOWN[number][1]}")
def test_a_cell_reads_as_a_person_sees_it(number: int, sampler: Path) -> None:
    assert read(sampler).grids[0].rows[number][0] == SHOWN[number][2]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", NumberFormat()),
        ("@", NumberFormat()),
        ("0_ ", NumberFormat()),
        ("#,##0.00;[Red]-#,##0.00", NumberFormat()),
        ('0"项"', NumberFormat()),
        ("0.00E+00", NumberFormat()),
        ("[DBNum1][$-804]General", NumberFormat()),
        ("0.00%", NumberFormat(Shown.PERCENT, 2)),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', NumberFormat(Shown.DATE)),
        ('m"月"d"日"', NumberFormat(Shown.DATE)),
        ("yyyy/m/d h:mm", NumberFormat(Shown.DATE_AND_TIME)),
        ("mmm-yy", NumberFormat(Shown.MONTH)),
        ("[h]:mm:ss", NumberFormat(Shown.TIME)),
        ("上午/下午h:mm", NumberFormat(Shown.TIME)),
    ],
)
def test_a_number_format_is_understood(code: str, shown: NumberFormat) -> None:
    assert understood(code) == shown


@pytest.mark.parametrize("base_1904", [False, True])
def test_dates_count_from_the_workbooks_own_day_zero(base_1904: bool, tmp_path: Path) -> None:
    path = tmp_path / "base.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": base_1904}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet()
        page.write_datetime(0, 0, date(2026, 3, 1), day)
        page.write_number(1, 0, 46082, day)
    by_date, by_serial = (row[0] for row in read(path).grids[0].rows)
    assert by_date == date(2026, 3, 1)
    assert by_serial == (date(2030, 3, 2) if base_1904 else date(2026, 3, 1))


@pytest.mark.parametrize(
    ("serial", "shown"),
    [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (60, "60"), (61, date(1900, 3, 1)), (2958465, date(9999, 12, 31))],
)
def test_serials_around_the_day_that_never_was(serial: int, shown: str | date) -> None:
    assert NumberFormat(Shown.DATE).render(serial, False) == shown


def test_a_serial_past_the_end_of_time_stays_a_number() -> None:
    assert NumberFormat(Shown.DATE).render(2_958_465, True) == "2958465"
    assert NumberFormat(Shown.PERCENT, 900).render(1e300, False) == "1e+300"


def test_merges_line_up_though_the_table_begins_far_from_the_corner(tmp_path: Path) -> None:
    path = tmp_path / "offset.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("偏移")
        page.merge_range("C4:F4", "标题")
        page.merge_range("A1:XFD1", "")
        page.merge_range("C6:C20", "合并")
        page.write("D6", "甲")
        page.write("F8", "乙")
        page.set_row(5, None, None, {"hidden": True})
        page.set_row(6, None, None, {"hidden": True})
    (grid,) = read(path).grids
    assert grid.first_row == 4
    assert grid.rows[0] == ("", "", "标题", "", "", "")
    assert grid.rows[2] == ("", "", "合并", "甲", "", "")
    assert len(grid.rows) == 5
    assert grid.merges == (Merge(0, 2, 0, 5), Merge(2, 2, 4, 2))
    assert grid.hidden_rows == {2}


def test_a_title_merged_across_all_columns_is_clipped_to_the_table(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range("A1:XFD1", "2026年任务分解表")
        page.write_row("A2", ["序号", "任务", "责任单位"])
    assert read(path).grids[0].merges == (Merge(0, 0, 0, 2),)


def test_hidden_and_empty_sheets_are_kept_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "sheets.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "正表"
    book.active["A1"] = "x"
    book.create_sheet("空表")
    for name, state in (("隐藏", "hidden"), ("深藏", "veryHidden")):
        page = book.create_sheet(name)
        page["A1"] = name
        page.sheet_state = state
    book.create_chartsheet("图")
    book.save(path)
    grids = read(path).grids
    assert [(grid.name, grid.hidden, len(grid.rows)) for grid in grids] == [
        ("正表", False, 1),
        ("空表", False, 0),
        ("隐藏", True, 1),
        ("深藏", True, 1),
    ]
    assert grids[1].rows == ()


def test_formulas_give_their_stored_value_or_themselves(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_formula("A1", "=1+1", None, 2)
        page.write_formula("A2", '="市"&"财政局"', None, "市财政局")
        page.write_formula("A3", "=1/0", None, "#DIV/0!")
        page.write_formula("A4", "=A9", None, "#REF!")
        page.write_string("A5", "=1+1")
    assert [row[0] for row in read(path).grids[0].rows] == ["2", "市财政局", "#DIV/0!", "#REF!", "=1+1"]
    book = openpyxl.Workbook()
    book.active["A1"] = "=SUM(B1:B9)"
    book.save(path)
    assert read(path).grids[0].rows == (("=SUM(B1:B9)",),)


def test_formatted_runs_are_one_text_and_pronunciation_is_left_out(tmp_path: Path) -> None:
    runs = '<x:r><x:t>牵头</x:t></x:r><x:r><x:t xml:space="preserve"> 单位</x:t></x:r>'
    hint = "<x:rPh><x:t>qiantou</x:t></x:rPh>"
    strings = f'{raw.DECLARATION}<x:sst xmlns:x="{raw.MAIN}"><x:si>{runs}{hint}</x:si></x:sst>'
    rows = '<x:row><x:c t="s"><x:v>0</x:v></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{raw.MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    path = raw.pack(tmp_path / "prefixed.xlsx", raw.workbook_parts(sheet, strings))
    assert read(path).grids[0].rows == (("牵头 单位",),)


def test_unnumbered_cells_stand_one_after_another(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row>'
    path = raw.pack(tmp_path / "bare.xlsx", raw.workbook_parts(raw.sheet(rows)))
    grid = read(path).grids[0]
    assert (grid.rows[0], grid.rows[4]) == (("1", "", "2", ""), ("", "", "3", "4"))


def test_iso_dates_are_dates(tmp_path: Path) -> None:
    rows = '<row><c t="d"><v>2026-03-01T00:00:00</v></c><c t="d"><v>2026-03-01T14:30:00Z</v></c></row>'
    path = raw.pack(tmp_path / "iso.xlsx", raw.workbook_parts(raw.sheet(rows)))
    assert read(path).grids[0].rows == ((date(2026, 3, 1), "2026-03-01 14:30"),)


def test_ten_thousand_rows_are_read_in_full(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("任务")
        for row in range(10_000):
            page.write_row(row, 0, [row + 1, *(f"第{row}行第{column}列" for column in range(7))])
    (grid,) = read_safely(path).grids
    assert len(grid.rows) == 10_000
    assert grid.rows[9_999] == ("10000", *(f"第9999行第{column}列" for column in range(7)))


def test_a_cell_of_ten_thousand_characters_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "long-cell.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_string(0, 0, "督" * 32_767)
    assert read_safely(path).grids[0].rows == (("督" * 32_767,),)


def test_a_macro_workbook_is_read_as_data(tmp_path: Path) -> None:
    path = tmp_path / "宏.xlsm"
    raw.pack(path, {**raw.workbook_parts(raw.sheet(raw.real_rows(2))), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert len(read_safely(path).grids[0].rows) == 2


def test_parts_are_found_whatever_their_names_look_like(tmp_path: Path) -> None:
    path = tmp_path / "odd-names.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in raw.workbook_parts(raw.sheet(raw.real_rows(1))).items():
            odd = name.replace("xl/worksheets/sheet1.xml", "XL\\Worksheets\\Sheet1.xml")
            archive.writestr(odd, content)
    assert read(path).grids[0].rows == (("任务1", "市财政局"),)
