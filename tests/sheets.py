"""Workbooks made for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

HEADER = ("序号", "工作任务", "目标要求", "责任领导", "牵头单位", "配合单位", "完成时限", "考核分值")


def workbook(path: Path, rows: Sequence[Sequence[object]], *, title: str = "2026年重点任务分解表") -> Path:
    """A workbook with a title row, the usual header and ``rows``."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务分解"
    for row in ((title,), HEADER, *rows):
        sheet.append(list(row))
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADER))
    book.save(path)
    return path


def row(
    number: int, title: str, lead: str = "市住建局", due: object = "2026年9月底前", **cells: object
) -> list[object]:
    """One data row; ``cells`` are target, leader, supporting, points."""
    return [
        number,
        title,
        cells.get("target", ""),
        cells.get("leader", ""),
        lead,
        cells.get("supporting", ""),
        due,
        cells.get("points", ""),
    ]
