"""Phrases without one day: 每季度末, 定期, 持续推进, 立行立改, 尽快, 已完成."""

from __future__ import annotations

import re
from datetime import date

from tracker.policy.due_phrases.found import Found, Known, Start
from tracker.policy.due_phrases.points import DASH, Rule
from tracker.vocabulary.sheets import DueKind, Every, RowProblem

_EVERY = {
    "年": Every.YEAR,
    "年度": Every.YEAR,
    "半年": Every.HALF_YEAR,
    "季": Every.QUARTER,
    "季度": Every.QUARTER,
    "月": Every.MONTH,
    "月度": Every.MONTH,
    "周": Every.WEEK,
    "星期": Every.WEEK,
}
_YEAR_END = re.compile("年底|年末|年终|^底|^末|12月底|12月31")


def _every(match: re.Match[str], known: Known) -> Found:
    groups = match.groupdict()
    count, unit = groups.get("count"), match["unit"]
    if count in ("半", "2") and unit == "年":
        every = Every.HALF_YEAR if count == "半" else None
    else:
        every = _EVERY.get(unit) if count in (None, "1") else Every.HALF_YEAR if count + unit == "6月" else None
    named = every is Every.YEAR and _YEAR_END.search(groups.get("tail") or "")
    on = date(known.base_year, 12, 31) if named and known.base_year else None
    doubts = () if every else (RowProblem.RHYTHM_UNKNOWN,)
    return Found("rhythm", on, DueKind.RECURRING, every, doubts=doubts)


def _now_and_then(match: re.Match[str], known: Known) -> Found:
    return Found("rhythm", kind=DueKind.RECURRING, doubts=(RowProblem.RHYTHM_UNKNOWN,))


def _endless(match: re.Match[str], known: Known) -> Found:
    return Found("endless", kind=DueKind.ENDLESS)


def _at_once(match: re.Match[str], known: Known) -> Found:
    return Found("at-once", known.issued_on, DueKind.MILESTONE, assumed=True, doubts=(RowProblem.DUE_AT_ONCE,))


def _vague(match: re.Match[str], known: Known) -> Found:
    return Found("vague", doubts=(RowProblem.DATE_VAGUE,))


def read_start(match: re.Match[str], known: Known) -> Start:
    said = re.search(r"(?:19|20)\d{2}", match.group())
    if said:
        known.carried_year = int(said.group())
    months = re.findall(r"(\d{1,2})月", match.group())
    if months:
        known.carried_month = int(months[-1])
    return Start()


_PART = "(?:日|号|上旬|中旬|下旬|初|底|末)"
_START_MONTH = rf"\d{{1,2}}月份?(?:\d{{1,2}}{_PART}?|{_PART})?"
_NEXT_POINT = (
    r"(?=\d{4}[年./-]|\d{4}$|\d{1,2}月|\d{1,2}[日号]|年底|年末|年内|次年|明年|本年|今年|长期|持续|第?\d季|[“\"]?十.五)"
)

SPAN_STARTS = (
    re.compile(rf"(?<!\d)\d{{4}}([./-])\d{{1,2}}(?:\1\d{{1,2}})?{DASH}(?=\d{{4}}[./年-])"),
    re.compile(rf"(?<!\d)\d{{4}}年?{DASH}(?=\d{{4}}(?!\d))"),
    re.compile(rf"(?:(?<!\d)\d{{4}}年|今年|本年)?(?:年初|(?<![\d.]){_START_MONTH})(?:起|开始)?{DASH}{_NEXT_POINT}"),
    re.compile(rf"(?:(?<!\d)\d{{4}}年)?(?<![\d.])\d{{1,2}}{DASH}(?=\d{{1,2}}月)"),
    re.compile(rf"(?<!\d)\d{{4}}年(?:初|上半年)?{DASH}(?=\d{{4}}年|\d{{1,2}}月|年底|[上下]半年)"),
    re.compile(rf"(?:(?<!\d)\d{{4}}年)?(?<!\d)第?[1-4](?:季度?)?{DASH}(?=第?[1-4]季)"),
    re.compile(rf"(?:自|从)?(?:即日|现在|目前|印发之日|发布之日|本月|当前)起?{DASH}{_NEXT_POINT}"),
    re.compile(r"(?:自|从)?(?<!\d)\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:起|开始)(?:至|到)?"),
    re.compile(r"(?:自|从)\d{1,2}月(?:\d{1,2}日)?(?:起|开始)(?:至|到)?"),
)

