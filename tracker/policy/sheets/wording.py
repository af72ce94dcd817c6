"""Small repairs of what people type into cells: breaks in mid-sentence, names padded with spaces."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*")
_PADDED_NAME = re.compile(r"(?<![一-龥])([一-龥])[ \u3000]+([一-龥])(?![一-龥])")
_NAMES_APART = re.compile(r"(?<=[一-龥])[\r\n]+(?=[一-龥])")
_NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:[.-]\d{1,3}){0,3}[.．、](?!\d)|[（(](?:\d{1,3}|[一二三四五六七八九十百]{1,5})[）)]|[①-⑳]|[一二三四五六七八九十百]{1,5}、)\s*(?=\S)"
)
_LONGEST_BRACKET = 400
_NAMES_UNITS = re.compile(
    "(?:牵头|负责|配合|主办|协办|落实)(?:$|[，,；;、。])|(?:责任|牵头|主办|承办)(?:单位|部门)[：:]"
)
_NOTHING = re.compile(r"[\s/\\—–―\-_、。无]*")


def clean_title(text: str) -> str:
    """One line: a break inside a sentence goes, between two Latin words it becomes a space."""
    if is_nothing(text):
        return ""
    return _BREAK.sub(lambda m: _between(text, m.start(), m.end()), text).strip()


def _between(text: str, start: int, end: int) -> str:
    before, after = text[start - 1 : start], text[end : end + 1]
    return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""


def clean_text(text: str) -> str:
    """Line breaks stay, for they divide measures; the spaces around them go."""
    return _BREAK.sub("\n", text).strip()


def clean_value(text: str) -> str:
    """As ``clean_text``, where a stroke or 无 stands for an empty cell."""
    return "" if is_nothing(text) else clean_text(text)


def clean_leader(text: str) -> str:
    """「王 健」 is 王健; names one below the other are listed."""
    if is_nothing(text):
        return ""
    return _PADDED_NAME.sub(r"\1\2", _NAMES_APART.sub("、", clean_text(text))).rstrip("。；;，,、 ")


def split_number(title: str) -> tuple[str, str]:
    """A number written before the task, where the table has no column for it."""
    match = _NUMBER.match(title)
    return (match["number"], title[match.end() :]) if match else ("", title)


def split_units(title: str) -> tuple[str, str]:
    """The task and the bracket behind it that names units: 「…（市发改委牵头，各县（市、区）配合）」."""
    words = title.rstrip("。；; ")
    if not words or words[-1] not in "）)】]":
        return title, ""
    depth = 0
    for at in range(len(words) - 1, max(-1, len(words) - _LONGEST_BRACKET), -1):
        depth += (words[at] in "）)】]") - (words[at] in "（(【[")
        if depth == 0:
            inside = words[at + 1 : -1]
            return (words[:at], inside) if _NAMES_UNITS.search(inside) else (title, "")
    return title, ""


def is_nothing(text: str) -> bool:
    """Empty, or one of the signs that say so: /, —, 无."""
    return bool(_NOTHING.fullmatch(text))
