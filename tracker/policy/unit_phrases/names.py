"""What the name of a unit, and of a group of units, looks like."""

from __future__ import annotations

import re
from functools import lru_cache

_TAIL = re.compile(
    "(?:局|委|办|厅|部|会|院|署|处|科|室|所|股|中心|政府|队|站|馆|社|联|行|公司|集团|大学|学校|中学|小学|职校|党校|讲师团"
    "|(?<![小景片库灾疫])区|县|市|镇|乡|街道|街|村|盟|旗|州|台|报社|网|厂|场|基地|组|专班|军|战线|口岸|海关|协|总站|园|城"
    "|行署|办事处|团|电信|移动|联通|铁塔|邮政|烟草|供电|电力|电网|国网|部门|单位|地区|企业|科室|处室|机构|成员|纪检组)$"
)
_AREA = re.compile("(?:(?<![小景片库灾疫])区|县|市|镇|乡|街道|街|村|旗)$")
_SEAT = re.compile("(?:政府|管委会|办事处|街道办|党委|党工委|行署)$")
_CLOSING_BRACKET = re.compile(r"[（(][^（()）]{0,20}[）)]$")
_GROUP = re.compile(
    "各|有关|相关|其他|其它|涉及|^属地|所在地|(?:成员|牵头|责任|配合|所属|下属|直属|驻[市区县地])单位$|所属部门$"
    "|[省市区县州]直(?:机关|部门|单位)(?!工委|党工委)|^[乡镇街县市区、（）()道]{2,12}$|^(?:全[省市县区州]|本级)(?!.*(?:局|委|办|厅|中心|公司)$)"
)
_PLACES = re.compile(
    "(?:全[省市县区州]各?|各|[、，,及和（）()]|自治[州区县旗]|县级市|特区|民族乡|开发区|高新区|经开区|功能区|(?:产业|工业|科技|物流)园区?|管理区|新区|园区|林区|矿区|街道办事处|街道办|办事处"
    "|街道|乡镇|镇街|社区|人民政府|政府|管委会|管理委员会|党工委|党委|行署|行政公署|[省市县区州旗盟地乡镇街村])+"
)
_REGIONS = re.compile("各地区?(?:$|、)")
_LEVELLED = re.compile(
    "(?P<level>自治区|兵团|[省市县区州盟旗](?!场|政(?!府|协|务|数|法|研)|容|域|民(?!政|族|宗|委|防)|划|际|级|直|属|街|村|[中南北]区))(?P<rest>.+)"
)
_PLACED = re.compile(
    "(?P<level>[^各有相省市县区州、（(]{2,6}(?:省|(?<!国家)市(?![场化政容])|县(?!域)|(?<![社园小景])区(?!域)|州|旗|盟))"
    "(?P<rest>(?!管委会|管理委员会|政府|人民政府|党工委).{2,}(?:局|委|办|厅|中心|办公室|会|联|部))"
)
_PARTY = re.compile("[省市县区州盟旗]委(?=.)")
_LONGEST_NAME = 60


def bare(name: str) -> str:
    """The name without the bracket it ends with: 「各镇政府(街道办事处)」 is a government."""
    return _CLOSING_BRACKET.sub("", name) or name


@lru_cache(maxsize=4096)
def looks_like_unit(name: str) -> bool:
    return len(name) >= 2 and len(name) <= _LONGEST_NAME and bool(_TAIL.search(bare(name)) or is_group(name))


def is_area(name: str) -> bool:
    return bool(_AREA.search(bare(name)))


def is_seat(name: str) -> bool:
    """The body that governs a place: 越秀区政府, 沈阳近海经济区管委会."""
    return bool(_SEAT.search(bare(name)))


@lru_cache(maxsize=4096)
def is_group(name: str) -> bool:
    """Several units under one name: 「各街道」, 「市直有关部门」, 「国务院相关部门」."""
    return bool(_GROUP.search(name[:_LONGEST_NAME]))


@lru_cache(maxsize=4096)
def is_open_group(name: str) -> bool:
    """A group nobody can list, so nobody can sign for it; 「各县（市、区）人民政府」 can be listed."""
    if not is_group(name):
        return False
    return len(name) > _LONGEST_NAME or bool(_REGIONS.match(name)) or not _PLACES.fullmatch(name)


@lru_cache(maxsize=4096)
def level_of(name: str) -> tuple[str, str] | None:
    """A name's level word and the rest: 「省工信委」 is 省 and 工信委; 「市场监管局」 has none."""
    if is_group(name) or len(name) > _LONGEST_NAME:
        return None
    match = _LEVELLED.fullmatch(name) or _PLACED.fullmatch(name)
    return (match["level"], match["rest"]) if match else None


def is_party(name: str) -> bool:
    return bool(_PARTY.match(name))
