"""Headings between the rows, 「一、主要预期目标」, 「（一）保障企业运行」, and where each of them ends."""

from __future__ import annotations

import re

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


class Sections:
    """The headings in force while one walks down the rows."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, text: str) -> None:
        """A heading row; 「一、增长（一）投资」 in one cell is two headings."""
        heading = " ".join(text.split())
        second = _SECOND.search(heading) if heading_level(heading) in (1, 2) else None
        if second:
            self._enter(heading[: second.start()].strip())
            self._enter(heading[second.start() :].strip())
        else:
            self._enter(heading)

    def _enter(self, heading: str) -> None:
        level = heading_level(heading)
        if level is None:
            level = _UNNUMBERED
        self._open = [(depth, name) for depth, name in self._open if depth < level]
        self._open.append((level, heading))

    def names(self) -> list[str]:
        return [name for _, name in self._open]
