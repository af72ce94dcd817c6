"""Days that deadline phrases mean: ends of months and quarters, feasts, the end of a five-year plan."""

from __future__ import annotations

from datetime import date, timedelta

# The first day of feasts that follow the moon: no arithmetic gives them, so they are listed as far as we know them.
_SPRING = {
    2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19), 2016: (2, 8),
    2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22),
    2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
    2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
_DRAGON_BOAT = {
    2018: (6, 18), 2019: (6, 7), 2020: (6, 25), 2021: (6, 14), 2022: (6, 3), 2023: (6, 22), 2024: (6, 10),
    2025: (5, 31), 2026: (6, 19), 2027: (6, 9), 2028: (5, 28), 2029: (6, 16), 2030: (6, 5),
}  # fmt: skip
_MID_AUTUMN = {
    2018: (9, 24), 2019: (9, 13), 2020: (10, 1), 2021: (9, 21), 2022: (9, 10), 2023: (9, 29), 2024: (9, 17),
    2025: (10, 6), 2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12),
}  # fmt: skip
_FIXED = {
    "元旦": (1, 1),
    "五一": (5, 1),
    "劳动": (5, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
}
_LUNAR = {"春节": _SPRING, "端午": _DRAGON_BOAT, "中秋": _MID_AUTUMN}


def month_end(year: int, month: int) -> date:
    first = date(year + month // 12, month % 12 + 1, 1)
    return first - timedelta(days=1)


def quarter_end(year: int, quarter: int) -> date:
    return month_end(year, quarter * 3)


def feast(name: str, year: int) -> date | None:
    """The feast's first day, or None where we do not know it."""
    if name in _LUNAR:
        found = _LUNAR[name].get(year)
        return date(year, *found) if found else None
    if name == "清明":
        # The solar term falls on 4 April in years that leave 0 or 1 over 4, through this half of the century.
        return date(year, 4, 4 if year % 4 in (0, 1) else 5)
    return date(year, *_FIXED[name])


def plan_period_end(tens: str) -> date:
    """``十四五`` ended with 2025: the plans run five years each, counted from 十五 (2005)."""
    return date(2005 + 5 * "一二三四五六七八九".index(tens) + 5, 12, 31)


def months_later(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, month_end(year, month + 1).day))


def impossible_or(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
