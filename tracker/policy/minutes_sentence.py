"""One sentence of minutes: who leads, who helps, by when, and what is left is what is to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.policy.due_phrases import speaks_of_time
from tracker.policy.sheets.wording import split_units
from tracker.policy.unit_phrases import looks_like_unit, read_units

_LABEL = re.compile(
    "(?P<label>[牵头责任配合主办协承参与完成结理市级分管]{0,4}(?:单位|部门|时限|期限|时间|领导))[：:](?P<value>[^；;。\n]+)"
)
_BRACKET = re.compile("[（(](?P<inside>[^（()）]*(?:单位|部门|时限|期限|时间|领导)[：:].*)[）)][。；;]?$")
_LEADS = re.compile("^(?:请|责成|明确|继续)?由?(?P<who>.+?)(?:负责)?牵头(?:负责|办理|落实|组织实施|落实)?(?P<rest>.*)$")
_HELPS = re.compile(
    "^(?:请|由)?(?P<who>.+?)(?:等(?:单位|部门)?)?(?:要)?(?:积极|密切|全力|主动|按职责分工|做好)?(?:配合|协助|协同|参与)(?:做好)?(?:落实|工作|实施)?$"
)
_BEARS = re.compile("^(?:请|由|责成)?(?P<who>.+?)(?:具体)?负责(?P<rest>.*)$")
_ASKED = re.compile(
    "^(?:请|责成|要求)(?P<who>.+?)(?:会同|商|联合)(?P<others>.+?)(?P<rest>(?:抓紧|尽快|于|在|按|研究|制定|提出|组织|做好|开展|完成|拿出|落实|推进|办理).*)$"
)
_TOGETHER = re.compile(
    "^(?:由)?(?P<who>.+?)(?:会同|商|联合)(?P<others>.+?)(?P<rest>(?:抓紧|尽快|于|在|按|研究|制定|提出|组织|做好|开展|完成|拿出|落实|推进|办理).*)$"
)
_PLEASE = re.compile(
    "^(?:请|责成|要求)(?P<who>.+?)(?P<rest>(?:抓紧|尽快|于|在|按|研究|制定|提出|组织|做好|开展|完成|拿出|落实|推进|办理|加快|加强|认真|进一步|牵头|\\d).*)$"
)
_MUST = re.compile("^(?P<who>.+?)(?:要|应当?|必须|务必|须)(?P<rest>.+)$")
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
    text = _take_brackets(text, found)
    for line in labels:
        _take_labels(line, found)
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
    for pattern in (_LEADS, _ASKED, _TOGETHER, _BEARS, _PLEASE, _MUST):
        match = pattern.match(clause)
        if match is None:
            continue
        leader, names = _who(match["who"])
        if not leader and not names:
            continue
        found.leader = found.leader or leader
        found.lead(names)
        if "others" in match.groupdict():
            found.help(_who(match["others"])[1])
        return match["rest"].strip(_AROUND)
    if (match := _HELPS.match(clause)) is not None and (names := _who(match["who"])[1]):
        found.help(names)
        return ""
    return clause


def _who(text: str) -> tuple[str, list[str]]:
    """A leader's seat, or the units named; nothing where the words name neither."""
    words = text.strip(_AROUND)
    if _OFFICE.search(words) and "、" not in words:
        return words, []
    read = read_units(words, "lead")
    names = [*read.lead, *read.supporting]
    return "", names if names and all(looks_like_unit(name) for name in names) else []
