"""Phrases that name a day, a month, a part of a year or a year: 2026年6月底前, 3月31日, 上半年, 2026.12."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from tracker.policy.due_phrases.days import impossible_or, month_end, quarter_end
from tracker.policy.due_phrases.found import Found, Known, impossible, no_year
from tracker.vocabulary.sheets import RowProblem

Rule = tuple["re.Pattern[str]", "Callable[[re.Match[str], Known], Found | None]"]

UNTIL = "(?:截[至止]到?|到|至|贯穿)?"
BEFORE = "(?P<before>之前|以前|前)?"
_SHORT = r"(?<!\d)(?P<short>\d{2})年"
_SAID = "(?P<said>今年|本年|当年|明年|次年|翌年|后年)"
_PART_OF_YEAR = r"(?=\d|年|底|末|[上下]半年|第|前\d|[HhQq]\d)"
YEAR = rf"(?:(?P<year>\d{{4}})年度?|{_SHORT}{_PART_OF_YEAR}|{_SAID}度?)"
# Before a half or a quarter the word 年 itself is often left out: 2026上半年.
LOOSE_YEAR = YEAR.replace("年度?|", "[年.]?度?|", 1)
_NEXT = {"明年": 1, "次年": 1, "翌年": 1, "后年": 2}
_TEN_DAYS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}


def year_of(match: re.Match[str], known: Known) -> tuple[int | None, tuple[RowProblem, ...]]:
    """The year the words say, else the one before them in the cell, else the document's."""
    groups = match.groupdict()
    doubts: tuple[RowProblem, ...] = ()
    year: int | None
    if groups.get("year"):
        year = int(groups["year"])
        if not 1990 <= year <= 2099:
            doubts = (RowProblem.DATE_YEAR_ODD,)
    elif groups.get("short"):
        year, doubts = 2000 + int(groups["short"]), (RowProblem.DATE_YEAR_SHORT,)
    elif groups.get("said"):
        said = groups["said"]
        start = known.carried_year if said in ("次年", "翌年", "当年") and known.carried_year else known.base_year
        year = None if start is None else start + _NEXT.get(said, 0)
    else:
        return (known.carried_year or known.base_year), ()
    if year:
        known.carried_year = year
    return year, doubts


def _found(
    on: date | None, how: str, match: re.Match[str], year: int | None, doubts: tuple[RowProblem, ...] = ()
) -> Found:
    if on is None or not 1949 <= on.year <= 9000:
        return impossible()
    return Found(how, on, doubts=doubts, facts={"year": str(year)})


def _day(match: re.Match[str], known: Known) -> Found:
    year, doubts = year_of(match, known)
    month, day = int(match["month"]), int(match["day"])
    known.carried_month = month
    # A leap year shows whether the day can exist at all where the year is not known.
    if impossible_or(year or 2024, month, day) is None:
        return impossible()
    if year is None:
        return no_year()
    return _found(impossible_or(year, month, day), "day", match, year, doubts)


def _month(match: re.Match[str], known: Known) -> Found:
    year, doubts = year_of(match, known)
    month = int(match["month"])
    known.carried_month = month
    if not 1 <= month <= 12 or (year is not None and year < 1949):
        return impossible()
    if year is None:
        return no_year()
    part = match.groupdict().get("part")
    if part in _TEN_DAYS:
        vague = part in ("初", "中") or match["before"]
        more = (RowProblem.DATE_BEFORE_UNCLEAR,) if vague else ()
        return _found(date(year, month, _TEN_DAYS[part]), "ten-days", match, year, doubts + more)
    if match.groupdict().get("before") and not part:
        return _found(date(year, month, 1) - timedelta(days=1), "month-before", match, year, doubts)
    return _found(month_end(year, month), "ten-days" if part in ("下旬", "中下旬") else "month", match, year, doubts)


def _quarter(match: re.Match[str], known: Known) -> Found:
    year, doubts = year_of(match, known)
    if year is None:
        return no_year()
    quarter = int(match["quarter"] or match["q"] or match["first"])
    more = (RowProblem.DATE_BEFORE_UNCLEAR,) if match["before"] and not match["end"] else ()
    return _found(quarter_end(year, quarter), "quarter", match, year, doubts + more)


def _listed_quarter(match: re.Match[str], known: Known) -> Found:
    """「第一、二季度」: the word 季度 stands behind the last one only."""
    year, doubts = year_of(match, known)
    quarter = "1234一二三四".index(match["quarter"]) % 4 + 1
    return no_year() if year is None else _found(quarter_end(year, quarter), "quarter", match, year, doubts)


def _half(match: re.Match[str], known: Known) -> Found:
    year, doubts = year_of(match, known)
    if year is None:
        return no_year()
    more = (RowProblem.DATE_BEFORE_UNCLEAR,) if match["before"] and not match["end"] else ()
    month = 6 if match["half"] == "上" or match["h"] == "1" else 12
    return _found(month_end(year, month), "half-year", match, year, doubts + more)


def _year(match: re.Match[str], known: Known) -> Found:
    year, doubts = year_of(match, known)
    if year is None:
        return no_year()
    if not 1949 <= year <= 9000:
        return impossible()
    part = match["part"] or ""
    if "初" in part:
        return Found("vague", doubts=(*doubts, RowProblem.DATE_VAGUE))
    if part.endswith("中"):
        return _found(month_end(year, 6), "mid-year", match, year, doubts)
    if match["before"] and not part:
        return _found(date(year - 1, 12, 31), "year-before", match, year, doubts)
    return _found(date(year, 12, 31), "year", match, year, doubts)


