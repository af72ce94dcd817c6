"""A letter-shaped paper: 通知书, 批复, 结论, 决定, 建议, 公告, in the order GB/T 9704—2012 gives its parts.

It is a draft: the red head, the registered number and the seal are the issuing body's own; there is room for the seal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.documents.layout import Align, Layout, Line, Table, labelled
from tracker.documents.page import SMALL, TEXT_WIDTH, TITLE, Face, bracketed, official_date, title_lines, width_of
from tracker.documents.paper import Grid

_INDENT = 2
_AFTER_DATE = 4
_WIDEST_BEYOND = 11
_SHORT = 28 * 10
_LABEL = 26


class Level(StrEnum):
    """What a paragraph is: a heading 一、, a heading （一）, or text."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    TEXT = "text"


_FACES = {Level.HEADING: Face.HEADING, Level.SUBHEADING: Face.SUBHEADING, Level.TEXT: Face.BODY}


@dataclass(frozen=True)
class Paragraph:
    """Words of the letter; each line of ``text`` becomes a paragraph of its own."""

    text: str
    level: Level = Level.TEXT

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


@dataclass(frozen=True)
class Facts:
    """Labelled facts as a table; an empty one is filled in with a pen."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Mark:
    """What kind of slip it is, in words and by a rule: ``colour`` on paper (six hex digits), ``tone`` on a page."""

    text: str
    colour: str
    tone: str


@dataclass(frozen=True)
class Letter:
    """The parts of a letter. A line break in ``title`` says where it may be broken by its meaning.

    ``recipient`` stands without its colon, ``contact`` without its brackets; ``signed_on`` is blank until it is signed.
    ``receipt`` names what is filled in with a pen where the letter is handed over.
    """

    title: str
    number: str = ""
    recipient: str = ""
    body: Sequence[Paragraph | Facts | Grid] = ()
    attachments: Sequence[str] = ()
    signer: str = ""
    signed_on: date | None = None
    contact: str = ""
    copy_to: Sequence[str] = ()
    mark: Mark | None = None
    receipt: Sequence[str] = ()

    @property
    def name(self) -> str:
        """Its title in one line."""
        return self.title.replace("\n", "")

    @property
    def registered(self) -> str:
        """Its number as it is printed."""
        return bracketed(self.number)

    @property
    def known_as(self) -> str:
        """Title and number in one, for the receipt that is sent back alone."""
        beside = f"（{self.registered}）" if self.number else ""
        return self.registered if self.registered.startswith(self.name) else f"{self.name}{beside}"

    @property
    def addressed(self) -> str:
        """To whom, with the colon."""
        return f"{self.recipient.rstrip('：:')}：" if self.recipient else ""

    @property
    def day(self) -> str:
        """When it was signed, or room for that."""
        return official_date(self.signed_on)

    @property
    def noted(self) -> Sequence[str]:
        """The attachments as they are noted: numbered where there are several."""
        return self.attachments if len(self.attachments) == 1 else _numbered(self.attachments)

    @property
    def copied(self) -> str:
        """抄送, as it stands in the imprint."""
        return f"抄送：{'，'.join(self.copy_to)}。" if self.copy_to else ""

    def layout(self) -> Layout:
        """As it is printed."""
        pieces = [*self._head(), *self._body(), *self._attachments()]
        last = pieces[-1]
        if self.signer and isinstance(last, Line) and len(last.text) <= _SHORT:
            # No page bears a signature alone.
            pieces[-1] = replace(last, keep=True)
        pieces += [*self._signature(), *self._receipt()]
        return Layout(self.name, pieces, [self.copied] if self.copy_to else ())

    def _head(self) -> list[Line]:
        lines = []
        rule = self.mark.colour if self.mark else ""
        if self.mark:
            under = "" if self.number else rule
            lines.append(Line(self.mark.text, Face.HEADING, align=Align.LEFT, colour=self.mark.colour, rule=under))
        if self.number:
            lines.append(Line(self.registered, align=Align.CENTER, rule=rule))
        if lines:
            lines += [Line(), Line()] if rule else [Line()]
        lines += [Line(one, Face.TITLE, TITLE, Align.CENTER, keep=True) for one in title_lines(self.title)]
        lines.append(Line(keep=True))
        if self.recipient:
            lines.append(Line(self.addressed, align=Align.LEFT, keep=True))
        return lines

    def _body(self) -> list[Line | Table]:
        pieces: list[Line | Table] = []
        for one in self.body:
            match one:
                case Paragraph():
                    pieces += _paragraphs(one)
                case Facts():
                    pieces.append(labelled(one.rows))
                case Grid():
                    pieces += one.pieces()
        return pieces

    def _attachments(self) -> list[Line]:
        if not self.attachments:
            return []
        # "附件：" takes three characters, a number and its point one more.
        hang = 3 if len(self.attachments) == 1 else 4
        first, *others = self.noted
        return [
            Line(keep=True),
            Line(f"附件：{first}", first=-hang, left=_INDENT + hang, align=Align.LEFT),
            *(Line(one, first=-1, left=_INDENT + hang, align=Align.LEFT) for one in others),
        ]

    def _signature(self) -> list[Line]:
        """The body's name over the day, both on one middle, four characters from the right, below room for the seal."""
        lines = []
        if self.signer:
            beyond = min((width_of(self.signer) - width_of(self.day)) / 2, _WIDEST_BEYOND)
            by_day = max(_AFTER_DATE, beyond)
            lines = [
                Line(keep=True),
                Line(keep=True),
                Line(self.signer, align=Align.RIGHT, right=max(by_day - beyond, 0), keep=True),
                Line(self.day, align=Align.RIGHT, right=by_day),
            ]
        if self.contact:
            lines.append(Line(f"（{self.contact}）", first=_INDENT))
        return lines

    def _receipt(self) -> list[Line | Table]:
        if not self.receipt:
            return []
        cells = [cell for label in self.receipt for cell in (label, "")]
        label = _LABEL * len(self.receipt)
        widths = [_LABEL, (TEXT_WIDTH - label) / len(self.receipt)] * len(self.receipt)
        of = f"送达回执　{self.known_as}"
        return [Line(keep=True), Line(of, size=SMALL, align=Align.LEFT, keep=True), Table([cells], widths)]


def _paragraphs(one: Paragraph) -> list[Line]:
    heading = one.level is not Level.TEXT
    return [Line(line, _FACES[one.level], first=_INDENT, keep=heading) for line in one.lines]


def _numbered(names: Sequence[str]) -> list[str]:
    return [f"{place}.{name}" for place, name in enumerate(names, 1)]
