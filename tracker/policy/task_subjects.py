"""What a task speaks of: the words of its title that no other task could do without, and the figures it promises.

A title's *subject* is what is left of 高质量完成老旧小区改造任务 when the words any task may have are gone: 老旧小区.
Its words stay apart where such a word stood between them. A *figure* is a number with its measure and what is counted:
86个 of 老旧小区, however the sentence turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tracker.policy.task_titles import EFFORT, cleaned, figures_of, plain

# What can be said of almost any object: by itself it neither joins two tasks nor parts them. Longer words come first.
_SAID_OF_ANYTHING = re.compile(
    "高质量发展|高质量|高水平|多渠道|多措并举|攻坚战|改扩建|新改建|标准化|现代化|智能化|规范化|常态化|一体化|全覆盖|全过程|全链条|补短板|"
    "改建|扩建|新建|改造|整治|治理|修复|更新|升级|提质|增效|扩面|扩容|提速|提标|达标|优化|深化|推广|壮大|做大|做强|做优|"
    "扩大|增加|改善|改进|巩固|拓展|拓宽|补齐|短板|畅通|缓解|夯实|激发|释放|鼓励|支持|引导|稳慎|稳妥|稳步|稳定|恢复|严控|遏制|"
    "防范|化解|降低|压减|打好|攻坚|行动|活动|专项|计划|方案|机制|体系|系统|制度|长效|体制|改革|供给|供应|筹集|布局|传承|利用|组织|"
    "集聚|聚集|落地|加大|压实|责任|创建|中心|机构|领域|条件|品质|水平|质效|质量|效能|成效|成果|难题|问题|突出|重点|城市|"
    "建设|工程|项目|工作|任务|目标|繁荣|增长|增速|具备|全部|突破|控制|超过|其中|"
    # Not where the word goes on: 保障性住房, 服务业, 示范区, 管理员.
    "(?:综合|创新|发展|管理|监管|服务|保障|能力|规模|保护|规范|示范|试点|设施|基础)(?![性业型化员站点队者所区带园院])"
)
_CLAUSE = re.compile(r"[,，;；、。\n]")
# A target said in a paragraph mentions everything; only its opening says what the task is about.
MOST_OF_TARGET = 80
SHORTEST_SUBJECT = 2
PHRASE = 4
LONG_PHRASE = 5
# Of one kind, so that titles with one of them each speak of two things: 示东 and 示西, 一期 and 二期, 省 and 市.
_OF_ONE_KIND = (
    *map(frozenset, ("东西南北中", "上中下", "前后", "内外", "左右", "春夏秋冬", "进出", "收支", "男女", "老幼")),
    *map(frozenset, ("一二三四五六七八九十", "省市县区镇乡村国")),
)
_TOWN = re.compile("城[区镇]")


@dataclass(frozen=True)
class Figure:
    """A promised number: ``counted`` is the pairs of characters that say of what, ``phrases`` the runs of four."""

    amount: str
    counted: frozenset[str]
    phrases: frozenset[str]

    @property
    def measure(self) -> str:
        return self.amount.lstrip("0123456789.")

    @cached_property
    def telling(self) -> bool:
        """Whether hardly another task has the number by chance: 62公里, but neither 5个 nor 100名."""
        digits = "".join(filter(str.isdigit, self.amount))
        return len(digits) > 1 and digits.rstrip("0") != "1"

    @property
    def rate(self) -> bool:
        return self.measure == "%"


@dataclass(frozen=True)
class Subject:
    """What a title is about (``pairs``) and what its target adds (``promised``), as pairs of neighbouring characters.

    Phrases are runs of four; those of the title are counted before the common words go: 宅基地制度改革.
    """

    words: tuple[str, ...]
    pairs: frozenset[str]
    phrases: frozenset[str]
    long_phrases: frozenset[str]
    promised: frozenset[str]
    promised_phrases: frozenset[str]
    figures: tuple[Figure, ...]

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """What is said in either, also where a common word stands between: 道路运输领域安全."""
        return self.pairs | self.promised | runs([self.text], 2)

    @cached_property
    def text(self) -> str:
        return "".join(self.words)

    @cached_property
    def characters(self) -> frozenset[str]:
        return frozenset(_TOWN.sub("城市", self.text))

    @cached_property
    def all_characters(self) -> frozenset[str]:
        """Those of the target too: 农村养老 with a target of 乡镇养老服务中心 is not for villages only."""
        return self.characters.union(*self.promised)

    @cached_property
    def amounts(self) -> frozenset[str]:
        return frozenset(figure.amount for figure in self.figures)

    @cached_property
    def measured(self) -> frozenset[str]:
        """What the figures count, each with its measure: the 小区 of 改造老旧小区86个 as 小区个."""
        return frozenset(pair + figure.measure for figure in self.figures for pair in figure.counted)


def read_subject(title: str, target: str = "") -> Subject:
    """Read a title and its target; a title all of whose words are common keeps those that are no words of effort."""
    written = EFFORT.sub(" ", plain(title)).split()
    words = _words(title)
    if len("".join(words)) < SHORTEST_SUBJECT:
        words = tuple(written)
    target = target[:MOST_OF_TARGET]
    promised = _words(target)
    return Subject(
        words=words,
        pairs=runs(words, 2),
        phrases=runs(written, PHRASE),
        long_phrases=runs(words, LONG_PHRASE),
        promised=runs(promised, 2),
        promised_phrases=runs(promised, PHRASE),
        figures=_figures(title) + _figures(target),
    )


def one_of_each(one: Subject, other: Subject) -> bool:
    """Whether each has a telling character that the other lacks and has another like it for."""
    ours, theirs = one.characters - other.all_characters, other.characters - one.all_characters
    return any(kind & ours and kind & theirs for kind in _OF_ONE_KIND)


def _words(written: str) -> tuple[str, ...]:
    text = EFFORT.sub(" ", plain(written))
    return tuple(_SAID_OF_ANYTHING.sub(" ", text).split())


def runs(words: Iterable[str], length: int) -> frozenset[str]:
    """Each so many neighbouring characters of a word."""
    return frozenset(word[i : i + length] for word in words for i in range(len(word) - length + 1))


def _figures(written: str) -> tuple[Figure, ...]:
    found = []
    for clause in _CLAUSE.split(written):
        if amounts := figures_of(cleaned(clause)) - {"100%"}:
            words = _words(clause)
            counted, phrases = runs(words, 2), runs(words, PHRASE)
            found += [Figure(amount, counted, phrases) for amount in sorted(amounts)]
    return tuple(found)
