"""Cutting a list of units into names, where no bracket and no group is torn apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tracker.policy.unit_phrases.names import bare, is_area, is_group, is_seat, level_of, looks_like_unit

_OPEN, _CLOSE = "（([【〔", "）)]】〕"
_BREAKS = "、，,；;。/\\|\n\r\t\u3000 "
_LIST_MARK = re.compile(r"^(?:\d{1,2}[.．、)）](?!\d)|[①-⑳]|[（(]\d{1,2}[)）]|[★☆▲△●○■□◆◇*·•－-]+)\s*")
# 「①甲局②乙局」 is a list without any other separator.
_CIRCLED = re.compile(r"(?<=[^\s、，,；;（(])(?=[①-⑳])")
_CONJUNCTION = re.compile("以及|及其?|和|与|并")
_BARE_NOUN = re.compile(
    "^(?:政府|人民政府|党委|单位|部门|个人|企业|机构|人员|地区|科室|办公室|委员会|管理局|服务局|保障局|执法局|服务中心|管理中心)"
)
_MORE = re.compile(
    "^(?P<unit>.{2,40}?)(?<![高中初平同优均])等(?P<count>[0-9一二三四五六七八九十多两数]{1,3}[个家])?"
    "(?P<rest>(?:[省市区县州]?(?:有关|相关)|国务院|中央|[省市区县州]直|[省市区县州]级|各|成员|其他|责任|牵头|配合|职能|涉及).{2,60}"
    "|(?:部门|单位|部委|委办局|科室|处室|机构|企业|地区|区县|县区|镇街)?(?P<joined>(?:以及|及|和|与).{2,60})?)$"
)
_PLAIN_MORE = re.compile("^(?:以及|及|和|与)(?:单位|部门|个人|机构|科室)$")
_PLURAL = re.compile(
    "^(?:有关|相关)?(?:县级市|县市区|自治[县州]|开发园区|功能区|园区|街道办事处|办事处|街道办|街道|乡镇|镇街|社区|村|林场|农场|区县|县区|[县市区乡镇旗州盟地]"
    "|高校|院校|学校|科研院所|科研机构|医院|金融机构|保险机构|党委|党工委|人民政府|政府|部门|单位|企业)"
    "(?:[（(][^（()）]{1,12}[）)])?(?:区|市)?(?:人民政府|政府|党委|办事处|管委会|部门|单位)?(?:[（(][^（()）]{1,12}[）)])?$"
)
_SET_PHRASE = re.compile("^各(?:地区?|级)$")
_ZONE = re.compile("(?:开发区|高新区|经开区|新区|园区|功能区|保税区|示范区|度假区)(?:管委会)?$")
_TORN_TAIL = re.compile("^(?:员会|公室|公厅|理局|理办|心)$|^(?:局|会|室|厅|委|办|院|处|科|部|中心|府|政府)$")
_LONGEST_PIECE = 160
_LEVEL_ALONE = re.compile("^[省市县区州旗镇乡]$")


@dataclass(frozen=True)
class Name:
    """A unit's name with the separator before it and the note that stood in a bracket behind it."""

    text: str
    separator: str = ""
    note: str = ""
    open_ended: bool = False


def depths(text: str) -> list[int]:
    """How many brackets each character stands in; a bracket that never closes counts for nothing."""
    level = [0] * len(text)
    opened: list[int] = []
    for at, char in enumerate(text):
        if char in _OPEN:
            opened.append(at)
        elif char in _CLOSE and opened:
            start = opened.pop()
            # Only the outermost pair has to be marked: what lies inside is inside already.
            if not opened or len(opened) > 8:
                level[start : at + 1] = [1] * (at + 1 - start)
    return level


def split_names(text: str) -> list[Name]:
    pieces = _merge_groups(_pieces(_CIRCLED.sub("\n", text)))
    names: list[Name] = []
    for piece in pieces:
        names.extend(_apart(piece))
    return [name for name in names if name.text]


def _pieces(text: str) -> list[Name]:
    inside = depths(text)
    pieces: list[Name] = []
    start, separator = 0, ""
    for at in range(len(text) + 1):
        if at < len(text) and (text[at] not in _BREAKS or inside[at]):
            continue
        word = _LIST_MARK.sub("", text[start:at].strip()).strip("：:．.*★☆▲ ")
        if word:
            pieces.append(Name(word, separator))
            separator = ""
        separator += text[at : at + 1]
        start = at + 1
    return _without_padding(pieces)


