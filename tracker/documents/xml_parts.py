"""XML without the dangerous half of XML: no document types, no entities, no bottomless nesting."""

from __future__ import annotations

from collections.abc import Callable
from pyexpat import ErrorString, ExpatError, ParserCreate, XMLParserType
from typing import IO, Protocol

from tracker.documents import limits
from tracker.errors import Unreadable
from tracker.vocabulary.files import FileProblem

CHUNK = 64 * 1024
_OUT_OF_MEMORY = "out of memory"

Attributes = dict[str, str]


class Readable(Protocol):
    """Anything bytes can be read from a chunk at a time."""

    def read(self, size: int, /) -> bytes: ...


def _refuse_document_type(*_: object) -> None:
    raise Unreadable(FileProblem.UNSAFE)


def safe_parser() -> XMLParserType:
    """A parser that refuses a document type, which is where entities are declared."""
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def feed(parser: XMLParserType, stream: Readable, after_chunk: Callable[[], None] | None = None) -> None:
    """Parse the whole stream, a chunk at a time."""
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
            if after_chunk is not None:
                after_chunk()
        parser.Parse(b"", True)
    except ExpatError as error:
        if ErrorString(error.code) == _OUT_OF_MEMORY:
            raise MemoryError from error
        raise Unreadable(FileProblem.DAMAGED) from error


def local(name: str) -> str:
    """A tag's name without its prefix, because writers choose prefixes as they like."""
    return name.rpartition(":")[2]


def walk(stream: IO[bytes], on_start: Callable[[str, Attributes], None]) -> None:
    """Call on_start with each element's local name and its attributes by local name."""

    def start(name: str, attributes: Attributes) -> None:
        on_start(local(name), {local(key): value for key, value in attributes.items()})

    parser = safe_parser()
    parser.StartElementHandler = start
    feed(parser, stream)


class _Seen(Exception):
    """The root element has begun: a document type can no longer come."""


def _stop(*_: object) -> None:
    raise _Seen


class Prologue:
    """Watches a part's beginning, fed as it is inflated, for a document type."""

    def __init__(self) -> None:
        self._parser = safe_parser()
        self._parser.StartElementHandler = _stop
        self.done = False

    def look(self, chunk: bytes) -> None:
        if self.done:
            return
        try:
            self._parser.Parse(chunk, False)
        except _Seen:
            self.done = True
        except ExpatError as error:
            raise Unreadable(FileProblem.DAMAGED) from error


class DepthGuard:
    """Counts nesting, so that nothing built from the tree can run out of stack."""

    def __init__(self) -> None:
        self._depth = 0

    def enter(self) -> None:
        self._depth += 1
        if self._depth > limits.XML_DEPTH:
            raise Unreadable(FileProblem.UNSAFE)

    def leave(self) -> None:
        self._depth -= 1
