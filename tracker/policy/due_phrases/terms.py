"""Phrases counted from another day: 5年内, 30日内, 20个工作日内, 月底前, 下周五前, 春节前, “十五五”期间."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from tracker.policy.due_phrases.days import feast, month_end, months_later, plan_period_end
from tracker.policy.due_phrases.found import Found, Known
from tracker.policy.due_phrases.points import LOOSE_YEAR, UNTIL, Rule, year_of
from tracker.vocabulary.deadlines import TermUnit
from tracker.vocabulary.sheets import RowProblem

_MONTHS = {"年": 12, "季度": 3, "月": 1}
_DAYS = {"日": 1, "天": 1, "自然日": 1, "周": 7, "星期": 7}
# The day the document itself is dated, or close enough: others, such as 开工后, lie in an unknown future.
_OWN_DAY = re.compile("印发|下发|发布|公布|发文|施行|实施|成文|出台")


def _term(match: re.Match[str], known: Known) -> Found:
    unit, said = match["unit"] or match.groupdict()["other"], match["count"]
    if said == "半":
        count, unit = (6, "月") if unit == "年" else (15, "日") if unit == "月" else (3, "日")
    else:
        count = int(said)
    event = _event_before(match)
    doubts: tuple[RowProblem, ...] = (RowProblem.DATE_BASE_OTHER,) if event and not _OWN_DAY.search(event) else ()
    back = len(event)
    if unit == "工作日":
        more = (RowProblem.DATE_COUNT_LATER,) if known.issued_on else (RowProblem.DATE_BASE_UNKNOWN,)
        return Found(
            "working-days",
            assumed=known.issued_on is None,
            term_count=count,
            term_unit=TermUnit.WORKING,
            doubts=doubts + more,
            back=back,
        )
    days = -(-count // 24) if unit == "小时" else count * _DAYS[unit] if unit in _DAYS else None
    natural = TermUnit.NATURAL if days is not None else None
    if known.issued_on is None:
        return replace(_term_without_start(unit, count, days, known, doubts), back=back)
    start = known.issued_on
    on = start + timedelta(days=days) if days is not None else months_later(start, count * _MONTHS[unit])
    return Found("term", on, term_count=days, term_unit=natural, doubts=doubts, back=back)


def _event_before(match: re.Match[str]) -> str:
    """The words just before a term that say from when it counts: 「收到通知后」, 「自印发之日起」."""
    found = _EVENT.search(match.string[max(0, match.start() - 24) : match.start()])
    return found.group() if found else ""


def _term_without_start(unit: str, count: int, days: int | None, known: Known, doubts: tuple[RowProblem, ...]) -> Found:
    """Years from a document of which only the year is known end with a year; shorter terms cannot be guessed."""
    on = None
    if unit == "年" and known.plan_year is not None:
        on = date(known.plan_year + count, 12, 31)
    natural = TermUnit.NATURAL if days is not None else None
    more = (*doubts, RowProblem.DATE_BASE_UNKNOWN)
    return Found("term", on, assumed=True, term_count=days, term_unit=natural, doubts=more)


def _this_month(match: re.Match[str], known: Known) -> Found:
    if known.issued_on is None:
        return Found("month", assumed=True, doubts=(RowProblem.DATE_BASE_UNKNOWN,))
    start = months_later(known.issued_on.replace(day=1), 1 if match["which"] in ("下", "次") else 0)
    return Found("month", month_end(start.year, start.month))


def _this_week(match: re.Match[str], known: Known) -> Found:
    if known.issued_on is None:
        return Found("week", assumed=True, doubts=(RowProblem.DATE_BASE_UNKNOWN,))
    day = match["day"] or "日"
    weekday = 4 if day == "内" else 6 if day in "日天末" else "一二三四五六".index(day)
    monday = known.issued_on - timedelta(days=known.issued_on.weekday())
    return Found("week", monday + timedelta(days=weekday + (7 if match["which"] == "下" else 0)))


def _plan_period(match: re.Match[str], known: Known) -> Found:
    on = plan_period_end(match["tens"])
    known.carried_year = on.year
    return Found("plan-period", on)


def _feast(match: re.Match[str], known: Known) -> Found:
    name = match["feast"][:2]
    groups = match.groupdict()
    if known.issued_on is not None and not (groups["year"] or groups["said"] or groups["short"]):
        days = (feast(name, known.issued_on.year + more) for more in (0, 1))
        coming = next((day for day in days if day and day > known.issued_on), None)
    else:
        year, _ = year_of(match, known)
        coming = feast(name, year) if year else None
    if coming is None:
        return Found("vague", doubts=(RowProblem.DATE_VAGUE,))
    return Found("holiday", coming - timedelta(days=1))


def _season(match: re.Match[str], known: Known) -> Found:
    """A season is no day, and a year before it, 「2026年汛期前」, does not make it the year's end."""
    year_of(match, known)
    return Found("vague", doubts=(RowProblem.DATE_VAGUE,))


