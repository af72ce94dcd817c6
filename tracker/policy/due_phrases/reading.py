"""From a deadline cell to its deadlines: which is final, which are milestones, what could not be read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from tracker.policy.due_phrases.due import Due, DueReading
from tracker.policy.due_phrases.found import Known
from tracker.policy.due_phrases.rhythms import says_finished
from tracker.policy.due_phrases.scan import Seen, day_of_serial, scan
from tracker.policy.due_phrases.text import Plain, plain
from tracker.policy.sheets.problem import Problem, doubt
from tracker.vocabulary.sheets import DueKind, Field, RowProblem

# Longer texts are no deadline cells; what lies beyond is doubted, not searched.
_LONGEST = 1000
_NOTHING = re.compile(r"[\s/\\—–―－_.、。无-]*")
_NUMBER = re.compile(r"\d{5}(?:\.\d+)?")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
# A line break inside a date, and the column's name repeated in the cell.
_TORN = re.compile(r"(?<=[年月至到])\s{0,20}\n\s{0,20}(?=\d)|(?<=[\d年月])\s{0,20}\n\s{0,20}(?=[年月日号底末前内])")
_LABEL = re.compile(
    r"^(?:完成|整改|办理|办结|落实)?(?:时限|期限|时间|日期)(?:要求)?[:：]\s{0,20}|(?<=\n)(?:完成|整改|办理|办结)?(?:时限|期限|时间)[:：]"
)
_CLAUSES = re.compile(r"[;,、。\n\r()]+")
_BREAK = re.compile(r"[;,、。\n\r]+")
_CLAUSE_END = re.compile(r"[;。\n\r]")
_EDGES = " —-~、\t\r\n,;、。:()[]<>《》+，；（）："
_TIME_WORDS = re.compile(r"\d+[年月日号天周]|[年月周旬季](?:底|末|初|前|内)|期限|时限|\d{4}")
_A_YEAR = re.compile(r"\(?\d{4}年度?\)?")
_AND_SO = re.compile("^(?:并|且)$|(?<!合)并$")
_DOING = re.compile(
    "(?:完成|推进|实施|落实|整改|到位|办结|见效|取得|初步|阶段性?|成效|启动|实现|并|力争|确保|全面|基本|全部|[、,:])*"
)
_FIRM = re.compile("[前底末]$|[前底末]|年内")


def read_due(cell: str | date, *, issued_on: date | None, plan_year: int | None) -> list[Due]:
    """The deadlines of a cell, by date; the last fixed one is final, the others are milestones."""
    return list(read_due_cell(cell, issued_on=issued_on, plan_year=plan_year).dues)


def read_due_cell(cell: str | date, *, issued_on: date | None, plan_year: int | None) -> DueReading:
    """As ``read_due``, with word whether the cell says that the thing is done."""
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return DueReading((Due(DueKind.FINAL, day, day.isoformat(), "date-cell"),))
    if _NOTHING.fullmatch(cell):
        return DueReading(())
    written = _LABEL.sub("", _TORN.sub("", cell.strip()[:_LONGEST]))
    text = plain(written)
    alone = _lone_number(text, written)
    if alone is not None:
        return DueReading((alone,))
    finished = any(says_finished(part) for part in _CLAUSES.split(text.text))
    known = Known(issued_on, plan_year)
    seen = _without_noise(text, list(scan(text.text, known)))
    if finished:
        seen = [one for one in seen if one.found.how != "vague"]
    if not seen:
        return DueReading((), True) if finished else DueReading((_unread(written[:200]),))
    dues = [_due(text, one, what) for one, what in zip(seen, _words_beside(text, seen), strict=True)]
    dues = _doubt_order(dues, seen)
    dues.extend(_unread_rest(text, seen, finished))
    if len(cell.strip()) > _LONGEST:
        dues.append(_unread(cell.strip()[_LONGEST:][:40]))
    endless = any(due.kind in (DueKind.ENDLESS, DueKind.RECURRING) for due in dues)
    return DueReading(tuple(ranked(dues)), finished and not endless)


def read_due_in_text(text: str, *, issued_on: date | None, plan_year: int | None) -> list[Due]:
    """Fixed dates with 前 or 底 in a task's own words, for tables without a deadline column."""
    words = plain(text[:_LONGEST])
    seen = [one for one in scan(words.text, Known(issued_on, plan_year)) if _is_firm(words, one)]
    dues = [_due(words, one, "") for one in seen]
    said = [
        replace(
            due,
            how="in the text",
            problems=(*due.problems, doubt(Field.DEADLINES, RowProblem.DUE_IN_TEXT, phrase=due.phrase)),
        )
        for due in dues
    ]
    return ranked(said)


def speaks_of_time(words: str) -> bool:
    """Whether a clause says when and nothing else: 「6月底前完成」, but neither 「及时」 nor 「3月工作专班」."""
    text = plain(words[:_LONGEST])
    written = _LABEL.sub("", text.text)
    seen = [one for one in scan(written, Known(None, 2000)) if one.found.how not in ("vague", "impossible")]
    if not seen:
        return False
    rest, at = "", 0
    for one in seen:
        rest, at = rest + written[at : one.start], one.end
    return bool(_DOING.fullmatch(rest + written[at:]))


