"""The ledger as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

_COLUMNS = (
    ("编号", 16),
    ("事项", 40),
    ("目标", 36),
    ("责任领导", 14),
    ("牵头单位", 24),
    ("时限", 12),
    ("逾期", 20),
    ("状态", 10),
    ("灯", 8),
)


def ledger_workbook(rows: Sequence[tuple[str, ...]], title: str) -> bytes:
    """A workbook of text cells: a title across, a frozen header that prints on every A3 sheet, no formulas."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("督查台账")
        bold = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        head = book.add_format({"bold": True, "bg_color": "#EEF2F7", "border": 1, "text_wrap": True})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
        sheet.merge_range(0, 0, 0, len(_COLUMNS) - 1, title, bold)
        sheet.set_row(0, 30)
        for column, (name, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, name, head)
        for number, row in enumerate(rows, start=2):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, cell)
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
    return target.getvalue()
