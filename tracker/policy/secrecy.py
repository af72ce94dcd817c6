"""Marks of secrecy in a text: what carries one never enters this system (DOMAIN §5: non-classified)."""

from __future__ import annotations

import re

from tracker.errors import RuleBroken
from tracker.vocabulary.sources import SourceRefusal

# A mark stands alone, in a bracket, after 密级, before a star or a grade (GB/T 9704: 秘密★1年). 国家秘密 in a sentence
# is a word like others.
_WORD = r"(?:绝|机|秘)[ \u3000]{0,4}密"
_MARK = re.compile(
    rf"^[ \t\u3000]*(?P<alone>{_WORD})(?:级|件)?[ \t\u3000]*$"
    rf"|密[ \u3000]?级[ \u3000]?[:：]?[ \u3000]{{0,4}}(?P<graded>{_WORD})"
    rf"|(?P<starred>{_WORD})[ \u3000]{{0,4}}[★☆＊*]"
    rf"|[（(【\[〔](?P<bracketed>{_WORD})(?:级|件)?[）)】\]〕]"
    rf"|(?<![国商人业家])(?P<kind>{_WORD})(?:级(?!别)|文件|件(?!事))",
    re.MULTILINE,
)


def secrecy_mark(text: str) -> str:
    """The mark a text carries, or nothing."""
    found = _MARK.search(text)
    return "".join(next(filter(None, found.groups())).split()) if found else ""


def refuse_marked(*texts: str) -> None:
    """Raise RuleBroken where one of ``texts`` carries a mark of secrecy."""
    for text in texts:
        if mark := secrecy_mark(text):
            raise RuleBroken(SourceRefusal.MARKED_SECRET, mark=mark)
