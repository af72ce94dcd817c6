"""The same matter in two lists, or twice in one: what somebody should look at before a unit reports it twice.

Article 15 of the 政府督查工作条例 forbids repeated supervision. A match is a proposal; a person merges. With the same
unit a likeness of 82 in 100 is worth showing, with another unit or none 92, and short titles need more: six characters
that differ in one are another matter. One unit's titles that are worded too far apart for that may still share a phrase
and what they promise (``shared_phrases``); these score 82 to 92.

Titles are compared by what they are about (``task_titles``), with rapidfuzz's ratio, or by their letters whatever the
order where most neighbours are kept. Two titles that each have something the other lacks (学校 and 医院, 一期 and 二期)
lose far more than the ratio says, since lists are full of things said alike.

Ten thousand items against ten thousand: titles of one core are compared once, only titles of nearly the same length
meet, and rapidfuzz sifts one title against all of those at a time, so no table of all pairs is ever held.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice

from rapidfuzz import fuzz, process

from tracker.policy.shared_phrases import ENOUGH, MOST_POINTS, PhraseIndex, Rarity, agree_tellingly, points
from tracker.policy.task_subjects import Subject, one_of_each, read_subject
from tracker.policy.task_titles import Title, read_title

SAME_UNIT = 82.0
OTHER_UNIT = 92.0
BEST_PHRASE = 92.0  # a shared phrase is never as sure as a title said twice
LONG_ENOUGH = 10
PER_MISSING_CHARACTER = 2.0
MOST_PER_ITEM = 5
# Bounds on odd lists, such as thousands of titles that differ in a number: the likeliest few are looked at closely.
MOST_ALIKE = 30
MOST_BEARERS = 500
MOST_SHARING = 50

CONTRAST = 12.0  # for each character on both sides that the other title lacks
DISORDER = 30.0  # for neighbours not kept
OTHER_TARGET = 10.0
OTHER_FIGURES = 3.0
TARGETS_APART = 35.0
GENERIC = 8  # a title this short is told apart by its target: 重点项目建设

# Where both titles have one of these that the other lacks, they name two things: 城东 and 城西, 一期 and 二期.
_TELLING = frozenset("东西南北中上下前后内外左右一二三四五六七八九十省市县区镇乡村国春夏秋冬进出收支男女老幼")
# An indicator within an indicator, or another place for the same: in one title only, it is another matter.
_NARROWING = ("民间", "限上", "技改", "农村", "城镇居民", "能耗", "非税")


class Reason(StrEnum):
    """Why two items look like one."""

    SAME = "same title"
    FIGURES = "other figures"
    REWORDED = "reworded"
    SHARED_PHRASE = "shared phrase"


@dataclass(frozen=True)
class Candidate:
    """An item of a list: ``unit_key`` is the lead unit's canonical key, empty where there is none."""

    key: Hashable
    title: str
    unit_key: str = ""
    target: str = ""


@dataclass(frozen=True)
class Match:
    """Two items that look like one matter; ``a`` is always one of the new items."""

    a: Hashable
    b: Hashable
    score: float
    reason: Reason


@dataclass(frozen=True)
class _Entry:
    candidate: Candidate
    title: Title

    @cached_property
    def subject(self) -> Subject:
        return read_subject(self.candidate.title, self.candidate.target)


