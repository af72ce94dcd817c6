"""From a unit cell to the units that lead and those that help."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from tracker.policy.sheets.problem import Problem, doubt
from tracker.policy.unit_phrases.carrying import with_prefixes, with_tails
from tracker.policy.unit_phrases.names import is_group, is_open_group, looks_like_unit
from tracker.policy.unit_phrases.roles import Clause, Role, clauses, role_of_note
from tracker.policy.unit_phrases.splitting import Name, split_names
from tracker.vocabulary.sheets import Field, RowProblem

Column = Literal["lead", "supporting", "combined"]
_LONGEST = 2000
_NOTHING = re.compile(r"[\s/\\—–―\-_、。无]*")
_NOTE = re.compile(r"^(?P<name>.+?)[（(](?P<note>[^（()）]{1,60})[）)]$")
_NOTE_BEFORE = re.compile(r"^[（(](?P<note>[^（()）]{1,12})[）)](?P<name>.+)$")
_NOTE_OF_ANOTHER = re.compile("^由?(?P<names>.{2,50}?)(?:负责)?(?P<part>牵头|主办|配合|协办|协助|参与)(?:负责|落实)?$")
# Telephone numbers, alone or in a bracket with the words about them.
_CONTACT = re.compile(
    r"[（(](?:联系人|联络员|联系电话|电话|手机|tel)[^（()）]{0,30}[）)]|[（(][^（()）\d]{0,8}(?:\d{3,4}-)?\d{7,11}[）)]"
    r"|(?<![\d-])(?:\d{3,4}-)?\d{7,11}(?!\d)",
    re.IGNORECASE,
)
_VERB = re.compile("(?:推进|落实|实施|办理|完成|做好|开展|组织|承担|抓好)$")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛"
    "阎翁柳甘祝葛骆凌霍褚倪庞邢滕殷毕邬傅卞齐伍穆萧祁臧谈茅舒屈阮蓝闵娄童颜梅樊虞柯缪郁左裴甄储靳焦栾厉詹喻苗俞鲍岳冉桂艾温庄晏瞿翟姬冀佟卓尤耿费荣"
    "闫雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向汤"
)
_NAMES = re.compile(r"[\s，,、；;。]+")
_PLACE_END = re.compile("[东南西北中山河湖江海州城港口安阳平岭]$")
# Some given names end as units do: 「住建局（郭小军）」.
_GIVEN_END = re.compile("[军城园行州]$")
_PERSON = re.compile(f"[{_SURNAMES}][一-龥·]{{1,2}}")


@dataclass(frozen=True)
class UnitPhrase:
    """``lead[0]`` leads, the rest of ``lead`` are its equals. ``open_groups`` cannot sign for anything.

    ``people`` are names of persons found among the units, ``duties`` the words 「（负责…）」 by unit.
    """

    lead: list[str]
    supporting: list[str]
    open_groups: list[str]
    problems: list[Problem]
    people: list[str] = field(default_factory=list)
    duties: dict[str, str] = field(default_factory=dict)


_NO_ROLE_OF_ITS_OWN = (Role.SHARE, Role.UNSAID)


@dataclass
class _Part:
    name: Name
    role: Role
    clause: int
    after_semicolon: bool
    noted: bool = False
    duty: str = ""


def read_units(cell: str, column: Column, *, people: bool = False) -> UnitPhrase:
    """Split a unit cell; ``people`` says that its header speaks of persons too, such as 「责任单位及责任人」."""
    about = Field.SUPPORTING if column == "supporting" else Field.LEAD
    if _NOTHING.fullmatch(cell):
        return UnitPhrase([], [], [], [])
    said = clauses(_CONTACT.sub("", cell.strip()[:_LONGEST]))
    parts, persons = _without_people(_parts([one for one in said if one.role is not Role.PERSON]), people)
    labelled = [name for one in said if one.role is Role.PERSON for name in _NAMES.split(one.names) if name]
    names, guessed = with_tails([part.name.text for part in parts], [_listed(part) for part in parts])
    names = with_prefixes(names)
    leads, supporting = _ranked(parts, names, column)
    both = [*leads, *supporting]
    problems = _problems(about, parts, names, guessed)
    problems += [doubt(about, RowProblem.UNIT_OPEN, unit=name) for name in both if is_open_group(name)]
    if not people:
        problems += [doubt(about, RowProblem.UNIT_PERSON, phrase=person) for person in persons]
    if len(cell.strip()) > _LONGEST:
        problems.append(doubt(about, RowProblem.UNIT_UNREAD, phrase=cell.strip()[_LONGEST : _LONGEST + 40]))
    duties = {name: part.duty for part, name in zip(parts, names, strict=True) if part.duty}
    return UnitPhrase(leads, supporting, list(filter(is_open_group, both)), problems, [*labelled, *persons], duties)


def _listed(part: _Part) -> bool:
    return part.name.separator.strip() == "、"


def _parts(said: list[Clause]) -> list[_Part]:
    parts: list[_Part] = []
    for index, clause in enumerate(said):
        later = False
        for name in split_names(clause.names):
            later = later or bool(set(name.separator) & set("；;"))
            name = _without_verb(name)
            noted = _NOTE_BEFORE.match(name.text) or _NOTE.match(name.text)
            another = _named_in(noted["note"]) if noted else None
            role = role_of_note(noted["note"]) if noted and not another else None
            if noted and another:
                name = Name(noted["name"], name.separator, "", name.open_ended)
            if noted and role:
                name = Name(noted["name"], name.separator, noted["note"], name.open_ended)
            parts.append(
                _Part(
                    name,
                    clause.role if role in _NO_ROLE_OF_ITS_OWN or role is None else role,
                    index,
                    later,
                    role in (Role.LEAD, Role.HELP),
                    name.note if role is Role.SHARE else clause.duty,
                )
            )
            if another:
                parts.extend(_Part(one, another[0], index, later, noted=True) for one in another[1])
    return _spread(parts)


def _spread(parts: list[_Part]) -> list[_Part]:
    """「甲、乙（主办）；丙、丁（协办）」: each note speaks of all names since the last semicolon."""
    groups: list[list[_Part]] = []
    for part in parts:
        if not groups or set(part.name.separator) & set("；;\n"):
            groups.append([])
        groups[-1].append(part)
    alike = all(group[-1].noted and not any(part.noted for part in group[:-1]) for group in groups)
    if len(groups) < 2 or not alike:
        return parts
    return [replace(part, role=group[-1].role, noted=True) for group in groups for part in group]


def _named_in(note: str) -> tuple[Role, list[Name]] | None:
    """「规划局（市水利局配合）」: the bracket gives another unit a part, not the one before it."""
    said = _NOTE_OF_ANOTHER.match(note)
    role = role_of_note(said["part"]) if said else None
    if said is None or role is None:
        return None
    names = split_names(said["names"])
    return (role, names) if all(looks_like_unit(name.text) for name in names) else None


def _without_verb(name: Name) -> Name:
    """「会同市教育局推进」 names 市教育局."""
    shorter = _VERB.sub("", name.text)
    # 「各镇街落实」 passes for a group whole, verb and all.
    whole = looks_like_unit(name.text) and not is_group(name.text)
    return replace(name, text=shorter) if not whole and looks_like_unit(shorter) else name


def _without_people(parts: list[_Part], expected: bool) -> tuple[list[_Part], list[str]]:
    """Take persons out: 「市住建局 张某」, and, where the header speaks of them, 「市住建局（张某）」."""
    units: list[_Part] = []
    persons: list[str] = []
    for index, part in enumerate(parts):
        text = part.name.text
        following = parts[index + 1].name.separator if index + 1 < len(parts) else ","
        apart = (not part.name.separator.strip() and part.name.separator) or not following.strip()
        if (expected or apart) and _could_be_person(text, expected) and len(parts) > 1:
            persons.append(text)
            continue
        bracket = _NOTE.match(text)
        if bracket and _is_person(bracket["note"], expected):
            persons.append(bracket["note"])
            part.name = Name(bracket["name"], part.name.separator, "", part.name.open_ended)
        units.append(part)
    return units, persons


def _could_be_person(text: str, expected: bool) -> bool:
    like_unit = looks_like_unit(text) and not (expected and _GIVEN_END.search(text))
    return _PERSON.fullmatch(text) is not None and not like_unit


def _is_person(note: str, expected: bool) -> bool:
    """「（江北）」 tells one branch office from another; where nobody expects persons it is no name."""
    named = _could_be_person(note, expected)
    return named and (expected or not _PLACE_END.search(note))


def _ranked(parts: list[_Part], names: list[str], column: Column) -> tuple[list[str], list[str]]:
    if column == "supporting":
        return [], _once(names, set())
    leads: list[str] = []
    helps: list[str] = []
    around = _Around.of(parts)
    for index, (part, name) in enumerate(zip(parts, names, strict=True)):
        if part.role is Role.UNSAID:
            leading = _leads_unsaid(part, index, around, column)
        else:
            leading = part.role is Role.LEAD or (part.role is Role.SHARE and Role.LEAD not in around.said)
        (leads if leading else helps).append(name)
        around.charged = around.charged or part.role in (Role.LEAD, Role.SHARE)
    if column == "lead":
        named = [name for part, name in zip(parts, names, strict=True) if part.noted and part.role is Role.LEAD]
        leads = [*named, *(name for name in leads if name not in named)]
    if not leads and helps:
        leads, helps = helps[:1], helps[1:]
    leads = _once(leads, set())
    return leads, _once(helps, set(leads))


@dataclass
class _Around:
    """What the rest of the cell says about who leads."""

    said: set[Role]
    parted: bool
    only_notes: bool
    charged: bool = False

    @classmethod
    def of(cls, parts: list[_Part]) -> _Around:
        return cls(
            said={part.role for part in parts} - {Role.UNSAID},
            parted=any(part.after_semicolon for part in parts),
            only_notes=all(part.noted for part in parts if part.role is Role.LEAD),
        )


def _leads_unsaid(part: _Part, index: int, around: _Around, column: Column) -> bool:
    """A unit without a word on its part: the column and its place among the others decide."""
    if not around.said:
        return column == "lead" or index == 0 or (around.parted and not part.after_semicolon)
    if around.said == {Role.LEAD} and column == "lead":
        return around.only_notes
    # Before 「Y配合」 stand those who lead; behind 「X负责」, and beside 「X牵头」, those who help.
    return Role.LEAD not in around.said and not around.charged


def _once(names: list[str], seen: set[str]) -> list[str]:
    kept: list[str] = []
    for name in names:
        if name not in seen:
            seen.add(name)
            kept.append(name)
    return kept


def _problems(about: Field, parts: list[_Part], names: list[str], guessed: list[tuple[str, str]]) -> list[Problem]:
    found = [doubt(about, RowProblem.UNIT_COMPLETED, phrase=short, unit=full) for short, full in guessed]
    for part, name in zip(parts, names, strict=True):
        if part.name.open_ended:
            found.append(doubt(about, RowProblem.UNIT_OPEN_ENDED, phrase=f"{name}等"))
        elif not looks_like_unit(name):
            found.append(doubt(about, RowProblem.UNIT_UNREAD, phrase=name))
    return found
