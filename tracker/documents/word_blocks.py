"""A Word document as the paragraphs and tables of its body, read as a stream.

python-docx would build the whole tree first and leave out inserted text that is still marked as a change; this keeps
one table row at a time and shows the text as it stands with all changes accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from tracker.documents import limits
from tracker.documents.archive import Archive
from tracker.documents.cells import clean
from tracker.documents.word_numbering import Numbering
from tracker.documents.xml_parts import Attributes, DepthGuard, walk
from tracker.errors import Unreadable
from tracker.vocabulary.files import FileProblem

# Deleted or moved-away text, field codes, pronunciation hints, and the second copy of a drawing for older programs.
_NOT_SHOWN = frozenset({"del", "delText", "moveFrom", "instrText", "rt", "Fallback", "pPr", "rPr"})
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEADING_STYLES = ("heading", "title", "caption", "标题", "题注")
_OUT_OF_MEMORY = 1


@dataclass(frozen=True)
class Paragraph:
    text: str
    heading: bool = False


@dataclass(frozen=True)
class TableCell:
    column: int
    span: int
    text: str
    continues_above: bool = False


@dataclass
class Table:
    rows: list[list[TableCell]] = field(default_factory=list)


Block = Paragraph | Table


def read_blocks(archive: Archive, main: str) -> list[Block]:
    """The document's body in reading order."""
    parts = dict(archive.relations(main).values())
    styles: frozenset[str] = frozenset()
    numbering = Numbering()
    if parts.get("styles", "") in archive:
        with archive.open(parts["styles"]) as stream:
            styles = _heading_styles(stream)
    if parts.get("numbering", "") in archive:
        with archive.open(parts["numbering"]) as stream:
            numbering = Numbering.read(stream)
    with archive.open(main) as stream:
        try:
            return list(_Reader(styles, numbering).blocks(stream))
        except ParseError as error:
            if error.code == _OUT_OF_MEMORY:
                raise MemoryError from error
            raise Unreadable(FileProblem.DAMAGED) from error


def _heading_styles(stream: IO[bytes]) -> frozenset[str]:
    found: set[str] = set()
    style = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal style
        if name == "style":
            style = attributes.get("styleId", "")
        elif name == "name" and attributes.get("val", "").lower().startswith(_HEADING_STYLES):
            found.add(style)

    walk(stream, start)
    return frozenset(found)


def _local(element: Element) -> str:
    # Comments and processing instructions have no text for a tag.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: Element | None, name: str) -> Element | None:
    return None if element is None else next((child for child in element if _local(child) == name), None)


class _Reader:
    def __init__(self, headings: frozenset[str], numbering: Numbering) -> None:
        self._headings = headings
        self._numbering = numbering

    def blocks(self, stream: IO[bytes]) -> Iterator[Block]:
        open_tags: list[str] = []
        guard = DepthGuard()
        elements = 0
        table = Table()
        for event, element in iterparse(stream, ("start", "end")):  # noqa: S314 - document types were refused
            name = _local(element)
            if event == "start":
                guard.enter()
                elements += 1
                if elements > limits.WORD_ELEMENTS:
                    raise Unreadable(FileProblem.TOO_MUCH_CONTENT)
                open_tags.append(name)
                continue
            guard.leave()
            open_tags.pop()
            if name not in ("p", "tr", "tbl") or "p" in open_tags:
                continue
            tables = open_tags.count("tbl")
            if name == "p" and not tables:
                yield from self._paragraphs(element)
                element.clear()
            elif name == "tr" and tables == 1:
                self._add_row(table, element)
                element.clear()
            elif name == "tbl" and not tables:
                yield table
                table = Table()
                element.clear()

    def _paragraphs(self, element: Element) -> Iterator[Paragraph]:
        boxed: list[str] = []
        text = self._paragraph_text(element, boxed)
        yield from (Paragraph(box) for box in boxed if box.strip())
        if text.strip():
            style = _value(_child(_child(element, "pPr"), "pStyle"))
            yield Paragraph(text, heading=style in self._headings)

    def _paragraph_text(self, element: Element, boxed: list[str]) -> str:
        pieces: list[str] = []
        self._gather(element, pieces, boxed)
        text = clean("".join(pieces))
        place = _child(_child(element, "pPr"), "numPr")
        if place is None:
            return text
        level = _value(_child(place, "ilvl")) or "0"
        number = self._numbering.next(_value(_child(place, "numId")), int(level) if level.isdecimal() else 0)
        return f"{number}{text}" if text.strip() else number

    def _gather(self, element: Element, pieces: list[str], boxed: list[str]) -> None:
        for child in element:
            name = _local(child)
            if name == "t":
                pieces.append(child.text or "")
            elif name in _BREAKS:
                pieces.append(_BREAKS[name])
            elif name == "txbxContent":
                boxed.extend(self._paragraph_text(inner, boxed) for inner in child.iter() if _local(inner) == "p")
            elif name not in _NOT_SHOWN:
                self._gather(child, pieces, boxed)

    def _add_row(self, table: Table, row: Element) -> None:
        properties = _child(row, "trPr")
        if _child(properties, "del") is not None:
            return
        before = _value(_child(properties, "gridBefore"))
        column = min(int(before), limits.COLUMNS) if before.isdecimal() else 0
        cells = []
        for cell in _within(row, "tc"):
            properties = _child(cell, "tcPr")
            span = _value(_child(properties, "gridSpan"))
            width = max(1, min(int(span), limits.COLUMNS)) if span.isdecimal() else 1
            merge = _child(properties, "vMerge")
            continues = merge is not None and _value(merge) != "restart"
            text = self._cell_text(cell)
            cells.append(TableCell(column, width, "" if continues else text, continues))
            column += width
        if len(table.rows) > limits.ROWS:
            raise Unreadable(FileProblem.TOO_MANY_ROWS, sheet="表格", limit=limits.ROWS, count=len(table.rows))
        table.rows.append(cells)

    def _cell_text(self, cell: Element) -> str:
        lines: list[str] = []
        for paragraph in _within(cell, "p"):
            boxed: list[str] = []
            lines.append(self._paragraph_text(paragraph, boxed))
            lines.extend(boxed)
        text = "\n".join(lines).strip("\n")
        # A cell that holds nothing but Word's own number is a 序号 cell; there "1." means 1.
        return text.rstrip(".、．") if text.rstrip(".、．").isdecimal() else text


def _within(element: Element, wanted: str) -> Iterator[Element]:
    """The wanted elements inside, through content controls and nested tables, not inside one another."""
    for child in element:
        if _local(child) == wanted:
            yield child
        elif _local(child) not in _NOT_SHOWN:
            yield from _within(child, wanted)
