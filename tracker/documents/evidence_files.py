"""What an uploaded file really is: decided by its content, never by its name; what could run is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import olefile

from tracker.documents import limits
from tracker.documents.archive import Archive
from tracker.errors import RuleBroken, Unreadable
from tracker.vocabulary.files import EvidenceProblem, FileKind

ENDINGS: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.PDF: ("pdf",),
    FileKind.JPEG: ("jpg", "jpeg"),
    FileKind.PNG: ("png",),
    FileKind.WORD: ("docx",),
    FileKind.WORKBOOK: ("xlsx",),
    FileKind.OFD: ("ofd",),
    FileKind.OLD_WORD: ("doc",),
    FileKind.OLD_WORKBOOK: ("xls",),
    FileKind.TEXT: ("txt", "csv"),
}
MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.OFD: "application/ofd",
    FileKind.OLD_WORD: "application/msword",
    FileKind.OLD_WORKBOOK: "application/vnd.ms-excel",
    FileKind.TEXT: "text/plain",
}
KINDS_WORDED = "、".join(ending for endings in ENDINGS.values() for ending in endings)

_PLAIN = {b"%PDF-": FileKind.PDF, b"\xff\xd8\xff": FileKind.JPEG, b"\x89PNG\r\n\x1a\n": FileKind.PNG}
_HEAD = 4096
_ZIP = b"PK\x03\x04"
_BYTES_OF_TEXT = bytes((9, 10, 12, 13, *range(32, 256)))
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script", b"<head", b"<body")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(path: Path, name: str) -> FileKind:
    """The kind of the file shown as ``name``. Raises RuleBroken where it is not one of ours, or not what it is called.

    security-ux.md §6.3 rows 8 and 9.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise RuleBroken(EvidenceProblem.EMPTY, name=name)
    kind = _looked_into(path, name, head)
    ending = name.rpartition(".")[2].lower()
    if kind is None:
        said = next((one for one, endings in ENDINGS.items() if ending in endings), None)
        if said is not None:
            raise RuleBroken(EvidenceProblem.NOT_AS_NAMED, name=name, kind=said.label)
        raise RuleBroken(EvidenceProblem.WRONG_KIND, name=name, kinds=KINDS_WORDED)
    if "." in name and not any(ending in endings for endings in ENDINGS.values()):
        raise RuleBroken(EvidenceProblem.WRONG_KIND, name=name, kinds=KINDS_WORDED)
    if ending not in ENDINGS[kind]:
        raise RuleBroken(EvidenceProblem.MISNAMED, name=name, kind=kind.label)
    return kind


def _looked_into(path: Path, name: str, head: bytes) -> FileKind | None:
    inside: Callable[[Path, str], FileKind | None] | None = None
    if head.startswith(_ZIP):
        inside = _in_archive
    elif head.startswith(olefile.MAGIC):
        inside = _in_compound_file
    if inside is not None:
        try:
            return inside(path, name)
        except (Unreadable, OSError) as error:
            raise RuleBroken(EvidenceProblem.DAMAGED, name=name) from error
    plain = next((kind for signature, kind in _PLAIN.items() if head.startswith(signature)), None)
    return plain or _as_text(path, head)


def _in_archive(path: Path, name: str) -> FileKind | None:
    """Of all zip files only office documents: nobody can tell what else an archive brings."""
    archive = Archive(path)
    try:
        archive.check(limits.WORD_ENTRIES)
        if any(part.endswith("vbaproject.bin") for part in archive.parts()):
            raise RuleBroken(EvidenceProblem.MACROS, name=name)
        if "OFD.xml" in archive:
            return FileKind.OFD
        main = archive.main_part() or ""
        return {"word": FileKind.WORD, "xl": FileKind.WORKBOOK}.get(main.partition("/")[0])
    finally:
        archive.close()


def _in_compound_file(path: Path, name: str) -> FileKind | None:
    with olefile.OleFileIO(str(path)) as compound:
        streams = {step.lower() for stream in compound.listdir(storages=True) for step in stream}
    if streams & {"_vba_project", "_vba_project_cur", "vba", "macros"}:
        raise RuleBroken(EvidenceProblem.MACROS, name=name)
    if "encryptedpackage" in streams:
        raise RuleBroken(EvidenceProblem.DAMAGED, name=name)
    if "worddocument" in streams:
        return FileKind.OLD_WORD
    return FileKind.OLD_WORKBOOK if streams & {"workbook", "book"} else None


def _as_text(path: Path, head: bytes) -> FileKind | None:
    """Text of a kind that nothing interprets: in a known encoding, without control bytes, no page of the web."""
    start = head
    for mark in _BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    if start.lstrip().lower().startswith(_MARKUP):
        return None
    content = path.read_bytes()
    encodings = ("utf-16",) if content.startswith(_BYTE_ORDER_MARKS[1:]) else ("utf-8", "gb18030")
    if encodings[0] == "utf-8" and content.translate(None, _BYTES_OF_TEXT):
        return None
    for encoding in encodings:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return FileKind.TEXT
    return None
