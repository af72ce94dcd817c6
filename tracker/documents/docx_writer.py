"""Papers as Word files, in the standard's own faces, which Word finds on the office's machines."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tracker.documents import page
from tracker.documents.layout import Align, Line, Printable, Table
from tracker.documents.page import Face, printable

_ALIGNED = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.BOTH: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_RULE_BELOW = 11
"""4 mm, as Word counts the room over a border: in points."""
_NUMBER_LINE = 16


def as_docx(one: Printable) -> bytes:
    """The paper as a Word file."""
    layout = one.layout()
    document = Document()
    _page(document)
    _number_pages(document)
    for piece in layout.pieces:
        if isinstance(piece, Line):
            _line(document.add_paragraph(), piece)
        else:
            _table(document, piece)
    if layout.imprint:
        _imprint(document, layout.imprint)
    if layout.imprint or isinstance(layout.pieces[-1], Table):
        _end_after_table(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = printable(layout.title)[:255], "", ""
    for undated in properties._element.xpath("dcterms:created|dcterms:modified"):
        properties._element.remove(undated)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(page.WIDTH), Mm(page.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(page.TOP), Mm(page.BOTTOM)
    section.left_margin, section.right_margin = Mm(page.LEFT), Mm(page.RIGHT)
    section.footer_distance = Mm(page.BOTTOM - page.NUMBER_BELOW) - Pt(_NUMBER_LINE / 2)
    normal = document.styles["Normal"]
    _typed(normal, Face.BODY, page.BODY)
    _pitched(normal.paragraph_format, page.PITCH)
    normal.paragraph_format.widow_control = False
    # No room of Word's own between Chinese and digits: it would cost the line its 28th character.
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        normal.element.get_or_add_pPr().insert_element_before(_element(name, val="0"), "w:spacing", "w:ind", "w:jc")
    normal.element.get_or_add_rPr().append(_element("w:lang", val="zh-CN", eastAsia="zh-CN"))


def _number_pages(document: Any) -> None:
    """— 1 —, outside: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, Align.RIGHT), (section.even_page_footer, Align.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = _ALIGNED[side]
        layout = paragraph.paragraph_format
        _pitched(layout, _NUMBER_LINE)
        layout.left_indent, layout.right_indent = (Pt(0), Pt(page.SMALL))[:: 1 if side is Align.RIGHT else -1]
        _run(paragraph, "— ", Face.PAGE_NUMBER, page.SMALL)
        field = _element("w:fldSimple", instr="PAGE")
        field.append(_run(paragraph, "1", Face.PAGE_NUMBER, page.SMALL)._r)
        paragraph._p.append(field)
        _run(paragraph, " —", Face.PAGE_NUMBER, page.SMALL)


def _line(paragraph: Any, line: Line) -> None:
    paragraph.alignment = _ALIGNED[line.align]
    layout = paragraph.paragraph_format
    layout.left_indent, layout.right_indent = Pt(line.left * page.ADVANCE), Pt(line.right * page.ADVANCE)
    layout.first_line_indent = Pt(line.first * page.ADVANCE)
    layout.keep_with_next = line.keep
    if line.text:
        run = _run(paragraph, line.text, line.face, line.size)
        if line.colour:
            run.font.color.rgb = RGBColor.from_string(line.colour)
    if line.rule:
        under = _element("w:bottom", val="single", sz="12", space=str(_RULE_BELOW), color=line.rule)
        paragraph._p.get_or_add_pPr().insert_element_before(
            _element("w:pBdr", under), "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
        )


def _table(document: Any, told: Table) -> None:
    table = document.add_table(rows=len(told.rows), cols=len(told.widths))
    table.style = "Table Grid"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, told.widths, strict=True):
        column.width = Mm(width)
    for row, texts in zip(table.rows, told.rows, strict=True):
        if "" in texts:
            row.height = Mm(page.WRITING_ROOM)
        for cell, text, width in zip(row.cells, texts, told.widths, strict=True):
            cell.width, cell.vertical_alignment = Mm(width), WD_ALIGN_VERTICAL.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.alignment = _ALIGNED[Align.LEFT]
            _pitched(paragraph.paragraph_format, page.TABLE_PITCH)
            _run(paragraph, text, Face.BODY, told.size)
    if told.headed:
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def _imprint(document: Any, lines: Sequence[str]) -> None:
    """版记: a table without sides that floats to the foot of the last page."""
    table = document.add_table(rows=len(lines), cols=1)
    table.autofit = False
    table.columns[0].width = Mm(page.TEXT_WIDTH)
    for row, text in zip(table.rows, lines, strict=True):
        cell = row.cells[0]
        cell.width = Mm(page.TEXT_WIDTH)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _ALIGNED[Align.LEFT]
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent = Pt(4 * page.SMALL), Pt(-3 * page.SMALL)
        layout.right_indent = Pt(page.SMALL)
        _run(paragraph, text, Face.BODY, page.SMALL)
    properties = table._tbl.tblPr
    foot = {"vertAnchor": "margin", "horzAnchor": "margin", "tblpXSpec": "center", "tblpYSpec": "bottom"}
    properties.insert_element_before(
        _element("w:tblpPr", **foot), "w:tblOverlap", "w:bidiVisual", "w:tblW", "w:jc", "w:tblBorders", "w:tblLayout"
    )
    rules = [_element(f"w:{edge}", val="single", sz="8", space="0", color="auto") for edge in ("top", "bottom")]
    properties.insert_element_before(
        _element("w:tblBorders", *rules), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )


def _end_after_table(document: Any) -> None:
    """Word wants a paragraph after the last table; this one takes no room."""
    _pitched(document.add_paragraph().paragraph_format, 1)


def _run(paragraph: Any, text: str, face: Face, size: float) -> Any:
    run = paragraph.add_run(printable(text))
    _typed(run, face, size)
    return run


def _typed(styled: Any, face: Face, size: float) -> None:
    """Typeface, for Chinese text too (Word keeps the two apart), size, and the room between characters."""
    styled.font.name, styled.font.size = face.in_word, Pt(size)
    properties = styled.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), face.in_word)
    twips = round(page.SPACING * 20) if size == page.BODY else 0
    properties.insert_element_before(_element("w:spacing", val=str(twips)), *_AFTER_SPACING)


_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")


def _pitched(layout: Any, points: float) -> None:
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    layout.space_before = layout.space_after = Pt(0)


def _element(name: str, *within: Any, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    element.extend(within)
    return element
