"""Passwords that many people think of: worked out by rule, not looked up in a list.

A password is common where next to nothing is left of it once everything guessable is taken out: rows and columns of the
keyboard, the alphabet and the digits up and down, repeated characters, years and dates, common words; with the usual
signs put for letters (p@ssw0rd) and the shift key held (!@#$).
"""

from __future__ import annotations

import re

_LEFT_AT_LEAST = 4
_RUN_AT_LEAST = 3

_ROWS = ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz", "0123456789")
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/")
_TRACKS = tuple(track for row in (*_ROWS, *_COLUMNS) for track in (row, row[::-1]))

_WORDS = """
    password passwd admin administrator root user guest test demo welcome hello login system sysadmin manager office
    master super secret default change letmein access temp love iloveyou baby angel lucky sunshine princess monkey
    dragon tiger football basketball summer winter spring autumn monday january december company government computer
    internet windows server oracle mysql china beijing shanghai zhongguo woaini wodemima mima guanli guanliyuan
    zhengfu shiwei shizheng danwei bangongshi bangong xitong renmin xiexie nihao aini wang zhang 520 1314
"""
_WORD = re.compile("|".join(sorted(_WORDS.split(), key=len, reverse=True)))
_REPEATED = re.compile(r"(.)\1+")
_DATED = re.compile(r"(?:19|20)\d\d(?:[-./年]?(?:1[0-2]|0?[1-9])(?:[-./月]?[0-3]?\d)?)?")
_BLOCKS = re.compile(r"(.+?)\1+")
_SIGNS = str.maketrans("@013$57!|", "aoiesstil")
_SHIFTED = str.maketrans('~!@#$%^&*()_+{}:"<>?', "`1234567890-=[];',./")


def is_common(folded: str) -> bool:
    """Whether a password, case folded, is one that many people think of."""
    if _BLOCKS.fullmatch(folded):
        return True
    guessable = [False] * len(folded)
    for form in (folded, folded.translate(_SIGNS), folded.translate(_SHIFTED)):
        for start, end in _pieces(form):
            guessable[start:end] = [True] * (end - start)
    return any(guessable) and guessable.count(False) < _LEFT_AT_LEAST


def _pieces(text: str) -> list[tuple[int, int]]:
    found = [match.span() for pattern in (_WORD, _REPEATED, _DATED) for match in pattern.finditer(text)]
    return found + [(start, start + length) for start in range(len(text)) if (length := _run(text[start:]))]


def _run(text: str) -> int:
    """How far ``text`` begins with a piece of a row or column; 0 where too short to be meant."""
    longest = 0
    for track in _TRACKS:
        place = track.find(text[0])
        length = 0
        while place >= 0 and text[: length + 1] == track[place : place + length + 1] and length < len(text):
            length += 1
        longest = max(longest, length)
    return longest if longest >= _RUN_AT_LEAST else 0