def _is_firm(text: Plain, one: Seen) -> bool:
    fixed = one.found.kind is None and one.found.on is not None and one.found.how not in ("term", "plan-period")
    return fixed and bool(_FIRM.search(text.text[one.start : one.end]))


def _lone_number(text: Plain, written: str) -> Due | None:
    if _BARE_YEAR.fullmatch(text.text):
        return Due(DueKind.FINAL, date(int(text.text), 12, 31), written, "year")
    if _NUMBER.fullmatch(text.text):
        day = day_of_serial(float(text.text))
        if day is not None:
            said = doubt(Field.DEADLINES, RowProblem.DATE_SERIAL, phrase=written, due_on=day.isoformat())
            return Due(DueKind.FINAL, day, written, "serial", problems=(said,))
    return None


def _without_noise(text: Plain, seen: list[Seen]) -> list[Seen]:
    """「按计划推进，6月底前完成」 has one deadline; 「全年持续推进」 ends with the year."""
    firm = [one for one in seen if one.found.how != "vague"]
    firm = [one for at, one in enumerate(firm) if not (at and _is_bracketed_year(text, one))]
    kept: list[Seen] = []
    for one in firm or seen[:1]:
        before = kept[-1] if kept else None
        whole_year = before and before.end == one.start and text.text[before.start : before.end].endswith("全年")
        if one.found.how == "endless" and whole_year:
            continue
        kept.append(one)
    return kept


def _is_bracketed_year(text: Plain, one: Seen) -> bool:
    """「6月底前（2026年）」: the bracket explains the date before it."""
    around = text.text[max(0, one.start - 1) : one.end + 1]
    return bool(re.fullmatch(r"\(\d{4}年度?\)", around))


def _due(text: Plain, one: Seen, what: str) -> Due:
    found, phrase = one.found, text.as_written(one.start, one.end)
    facts = {**found.facts, "phrase": phrase}
    problems = tuple(Problem(found.level, Field.DEADLINES, code, facts) for code in found.doubts)
    return Due(
        kind=found.kind or DueKind.FINAL,
        due_on=found.on,
        phrase=phrase,
        how=found.how,
        every=found.every,
        assumed=found.assumed,
        what=what,
        term_count=found.term_count,
        term_unit=found.term_unit,
        problems=problems,
    )


def _words_beside(text: Plain, seen: list[Seen]) -> list[str]:
    """The words that belong to each phrase: those up to the next one, or else, in the same clause, those before."""
    beside: list[str] = []
    previous = 0
    for one, following in zip(seen, [*(other.start for other in seen[1:]), len(text.text)], strict=True):
        stop = _CLAUSE_END.search(text.text, one.end, following)
        words = text.as_written(one.end, stop.start() if stop else following).strip(_EDGES)
        if not words:
            clause = max((found.end() for found in _BREAK.finditer(text.text, previous, one.start)), default=previous)
            words = text.as_written(clause, one.start).strip(_EDGES)
        beside.append(_AND_SO.sub("", words))
        previous = one.end
    return beside


def _doubt_order(dues: list[Due], seen: list[Seen]) -> list[Due]:
    latest, year_said, checked = date.min, False, []
    for due, one in zip(dues, seen, strict=True):
        if one.found.kind is not None or due.due_on is None:
            checked.append(due)
            continue
        backwards = year_said and not one.year_said and due.due_on < latest
        latest = max(latest, due.due_on)
        year_said = year_said or one.year_said
        said = (doubt(Field.DEADLINES, RowProblem.DATE_OUT_OF_ORDER, phrase=due.phrase),) if backwards else ()
        checked.append(replace(due, problems=due.problems + said))
    return checked


def _unread_rest(text: Plain, seen: list[Seen], finished: bool) -> list[Due]:
    """Clauses that speak of time and that no rule understood."""
    rest: list[Due] = []
    at = 0
    for one in [*seen, None]:
        end = one.start if one else len(text.text)
        clause_at = at
        for stop in [*_BREAK.finditer(text.text, at, end), None]:
            clause_end = stop.start() if stop else end
            words = text.text[clause_at:clause_end]
            if _TIME_WORDS.search(words) and not _A_YEAR.fullmatch(words) and not (finished and says_finished(words)):
                rest.append(_unread(text.as_written(clause_at, clause_end)))
            clause_at = stop.end() if stop else end
        at = one.end if one else end
    return rest


def _unread(phrase: str) -> Due:
    said = doubt(Field.DEADLINES, RowProblem.DATE_UNREAD, phrase=phrase)
    return Due(DueKind.FINAL, None, phrase, "unread", problems=(said,))


def ranked(dues: list[Due]) -> list[Due]:
    """The latest fixed date is final, the others are milestones on the way; the undated follow as written."""
    fixed = [i for i, due in enumerate(dues) if due.kind is DueKind.FINAL and due.due_on is not None]
    last = max(fixed, key=lambda i: (dues[i].due_on or date.min, i), default=None)
    ranked = [
        replace(due, kind=DueKind.MILESTONE) if last is not None and due.kind is DueKind.FINAL and i != last else due
        for i, due in enumerate(dues)
    ]
    final_last = {DueKind.FINAL: 1}
    return sorted(ranked, key=lambda d: (d.due_on is None, d.due_on or date.max, final_last.get(d.kind, 0)))
