"""What a unit's name says: whose office it is and what it does.

A name is read as *whose* (示例市, 市, 区, 市委) and *what* (发展和改革), and both make its key: 市发改委, 市发展改革委
and 市发展和改革局 share one; 区发改局 does not. A name the table does not know is its own key, letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from tracker.policy.unit_name_table import OFFICES, Side

_SIDES = {office.name: office.side for office in OFFICES}
_FORMS = {form: (office.name, national) for office in OFFICES for form, national in office.forms().items()}
_LONGEST_FORM = max(map(len, _FORMS))

_BRACKETS = str.maketrans("[]{}【】〔〕「」『』〈〉《》", "()()()()()()()()")
_SPACE = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")
_EDGE = "、,;:。.·"
_FOLDS = (("委员会", "委"), ("委会", "委"), ("办公室", "办"), ("办公厅", "办"), ("人民政府", "政府"))
_ZONE_FOLDS = (
    ("经济技术开发区", "经开区"),
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("综合保税区", "综保区"),
    ("风景名胜区", "景区"),
)

_LEVEL = r"(?:自治区|自治州|自治县|省|市|区|县|旗|州|盟)"
# A level's word within a name is not its end: 某州市, 新市区; but 某市市中区 is two places.
_PLACE = re.compile(r".+?(?:自治区|自治州|自治县|[省市区县旗州盟](?![市区县旗州盟](?!中区)))")
_YOUTH_LEAGUE = re.compile(rf"(?:共青团|团)(.*{_LEVEL})委")
_ZONE = re.compile(
    r"(.*(?:经开区|高新区|综保区|开发区|示范区|试验区|度假区|保税区|园区|景区|经济区|合作区)|.+新区(?=管))(?:管委|管理委)?"
)
_TOWNSHIP = re.compile(r"(.+(?:街道|苏木|[乡镇]))(?:办事处|办|政府)?")
_GOVERNMENT = re.compile(rf"(.*(?:{_LEVEL}|地区))(政府|行署)?")
_NO_GOVERNMENT = re.compile(r"[全本我各有其]|.*(?:[社小校市库灾片辖]|新)区$")
_PARTY_COMMITTEE = re.compile(rf"(?:中共)?(.*(?:{_LEVEL}|[乡镇]))(?:党)?委|(?:中共)?(.+)党(?:工)?委")
_BRANCH = re.compile(r"(.+?[局委厅办院])(.+(?:分局|支队|大队|总队|中队))")
_WITHIN = re.compile(rf".+(?:{_LEVEL}|街道|[乡镇])委?")
_IN_BRACKETS = re.compile(r"(.+?)\((.+)\)")
_GROUP_WORD = re.compile(
    r"县级市|自治县|街道办事处|街道|开发区|园区|党委|党工委|管委|管理委|政府|行署|[县市区旗州盟地乡镇街委]"
)
_GROUP_PLACES = {"县级市": "市", "自治县": "县", "街道办事处": "街道", "街": "街道"}
_GROUP_BODIES = {"委": "党委", "党委": "党委", "党工委": "党委", "管委": "管委会", "管理委": "管委会"} | {
    "政府": "政府",
    "行署": "政府",
}
_GROUP_NOISE = re.compile(r"[()、,和及与/]")


class UnitKey(NamedTuple):
    """Whose and what; ``what`` is empty for a name taken letter by letter."""

    whose: str
    what: str

    def __str__(self) -> str:
        return f"{self.whose}|{self.what}" if self.what else self.whose


def canonical_key(written: str, home: str = "") -> str:
    """A text equal for the names of one office and different for two.

    ``home`` is the site's own place: with "示例市", 示例市财政局, 市财政局 and a bare 财政局 are one.
    """
    return str(read_key(folded(written), home))


def folded(written: str) -> str:
    """The name without what typing adds, its long words short."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", written)).translate(_BRACKETS).strip(_EDGE)
    for long, short in _FOLDS:
        text = text.replace(long, short)
    return text


@lru_cache(maxsize=20_000)
def read_key(text: str, home: str) -> UnitKey:
    if text.startswith("各"):
        return _group_key(text)
    if inside := _IN_BRACKETS.fullmatch(text):
        outer, inner = (read_key(part, home) for part in inside.groups())
        return UnitKey(f"{outer}({inner})", "")
    return (
        _office_key(text, home) or _place_key(text, home) or _branch_key(text, home) or UnitKey(at_home(text, home), "")
    )


