"""Reads csv: whatever its encoding, whatever separates its cells."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tracker.documents import limits
from tracker.documents.cells import clean
from tracker.documents.document import Document
from tracker.documents.store import Budget, CellStore
from tracker.errors import Unreadable
from tracker.vocabulary.files import FileProblem

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MARKUP = re.compile(r"\s*(?:<(?:!|\?xml|html|head|body|meta|style|table|div|script)|MIME-Version:)", re.IGNORECASE)
_OTHER_TEXT = ("{\\rtf", "%PDF")
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")
_SEPARATORS = ",\t;"
_DECLARED = re.compile(r"sep=([,;\t])\n?", re.IGNORECASE)
_SAMPLE_LINES = 200
# A few damaged characters do not make a UTF-8 file a GB18030 one, where nearly every character would be damaged.
_DAMAGE_ALLOWED = 20
# The longest cell a spreadsheet can write; a longer "cell" is a quotation mark nobody closed.
_LONGEST_CELL = 32_767
# Never part of a text; as a last line it shows whether the reader was still inside a quotation.
_SENTINEL = "\ufdd0"


def read_separated(path: Path) -> Document:
    """The file as one grid, named after the file."""
    encoding, errors = _encoding(path)
    sample = list(islice(_lines(path, encoding, errors), _SAMPLE_LINES))
    _refuse_other_text("".join(sample))
    declared = _DECLARED.fullmatch(sample[0]) if sample else None
    separator = declared[1] if declared else _separator(sample)
    try:
        store = _fill(path, encoding, errors, separator, csv.QUOTE_MINIMAL)
    except _Unbalanced:
        store = _fill(path, encoding, errors, separator, csv.QUOTE_NONE)
    if declared:
        store.forget_row(0)
    return Document((store.grid(),), tuple(store.strays))


class _Unbalanced(Exception):
    """A quotation mark opens and never closes."""


def _fill(path: Path, encoding: str, errors: str, separator: str, quoting: int) -> CellStore:
    store = CellStore(clean(path.stem), Budget())
    quoted = quoting != csv.QUOTE_NONE
    csv.field_size_limit(_LONGEST_CELL if quoted else limits.FILE_BYTES)
    lines = _with_sentinel(_lines(path, encoding, errors)) if quoted else _lines(path, encoding, errors)
    rows = csv.reader(lines, delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
    last: list[str] = []
    try:
        for number, last in enumerate(rows):
            if last == [_SENTINEL]:
                break
            if number >= limits.ROWS_OF_A_SPREADSHEET:
                raise Unreadable(FileProblem.TOO_MANY_ROWS, sheet=store.name, limit=limits.ROWS, count=number)
            for column, text in enumerate(last):
                if text:
                    store.put(number, column, clean(text))
    except csv.Error as error:
        if quoted:
            raise _Unbalanced from error
        raise Unreadable(FileProblem.DAMAGED) from error
    if quoted and last != [_SENTINEL]:
        raise _Unbalanced
    return store


def _with_sentinel(lines: Iterator[str]) -> Iterator[str]:
    line = "\n"
    for line in lines:
        yield line
    if not line.endswith("\n"):
        yield "\n"
    yield _SENTINEL


def _lines(path: Path, encoding: str, errors: str) -> Iterator[str]:
    with path.open(encoding=encoding, errors=errors) as stream:
        for line in stream:
            yield line.replace("\0", "")


def _encoding(path: Path) -> tuple[str, str]:
    with path.open("rb") as stream:
        head = stream.read(4)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name, "replace"
    data = path.read_bytes()
    if b"\0" in data:
        raise Unreadable(FileProblem.UNRECOGNISED)
    if _decodes(data, "utf-8"):
        return "utf-8", "strict"
    if _is_damaged_utf8(data):
        return "utf-8", "replace"
    if _decodes(data, "gb18030"):
        return "gb18030", "strict"
    raise Unreadable(FileProblem.UNRECOGNISED)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(data: bytes) -> bool:
    sample = data[: limits.MEGABYTE].decode("utf-8", "replace")
    damaged = sample.count("\ufffd")
    foreign = sum(1 for character in sample if character > "\x7f") - damaged
    return damaged * _DAMAGE_ALLOWED < foreign


def _refuse_other_text(sample: str) -> None:
    if _MARKUP.match(sample):
        raise Unreadable(FileProblem.WEB_PAGE)
    if sample.startswith(_OTHER_TEXT) or len(_BINARY.findall(sample)) * 1_000 > len(sample):
        raise Unreadable(FileProblem.UNRECOGNISED)


def _separator(sample: list[str]) -> str:
    """The separator that cuts the most lines into the same number of cells."""
    best, best_score = ",", (0, 0)
    for separator in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
        except csv.Error:
            continue
        wide = Counter(width for width in widths if width > 1)
        if wide:
            width, lines = wide.most_common(1)[0]
            best, best_score = max((best, best_score), (separator, (lines, width)), key=lambda pair: pair[1])
    return best
