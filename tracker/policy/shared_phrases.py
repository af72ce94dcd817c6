"""Whether two titles of one unit, worded apart, are about one matter: by the words they share and the figures they promise.

The party committee writes 高质量完成老旧小区改造任务 and the government 推进城镇老旧小区综合改造: no ratio of letters sees it.
Points are given, and each can be told in a sentence:

- up to 60 for the share of each title's subject that the other's title or target says as well, rare words counting more
  (36 for the title said better, 24 for the other);
- 25 for an amount promised of the same thing (改造老旧小区86个, 86个老旧小区完工), 12 where it is a rate or a single digit;
- 20 off where both titles are one sentence but for a word (更新改造供热管网, 更新改造供水管网): that word is the matter;
- 25 off where no amount and no phrase of four characters joins them;
- 15 off where both have a target and not even two characters of those are the same.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tracker.policy.task_subjects import Subject

ENOUGH = 40.0
BETTER_SAID = 36.0
LESS_SAID = 24.0
TELLING_FIGURE = 25.0
ANY_FIGURE = 12.0
MOST_POINTS = BETTER_SAID + LESS_SAID + TELLING_FIGURE
ONE_WORD_APART = 20.0
NO_PHRASE = 25.0
OTHER_TARGET = 15.0
PHRASE = 4
FRAME = 0.45  # so much of the shorter subject before and after a word makes two titles one sentence
# A short list makes no word common; and one that hundreds of a unit's titles have leads nowhere.
FEWEST_TITLES = 50
MOST_TITLES = 300
MOST_LOOKED_AT = 20


class Rarity:
    """How much a pair of characters tells, 0 to 1: less, the more titles of both lists have it."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        texts = {subject.text: subject.pairs for subject in subjects}
        self._titles = Counter(pair for pairs in texts.values() for pair in pairs)
        self._all = max(FEWEST_TITLES, len(texts))

    def weight(self, pair: str) -> float:
        titles = max(2, self._titles[pair])
        return math.log(self._all / titles + 1) / math.log(self._all / 2 + 1)

    def total(self, pairs: Iterable[str]) -> float:
        return sum(map(self.weight, pairs))


class PhraseIndex:
    """The subjects of a list by their pairs of characters, so that only those sharing some are compared."""

    def __init__(self, subjects: Sequence[Subject], rarity: Rarity) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, subject in enumerate(subjects):
            for pair in subject.pairs:
                self._places[pair].append(place)
        self._rarity = rarity

    def likeliest(self, subject: Subject, start: int = 0) -> Iterator[int]:
        """Places from ``start`` on, those that share most first."""
        shared: Counter[int] = Counter()
        for pair in subject.pairs:
            places = self._places.get(pair, ())
            if len(places) <= MOST_TITLES:
                weight = self._rarity.weight(pair)
                for place in places:
                    shared[place] += weight  # type: ignore[assignment]
        found = [(weight, place) for place, weight in shared.items() if place >= start]
        for _, place in sorted(found, key=lambda each: (-each[0], each[1]))[:MOST_LOOKED_AT]:
            yield place


def points(one: Subject, other: Subject, rarity: Rarity) -> float:
    """The evidence that both are one matter; ``ENOUGH`` is worth showing."""
    if one.pairs.isdisjoint(other.pairs):
        return 0.0
    said = sorted(_said(*both, rarity) for both in ((one, other), (other, one)))
    figures = _figures(one, other)
    evidence = BETTER_SAID * said[1] + LESS_SAID * said[0] + figures
    if not figures and len(longest_phrase(one, other)) < PHRASE:
        evidence -= NO_PHRASE
    if one.promised and other.promised and one.promised.isdisjoint(other.promised):
        evidence -= OTHER_TARGET
    return evidence - (ONE_WORD_APART if _one_word_apart(one, other) else 0.0)


def telling_figure(one: Subject, other: Subject) -> bool:
    return _figures(one, other) == TELLING_FIGURE


def _said(one: Subject, other: Subject, rarity: Rarity) -> float:
    """The share of one's subject that the other says somewhere."""
    whole = rarity.total(one.pairs)
    return rarity.total(one.pairs & other.mentioned) / whole if whole else 0.0


def _figures(one: Subject, other: Subject) -> float:
    amounts = one.amounts & other.amounts
    if not amounts:
        return 0.0
    agreed = [
        ours
        for ours in one.figures
        for theirs in other.figures
        if ours.amount == theirs.amount and not ours.counted.isdisjoint(theirs.counted)
    ]
    if not agreed:
        return 0.0
    return TELLING_FIGURE if any(figure.telling for figure in agreed) else ANY_FIGURE


def longest_phrase(one: Subject, other: Subject) -> str:
    """The longest run of characters in words of both subjects."""
    best = ""
    for word in one.words:
        for start in range(len(word)):
            while (end := start + len(best) + 1) <= len(word) and any(word[start:end] in theirs for theirs in other.words):
                best = word[start:end]
    return best


def _one_word_apart(one: Subject, other: Subject) -> bool:
    ours, theirs = one.text, other.text
    shorter = min(len(ours), len(theirs))
    before = _common(ours, theirs)
    after = min(_common(ours[::-1], theirs[::-1]), shorter - before)
    slots = ours[before : len(ours) - after], theirs[before : len(theirs) - after]
    if not all(slots) or before + after < FRAME * shorter:
        return False
    # The word with a neighbour on either side, which the other may say in its target: 中小学校 for 义务教育学校.
    around = [text[max(0, before - 1) : len(text) - max(0, after - 1)] for text in (ours, theirs)]
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in around]
    return not (pairs[0] <= other.mentioned or pairs[1] <= one.mentioned or pairs[0] & pairs[1])


def _common(ours: str, theirs: str) -> int:
    """How many characters both begin with."""
    return next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