def _group_key(text: str) -> UnitKey:
    """各县（市、区） however it is bracketed; 各市县 is another: a 市 written first is a prefecture's."""
    rest = _GROUP_NOISE.sub("", text[1:])
    words = _GROUP_WORD.findall(rest)
    if not words or "".join(words) != rest:
        return UnitKey(text, "")
    places = [_GROUP_PLACES.get(word, word) for word in words if word not in _GROUP_BODIES]
    bodies = {_GROUP_BODIES[word] for word in words if word in _GROUP_BODIES}
    if words[0] == "市" and len(set(places)) > 1:
        places[0] = "地级市"
    if all(place.endswith(("开发区", "园区")) for place in places):
        bodies.discard("管委会")
    return UnitKey("各" + "".join(sorted(set(places))), "".join(sorted(bodies)) or "政府")


def _office_key(text: str, home: str) -> UnitKey | None:
    if league := _YOUTH_LEAGUE.fullmatch(text):
        return UnitKey(at_home(league[1], home), "共青团")
    branch = text.endswith("分局")
    whole = text.removesuffix("分局") + "局" if branch else text
    for start in range(max(0, len(whole) - _LONGEST_FORM), len(whole)):
        if found := _FORMS.get(whole[start:]):
            name, national = found
            whose = _whose(whole[:start], _SIDES[name], home, national)
            return None if whose is None else UnitKey(whose, name + "分局" if branch else name)
    return None


def _whose(head: str, side: Side, home: str, national: bool) -> str | None:
    """The head of a name, without what goes without saying; None where the State Council's form has a local head."""
    if national or head == "国家":
        return "国家" if head in ("", "国家") else None
    head = head.removeprefix("国家税务总局").removeprefix("中共")
    head = at_home(head, home) if head else _own_level(home)
    head = re.sub(rf"({_LEVEL})委、?\1政府$", r"\1" if side is not Side.EITHER else r"\1委\1政府", head)
    if side is Side.GOVERNMENT:
        return head.removesuffix("政府")
    return re.sub(rf"({_LEVEL})委(?:\1)?$", r"\1", head) if side is Side.PARTY else head


def _place_key(text: str, home: str) -> UnitKey | None:
    """A government, a zone, a township or a party committee."""
    zone = text
    for long, short in _ZONE_FOLDS:
        zone = zone.replace(long, short)
    if found := _ZONE.fullmatch(zone):
        return UnitKey(at_home(found[1], home).removeprefix("市"), "管委会")
    if found := _TOWNSHIP.fullmatch(text):
        return UnitKey(at_home(found[1], home), "政府")
    if found := _PARTY_COMMITTEE.fullmatch(text):
        return UnitKey(at_home(found[1] or found[2], home), "党委")
    if text == "政府" and home:
        return UnitKey(_own_level(home), "政府")
    found = _GOVERNMENT.fullmatch(text)
    if found and (found[2] or (len(text) > 1 and not _NO_GOVERNMENT.match(text))):
        return UnitKey(at_home(found[1], home), "政府")
    return None


def _branch_key(text: str, home: str) -> UnitKey | None:
    """市公安局交警支队: a known office and a part of it, which stays letter by letter."""
    found = _BRANCH.fullmatch(text)
    office = _office_key(found[1], home) if found else None
    return UnitKey(f"{office}/{found[2]}", "") if found and office else None


def _places(home: str) -> list[str]:
    return _PLACE.findall(folded(home))


def _own_level(home: str) -> str:
    places = _places(home)
    return _level(places[-1]) if places else ""


def _level(place: str) -> str:
    found = re.search(rf"{_LEVEL}$", place)
    return found[0] if found else place


def at_home(text: str, home: str) -> str:
    """The text with the site's own place left to its level: 示例市财政局 to 市财政局, 示例市东山区 to 东山区."""
    level = ""
    for place in _places(home):
        if text.startswith(place):
            text, level = text[len(place) :], _level(place)
    return text if _WITHIN.fullmatch(text) else level + text
