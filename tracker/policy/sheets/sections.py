"""Headings between the rows, 「一、主要预期目标」, 「（一）保障企业运行」, and where each of them ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.policy.sheets.wording import clean_title

_CHINESE = "[一二三四五六七八九十百]{1,5}"
# From the widest to the narrowest; a heading ends all headings of its own level and below.
_LEVELS = (
    re.compile(rf"第{_CHINESE}(?:部分|篇|章|编|板块)|第\d{{1,2}}(?:部分|篇|章)"),
    re.compile(rf"{_CHINESE}(?:[、．.]|是(?=\S)|\s)|第{_CHINESE}(?:节|条|项)"),
    re.compile(rf"[（(]{_CHINESE}[）)][、.．]?|[㈠-㈩]"),
    re.compile(r"\d{1,3}[.．、](?!\d)|\d{1,3}\s"),
    re.compile(r"[（(]\d{1,3}[）)]|[①-⑳]"),
)
_UNNUMBERED = 0
_SECOND = re.compile(rf"(?<=[^\s，,。；;（(])[（(]{_CHINESE}[）)](?=\S)")


def heading_level(text: str) -> int | None:
    """How deep a numbered heading stands; None for words without a number."""
    return next((level + 1 for level, pattern in enumerate(_LEVELS) if pattern.match(text.strip())), None)


@dataclass(frozen=True)
class _Open:
    """A heading in force; ``joint`` is what stood before it in the cell it shares with the one above it."""

    level: int
    name: str
    joint: str | None = None


class Sections:
    """The headings in force while one walks down the rows."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._with_parts: set[str] = set()

    def enter_parts(self, number: str, text: str) -> None:
        """「1 | 推进项目建设」 above its 1.1."""
        self.enter(f"{number}、{text}")
        self._with_parts = {number}

    def enter(self, text: str) -> None:
        """A heading row; 「一、增长（一）投资」 stays as written, but a later （二） takes its end's place."""
        heading = " ".join(clean_title(text).split())
        second = _SECOND.search(heading) if heading_level(heading) in (1, 2) else None
        if second is None:
            self._enter(heading)
            return
        wide = heading[: second.start()]
        self._enter(wide.rstrip())
        self._enter(heading[second.start() :], wide[len(wide.rstrip()) :])

    def leave_parts(self, number: str) -> None:
        """An item 2 is no part of the heading 「1、…」, though 1.1 and 1.2 were."""
        if number.isdecimal():
            self._open = [above for above in self._open if above.name.partition("、")[0] not in self._with_parts]
            self._with_parts.clear()

    def _enter(self, heading: str, joint: str | None = None) -> None:
        level = heading_level(heading)
        if level is None:
            level = _UNNUMBERED
        self._open = [above for above in self._open if above.level < level]
        self._open.append(_Open(level, heading, joint))

    def names(self) -> list[str]:
        names: list[str] = []
        for heading in self._open:
            if heading.joint is not None and names:
                names[-1] += heading.joint + heading.name
            else:
                names.append(heading.name)
        return names
