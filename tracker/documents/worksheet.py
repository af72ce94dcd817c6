"""Reads one worksheet part of an xlsx into a store, cell by cell."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import IO

from tracker.documents import limits
from tracker.documents.blank_cells import WithoutBlanks
from tracker.documents.cells import clean, moment_value, unescape
from tracker.documents.number_formats import NumberFormat
from tracker.documents.store import Budget, CellStore
from tracker.documents.xml_parts import Attributes, feed, safe_parser
from tracker.errors import Unreadable
from tracker.vocabulary.files import FileProblem

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_DIGITS = "0123456789"
_PLAIN = NumberFormat()
_TRUE = ("1", "true")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_TEXT_TAGS = frozenset({"v", "t", "f"})


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class WorksheetReader:
    """Handlers for the sheet's tags. The size the sheet claims is never read, only its cells."""

    def __init__(
        self,
        store: CellStore,
        budget: Budget,
        strings: list[str],
        formats: list[NumberFormat],
        *,
        base_1904: bool = False,
    ) -> None:
        self._store = store
        self._budget = budget
        self._strings = strings
        self._formats = formats
        self._base_1904 = base_1904
        self._columns: dict[str, int] = {}
        self._elements = 0
        self._row = -1
        self._row_hidden = False
        self._row_numbered = False
        self._reference = ""
        self._unnumbered = -1
        self._cell: Attributes = {}
        self._texts: dict[str, list[str]] = {}
        self._wanted: list[str] | None = None
        self._in_hint = False

    def read(self, stream: IO[bytes]) -> None:
        parser = safe_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        feed(parser, WithoutBlanks(stream), self._count_elements)

    # Called for every tag of the sheet: the order of the branches is their frequency.
    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._elements += 1
            self._cell = attributes
            if "r" not in attributes:
                # Some writers number no cells; each then stands right of the one before.
                self._unnumbered = self._column() + 1
                self._reference = ""
            else:
                self._reference = attributes["r"]
        elif name in _TEXT_TAGS:
            if not self._in_hint:
                self._wanted = self._texts.setdefault(name, [])
        elif name == "row":
            self._begin_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "rPh":
            self._in_hint = True
        elif ":" in name:
            self._start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        if name == "c":
            if self._texts:
                self._end_cell()
        elif name in _TEXT_TAGS:
            self._wanted = None
        elif name == "rPh":
            self._in_hint = False
        elif ":" in name:
            self._end(name.rpartition(":")[2])

    def _text(self, text: str) -> None:
        if self._wanted is not None:
            self._wanted.append(text)

    def _count_elements(self) -> None:
        self._budget.elements -= self._elements
        self._elements = 0
        if self._budget.elements < 0:
            raise Unreadable(FileProblem.TOO_LARGE)

    def _begin_row(self, attributes: Attributes) -> None:
        self._elements += 1
        number = attributes.get("r", "")
        self._row_numbered = number.isdecimal()
        self._row = int(number) - 1 if self._row_numbered else self._row + 1
        self._row_hidden = attributes.get("hidden") in _TRUE
        self._reference = ""
        self._unnumbered = -1

    def _column(self) -> int:
        """Where the cell stands; worked out only for cells with content, most formatted ones have none."""
        if not self._reference:
            return self._unnumbered
        letters = self._reference.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = _column_number(letters.upper())
            if not (letters.isascii() and letters.isalpha() and 0 <= column < _LAST_COLUMN):
                raise Unreadable(FileProblem.DAMAGED)
            self._columns[letters] = column
        return column

    def _end_cell(self) -> None:
        column = self._column()
        if not self._row_numbered and self._reference:
            digits = self._reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            self._row = int(digits) - 1 if digits.isdecimal() else self._row
        if not (0 <= self._row < _LAST_ROW and column < _LAST_COLUMN):
            raise Unreadable(FileProblem.DAMAGED)
        self._store.put(self._row, column, self._value())
        if self._row_hidden:
            self._store.hidden_rows.add(self._row)
        self._texts = {}

    def _value(self) -> str | date:
        kind = self._cell.get("t", "n")
        if kind == "inlineStr":
            return clean(unescape("".join(self._texts.get("t", ()))))
        raw = "".join(self._texts.get("v", ()))
        if not raw:
            # A formula nobody has calculated yet: shown as it is, so that the row can be complained about.
            # One whose result is an empty text says so by its kind.
            return clean("=" + "".join(self._texts["f"])) if self._texts.get("f") and kind != "str" else ""
        if kind == "s":
            index = raw.strip()
            if not (index.isdecimal() and int(index) < len(self._strings)):
                raise Unreadable(FileProblem.DAMAGED)
            return self._strings[int(index)]
        if kind == "b":
            return "TRUE" if raw.strip() in _TRUE else "FALSE"
        if kind == "n":
            return self._number(raw.strip())
        if kind == "d":
            return self._iso(raw.strip())
        return clean(unescape(raw))

    def _number(self, raw: str) -> str | date:
        try:
            value = float(raw)
        except ValueError:
            return clean(raw)
        if not math.isfinite(value):
            return clean(raw)
        style = self._cell.get("s", "")
        formats = self._formats
        shown = formats[int(style)] if style.isdecimal() and int(style) < len(formats) else _PLAIN
        return shown.render(value, self._base_1904)

    @staticmethod
    def _iso(raw: str) -> str | date:
        try:
            return moment_value(datetime.fromisoformat(raw).replace(tzinfo=None))
        except ValueError:
            return clean(raw)

    def _merge(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference.strip())
        if found is None:
            return
        left, top = _column_number(found[1]), int(found[2]) - 1
        right, bottom = _column_number(found[3] or found[1]), int(found[4] or found[2]) - 1
        if 0 <= top <= bottom < _LAST_ROW and left <= right < limits.COLUMNS + _LAST_COLUMN:
            self._store.merge(top, left, bottom, right)
