"""What all letters share: who signs, and how their parts are put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from tracker.documents.letter import Facts, Letter, Level, Paragraph
from tracker.documents.paper import Grid

_PLACES = "一二三四五六七八九十"
_STOPS, _CLOSING = ("。", "！", "？", "：", "…"), "”’）》"

Piece = Paragraph | Facts | Grid
Section = tuple[str, Sequence[Piece]]


@dataclass(frozen=True, kw_only=True)
class Issued:
    """The frame of a letter. ``number`` may be empty: then the site's own system gives it. So may ``signed_on``."""

    signer: str
    number: str = ""
    signed_on: date | None = None
    contact: str = ""
    copy_to: Sequence[str] = ()

    def letter(self, title: str, recipient: str, body: Sequence[Piece], **more: Any) -> Letter:
        """The letter in its frame; ``more`` are its other parts: attachments, a receipt, a mark."""
        frame = {one.name: getattr(self, one.name) for one in fields(Issued)}
        return Letter(title=title, recipient=recipient, body=body, **frame, **more)


@dataclass(frozen=True, kw_only=True)
class OnTask(Issued):
    """A letter about one task: the unit that answers for it, the task's title and its number."""

    unit: str
    matter: str
    reference: str = ""

    @property
    def named(self) -> str:
        """The task in a sentence."""
        return f"{quoted(self.matter)}（编号：{self.reference}）" if self.reference else quoted(self.matter)


def quoted(words: str) -> str:
    """In quotation marks; those inside become the inner kind."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


def text(words: str) -> Paragraph:
    """A paragraph of text, ended by a stop whatever was typed."""
    words = words.strip()
    ended = not words or words.rstrip(_CLOSING).endswith(_STOPS)
    return Paragraph(words if ended else f"{words.rstrip('.;；，,、')}。")


def items(said: Sequence[str]) -> list[Piece]:
    """One thing as it is, several with their numbers."""
    if len(said) == 1:
        return [text(said[0])]
    return [text(f"{place}.{one}") for place, one in enumerate(said, 1)]


def sections(*told: Section) -> list[Piece]:
    """Headings 一、二、三 over what has something to say."""
    pieces: list[Piece] = []
    for place, (heading, body) in enumerate(one for one in told if one[1]):
        pieces += [Paragraph(f"{_PLACES[place]}、{heading}", Level.HEADING), *body]
    return pieces
