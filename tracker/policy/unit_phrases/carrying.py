"""Names shortened because their neighbours say the rest: 「省工信委、住建厅」, 「越秀、荔湾、海珠区政府」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.policy.unit_phrases.names import is_group, is_party, level_of, looks_like_unit

_ALONE = re.compile(
    "^(?:国家|国务院|中央|中国|中共|全国|最高|人民银行|人行|银保监|银监|保监|证监|金融监管|外汇|海关|团[省市县区州]?委|共青团|税务局|国税|地税|税务总局"
    "|中级|基层|法院|检察院|人民法院|人民检察院|军分区|警备区|武警|人武部|国网|南网|供电|电力|电网|移动|联通|电信|铁塔|中石|海事|铁路|民航|机场"
    "|邮储|农商|农发|工商银行|建设银行|农业银行|烟草|属地|属|项目|本|原|驻|广铁)"
    "|(?:分局|分行|支行|[一-龥]{2}公积金(?:管理)?中心|公司|集团|银行|大学|学院|学校|中学|小学|医院|政府|管委会|管理委员会|办事处|街道办|街道|开发区|新区|园区|经济区|高新区|试验区"
    "|[^市]镇|乡|村|[一-龥]{2,}[区县市]|海关|调查队|(?:交警|交管|交通警察|治安|刑侦|刑警|经侦|特警|巡警|网安|禁毒)(?:总队|支队|大队|中队)|军|专班|领导小组|工作组|指挥部|协会|商会|企业|厂|部门|单位|委成员)$"
)
_BUREAU = re.compile(
    "(?:局|委|厅|办|办公室|办公厅|委员会|室|中心|总队|支队|大队|队|联|科协|文协|作协|侨|总工会|工会|红十字会|供销社|社|馆|处|院|党校|台|法院|检察院|所|站)$"
)
_PARTY_ORGAN = re.compile(
    "^(?:组织部|宣传部|统战部|统一战线|政法委|网信办|编办|机构编制|政研室|政策研究室|改革办|深改办|巡察办|老干部局|社会工作部|社工部|直属机关|机关工委|保密办|机要"
    "|军民融合办|台办|外办|农办|财办|依法治[省市县区]办|国安办|督查室|党史|党校)"
)
# 市场监管局 and 乡村振兴局 only look as if they had a level of their own.
_LEVEL_WORD = re.compile("^[省市县区州盟旗乡镇](?!场监|场局|场建|域|村振)")
_FAMILIES = (re.compile("国税局|地税局|国家税务局|地方税务局"), re.compile("法院|检察院"))
# Each level has its own court, so that behind any unit of the level it is the level's.
_COURT = re.compile("(?:人民)?(?:法院|检察院)")
# 「团县委、妇联」: the level stands in the middle of the name.
_LEAGUE = re.compile("(?:共青团|团)(?P<level>[省市县区州旗盟])委")
_DOMAIN = re.compile(
    "^(?:[一-龥]{2,4}|[省市县区](?:[一-龥]{2,4})|工业和信息化|人力资源和?社会保障|住房和?城乡建设|文化和?旅游|农业农村|应急管理)$"
)
_FIELD = re.compile(
    "^(?:发改|财政|住建|经信|工信|教育|公安|民政|司法|人社|自然资源|生态环境|交通|交通运输|水利|水务|农业农村|商务|文旅|卫健|应急|应急管理|审计|国资"
    "|市场监管|体育|统计|医保|信访|林业|林草|城管|科技|环保|国土|规划|房管|建设|税务|文化|旅游|卫生|金融|大数据|投促|招商|消防|气象|档案|民宗|退役军人)$"
)
_PLACE_TAIL = re.compile(
    "^(?P<place>[一-龥]{2,4}?)(?P<tail>(?:区|县|市|旗|镇|乡|街道)(?:人民政府|政府|管委会|办事处|街道办)?)$"
)
_DEPARTMENT = re.compile("(?P<field>[一-龥]{2,10}?)(?:主管)?部门")
# 「市城投、市财政局」: the one in front is a company and no bureau cut short.
_COMPANY = re.compile("[城交产水文旅国农建发科]投$")
_BUREAU_TAIL = re.compile("^[一-龥]{2,10}(?P<tail>局|委|厅)$")


def with_prefixes(names: Sequence[str]) -> list[str]:
    """Each name with the level word it shares with the names before it in the same cell."""
    level: str | None = None
    party = False
    full: list[str] = []
    for index, name in enumerate(names):
        own = level_of(name)
        if own:
            level, party = own[0], is_party(name)
            full.append(name)
        elif league := _LEAGUE.fullmatch(name):
            level, party = league["level"], False
            full.append(name)
        elif level and _takes_prefix(name, full[index - 1] if index else ""):
            full.append(_prefixed(name, level, party))
        else:
            full.append(name)
    return full


def _prefixed(name: str, level: str, party: bool) -> str:
    # 宣传部 belongs to the committee, whichever unit of the level stands before it.
    if _PARTY_ORGAN.match(name) and len(level) == 1 and (party or name.endswith("部")):
        return f"{level}委{name}"
    return level + name


def _takes_prefix(name: str, before: str) -> bool:
    if is_group(name):
        return False
    if _COURT.fullmatch(name):
        return True
    if any(family.search(name) and family.search(before) and level_of(before) for family in _FAMILIES):
        return True
    if _ALONE.search(name) or _LEVEL_WORD.match(name):
        return False
    if not looks_like_unit(name):
        return bool(_FIELD.match(name) or (_DOMAIN.match(name) and not looks_like_unit(before)))
    return bool(_BUREAU.search(name) or _PARTY_ORGAN.match(name))


def with_tails(names: Sequence[str], listed: Sequence[bool]) -> tuple[list[str], list[tuple[str, str]]]:
    """Names whose end stands only at the last of them; ``listed[i]`` says that i is joined to i-1 by 、.

    Returns the names and the pairs (as written, as read) that were completed by guess.
    """
    full = list(names)
    guessed = _departments(full, listed)
    for index in range(len(full) - 1, 0, -1):
        if not listed[index] or looks_like_unit(full[index - 1]) or is_group(full[index - 1]):
            continue
        short = full[index - 1]
        place, bureau = _PLACE_TAIL.match(full[index]), _BUREAU_TAIL.match(full[index])
        if not _DOMAIN.match(short):
            continue
        if place and level_of(full[index]) is None and short[-1] != place["tail"][0]:
            full[index - 1] = short + place["tail"]
        elif bureau and len(short) <= 5 and not _COMPANY.search(short):
            full[index - 1] = short + bureau["tail"]
            guessed.append((short, full[index - 1]))
    return full, guessed


def _departments(full: list[str], listed: Sequence[bool]) -> list[tuple[str, str]]:
    """「市发改、财政、住建部门」: 部门 speaks of all of them, so none is called so; returns what was read how."""
    read: list[tuple[str, str]] = []
    for index in range(1, len(full)):
        said = _DEPARTMENT.fullmatch(full[index])
        if said and listed[index] and _FIELD.match(_without_level(full[index - 1])):
            read.append((full[index], said["field"]))
            full[index] = said["field"]
    return read


def _without_level(name: str) -> str:
    own = level_of(name)
    return own[1] if own else name