def _without_padding(pieces: list[Name]) -> list[Name]:
    """A name padded with spaces, 「教 育 局」, or torn by a line break, 「市生态\n环境局」, is one name."""
    joined: list[Name] = []
    for piece in pieces:
        if joined and piece.separator and not piece.separator.strip() and _torn(joined[-1].text, piece.text):
            joined[-1] = replace(joined[-1], text=joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _torn(left: str, right: str) -> bool:
    if _TORN_TAIL.match(right):
        return True
    if looks_like_unit(left):
        return False
    if len(right) == 1 or len(left) == 1:
        return True
    # What could be a person's name stays apart from the unit below it.
    complete = len(left) > 3 or level_of(left) is not None
    return complete and level_of(right) is None and not is_group(right) and looks_like_unit(left + right)


def _merge_groups(pieces: list[Name]) -> list[Name]:
    merged: list[Name] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        short = before is not None and len(before.text) < _LONGEST_PIECE
        if before and short and piece.separator.strip() == "、" and _goes_on(before.text, piece.text):
            merged[-1] = replace(before, text=f"{before.text}、{piece.text}")
        else:
            merged.append(piece)
    return merged


def _goes_on(before: str, after: str) -> bool:
    """Whether 「各区」 and 「县级市」 are one group, which 「各区」 and 「各街道」 are not."""
    if _LEVEL_ALONE.match(before):
        return True
    if _SET_PHRASE.match(before):
        return bool(re.match("各(?:有关|相关)?(?:部门|单位)", after))
    if not re.match("(?:[省市县区]?有关|相关|各|全[省市县区]各)", before):
        return False
    if re.search("(?:部门|单位|科室)$", before):
        return False
    head = (
        _CONJUNCTION.split(after, maxsplit=1)[0] if _PLURAL.match(_CONJUNCTION.split(after, maxsplit=1)[0]) else after
    )
    zone_then = bool(_ZONE.search(before))
    if _ZONE.search(head) and head.endswith("管委会") and not zone_then:
        return False
    return bool(_PLURAL.match(head))


def _apart(piece: Name) -> list[Name]:
    """A piece may still hold 「A等相关部门及各地区」."""
    more = _MORE.match(piece.text) if not _inside_bracket(piece.text, "等") else None
    if more and "等" in piece.text:
        first = _joined(Name(more["unit"], piece.separator))
        rest = more["rest"] or ""
        if more["joined"] and not _PLAIN_MORE.match(more["joined"]):
            return [
                *first[:-1],
                replace(first[-1], open_ended=True),
                *_joined(Name(re.sub(_CONJUNCTION, "", more["joined"], count=1), "及")),
            ]
        if (
            rest
            and not more["joined"]
            and not re.fullmatch("(?:部门|单位|部委|委办局|科室|处室|机构|企业|地区|区县|县区|镇街)?", rest)
        ):
            return [*first, *_joined(Name(rest, "等"))]
        return [*first[:-1], replace(first[-1], open_ended=True)]
    return _joined(piece)


def _inside_bracket(text: str, word: str) -> bool:
    at = text.find(word)
    return at >= 0 and bool(depths(text)[at])


def _joined(piece: Name) -> list[Name]:
    """Cut at 和, 及, 与 where whole units stand on both sides: never in 「人力资源和社会保障局」."""
    if len(piece.text) > _LONGEST_PIECE:
        return [piece]
    inside = depths(piece.text)
    names: list[Name] = []
    start, separator = 0, piece.separator
    for match in _CONJUNCTION.finditer(piece.text):
        left, right = piece.text[start : match.start()], piece.text[match.end() :]
        if not inside[match.start()] and _both_units(left, right):
            names.append(Name(left, separator))
            start, separator = match.end(), match.group()
    return [*names, replace(piece, text=piece.text[start:], separator=separator)]


def _both_units(left: str, right: str) -> bool:
    if len(left) < 2 or len(right) < 2 or not looks_like_unit(left) or _BARE_NOUN.match(right):
        return False
    heads = [right[: m.start()] for m in _CONJUNCTION.finditer(right)]
    if not (looks_like_unit(right) or any(looks_like_unit(head) for head in heads)):
        return False
    if is_area(left) and not is_group(left):
        return is_area(right) or is_seat(right) or is_group(right) or level_of(right) is not None
    return bool(bare(left))
