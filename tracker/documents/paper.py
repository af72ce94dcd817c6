"""An official paper as .docx, laid out by GB/T 9704—2012: A4, type area 156 × 225 mm, 小标宋 over 仿宋三号."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_HEADING, _BODY = "方正小标宋简体", "仿宋_GB2312"
_SECOND, _THIRD, _FOURTH = Pt(22), Pt(16), Pt(14)
_LABEL_WIDTH, _TEXT_WIDTH = Mm(34), Mm(122)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Grid:
    """A table under its heading; the first row is its header."""

    heading: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Paper:
    """What stands on one paper: labelled facts, then grids, then a line at the foot."""

    title: str
    number: str
    facts: Sequence[tuple[str, str]]
    grids: Sequence[Grid] = ()
    foot: str = ""


def as_docx(paper: Paper) -> bytes:
    """The paper as a Word file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size = _THIRD
    _face(normal, _BODY)
    _line(document, paper.title, WD_ALIGN_PARAGRAPH.CENTER, _HEADING, _SECOND)
    _line(document, paper.number, WD_ALIGN_PARAGRAPH.CENTER, _BODY, _THIRD)
    facts = _table(document, len(paper.facts), 2)
    for row, (label, text) in zip(facts.rows, paper.facts, strict=True):
        _fill(row.cells[0], label, _LABEL_WIDTH)
        _fill(row.cells[1], text, _TEXT_WIDTH)
    for grid in paper.grids:
        _line(document, grid.heading, WD_ALIGN_PARAGRAPH.LEFT, _BODY, _THIRD)
        table = _table(document, len(grid.rows), len(grid.rows[0]))
        for row, cells in zip(table.rows, grid.rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                _fill(cell, text)
    if paper.foot:
        _line(document, paper.foot, WD_ALIGN_PARAGRAPH.RIGHT, _BODY, _THIRD)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _line(document: Any, text: str, alignment: Any, face: str, size: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    run = paragraph.add_run(_clean(text))
    run.font.size = size
    _face(run, face)


def _table(document: Any, rows: int, columns: int) -> Any:
    table = document.add_table(rows=rows, cols=columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    return table


def _fill(cell: Any, text: str, width: Any = None) -> None:
    if width is not None:
        cell.width = width
    run = cell.paragraphs[0].add_run(_clean(text))
    run.font.size = _FOURTH
    _face(run, _BODY)


def _face(styled: Any, face: str) -> None:
    """Name the typeface for Chinese text too: Word keeps the two apart."""
    styled.font.name = face
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _clean(text: str) -> str:
    """Characters that XML cannot hold never reach the file."""
    return _CONTROL.sub("", text)
