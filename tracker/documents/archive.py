"""An office file's zip container, opened only after every entry has been inflated and counted."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tracker.documents import limits
from tracker.documents.xml_parts import CHUNK, Prologue, walk
from tracker.errors import Unreadable
from tracker.vocabulary.files import FileProblem

_ENCRYPTED_FLAG = 0x1
_END_OF_DIRECTORY = b"PK\x05\x06"
# The end record is 22 bytes and a comment of at most 64 KB.
_TAIL_BYTES = 22 + 65_535
_XML_ENDINGS = (".xml", ".rels", ".vml")
_XML_BEGINNINGS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"<\x00", b"\x00<")
# What zipfile raises while inflating, and what more it raises while finding its way about.
_BROKEN_DATA = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
_BROKEN = (*_BROKEN_DATA, struct.error, NotImplementedError, RuntimeError, ValueError)


class Archive:
    """The parts of an office file by name; names are matched without regard to case, as office programs do."""

    def __init__(self, path: Path) -> None:
        _check_directory_size(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise Unreadable(FileProblem.DAMAGED) from error
        self._entries = {_key(entry.filename): entry for entry in self._zip.infolist()}
        self._size = path.stat().st_size

    def close(self) -> None:
        self._zip.close()

    def parts(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The part as a stream, inflated as it is read."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise Unreadable(FileProblem.DAMAGED)
        with self._stream(entry) as stream:
            yield stream

    @contextmanager
    def _stream(self, entry: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
        try:
            stream = self._zip.open(entry)
        except _BROKEN as error:
            raise Unreadable(FileProblem.DAMAGED) from error
        try:
            with stream:
                yield stream
        except _BROKEN_DATA as error:
            raise Unreadable(FileProblem.DAMAGED) from error

    def main_part(self) -> str | None:
        """The name of the part everything else hangs on: the workbook or the Word document."""
        if "_rels/.rels" in self:
            for kind, target in self.relations("").values():
                if kind == "officeDocument" and target in self:
                    return target
        return next((name for name in ("xl/workbook.xml", "word/document.xml") if name in self), None)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The part's relations by id: the last word of the type, and the part it points to."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        if listing not in self:
            return found

        def note(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        with self.open(listing) as stream:
            walk(stream, note)
        return found

    def check(self, most_entries: int) -> None:
        """Refuse bombs, encrypted entries and document types before any part is read for its content."""
        entries = self._zip.infolist()
        claimed = sum(entry.file_size for entry in entries)
        if len(entries) > most_entries or claimed > limits.UNPACKED_BYTES:
            raise Unreadable(FileProblem.TOO_LARGE)
        if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
            raise Unreadable(FileProblem.PASSWORD)
        if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
            raise Unreadable(FileProblem.DAMAGED)
        unpacked = 0
        for entry in entries:
            unpacked += self._inflate(entry, limits.UNPACKED_BYTES - unpacked)
        if unpacked > limits.RATIO_FREE_BYTES and unpacked > limits.RATIO * self._size:
            raise Unreadable(FileProblem.TOO_LARGE)

    def _inflate(self, entry: zipfile.ZipInfo, most: int) -> int:
        size = 0
        prologue: Prologue | None = None
        with self._stream(entry) as stream:
            while chunk := stream.read(CHUNK):
                if not size and (entry.filename.lower().endswith(_XML_ENDINGS) or _looks_like_xml(chunk)):
                    prologue = Prologue()
                size += len(chunk)
                if size > most:
                    raise Unreadable(FileProblem.TOO_LARGE)
                if prologue is not None:
                    prologue.look(chunk)
        return size


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _looks_like_xml(chunk: bytes) -> bool:
    return chunk.lstrip(b" \t\r\n").startswith(_XML_BEGINNINGS)


def _check_directory_size(path: Path) -> None:
    """An archive of half a million empty entries costs hundreds of megabytes just to list."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        tail = stream.read()
    found = tail.rfind(_END_OF_DIRECTORY)
    if found < 0 or len(tail) < found + 16:
        raise Unreadable(FileProblem.DAMAGED)
    if struct.unpack_from("<L", tail, found + 12)[0] > limits.DIRECTORY_BYTES:
        raise Unreadable(FileProblem.TOO_LARGE)
