"""Writes the rows that could not be imported, each with its reason, for people to correct and bring back."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

REASON_HEADER = "错误原因"
_SHEET = "错误行"
_NARROWEST, _WIDEST, _REASON_WIDTH = 8, 40, 50
# The longest text a cell can hold.
_LONGEST_CELL = 32_767


def write_error_rows(path: Path, header: Sequence[str], rows: Sequence[tuple[Sequence[str], str]]) -> None:
    """The workbook of ``error_rows``, as a file."""
    path.write_bytes(error_rows(header, rows))


def error_rows(header: Sequence[str], rows: Sequence[tuple[Sequence[str], str]]) -> bytes:
    """The rows as they were and a last column with the reason; every cell is text, never a formula or a link."""
    target = BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
    }
    last = max([len(header), *(len(cells) for cells, _ in rows)])
    lines = [[*header, *[""] * (last - len(header)), REASON_HEADER]]
    lines += [[*map(str, cells), *[""] * (last - len(cells)), reason] for cells, reason in rows]
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_SHEET)
        bold = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#EDEDED", "border": 1}
        )
        # "@" keeps Excel from turning what people type in later ("3-1", "007") into dates and numbers.
        plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "border": 1})
        for column in range(last):
            sheet.set_column(column, column, _width([line[column] for line in lines]))
        sheet.set_column(last, last, _REASON_WIDTH)
        sheet.freeze_panes(1, 0)
        for number, line in enumerate(lines):
            for column, text in enumerate(line):
                sheet.write_string(number, column, text[:_LONGEST_CELL], plain if number else bold)
    return target.getvalue()


def _width(texts: Sequence[str]) -> int:
    """Wide enough for the longest line, within reason; a Chinese character takes the room of two letters."""
    longest = max(len(line) + sum(letter > "\u2e80" for letter in line) for text in texts for line in text.split("\n"))
    return max(_NARROWEST, min(longest + 2, _WIDEST))
