"""What a task's title is about, apart from how it is said.

Two offices write the same matter each in its own way: 加快推进城东污水处理厂提标改造工程建设,
城东污水处理厂提标改造. The *core* is what is left without the words of effort (加快推进, 确保, 深入实施) and without
quantities: a growth of 6 % in one list and 8 % in the other is the same indicator. Numbers that name a thing
(1号线, 第五届, 220千伏) stay in the core.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

_NUMBERING = re.compile(
    r"^\s*(?:[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+(?:\.\d+)*[.、．](?!\d))\s*"
)
_YEAR = re.compile(r"(\d{4})年(?:度|底前|底|内)?")
_WHEN = re.compile(r"(?:今年|全年|年内|年底前|年底|年末|\d{1,2}月底前|\d{1,2}月份?|[上下]半年)")
_MEASURES = (
    "个百分点|万亿元|亿美元|万美元|亿元|万元|元|万吨|亿吨|吨|亿斤|万斤|斤|万亩|亩|公顷|万人次|人次|万人|人|万户|户|个|所|家|套|"
    "公里|千米|平方公里|万平方米|平方米|座|条|部|台|件|项|场|处|名|辆|次|张|批|万|亿|%"
)
# Not a number that names: after 第 or a letter, or before 号, 期, 届 and the like.
_QUANTITY = re.compile(
    rf"(?<![第a-z\d.])(\d+(?:\.\d+)?)(?![a-z\d.]|号|期|届|千伏|标段|环|路|中)((?:{_MEASURES})?)(?:以上|以内|左右)?"
)
_DIGITS = re.compile(r"\d+")
_NOT_TEXT = re.compile(r"[\W_]+")
_INNER_MARKS = re.compile(r"[“”\"'《》〈〉「」·]")
_SAID_OTHERWISE = (
    ("规模以上", "规上"),
    ("限额以上", "限上"),
    ("国有企业", "国企"),
    ("国内生产总值", "地区生产总值"),
    ("gdp", "地区生产总值"),
    ("公共财政预算", "一般公共预算"),
    ("城镇老旧小区", "老旧小区"),
    ("国家级", "国家"),
    ("新建改建", "新改建"),
    ("新建和改建", "新改建"),
    ("技术改造", "技改"),
    ("医药卫生体制改革", "医改"),
    ("粮食总产", "粮食产"),
    ("粮食产量", "粮食产"),
)
EFFORT = re.compile(
    "加快|推进|推动|推行|促进|全力|全面|积极|大力|深入|着力|切实|进一步|持续|抓好|抓紧|做好|办好|搞好|举办|确保|力争|完成|实施|开展|落实|"
    "强化|加强|培育|新增|严格|坚决|坚持|努力|不断|扎实|稳步|有序|统筹|启动|开工|建成|投用|投入使用|达到|实现|建立|健全|完善|构建|打造|提升|提高|"
    "全市|我市|本市|不少于|不低于|力度|以上|以下|左右|[的和与及等]"
)
_WORK = re.compile(r"(?:建设|工程|项目|工作|任务|目标)+$|^(?:建设|新建)")
SHORTEST_CORE = 4


@dataclass(frozen=True)
class Title:
    """A title as read: its core, its quantities and the years it names."""

    core: str
    quantities: frozenset[str]
    years: frozenset[str]

    @cached_property
    def letters(self) -> str:
        """The core's characters in order of code: alike whatever order the clauses stand in."""
        return "".join(sorted(self.core))

    @cached_property
    def characters(self) -> frozenset[str]:
        return frozenset(self.core)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers that name: 1 of 1号线, which is not the 11 of 11号线."""
        return frozenset(_DIGITS.findall(self.core))

    @cached_property
    def pairs(self) -> Counter[str]:
        """Each two neighbouring characters: what of the wording survives a change of order."""
        return Counter(map("".join, zip(self.core, self.core[1:], strict=False)))


def read_title(written: str) -> Title:
    """Read a title; one with little but words of effort keeps them, having nothing else."""
    text = cleaned(written)
    joined = _as_usual(_NOT_TEXT.sub("", _QUANTITY.sub("", text)))
    subject = EFFORT.sub("", joined)
    years = frozenset(_YEAR.findall(_folded(written)))
    for core in (_WORK.sub("", subject), subject, joined):
        if len(core) >= SHORTEST_CORE:
            return Title(core, figures_of(text), years)
    return Title(joined, figures_of(text), years)


def cleaned(written: str) -> str:
    """The text without its number in the list and without dates, which say when and not what."""
    return _WHEN.sub("", _YEAR.sub("", _folded(written)))


def plain(written: str) -> str:
    """The words alone, as they are usually said: without figures, a space for each mark between them."""
    return _as_usual(_NOT_TEXT.sub(" ", _INNER_MARKS.sub("", _QUANTITY.sub("", cleaned(written)))))


def figures_of(text: str) -> frozenset[str]:
    """Each quantity with its measure."""
    return frozenset(number + measure for number, measure in _QUANTITY.findall(text))


def _as_usual(text: str) -> str:
    for said, usual in _SAID_OTHERWISE:
        text = text.replace(said, usual)
    return text


def _folded(written: str) -> str:
    return _NUMBERING.sub("", unicodedata.normalize("NFKC", written)).lower()