def _carried_day(match: re.Match[str], known: Known) -> Found | None:
    """「3月15日、25日前」: the second day stands in the month of the first."""
    year, month = known.carried_year or known.base_year, known.carried_month
    if month is None:
        return None
    if year is None:
        return no_year()
    return _found(impossible_or(year, month, int(match["day"])), "day", match, year)


def _listed_month(match: re.Match[str], known: Known) -> Found:
    """「3、6、9月」: the word 月 stands behind the last one only."""
    year, month = known.carried_year or known.base_year, int(match["month"])
    if not 1 <= month <= 12:
        return impossible()
    return no_year() if year is None else _found(month_end(year, month), "month", match, year)


def _numeric_range(match: re.Match[str], known: Known) -> Found:
    known.carried_year = int(match["year"])
    if not 1 <= int(match["month"]) <= 12:
        return impossible()
    return _found(month_end(int(match["year"]), int(match["month"])), "span", match, int(match["year"]))


DASH = "(?:[-~—–―〜至到]|--|——)"
_AD = r"(?<!\d)(?P<year>(?:19|20)\d{2})"
_CLOCK = r"(?:[T ]?\d{2}:\d{2}(?::\d{2})?)?"
_END_OF_WORDS = r"(?=前|之前|以前|$|[,;、。)\s])"


def _rule(pattern: str, handler: Callable[[re.Match[str], Known], Found | None]) -> Rule:
    return re.compile(pattern, re.IGNORECASE), handler


POINT_RULES: tuple[Rule, ...] = (
    _rule(
        rf"(?<!\d)(?P<year>\d{{4}})[./]\d{{1,2}}{DASH}(?P<month>\d{{1,2}})(?![\d./月日年-])",
        _numeric_range,
    ),
    _rule(
        rf"{UNTIL}(?<!\d)(?P<year>\d{{4}})([-./])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d{{3}})日?{_CLOCK}{BEFORE}",
        _day,
    ),
    _rule(
        r"(?<![\d.])(?P<short>\d{2})([-./])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d.])(?P<before>前)?",
        _day,
    ),
    _rule(r"(?<![\d.])(?P<month>\d{1,2})(?=(?:[、,]\d{1,2}){1,11}月)", _listed_month),
    _rule(rf"{UNTIL}{_AD}(?P<month>\d{{2}})(?P<day>\d{{2}})(?!\d){BEFORE}", _day),
    _rule(rf"{UNTIL}{_AD}(?P<month>0[1-9]|1[0-2])(?!\d)(?P<part>底|末)?{BEFORE}", _month),
    _rule(
        rf"{UNTIL}{YEAR}?(?<![\d.])(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?:[日号]|{_END_OF_WORDS}){BEFORE}",
        _day,
    ),
    _rule(
        rf"{UNTIL}{YEAR}?(?<![\d.])(?P<month>\d{{1,2}})月份?"
        rf"(?P<part>上旬|中下旬|中旬|下旬|月底|月末|底|末|初|中(?![央旬]))?内?{BEFORE}",
        _month,
    ),
    _rule(rf"{UNTIL}{_AD}[-./](?P<month>\d{{1,2}})(?!\d)月?(?P<part>底|末)?{BEFORE}", _month),
    _rule(
        rf"{LOOSE_YEAR}?(?<!\d)第?(?P<quarter>[1-4一二三四])(?=(?:[、,和及]第?[1-4一二三四]){{1,3}}季度)",
        _listed_quarter,
    ),
    _rule(
        rf"{UNTIL}{LOOSE_YEAR}?(?:(?<!\d)第?(?P<quarter>[1-4])季度?|Q(?P<q>[1-4])(?!\d)|前(?P<first>[1-3])个?季度)"
        rf"(?P<end>底|末|内)?{BEFORE}",
        _quarter,
    ),
    _rule(rf"{UNTIL}{LOOSE_YEAR}?(?:(?P<half>[上下])半年|H(?P<h>[12])(?![\da-z]))(?P<end>底|末|内)?{BEFORE}", _half),
    _rule(
        rf"{UNTIL}(?<!\d)(?P<year>\d{{4}})(?:年度?|(?=底|末|全年))(?P<part>年?(?:底|末|终|内|初)|年?中(?!央)|全年)?"
        rf"{BEFORE}(?![版来])",
        _year,
    ),
    _rule(rf"{UNTIL}{_SHORT}(?P<part>年?(?:底|末)){BEFORE}", _year),
    _rule(rf"{UNTIL}{_SAID}度?(?P<part>年?(?:底|末|终|内|初)|以内|之内|年?中(?!央)|全年)?{BEFORE}", _year),
    _rule(rf"{UNTIL}(?P<part>年度?(?:底|末|终|内)|年初|年中(?!央)|全年|(?<!跨)年度(?=$|[,;、。])){BEFORE}", _year),
    _rule(rf"(?<![\d.月])(?P<day>\d{{1,2}})[日号](?![内以之起]){BEFORE}", _carried_day),
)
