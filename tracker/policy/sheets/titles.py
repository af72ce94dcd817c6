"""What stands above the heading: the title, the document's number, the year it plans."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_DOCUMENT_NUMBER = re.compile(r"[一-龥]{1,12}[〔\[(（【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\])）】]\s*第?\s*\d{1,4}\s*号")
_SPAN = re.compile(r"(?:19|20)\d{2}年?[-~—–―至到](?P<year>(?:19|20)\d{2})年?(?!\d|\d{0,2}月)")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?:年度?|版)(?!\d{1,2}月\d)")
_ANY_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)")
_ABOUT_FORM = re.compile("^(?:填报|制表|填表|报送|统计|截至|截止|更新|单位|日期|时间|联系)")
_CHINESE_YEAR = re.compile("(?P<year>二[〇○零O0][一二三四五六七八九〇○零][一二三四五六七八九〇○零])年")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


def document_number(lines: Sequence[str]) -> str:
    """The 文号 as written, such as 国办发〔2020〕43号."""
    for line in lines:
        match = _DOCUMENT_NUMBER.search(line)
        if match:
            return match.group()
    return ""


def plan_year(lines: Sequence[str], sheet: str) -> int | None:
    """The year the titles speak of, else the document number's, else the one in the sheet's name."""
    titles = [_CHINESE_YEAR.sub(_in_digits, unicodedata.normalize("NFKC", line)) for line in lines]
    speaking = [line for line in titles if not _ABOUT_FORM.match(line.strip("()（） "))]
    for pattern in (_SPAN, _YEAR):
        for line in speaking:
            match = pattern.search(line)
            if match:
                return int(match["year"])
    for line in [*lines, sheet]:
        match = _DOCUMENT_NUMBER.search(line)
        if match:
            return int(match["year"])
    for line in [*titles, unicodedata.normalize("NFKC", sheet)]:
        match = _ANY_YEAR.search(line)
        if match:
            return int(match["year"])
    return None


def _in_digits(match: re.Match[str]) -> str:
    return match["year"].translate(_DIGITS) + "年"
