"""The rows that could not be imported go back to people as they were, with the reason beside them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tracker.documents.error_rows import REASON_HEADER, write_error_rows
from tracker.documents.sandbox import read_safely

HEADER = ["序号", "任务", "责任单位", "完成时限"]
ROWS = [
    (["1", "稳增长\n促就业", "市发改委", "3月底"], "第 12 行 完成时限“3月底”无法识别"),
    (["007", "=1+1", "https://example.cn", "2026-02-30"], "“2026-02-30”不是有效日期"),
    (["", "@SUM(A1)", "+1", "-1"], "缺少序号"),
    (["3", "𠮷䶮😀 _x0041_", "短"], "缺少完成时限"),
    (["4", "督" * 10_000, "市财政局", ""], "任务过长"),
]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "错误行.xlsx"
    write_error_rows(path, HEADER, ROWS)
    return path


def test_the_rows_come_back_in_as_they_were(written: Path) -> None:
    (grid,) = read_safely(written).grids
    assert grid.rows[0] == (*HEADER, REASON_HEADER)
    for row, (cells, reason) in zip(grid.rows[1:], ROWS, strict=True):
        assert row == (*cells, *[""] * (4 - len(cells)), reason)


def test_every_cell_is_text_and_none_a_formula_or_a_link(written: Path) -> None:
    page = openpyxl.load_workbook(written).active
    for row in page.iter_rows(min_row=2, max_col=5):
        for cell in row:
            assert cell.data_type in ("s", "n")
            assert cell.value is None or isinstance(cell.value, str)
            assert cell.hyperlink is None
            assert cell.alignment.wrap_text
    assert page["B3"].value == "=1+1"
    assert page["A3"].value == "007"


def test_the_header_is_bold_and_stays_in_sight(written: Path) -> None:
    page = openpyxl.load_workbook(written).active
    assert all(cell.font.bold for cell in page[1])
    assert page.freeze_panes == "A2"
    assert all(8 <= page.column_dimensions[letter].width <= 51 for letter in "ABCDE")


def test_no_rows_give_a_sheet_with_its_header(tmp_path: Path) -> None:
    write_error_rows(tmp_path / "none.xlsx", HEADER, [])
    assert read_safely(tmp_path / "none.xlsx").grids[0].rows == ((*HEADER, REASON_HEADER),)
