"""A paper as Word opens it."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tracker.documents.docx_writer import as_docx
from tracker.documents.paper import Grid, Paper

NODES = Grid("节点", [("时限", "节点"), ("2026-06-30", "封顶")])
PAPER = Paper("督办卡", "督办卡〔2026〕1号", [("事项", "建厂房\n第二行\x0b𠮷"), ("签收", "")], [NODES])


def test_title_number_facts_and_grids_stand_in_the_file() -> None:
    document = Document(BytesIO(as_docx(PAPER)))
    assert [line.text for line in document.paragraphs] == ["督办卡", "督办卡〔2026〕1号", "节点", ""]
    told = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert told == [[["事项", "建厂房\n第二行𠮷"], ["签收", ""]], [["时限", "节点"], ["2026-06-30", "封顶"]]]


def test_the_page_is_laid_out_by_gb_t_9704() -> None:
    document = Document(BytesIO(as_docx(PAPER)))
    section = document.sections[0]
    area = [round(side / Mm(1)) for side in (
        section.page_width - section.left_margin - section.right_margin,
        section.page_height - section.top_margin - section.bottom_margin,
        section.top_margin,
        section.left_margin,
    )]  # fmt: skip
    assert area == [156, 225, 37, 28]
    title, number = (line.runs[0] for line in document.paragraphs[:2])
    assert (title.font.size, number.font.size) == (Pt(22), Pt(16))
    assert [run.element.rPr.rFonts.get(qn("w:eastAsia")) for run in (title, number)] == [
        "方正小标宋简体",
        "仿宋_GB2312",
    ]