class _Pool:
    """Entries by core, the cores by length: only those of nearly a title's length can be alike enough."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        by_core: dict[str, list[_Entry]] = defaultdict(list)
        for entry in entries:
            by_core[entry.title.core].append(entry)
        self.bearers = sorted(by_core.values(), key=lambda bearers: len(bearers[0].title.core))
        self.titles = [bearers[0].title for bearers in self.bearers]
        self._letters = [title.letters for title in self.titles]
        self._lengths = [len(letters) for letters in self._letters]

    def alike(self, title: Title, least: float, start: int = 0) -> list[int]:
        """The places of titles that may reach ``least``: letters in any order bound the ratio from above."""
        share = least / (200 - least)
        length = len(title.core)
        first = max(start, bisect_left(self._lengths, length * share))
        last = bisect_right(self._lengths, length / share)
        window = self._letters[first:last]
        found = process.extract(title.letters, window, scorer=fuzz.ratio, score_cutoff=least, limit=MOST_ALIKE)
        return [first + place for _, _, place in found]


def find_duplicates(items: Sequence[Candidate], existing: Sequence[Candidate]) -> list[Match]:
    """Pairs of an item with another item or with an existing one, the likeliest first.

    At most five for one item, so that a hundred units with the same title do not make five thousand pairs.
    """
    new, old = _entries(items), _entries(existing)
    best: dict[Hashable, list[Match]] = defaultdict(list)
    new_by_unit, old_by_unit = _by_unit(new), _by_unit(old)
    units = new_by_unit.keys() | old_by_unit.keys()
    rarity = Rarity(entry.subject for entry in (*new, *old))
    for unit, entries in new_by_unit.items():
        if unit:
            pools = _Pool(entries), _Pool(old_by_unit.get(unit, []))
            _match(*pools, SAME_UNIT, best)
            _match_phrases(*pools, rarity, best)
    if "" in units or len(units) > 1:
        _match(_Pool(new), _Pool(old), OTHER_UNIT, best)
    return sorted((match for matches in best.values() for match in _top(matches)), key=lambda match: -match.score)


def _entries(candidates: Sequence[Candidate]) -> list[_Entry]:
    entries = [_Entry(candidate, read_title(candidate.title)) for candidate in candidates]
    return [entry for entry in entries if entry.title.core]


def _by_unit(entries: Sequence[_Entry]) -> dict[str, list[_Entry]]:
    units: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        units[entry.candidate.unit_key].append(entry)
    return units


def _match(new: _Pool, old: _Pool, least: float, best: dict[Hashable, list[Match]]) -> None:
    """Compare a pool of new titles with itself and with one of existing titles, one title at a time."""
    for place, title in enumerate(new.titles):
        for pool, start in ((new, place), (old, 0)):
            for other in pool.alike(title, least, start):
                likeness = _likeness(title, pool.titles[other])
                if likeness < _needed(least, title, pool.titles[other]):
                    continue
                same_bearers = pool is new and other == place
                for match in _bearing(new.bearers[place], pool.bearers[other], least, likeness, same_bearers):
                    _keep(best[match.a], match)


def _match_phrases(new: _Pool, old: _Pool, rarity: Rarity, best: dict[Hashable, list[Match]]) -> None:
    """Compare one unit's titles that are too unlike for ``_match`` by their subjects and their targets."""
    subjects = [[bearers[0].subject for bearers in pool.bearers] for pool in (new, old)]
    indexes = [PhraseIndex(of_pool, rarity) for of_pool in subjects]
    for place, subject in enumerate(subjects[0]):
        for pool, index, start in ((new, indexes[0], place + 1), (old, indexes[1], 0)):
            for other in index.likeliest(subject, start):
                for match in _sharing(new.bearers[place], pool.bearers[other], rarity):
                    _keep(best[match.a], match)


def _sharing(ours: list[_Entry], theirs: list[_Entry], rarity: Rarity) -> Iterator[Match]:
    for one in ours:
        kept = 0
        for other in islice(theirs, MOST_SHARING):
            evidence = points(one.subject, other.subject, rarity)
            if evidence >= ENOUGH and one.candidate.key != other.candidate.key and not _contradict(one, other):
                share = (min(evidence, MOST_POINTS) - ENOUGH) / (MOST_POINTS - ENOUGH)
                score = round(SAME_UNIT + share * (BEST_PHRASE - SAME_UNIT), 1)
                yield Match(one.candidate.key, other.candidate.key, score, Reason.SHARED_PHRASE)
                kept += 1
            if kept == MOST_PER_ITEM:
                break


