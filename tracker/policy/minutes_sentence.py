"""One sentence of minutes: who leads, who helps, by when, and what is left is what is to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.policy.due_phrases import speaks_of_time
from tracker.policy.sheets.wording import split_units
from tracker.policy.unit_phrases import is_group, looks_like_unit, read_units

_LABEL = re.compile(
    "(?P<label>[牵头责任配合主办协承参与完成结理市级分管]{0,4}(?:单位|部门|时限|期限|时间|领导))[：:](?P<value>[^；;。\n]+)"
)
_CONTENT = re.compile("^(?:主要|具体|重点|工作|办理|议定){0,2}(?:内容|事项|任务)[：:](?P<value>.+)$")
_PART = re.compile("[；;。\n]")
_BRACKET = re.compile("[（(](?P<inside>[^（()）]*(?:单位|部门|时限|期限|时间|领导)[：:].*)[）)][。；;]?$")
_LEADS = re.compile("^(?:请|责成|明确|继续)?由?(?P<who>.+?)(?:负责)?牵头(?:负责|办理|落实|组织实施|落实)?(?P<rest>.*)$")
_DOING = (
    "抓紧|尽快|于|在|按|研究(?![室院所中])|制定|提出|组织(?!部)|做好|抓好|开展|完成|拿出|落实|推进(?![办中])|办理|加快|加强|强化|认真|进一步|切实"
    "|应对|对(?![口外台])"
)
_HELPS = re.compile(
    "^(?:请|由)?(?P<who>.+?)(?:等(?:单位|部门)?)?(?:要)?(?:积极|密切|全力|主动|按职责分工|做好)?(?:配合|协助|协同|参与)(?:做好)?(?:落实|工作|实施)?$"
)
_BEARS = re.compile("^(?:请|由|责成)?(?P<who>.+?)(?:具体)?负责(?P<rest>.*)$")
_ASKED = re.compile(
    rf"^(?:请|责成|要求)(?P<who>.+?)(?:会同|商(?![务业贸会])|联合(?!会))(?P<others>.+?)(?P<rest>(?:{_DOING}).*)$"
)
_TOGETHER = re.compile(
    rf"^(?:由)?(?P<who>.+?)(?:会同|商(?![务业贸会])|联合(?!会))(?P<others>.+?)(?P<rest>(?:{_DOING}).*)$"
)
_BOTH = re.compile("^(?P<who>.+?)(?:会同|商(?![务业贸会])|联合(?!会))(?P<others>.+)(?P<rest>)$")
# A unit's name ends where one of these begins; which of several, the name before it tells.
_MUST = re.compile(
    "(?:(?<![重主需纪必摘首概])要(?![求点素件领])|(?<![供相响适反效感对呼])应(?:当(?!前)|该)?(?![急用对变聘邀届答付收])|必须|务必|须)"
)
_PLEASE = re.compile(rf"{_DOING}|牵头|\d")
_DOES = re.compile(rf"[、：:]?(?:{_DOING}|尽早|年[内底]|月底|[今明本]年|\d)")
_ASKING = re.compile("^(?:请|责成|要求)")
_GIVEN = re.compile("^(?:请|由|责成|要求|明确|继续)")
# What is no part of a unit's name: a day, a deed, or what the deed is done to.
_NO_NAME = re.compile(r"\d|^(?:于|在|按|将|把|以|从|年)|完成|开展|加快|加强|抓好|做好|对(?![口外台])")
_PLAIN_NAME = re.compile("(?:局|委|办|厅|政府|管委会|办公室|公司|集团|部门|单位|支队)$")
_OFFICE = re.compile("(?:市长|县长|区长|州长|书记|秘书长|常委|领导|专员)$")
_TIME = re.compile(
    r"(?:务必|力争|确保|原则上)?(?:于|在)?(?:(?:20\d\d|今|明|本)年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|中旬|上旬|下旬|初)?|年底|年内|月底|本月底|季度末|[一二三四]季度末?)"
    r"(?:之?前|以前|底前|末前)"
)
_LONGEST = 1000
_JOIN = re.compile("[，,]")
_AROUND = "，,。；;：:、 \u3000"


@dataclass(frozen=True)
class Said:
    title: str
    leader: str
    leads: tuple[str, ...]
    supporting: tuple[str, ...]
    due_phrase: str


def read_sentence(sentence: str, labels: Sequence[str] = ()) -> Said:
    """Read one; ``labels`` are the lines below it that name units and dates: 「责任单位：市住建局」."""
    text = sentence.strip(_AROUND)
    found = _Found()
    if len(text) > _LONGEST:
        return Said(text, "", (), (), "")
    text = _take_parts(_take_brackets(text, found), found)
    for line in labels:
        content = _take_parts(line, found)
        text = text or content
    kept: list[str] = []
    for clause in _JOIN.split(text):
        rest = _take_units(clause.strip(), found)
        if speaks_of_time(rest):
            continue
        rest = _TIME.sub("", rest, count=1).strip(_AROUND)
        if rest:
            kept.append(rest)
    return Said("，".join(kept).strip(_AROUND), found.leader, tuple(found.leads), tuple(found.supporting), found.due)


class _Found:
    def __init__(self) -> None:
        self.leads: list[str] = []
        self.supporting: list[str] = []
        self.leader = self.due = ""

    def lead(self, names: Sequence[str]) -> None:
        self.leads += [name for name in names if name not in self.leads]

    def help(self, names: Sequence[str]) -> None:
        self.supporting += [name for name in names if name not in self.supporting and name not in self.leads]


def _take_brackets(text: str, found: _Found) -> str:
    """「…（责任单位：市住建局；完成时限：6月底前）」 and 「…（市发改委牵头，各县配合）」."""
    labelled = _BRACKET.search(text)
    if labelled and _LABEL.search(labelled["inside"]):
        _take_labels(labelled["inside"], found)
        return text[: labelled.start()]
    text, units = split_units(text)
    if units:
        read = read_units(units, "combined")
        found.lead(read.lead)
        found.help(read.supporting)
    return text


def _take_parts(text: str, found: _Found) -> str:
    """「责任单位：市住建局；完成时限：6月底前；工作内容：…」: the labels are taken, the work is left."""
    parts = [part.strip(_AROUND) for part in _PART.split(text)]
    labelled = [part for part in parts if _LABEL.match(part)]
    if not labelled and not any(map(_CONTENT.match, parts)):
        return text
    for part in labelled:
        _take_labels(part, found)
    rest = (_CONTENT.sub(r"\g<value>", part) for part in parts if part and part not in labelled)
    return "；".join(rest)


def is_labelled(line: str) -> bool:
    """Whether the line says by labels who is to do what."""
    parts = [part.strip(_AROUND) for part in _PART.split(line)]
    return any(map(_CONTENT.match, parts)) and any(map(_LABEL.match, parts))


def _take_labels(line: str, found: _Found) -> None:
    for match in _LABEL.finditer(line):
        label, value = match["label"], match["value"].strip(_AROUND)
        if label.endswith("领导"):
            found.leader = value
        elif label.endswith(("时限", "期限", "时间")):
            found.due = value
        elif any(word in label for word in ("配合", "协办", "参与")):
            found.help(read_units(value, "supporting").supporting)
        else:
            read = read_units(value, "combined")
            found.lead(read.lead)
            found.help(read.supporting)


def _take_units(clause: str, found: _Found) -> str:
    """Take the units out of a clause; what is left is the work."""
    for pattern in (_LEADS, _ASKED, _TOGETHER, _BEARS, _BOTH):
        match = pattern.match(clause)
        if match is None:
            continue
        leader, names = _who(match["who"])
        if (not leader and not names) or (pattern is _BOTH and not _who(match["others"])[1]):
            continue
        found.leader = found.leader or leader
        found.lead(names)
        if "others" in match.groupdict():
            found.help(_who(match["others"])[1])
        return match["rest"].strip(_AROUND)
    for begin, needed in ((_PLEASE, _ASKING), (_MUST, None), (_DOES, None)):
        if needed is not None and needed.match(clause) is None:
            continue
        rest = _after_name(clause, begin, found, keep=begin is not _MUST, strict=begin is _DOES)
        if rest is not None:
            return rest
    if (match := _HELPS.match(clause)) is not None and (names := _who(match["who"])[1]):
        found.help(names)
        return ""
    return clause


def _after_name(clause: str, begin: re.Pattern[str], found: _Found, *, keep: bool, strict: bool) -> str | None:
    """What follows the units at its start, if words like ``begin`` do; ``keep`` leaves those in, ``strict`` wants names
    nobody takes for a place or a work."""
    for match in begin.finditer(clause):
        leader, names = _who(clause[: match.start()])
        if strict and (leader or not all(_PLAIN_NAME.search(name) or is_group(name) for name in names)):
            continue
        if leader or names:
            found.leader = found.leader or leader
            found.lead(names)
            return clause[match.start() if keep else match.end() :].strip(_AROUND)
    return None


def _who(text: str) -> tuple[str, list[str]]:
    """A leader's seat, or the units named; nothing where the words name neither."""
    words = _GIVEN.sub("", text.strip(_AROUND))
    if _OFFICE.search(words) and "、" not in words:
        return words, []
    read = read_units(words, "lead")
    names = [*read.lead, *read.supporting]
    return "", names if names and all(map(_is_name, names)) else []


def _is_name(name: str) -> bool:
    return looks_like_unit(name) and not _NO_NAME.search(name)
