"""The old binary .xls and WPS's .et."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlwt

from tracker.documents.sandbox import read_safely
from tracker.policy.sheets.grid import Merge


@pytest.fixture
def old_book(tmp_path: Path) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("旧表")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    page.write_merge(3, 3, 2, 5, "标题")
    for column, value in enumerate(["序号", 7, 0.54, True], 2):
        page.write(5, column, value)
    page.write(6, 2, date(2026, 3, 1), day)
    page.write(6, 3, datetime(2026, 3, 1, 14, 30), day)  # noqa: DTZ001
    page.write_merge(5, 6, 6, 6, "纵向")
    book.add_sheet("空表")
    hidden = book.add_sheet("隐藏")
    hidden.visibility = 1
    hidden.write(0, 0, "x")
    path = tmp_path / "old.xls"
    book.save(str(path))
    return path


@pytest.mark.parametrize("name", ["old.xls", "old.et", "old.xlsx", "old"])
def test_an_old_workbook_is_read_whatever_it_is_called(name: str, old_book: Path) -> None:
    path = old_book.rename(old_book.with_name(name))
    first, empty, hidden = read_safely(path).grids
    assert first.first_row == 4
    assert first.rows == (
        ("", "", "标题", "", "", "", ""),
        ("", "", "", "", "", "", ""),
        ("", "", "序号", "7", "0.54", "TRUE", "纵向"),
        ("", "", date(2026, 3, 1), "2026-03-01 14:30", "", "", ""),
    )
    assert first.merges == (Merge(0, 2, 0, 5), Merge(2, 6, 3, 6))
    assert (empty.name, empty.rows, empty.hidden) == ("空表", (), False)
    assert (hidden.name, hidden.hidden) == ("隐藏", True)


def test_an_old_workbook_counts_from_its_own_day_zero(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    # xlwt writes the same serial in either base; only the reader's day zero tells.
    book.add_sheet("x").write(0, 0, 46082, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "1904.xls"))
    assert read_safely(tmp_path / "1904.xls").grids[0].rows == ((date(2030, 3, 2),),)