_TAIL = "(?P<tail>(?:[年底末初终首次月季度日号内\\d]|[上中下]旬|[、和](?=\\d{1,2}[月日号])){0,20}(?:之前|以前|前)?)"
_KEEP = (
    "坚持|推进|推动|整改|开展|实施|落实|抓好|抓|保持|进行|执行|工作|有效|加强|加力|巩固"
    "|用力|发力|深化|跟踪|完善|优化|监管|管理|任务|办理|化"
)

_ENDLESS = (
    r"长期|持续(?!至|到|\d)|常态化|常态|常年|经常性|日常|长效|不间断|常抓不懈|久久为功|贯穿始终|随时|长久|永久|全程"
    "|实时|动态(?:更新|调整|管理|推进|$)|无期限|不限期"
)

_UNIT = "(?P<unit>年度?|季度?|月度?|周|星期|旬|日|天)"
_AT_ONCE = (
    "立行立改|即知即改|立查立改|立整立改|即行即改|立知立改|边[督查学]边改|即查即改|立说立行|随交随办"
    "|立即(?:整改|办理|执行|落实|完成|组织|实施|启动)?|即刻|马上|即时"
)
_VAGUE = (
    "尽快|尽早|适时|逐步|及时|按时|按期|如期|视情|待定|待[^,;、。]{0,6}(?:明确|确定)|择机|近期|适当时候|早日"
    "|另行(?:通知|明确|确定)|(?:按照?|根据)[^,;。]{0,14}(?:计划|进度|要求|程序|节点|时限|时间|安排|部署|约定)"
    "|跨年度?|序时推进|分(?:阶段|年度|步|批次?)(?:实施|推进|完成)?"
)

RHYTHM_RULES: tuple[Rule, ...] = (
    (re.compile(r"1(?P<unit>月|季度?|周|年|日)[一1](?=[调报次总通会小督研反评考])"), _every),
    (re.compile(rf"每(?P<count>[半\d]\d?|隔)?个?{_UNIT}[一二三四五六末]?{_TAIL}"), _every),
    (re.compile(r"逐(?P<unit>年|月|季|周)"), _every),
    (re.compile("按(?P<unit>年度?|季度?|月度?|周|旬|日)(?![期时计要程前底末历序内])"), _every),
    (re.compile(r"(?<![\d每])(?P<unit>季度?|月)(?:末|底)?月?末?(?P<tail>\d{1,2}[日号]?(?:之前|以前|前))"), _every),
    (
        re.compile(r"(?<![\d每一二三四本上下])(?P<unit>年度|季度|月度|月|周|季)(?=调度|通报|报告|小结|例会|总结)"),
        _every,
    ),
    (re.compile(r"(?<![^,;、\n])(?P<unit>季度|月度|周|旬)(?=$|[,;、。\n])"), _every),
    (re.compile("不?定期"), _now_and_then),
    (re.compile(rf"(?:{_ENDLESS})(?:{_KEEP})*(?:(?:并|且|和)?(?:{_ENDLESS})(?:{_KEEP})*)*"), _endless),
    (re.compile(_AT_ONCE), _at_once),
    (re.compile(_VAGUE), _vague),
)

# The whole clause, so that 已完成80% and 已完成选址 are not taken for the end.
FINISHED = re.compile(
    "(?:本项|该项|此项|任务|工作|整改|项目|均|已|全部|全面|按[期时要求]{1,2}|如期|提前|目前|现)*"
    "(?:完成|办结|销号|竣工|整改到位|落实到位|完毕|结束|完结|达标|验收|投用)"
    "(?:整改|任务|验收|销号|到位|并|工作|投用|使用|目标|办结|年度|全年|全部|[,、])*"
)
_DONE_SINCE = re.compile("^(?:已|均已)[于在].{2,16}(?:完成|办结|销号|竣工)$")
_SAYS_DONE = re.compile("已|全部|均|办结|销号|如期|提前|完成整改|完毕|到位|完结")


def says_finished(text: str) -> bool:
    """「已完成整改」 is a state; 「完成」 alone in a deadline column, or 「未完成」, is none."""
    words = text.strip(" 。.!\n")
    if len(words) > 24:
        return False
    return bool(_DONE_SINCE.search(words)) or bool(FINISHED.fullmatch(words) and _SAYS_DONE.search(words))
