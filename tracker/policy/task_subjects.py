"""What a task speaks of: the words of its title that no other task could do without, and the figures it promises.

A title's *subject* is what is left of 高质量完成老旧小区改造任务 when the words any task may have are gone: 老旧小区. Its
words stay apart where such a word stood between them. A *figure* is a number with its measure and what is counted:
86个 of 老旧小区, however the sentence turns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from tracker.policy.task_titles import EFFORT, cleaned, figures_of, plain

# What can be said of almost any object, longest first: by itself it neither joins two tasks nor parts them.
_SAID_OF_ANYTHING = re.compile(
    "高质量发展|高质量|多渠道|多措并举|攻坚战|改扩建|新改建|标准化|现代化|智能化|规范化|常态化|综合|改建|扩建|新建|改造|整治|"
    "治理|修复|更新|升级|提质|增效|优化|深化|创新|推广|发展|壮大|做大|做强|扩大|增加|打好|攻坚|行动|专项|计划|方案|机制|"
    "体系|制度|长效|体制|改革|管理|监管|服务|保障|供给|水平|能力|规模|质效|质量|效能|工作|试点|示范|设施|稳步|稳定|恢复|"
    "支持|引导|保护|利用|组织|畅通|巩固|拓展|成果|缓解|难题|问题|突出|建设|工程|项目|任务|目标|城市|培养|基础|加大|规范|"
    "压实|责任|繁荣|创建|增长|增速|具备|全部|突破|控制|超过|其中|中心|补短板|机构"
)
_CLAUSE = re.compile(r"[,，;；、。\n]")
# A target said in a paragraph mentions everything; only its opening says what the task is about.
MOST_OF_TARGET = 120
SHORTEST_SUBJECT = 2
# Of one kind, so that titles with one of them each speak of two things: 示东 and 示西, 一期 and 二期, 省 and 市.
_OF_ONE_KIND = [
    frozenset(kind)
    for kind in "东西南北中 上中下 前后 内外 左右 一二三四五六七八九十 省市县区镇乡村国 春夏秋冬 进出 收支 男女 老幼".split()
]
_TOWN = re.compile("城[区镇]")


@dataclass(frozen=True)
class Figure:
    """A promised number: ``counted`` is the pairs of characters that say of what."""

    amount: str
    counted: frozenset[str]

    @cached_property
    def telling(self) -> bool:
        """Whether hardly another task has it by chance: 62公里, but neither 5个, 100名 nor a rate of 95%."""
        digits = "".join(filter(str.isdigit, self.amount))
        return not self.amount.endswith("%") and len(digits) > 1 and digits.rstrip("0") != "1"


@dataclass(frozen=True)
class Subject:
    """What a title is about (``pairs``) and what its target adds (``promised``), as pairs of neighbouring characters."""

    words: tuple[str, ...]
    pairs: frozenset[str]
    promised: frozenset[str]
    figures: tuple[Figure, ...]

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """What is said in either."""
        return self.pairs | self.promised

    @cached_property
    def text(self) -> str:
        return "".join(self.words)

    @cached_property
    def characters(self) -> frozenset[str]:
        return frozenset(_TOWN.sub("城市", self.text))

    @cached_property
    def amounts(self) -> frozenset[str]:
        return frozenset(figure.amount for figure in self.figures)


def read_subject(title: str, target: str = "") -> Subject:
    """Read a title and its target; a title all of whose words are common keeps those that are no words of effort."""
    words = _words(title)
    if len("".join(words)) < SHORTEST_SUBJECT:
        words = tuple(EFFORT.sub(" ", plain(title)).split())
    target = target[:MOST_OF_TARGET]
    return Subject(words, _pairs(words), _pairs(_words(target)), _figures(title) + _figures(target))


def one_of_each(one: Subject, other: Subject) -> bool:
    """Whether each has a telling character that the other lacks and has another like it for."""
    ours, theirs = one.characters - other.characters, other.characters - one.characters
    return any(kind & ours and kind & theirs for kind in _OF_ONE_KIND)


def _words(written: str) -> tuple[str, ...]:
    text = EFFORT.sub(" ", plain(written))
    return tuple(_SAID_OF_ANYTHING.sub(" ", text).split())


def _pairs(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))


def _figures(written: str) -> tuple[Figure, ...]:
    found = []
    for clause in _CLAUSE.split(written):
        if amounts := figures_of(cleaned(clause)) - {"100%"}:
            counted = _pairs(_words(clause))
            found += [Figure(amount, counted) for amount in sorted(amounts)]
    return tuple(found)