_EVENT = re.compile(
    r"(?:自|从|在)?[^\s\d,;、。]{0,10}(?:收到|接到|印发|下发|发布|公布|发文|施行|实施|成文|出台|交办|签收|通知|立项|开工|批复|批准"
    r"|会议|会|文件|方案|任务|节|学|验收|反馈|通过)[^\s\d,;、。]{0,8}(?:之日起|之日后|起|之后|后)$"
)
_QUANTITY = r"(?<![\d.每第])(?P<count>\d{1,3}|半)个?(?P<unit>工作日|自然日|小时|日|天|周|星期|月|季度|年)"
_SEASONS = (
    "汛期|主汛期|入汛|采暖[季期]|供暖[季期]?|取暖[季期]"
    "|入冬|冬季|冬|春季|春耕|(?:[春秋]季?(?:学期)?)?开学|秋收|秋|夏|雨季|两会|[双节]节|节"
)

TERM_RULES: tuple[Rule, ...] = (
    (re.compile(rf"{_QUANTITY}(?:之内|以内|内)"), _term),
    (re.compile(r"(?<!\d)(?P<count>\d{1,3})个?(?P<unit>工作日|自然日)"), _term),
    (re.compile(rf"(?<=[起后]){_QUANTITY}(?![前级度])"), _term),
    (
        re.compile(
            r"(?<![^,;、\n])(?P<count>\d{1,3}|半)(?:个(?P<unit>月|季度|星期)|(?P<other>天|周|年))(?=$|[,;、。\n])"
        ),
        _term,
    ),
    (re.compile(r"(?:用时|为期|限期|期限为?)(?P<count>\d{1,3})个?(?P<unit>日|天|周|星期|月|季度|年)"), _term),
    (re.compile(r"(?<![\d每个年各季])(?P<which>[本当下次])?个?月(?:底|末|内)(?:之前|以前|前)?"), _this_month),
    (re.compile(r"(?<![^,;、\n])(?P<which>[本当])月(?=$|[,;、。\n])"), _this_month),
    (re.compile(r"(?P<which>[本下])周(?P<day>[一二三四五六日天末内])?(?:之前|以前|前)?"), _this_week),
    (
        re.compile(
            f"{UNTIL}[“”\"'「『]?十(?P<tens>[一二三四五六七八九])五[“”\"'」』]?(?:规划)?"
            "(?:期间|时期|期末|期内|末|内|期)(?:之前|以前|前)?"
        ),
        _plan_period,
    ),
    (re.compile("^[“”\"'「『]?十(?P<tens>[一二三四五六七八九])五[“”\"'」』]?$"), _plan_period),
    (
        re.compile(
            rf"{LOOSE_YEAR}?[“”\"]?(?P<feast>元旦|春节|清明节?|五一|劳动节|端午节?|七一|八一|中秋节?|国庆节?|(?<!\d)十一)"
            '[“”"]?(?:假期|长假)?(?:之前|以前|前)'
        ),
        _feast,
    ),
    (re.compile(rf"{LOOSE_YEAR}?(?:{_SEASONS})(?:来临|到来|开始)?(?:之前|以前|前|后(?!\d)|期间)"), _season),
)
