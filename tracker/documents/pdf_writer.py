"""Papers as PDF: set in this process with the fonts that come with the product, so that it looks alike everywhere.

The standard's own faces may not be shipped; 思源宋体 and 思源黑体 stand for them. A machine's fonts only lend what
those two lack: they have all of 《通用规范汉字表》.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as packaged
import typst

from tracker.documents import page
from tracker.documents.layout import Layout, Line, Printable, Table
from tracker.documents.page import Face, printable

_HEAVY = {Face.TITLE, Face.SUBHEADING}
"""Faces that are told from the body by their weight where one font stands for both."""


def as_pdf(one: Printable) -> bytes:
    """The paper as a PDF file: text in it is never read as markup, and nothing is read but the fonts."""
    told = json.dumps(_told(one.layout()), ensure_ascii=False)
    return typst.compile(_SOURCE, root=_SOURCE.parent, font_paths=_fonts(), sys_inputs={"paper": told})


_SOURCE = Path(__file__).with_name("official.typ")


@cache
def _fonts() -> typst.Fonts:
    """Looked for once: that takes longer than to set a paper."""
    return typst.Fonts(include_embedded_fonts=False, font_paths=[packaged.serif_path().parent])


def _told(layout: Layout) -> dict[str, Any]:
    return {
        "title": printable(layout.title),
        "page": _PAGE,
        "pieces": [_line(one) if isinstance(one, Line) else _table(one) for one in layout.pieces],
        "imprint": [printable(one) for one in layout.imprint],
    }


_PAGE = {
    "width": page.WIDTH,
    "height": page.HEIGHT,
    "top": page.TOP,
    "bottom": page.BOTTOM,
    "left": page.LEFT,
    "right": page.RIGHT,
    "pitch": page.PITCH,
    "table-pitch": page.TABLE_PITCH,
    "spacing": page.SPACING,
    "advance": page.ADVANCE,
    "body": page.BODY,
    "writing-room": page.WRITING_ROOM,
    "number-below": page.NUMBER_BELOW,
    "number-size": page.SMALL,
    "number-face": Face.PAGE_NUMBER.packaged,
    "imprint-face": Face.BODY.packaged,
}


def _line(line: Line) -> dict[str, Any]:
    face, heavy = line.face.packaged, line.face in _HEAVY
    return vars(line) | {"text": printable(line.text), "face": face, "heavy": heavy}


def _table(table: Table) -> dict[str, Any]:
    rows = [[printable(cell) for cell in row] for row in table.rows]
    return vars(table) | {"rows": rows, "face": Face.BODY.packaged}