def _bearing(
    ours: list[_Entry], theirs: list[_Entry], least: float, likeness: float, same_bearers: bool
) -> Iterator[Match]:
    """The pairs of items that bear two alike titles."""
    for place, one in enumerate(ours):
        kept = 0
        first = place + 1 if same_bearers else 0
        for other in islice(theirs, first, first + MOST_BEARERS):
            same_unit = one.candidate.unit_key == other.candidate.unit_key != ""
            if same_unit != (least == SAME_UNIT) or one.candidate.key == other.candidate.key:
                continue
            score = likeness - _apart(one, other)
            if score >= least:
                yield Match(one.candidate.key, other.candidate.key, round(score, 1), _reason(one, other))
                kept += 1
            if kept == MOST_PER_ITEM:
                break


def _needed(least: float, one: Title, other: Title) -> float:
    missing = max(0, LONG_ENOUGH - min(len(one.core), len(other.core)))
    return min(100.0, least + PER_MISSING_CHARACTER * missing)


def _likeness(one: Title, other: Title) -> float:
    """How much two titles are about the same, out of 100."""
    if one.core == other.core:
        return 100.0
    if _numbered_apart(one, other):
        return 0.0
    if (one.characters - other.characters) & _TELLING and (other.characters - one.characters) & _TELLING:
        return 0.0
    if _narrowed(one, other):
        return 0.0
    ours, theirs = Counter(one.core) - Counter(other.core), Counter(other.core) - Counter(one.core)
    kept = (one.pairs & other.pairs).total() / max(1, (one.pairs | other.pairs).total())
    any_order = fuzz.ratio(one.letters, other.letters) - DISORDER * (1 - kept)
    return max(fuzz.ratio(one.core, other.core), any_order) - CONTRAST * min(ours.total(), theirs.total())


def _numbered_apart(one: Title, other: Title) -> bool:
    return bool(one.numbers and other.numbers and one.numbers != other.numbers)


def _narrowed(one: Title, other: Title) -> bool:
    return any((word in one.core) != (word in other.core) for word in _NARROWING)


def _other_years(one: Title, other: Title) -> bool:
    return bool(one.years and other.years and one.years.isdisjoint(other.years))


def _contradict(one: _Entry, other: _Entry) -> bool:
    """Whether ``_match`` has judged the titles already, or something is in them that no shared phrase outweighs.

    An amount that agrees does outweigh 农村 in one title only.
    """
    titles = one.title, other.title
    if _numbered_apart(*titles) or _other_years(*titles) or one_of_each(one.subject, other.subject):
        return True
    if _narrowed(*titles) and not agree_tellingly(one.subject, other.subject):
        return True
    return _likeness(*titles) >= _needed(SAME_UNIT, *titles)


def _apart(one: _Entry, other: _Entry) -> float:
    """What speaks against the pair beside its titles."""
    if _other_years(one.title, other.title):
        return 100.0
    figures = one.title.quantities, other.title.quantities
    apart = OTHER_FIGURES if all(figures) and figures[0] != figures[1] else 0.0
    targets = one.candidate.target, other.candidate.target
    if min(len(one.title.core), len(other.title.core)) < GENERIC and all(targets):
        ours, theirs = (read_title(target).core for target in targets)
        apart += OTHER_TARGET if fuzz.ratio(ours, theirs) < TARGETS_APART else 0.0
    return apart


def _reason(one: _Entry, other: _Entry) -> Reason:
    if one.title.core != other.title.core:
        return Reason.REWORDED
    return Reason.SAME if one.title.quantities == other.title.quantities else Reason.FIGURES


def _keep(matches: list[Match], match: Match) -> None:
    matches.append(match)
    if len(matches) > 20 * MOST_PER_ITEM:
        matches[:] = _top(matches)


def _top(matches: list[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: -match.score)[:MOST_PER_ITEM]
