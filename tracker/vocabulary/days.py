"""What can be wrong with a day that was typed."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint


class DayProblem(Complaint):
    """Why a typed text is no day."""

    MISSING = "missing", "请填写日期"
    IMPOSSIBLE = "impossible", "“{typed}”这个日期不存在，请核对"
    YEAR_ODD = "year-odd", "请核对年份：“{typed}”"
    NO_DAY = "no-day", "“{typed}”不是具体日期，请写成 2026-03-31 这样的日期"
