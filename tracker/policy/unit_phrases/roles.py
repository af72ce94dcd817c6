"""Who leads and who helps: 「X牵头，Y按职责分工负责」, 「X主办,Y协办」, 「牵头单位：X；配合单位：Y」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from tracker.policy.unit_phrases.names import looks_like_unit
from tracker.policy.unit_phrases.splitting import depths


class Role(Enum):
    LEAD = "lead"
    SHARE = "share"
    """Charged by 负责 or 按职责分工负责: leads where nobody is called 牵头, helps where somebody is."""
    HELP = "help"
    UNSAID = "unsaid"
    PERSON = "person"
    """Labelled as a person: 「牵头领导：张三」 in a cell that goes on with units."""


@dataclass(frozen=True)
class Clause:
    """A stretch of names with their role; ``duty`` is what 「负责…」 goes on to say."""

    role: Role
    names: str
    duty: str = ""


_NOUN = "单位|部门|科室|处室|股室|领导|人|县|区|方|者|的"
_BY_DUTY = "(?:按照?(?:各自)?(?:职责|职能)(?:分工)?)?"
_LEAD = (
    f"{_BY_DUTY}(?:共同|联合|具体|总体|统筹|总|分(?:行业|领域|战线|别|头))?(?:牵头|(?<!民)主办(?!公)|主责|承办)"
    f"(?:抓总|负责|办理|落实|组织实施|组织|实施|推进|抓){{0,3}}(?!{_NOUN})"
)
_HELP = (
    f"{_BY_DUTY}(?:积极|协同|密切|共同)?(?:配合|(?<!政)协办(?!公)|协助|参与|参加)"
    f"(?:落实|实施|推进|办理|做好|完成){{0,2}}(?!{_NOUN})"
)
_SHARE = (
    "(?:按照?|根据|依据?|依照)(?:各自)?(?:的)?(?:工作)?(?:职责|职能|分工)(?:分工|职责)?(?:范围)?内?(?:分别|分工|具体|共同|各自|抓好|做好)?"
    "(?:负责|落实|实施|推进|办理|配合)?(?:落实|实施|推进|工作)?"
    "|(?:分别|共同|具体|分工|各自|分头|全面)?负责(?:落实|实施|组织实施|办理|推进)?(?!人|制|同志|领导|单位|部门)"
    "|(?:分别|分工|共同)(?:落实|实施|推进|办理)"
)
_WITH = "(?:会同|商同|联合(?=[省市区县州各有相]))"
_MARK = re.compile(f"(?P<with>{_WITH})|(?P<lead>{_LEAD})|(?P<help>{_HELP})|(?P<share>{_SHARE})")
_LABEL = re.compile(
    "(?:^|(?<=[，,；;。、\\s)）])|(?=[（(【]))[（(【]?(?P<label>(?:总|第一|主要|主)?(?:牵头|主办|主责|承办|责任|配合|协办|协同|协作|参与|参加|协助|落实|实施)(?:责任)?"
    "(?:单位|部门|科室|处室|股室|县区|方)?"
    "|(?:牵头|责任|分管|包抓|包保|市级|县级|区级|配合|第一)?(?:市|县|区)?(?:领导|责任人|负责人))[）)】]?[：:]"
)
_STOP = re.compile("[，,；;。\n]")
_NOTE_LEAD = re.compile("^[主牵]$|牵头|主办|主责|承办|第一责任")
# 「（排在第一位的为牵头单位，下同）」 explains the whole table and not the unit before it.
_NOTE_RANK = re.compile("下同|排名|排序|首位|第一位|排在|列第一|列首|第一个")
_NOTE_HELP = re.compile("^[协配]$|配合|协办|协助|参与|参加")
_NOTE_DUTY = re.compile("负责|组织|承担|指导|统筹|落实|推进|按职责|排名|实施|监督|保障|审批|协调")


def role_of_note(note: str) -> Role | None:
    """What a bracket behind a unit says about its part; None where the bracket belongs to the name."""
    if _NOTE_RANK.search(note):
        return Role.UNSAID
    if _NOTE_LEAD.search(note):
        return Role.LEAD
    if _NOTE_HELP.search(note):
        return Role.HELP
    if _NOTE_DUTY.search(note) and not looks_like_unit(note):
        return Role.SHARE
    return None


def clauses(text: str) -> list[Clause]:
    labelled = _by_labels(text)
    return labelled if labelled else _by_marks(text)


def _by_labels(text: str) -> list[Clause]:
    labels = list(_LABEL.finditer(text))
    if not labels:
        return []
    roles = [_label_role(label["label"]) for label in labels]
    if Role.LEAD in roles:
        roles = [Role.HELP if role is Role.SHARE else role for role in roles]
    found: list[Clause] = []
    before = text[: labels[0].start()]
    if before.strip(" ，,；;\n"):
        found.append(Clause(Role.UNSAID, before))
    for index, (label, role) in enumerate(zip(labels, roles, strict=True)):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        if role is Role.PERSON:
            found.append(Clause(role, text[label.end() : end]))
            continue
        inner = _by_marks(_unclosed(text[label.end() : end]) if label[0][0] in "（(【" else text[label.end() : end])
        plain = role if role is not Role.SHARE else None
        found.extend(Clause(plain or one.role, one.names, one.duty) for one in inner)
    return found


def _unclosed(names: str) -> str:
    """Without the bracket that closes the one before the label: 「交警队（配合单位：街道办）」."""
    inside = depths(names)
    for at, char in enumerate(names):
        if char in "）)】" and not inside[at]:
            return names[:at] + "，" + names[at + 1 :]
    return names


def _label_role(label: str) -> Role:
    if re.search("领导|责任人|负责人", label):
        return Role.PERSON
    if re.search("配合|协办|协同|协作|参与|参加|协助", label):
        return Role.HELP
    return Role.LEAD if re.search("牵头|主办|主责|承办|第一|主要", label) else Role.SHARE


def _by_marks(text: str) -> list[Clause]:
    inside = depths(text)
    found: list[Clause] = []
    at, forced = 0, False
    for mark in _MARK.finditer(text):
        if inside[mark.start()] or mark.start() < at:
            continue
        names = text[at : mark.start()]
        role = _mark_role(mark)
        if mark["with"]:
            found.extend(_cut(names, Role.HELP if forced else Role.LEAD))
            at, forced = mark.end(), True
            continue
        found.extend(_cut(names, Role.HELP if forced and role is Role.SHARE else role))
        at = mark.end()
        forced = forced and role is not Role.LEAD
        duty = _duty(text, at)
        if duty and found:
            found[-1] = Clause(found[-1].role, found[-1].names, duty)
            at += len(duty)
    rest = text[at:]
    if rest.strip(" 。，,；;、\n"):
        found.append(Clause(Role.HELP if forced else Role.UNSAID, rest))
    return found


def _mark_role(mark: re.Match[str]) -> Role:
    if mark["lead"]:
        return Role.LEAD
    return Role.HELP if mark["help"] or mark.group().endswith("配合") else Role.SHARE


def _duty(text: str, at: int) -> str:
    """The words a mark governs, up to the next stop, unless they are units themselves."""
    stop = _STOP.search(text, at)
    words = text[at : stop.start() if stop else len(text)]
    if not words.strip() or words.lstrip()[0] in "、)）":
        return ""
    mark = _MARK.search(words)
    names = words[: mark.start()] if mark else words
    return "" if looks_like_unit(names.strip()) else words


def _cut(names: str, role: Role) -> list[Clause]:
    """What stands before a ； has no part in the mark that follows; before 配合 a comma parts as well."""
    names = re.sub("^[\\s，,；;、。]*(?:并?由|其中|并)?", "", names)
    if not names.strip(" ，,；;、\n"):
        return []
    breaks = "[；;\n]" if role is not Role.HELP else "[；;\n，,]"
    inside = depths(names.rstrip("，,；;\n "))
    places = [m.start() for m in re.finditer(breaks, names.rstrip("，,；;\n ")) if not inside[m.start()]]
    if not places:
        return [Clause(role, names)]
    return [Clause(Role.UNSAID, names[: places[-1]]), Clause(role, names[places[-1] + 1 :])]
