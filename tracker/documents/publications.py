"""The public list as files: text cells only, whatever the text begins with."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import xlsxwriter  # type: ignore[import-untyped]

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTH = 24


def list_as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet knows it; a cell that would be a formula begins with an apostrophe."""
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(header)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_BEGINS_FORMULA) else cell for cell in row])
    return target.getvalue().encode("utf-8-sig")


def list_as_workbook(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet of text cells."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("公开事项")
        head = book.add_format({"bold": True, "border": 1})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
        sheet.set_column(0, len(header) - 1, _WIDTH)
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, head)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, cell)
        sheet.freeze_panes(1, 0)
    return target.getvalue()
