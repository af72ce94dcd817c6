"""Reads a file as plain rows, deciding what it is by its content and never by its name.

Whoever holds an uploaded file calls ``tracker.documents.sandbox.read_safely``, which runs this in a child process.
"""

from __future__ import annotations

import sys
from pathlib import Path
from pyexpat import XMLParserType

from tracker.documents import limits
from tracker.documents.archive import Archive
from tracker.documents.document import Document
from tracker.documents.xml_parts import Attributes, feed, local, safe_parser
from tracker.errors import Unreadable
from tracker.vocabulary.files import FileProblem

_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(path: Path) -> Document:
    """The file's grids, or Unreadable with what is wrong."""
    check_size(path)
    with path.open("rb") as stream:
        head = stream.read(len(_OLD_OFFICE_MAGIC))
    # Each format's reader is imported only when it is needed, so that the child starts fast and stays small.
    if head.startswith(_ZIP_MAGIC):
        return _read_archive(path)
    if head == _OLD_OFFICE_MAGIC:
        from tracker.documents.old_workbook import read_old_workbook

        return read_old_workbook(path)
    from tracker.documents.separated import read_separated

    return read_separated(path)


def check_size(path: Path) -> None:
    """Refuse what need not even be opened."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable(FileProblem.MISSING) from error
    if not path.is_file():
        raise Unreadable(FileProblem.MISSING)
    if size == 0:
        raise Unreadable(FileProblem.EMPTY)
    if size > limits.FILE_BYTES:
        raise Unreadable(FileProblem.TOO_LARGE)


def _read_archive(path: Path) -> Document:
    archive = Archive(path)
    try:
        main = archive.main_part()
        is_word = main is not None and main.startswith("word/")
        archive.check(limits.WORD_ENTRIES if is_word else limits.WORKBOOK_ENTRIES)
        root = _root(archive, main) if main is not None and main.endswith(".xml") else ""
        if main is not None and root == "workbook":
            from tracker.documents.workbook import read_workbook

            return read_workbook(archive, main)
        if main is not None and root == "document":
            from tracker.documents.word import read_word

            return read_word(archive, main)
        raise Unreadable(FileProblem.UNRECOGNISED)
    finally:
        archive.close()


class _Found(Exception):
    """The root element has been seen; the rest need not be parsed now."""


def _root(archive: Archive, part: str) -> str:
    name = ""

    def start(tag: str, _: Attributes) -> None:
        nonlocal name
        name = local(tag)
        raise _Found

    parser: XMLParserType = safe_parser()
    parser.StartElementHandler = start
    try:
        with archive.open(part) as stream:
            feed(parser, stream)
    except _Found:
        pass
    return name


def main() -> None:
    """The child process: read the file named on the command line and write it out as lines of JSON."""
    from tracker.documents import confinement, wire

    confinement.confine()
    out = sys.stdout.buffer
    try:
        for line in wire.encode(read(Path(sys.argv[1]))):
            out.write(line)
    except Unreadable as problem:
        out.write(wire.encode_problem(problem))
    except (MemoryError, RecursionError):
        out.write(wire.encode_problem(Unreadable(FileProblem.TOO_HEAVY)))
    out.flush()


if __name__ == "__main__":
    main()
