"""A cell's text made plain for matching, with the way back to the words as written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "两": 2}
_NUMERAL = re.compile(
    r"[零〇○O一二三四五六七八九十两百]{1,12}(?=个?工作日|个?自然日|年|个?月|日(?![常益])|号|天|个?周|个星期|个?季度?)"
)
_REAL_NUMERAL = re.compile("[〇零一二三四五六七八九十两]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


@dataclass(frozen=True)
class Plain:
    """``text`` is full-width-free, with digits for Chinese numerals; ``spans[i]`` is where character i stood."""

    text: str
    written: str
    spans: tuple[tuple[int, int], ...]

    def as_written(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        return self.written[self.spans[start][0] : self.spans[end - 1][1]].strip()


def plain(written: str) -> Plain:
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    for at, char in enumerate(written):
        for folded in unicodedata.normalize("NFKC", char):
            if _INVISIBLE.match(folded):
                continue
            chars.append(folded)
            spans.append((at, at + 1))
    chars, spans = _without_spaces(chars, spans)
    return _with_digits("".join(chars), spans, written)


def _without_spaces(chars: list[str], spans: list[tuple[int, int]]) -> tuple[list[str], list[tuple[int, int]]]:
    """Spaces go, except between two digits, where they keep two numbers apart; line breaks stay."""
    kept_chars: list[str] = []
    kept_spans: list[tuple[int, int]] = []
    gap: tuple[int, int] | None = None
    for char, span in zip(chars, spans, strict=True):
        if char.isspace() and char not in "\r\n":
            gap = span
            continue
        if gap and kept_chars and kept_chars[-1].isdigit() and char.isdigit():
            kept_chars.append(" ")
            kept_spans.append(gap)
        gap = None
        kept_chars.append(char)
        kept_spans.append(span)
    return kept_chars, kept_spans


def _with_digits(text: str, spans: list[tuple[int, int]], written: str) -> Plain:
    parts: list[str] = []
    mapped: list[tuple[int, int]] = []
    done = 0
    for match in _NUMERAL.finditer(text):
        number = arabic(match.group())
        if number is None:
            continue
        start, end = match.span()
        parts.append(text[done:start])
        mapped.extend(spans[done:start])
        parts.append(number)
        mapped.extend([(spans[start][0], spans[end - 1][1])] * len(number))
        done = end
    parts.append(text[done:])
    mapped.extend(spans[done:])
    return Plain("".join(parts), written, tuple(mapped))


def arabic(numeral: str) -> str | None:
    """``二〇二六`` is 2026, ``三十一`` is 31; None for what is no number."""
    if not _REAL_NUMERAL.search(numeral):
        return None
    if "十" not in numeral and "百" not in numeral:
        return "".join(str(_DIGITS[c]) for c in numeral)
    total, digit = 0, None
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (1 if digit is None else digit) * (10 if char == "十" else 100)
            digit = None
    return str(total + (digit or 0))
