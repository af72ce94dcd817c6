"""Reads .xlsx and .xlsm: a stream of cells, so that neither a far cell nor a false size can cost more than it holds.

calamine lays a sheet out from its first cell to its last before anybody can ask how large that is, and tells neither
hidden rows nor number formats; so these files are read here, and calamine reads the old .xls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO

from tracker.documents import limits
from tracker.documents.archive import Archive
from tracker.documents.cells import clean, unescape
from tracker.documents.document import Document, Stray
from tracker.documents.number_formats import NumberFormat, read_formats
from tracker.documents.store import Budget, CellStore
from tracker.documents.worksheet import WorksheetReader
from tracker.documents.xml_parts import Attributes, feed, local, safe_parser, walk
from tracker.errors import Unreadable
from tracker.policy.sheets.grid import Grid
from tracker.vocabulary.files import FileProblem


@dataclass
class _Outline:
    """What the workbook part itself says."""

    base_1904: bool = False
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)


def read_workbook(archive: Archive, main: str) -> Document:
    """All worksheets of an xlsx, hidden ones marked; charts and macros are passed over."""
    outline = _outline(archive, main)
    relations = archive.relations(main)
    targets = {kind: target for kind, target in relations.values() if target in archive}
    strings: list[str] = []
    formats: list[NumberFormat] = []
    if "sharedStrings" in targets:
        with archive.open(targets["sharedStrings"]) as stream:
            strings = _shared_strings(stream)
    if "styles" in targets:
        with archive.open(targets["styles"]) as stream:
            formats = read_formats(stream)
    budget = Budget()
    grids: list[Grid] = []
    strays: list[Stray] = []
    for name, relation, hidden in outline.sheets:
        kind, target = relations.get(relation, ("", ""))
        if kind != "worksheet":
            continue
        store = CellStore(clean(name), budget)
        reader = WorksheetReader(store, budget, strings, formats, base_1904=outline.base_1904)
        with archive.open(target) as stream:
            reader.read(stream)
        grids.append(store.grid(hidden=hidden))
        strays.extend(store.strays)
    return Document(tuple(grids), tuple(strays))


def _outline(archive: Archive, main: str) -> _Outline:
    outline = _Outline()

    def start(name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            outline.base_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            hidden = attributes.get("state") in ("hidden", "veryHidden")
            outline.sheets.append((attributes.get("name", ""), attributes.get("id", ""), hidden))

    with archive.open(main) as stream:
        walk(stream, start)
    return outline


class _SharedStrings:
    """Gathers the text of each entry, its formatted runs joined, its pronunciation hints left out."""

    def __init__(self) -> None:
        self.entries: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._wanted = False
        self._in_hint = False

    def start(self, name: str, _: Attributes) -> None:
        if ":" in name:
            name = local(name)
        if name == "si":
            self._text.clear()
        elif name == "rPh":
            self._in_hint = True
        elif name == "t":
            self._wanted = not self._in_hint

    def text(self, text: str) -> None:
        if self._wanted:
            self._text.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        if ":" in name:
            name = local(name)
        if name == "t":
            self._wanted = False
        elif name == "rPh":
            self._in_hint = False
        elif name == "si":
            self.entries.append(clean(unescape("".join(self._text))))
            if len(self.entries) > limits.SHARED_STRINGS or self._length > limits.TEXT:
                raise Unreadable(FileProblem.TOO_MUCH_CONTENT)


def _shared_strings(stream: IO[bytes]) -> list[str]:
    gathered = _SharedStrings()
    parser = safe_parser()
    parser.StartElementHandler = gathered.start
    parser.EndElementHandler = gathered.end
    parser.CharacterDataHandler = gathered.text
    feed(parser, stream)
    return gathered.entries
