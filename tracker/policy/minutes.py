"""Pasted minutes (会议纪要) split into what was decided: 议定事项 with units and dates.

A numbered paragraph without numbered ones below it is one matter; the paragraphs above it are its headings. Prose under
a heading is read by sentences, and those that give somebody something to do are matters. All of it is a proposal:
somebody corrects it before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker.policy.due_phrases import Due, read_due, read_due_in_text, speaks_of_time
from tracker.policy.minutes_sentence import Said, is_labelled, read_sentence

_NUMERAL = "[一二三四五六七八九十百]{1,4}"
# The usual order of levels (GB/T 9704-2012 7.3.3): 一、（一）1.（1）; 一是 and ① below them.
_LEVELS = (
    re.compile(rf"(?:{_NUMERAL}、|第{_NUMERAL}[项条][：:、]?)"),
    re.compile(rf"[（(]{_NUMERAL}[）)]"),
    re.compile(r"\d{1,2}(?:[.．、](?!\d))"),
    re.compile(r"[（(]\d{1,2}[）)]"),
    re.compile("[①-⑳]"),
    re.compile(rf"{_NUMERAL}是(?=[^否])"),
)
_ANY_NUMBER = re.compile("|".join(level.pattern for level in _LEVELS))
# Numbers within a line begin a paragraph of their own after a stop or a colon.
_WITHIN = re.compile(rf"(?<=[。；;：:])\s*(?={_ANY_NUMBER.pattern})")
_LABEL_LINE = re.compile(
    "(?:牵头|责任|配合|主办|协办|承办|参与|完成|办理|办结)?(?:单位|部门|时限|期限|时间|领导)[：:]"
    "|(?:主要|具体|重点|工作|办理|议定){0,2}(?:内容|事项|任务)[：:]"
)
_TAIL = re.compile(
    "(?:出席|列席|参加|参会|缺席|请假|主持|记录|整理|签发|主送|抄送|分送|发送|印发|附件?)"
    "[ \u3000]*(?:人员?|人)?[ \u3000]*[：:]|(?:主|抄)报"
)
_DECIDED = re.compile(
    "会议(?:经研究|研究)?[，,]?(?:一致)?(?:议定|决定|要求|明确|确定|强调|指出|同意|原则同意|原则通过|提出)[了以下如]*(?:事项|意见)?[，,：:]?"
)
_BACKGROUND = re.compile(
    "^(?:会议)?(?:听取|传达|学习|审议|研究|讨论|审阅|通报|认为|指出|现纪要|近年来|目前|去年|截至|今年以来)了?"
)
_ABOUT = re.compile("^(?:关于|研究|听取|审议|讨论)(?P<matter>.+?)(?:的?(?:有关)?(?:问题|事项|事宜|汇报|情况))?$")
_STOP = re.compile("(?<=[。；;])")
_TOLD = re.compile("(?:汇报|介绍|通报|完成|开展|取得|进行)了")
_AROUND = "。；;，, "
_LONGEST_HEADING = 60
MOST_CHARACTERS = 50_000


@dataclass(frozen=True)
class Decided:
    """One matter as the minutes word it; ``dues`` are read from ``due_phrase`` or, without one, from the words."""

    number: str
    section: str
    title: str
    leader: str
    lead: str
    co_leads: tuple[str, ...]
    supporting: tuple[str, ...]
    due_phrase: str
    dues: tuple[Due, ...]
    original: str


@dataclass(frozen=True)
class Minutes:
    """What was read as decided, and the words that were not, both in the order of the text."""

    decided: list[Decided]
    unread: list[str]


@dataclass
class _Paragraph:
    level: int
    mark: str
    lines: list[str]
    below: list[_Paragraph] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.mark.rstrip("、.．：:")

    @property
    def written(self) -> str:
        return self.mark + " ".join(line for line in self.lines if line)

    @property
    def heading(self) -> str:
        """What it is about, if its first line says no more than that."""
        first = self.lines[0].strip().rstrip("。：:")
        if len(first) > _LONGEST_HEADING or "。" in first or _DECIDED.search(first):
            first = first.split("。")[0] if len(first.split("。")[0]) <= _LONGEST_HEADING else ""
            first = "" if _DECIDED.search(first) else first
        about = _ABOUT.match(first)
        return about["matter"] if about else first


def read_minutes(text: str, *, issued_on: date | None, plan_year: int | None) -> Minutes:
    """The matters decided, and every paragraph or sentence that gave none; headings are told by their matters."""
    found = Minutes([], [])
    lines = [line for raw in text[:MOST_CHARACTERS].splitlines() if (line := raw.strip(" \t\u3000"))]
    end = next((at for at, line in enumerate(lines) if _TAIL.match(line)), len(lines))
    top = _paragraphs(lines[:end])
    _read(top, [], found, issued_on, plan_year)
    found.unread.extend(lines[end:])
    return found


def _paragraphs(lines: list[str]) -> _Paragraph:
    """The numbered paragraphs as a tree, below the lines before the first number."""
    top = _Paragraph(-1, "", [])
    path = [top]
    for line in _lines(lines):
        numbered = next(
            ((level, match) for level, one in enumerate(_LEVELS) if (match := one.match(line)) is not None), None
        )
        if numbered is None:
            path[-1].lines.append(line)
            continue
        level, match = numbered
        while path[-1].level >= level:
            path.pop()
        paragraph = _Paragraph(level, match.group(), [line[match.end() :].strip()])
        path[-1].below.append(paragraph)
        path.append(paragraph)
    return top


def _lines(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield from (part.strip() for part in _WITHIN.split(line) if part.strip())


def _read(
    paragraph: _Paragraph, above: list[str], found: Minutes, issued_on: date | None, plan_year: int | None
) -> None:
    if paragraph.below:
        heading = paragraph.heading if paragraph.mark else ""
        found.unread.extend(line for line in paragraph.lines[1 if heading else 0 :] if line)
        for below in paragraph.below:
            _read(below, [*above, heading] if heading else above, found, issued_on, plan_year)
    elif any(paragraph.lines):
        found.decided.extend(_matters(paragraph, above, found.unread, issued_on, plan_year))


def _matters(
    paragraph: _Paragraph, above: list[str], unread: list[str], issued_on: date | None, plan_year: int | None
) -> Iterator[Decided]:
    for said, section, text in _sayings(paragraph, above, unread):
        phrase = said.due_phrase or _due_of_text(text, issued_on, plan_year)
        dues = tuple(read_due(phrase, issued_on=issued_on, plan_year=plan_year)) if phrase else ()
        yield Decided(
            number=paragraph.number,
            section=" / ".join(section),
            title=said.title or (section[-1] if section else text),
            leader=said.leader,
            lead=said.leads[0] if said.leads else "",
            co_leads=said.leads[1:],
            supporting=said.supporting,
            due_phrase=phrase,
            dues=dues,
            original=paragraph.written,
        )


def _sayings(paragraph: _Paragraph, above: list[str], unread: list[str]) -> Iterator[tuple[Said, list[str], str]]:
    """A numbered point is one matter, its labelled lines its own; prose below a heading is taken by sentences."""
    labels = [line for line in paragraph.lines[1:] if _LABEL_LINE.match(line) and not is_labelled(line)]
    prose = [line for line in paragraph.lines[1:] if line not in labels]
    if paragraph.level > 0 or (paragraph.level == 0 and not prose and not _is_prose(paragraph.lines[0])):
        text = _DECIDED.sub("", "".join([paragraph.lines[0], *prose]))
        yield read_sentence(text, labels), above, text
        return
    if paragraph.level < 0 and not prose and len(labels) == len(paragraph.lines) - 1 and labels:
        yield read_sentence(paragraph.lines[0], labels), above, paragraph.lines[0]
        return
    heading = paragraph.heading if paragraph.level == 0 else ""
    section = [*above, heading] if heading else above
    for words in _sentences([paragraph.lines[0], *(line for line in paragraph.lines[1:] if line in prose)], heading):
        sentence = _DECIDED.sub("", words).strip(_AROUND)
        said = read_sentence(sentence, labels)
        if (said.leads or said.leader) and not _BACKGROUND.match(sentence) and not _TOLD.search(sentence):
            yield said, section, sentence
        else:
            unread.append(words)


def _is_prose(line: str) -> bool:
    return bool(_DECIDED.search(line)) or line.count("。") > 1


def _sentences(lines: list[str], heading: str) -> list[str]:
    """The sentences, without the one that is no more than the heading; a line of labels is one."""
    first, *others = _STOP.split(lines[0]) if not is_labelled(lines[0]) else lines[:1]
    is_heading = bool(heading) and (len(lines) > 1 or _ABOUT.match(first.strip(_AROUND)) is not None)
    found = others if is_heading else [first, *others]
    for line in lines[1:]:
        if is_labelled(line):
            found.append(line)
        else:
            found += _STOP.split(line)
    return [one for one in found if one.strip(_AROUND)]


def _due_of_text(text: str, issued_on: date | None, plan_year: int | None) -> str:
    """The dates within the words: firm ones, else whole clauses that speak of nothing but time."""
    found = read_due_in_text(text, issued_on=issued_on, plan_year=plan_year)
    if found:
        return "；".join(due.phrase for due in found)
    return "；".join(clause for clause in re.split("[，,。；;]", text) if speaks_of_time(clause))
