"""Whether two titles of one unit, worded apart, are about one matter: by shared words and by what they promise.

One office writes 高质量完成老旧小区改造任务, another 推进城镇老旧小区综合改造: no ratio of letters sees it. Points are
given, and each can be told in a sentence:

- up to 60 for the share of each title's subject that the other's title or target says as well, rare words counting
  more: 36 for the title said better, 24 for the other; where they promise nothing alike, all 60 for the one said less;
- 40 for the same count of the same phrase, a thing that a title names (公共充电桩1200个 in both targets);
- 25 for a count of a thing that a title names, if the number or the phrase tells (改造老旧小区86个, 86个老旧小区完工);
- 12 for any other amount of the same thing, or a phrase that the targets share;
- 6 for five characters of both subjects in a row, where they promise nothing of one kind;
- 8 off where the same thing is promised in other amounts only;
- 15 off where both are one sentence but for a word (更新改造供热管网, 更新改造供水管网): that word is the matter;
- 25 off where they promise nothing alike and no phrase of four characters joins the titles, nor all of both subjects;
- 15 off where both have a target and not even two characters of those are the same.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import product

from tracker.policy.task_subjects import Subject, runs

ENOUGH = 38.0
BETTER_SAID = 36.0
LESS_SAID = 24.0
SAME_PROMISE = 40.0
SAME_AMOUNT = 25.0
ALIKE = 12.0
FIVE_ALIKE = 6.0
MOST_POINTS = BETTER_SAID + LESS_SAID + SAME_PROMISE
ONE_WORD_APART = 15.0
NO_PHRASE = 25.0
OTHER_TARGET = 15.0
OTHER_AMOUNT = 8.0
SHORTEST_WHOLE = 3
SLIM = 2.0  # a subject of less than two rare pairs, such as 科技, is never wholly said
FRAME = 0.45  # so much of the shorter subject before and after a word makes two titles one sentence
# A short list makes no word common; and one that a hundred of a unit's titles have leads nowhere.
FEWEST_TITLES = 50
MOST_TITLES = 100
MOST_LOOKED_AT = 12


class Rarity:
    """How much a pair of characters tells, 0 to 1: less, the more titles of both lists have it."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        texts = {subject.text: subject.pairs for subject in subjects}
        titles = Counter(pair for pairs in texts.values() for pair in pairs)
        most = max(FEWEST_TITLES, len(texts))
        whole = math.log(most / 2 + 1)
        self._weights = {pair: math.log(most / max(2, count) + 1) / whole for pair, count in titles.items()}

    def weight(self, pair: str) -> float:
        return self._weights.get(pair, 1.0)

    def total(self, pairs: Iterable[str]) -> float:
        weights = self._weights
        return sum([weights.get(pair, 1.0) for pair in pairs])


class PhraseIndex:
    """The subjects of a list by their pairs of characters, so that only those sharing some are compared."""

    def __init__(self, subjects: Sequence[Subject], rarity: Rarity) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, subject in enumerate(subjects):
            for pair in subject.mentioned:
                self._places[pair].append(place)
        self._rarity = rarity

    def likeliest(self, subject: Subject, start: int = 0) -> list[int]:
        """Places from ``start`` on, those that share most first."""
        shared: dict[int, float] = defaultdict(float)
        for pair in subject.mentioned:
            places = self._places.get(pair, ())
            if len(places) <= MOST_TITLES:
                weight = self._rarity.weight(pair)
                for place in places:
                    shared[place] += weight
        found = [(weight, -place) for place, weight in shared.items() if place >= start]
        return [-place for _, place in nlargest(MOST_LOOKED_AT, found)]


def points(one: Subject, other: Subject, rarity: Rarity) -> float:
    """The evidence that both are one matter; ``ENOUGH`` is worth showing."""
    promise = _promise(one, other)
    if promise < SAME_AMOUNT and one.pairs.isdisjoint(other.pairs):
        return 0.0
    less, better = sorted(_said(*both, rarity) for both in ((one, other), (other, one)))
    if promise:
        evidence = BETTER_SAID * better + LESS_SAID * less + promise
    else:
        evidence = (BETTER_SAID + LESS_SAID) * less
        if one.measured.isdisjoint(other.measured) and one.long_phrases & other.long_phrases:
            evidence += FIVE_ALIKE
    if evidence < ENOUGH:
        return evidence  # what follows only takes away
    return evidence - _against(one, other, promise)


def _against(one: Subject, other: Subject, promise: float) -> float:
    against = 0.0
    if not promise:
        against += 0.0 if _joined(one, other) else NO_PHRASE
        against += OTHER_AMOUNT if one.measured & other.measured else 0.0
    if one.promised and other.promised and one.promised.isdisjoint(other.promised):
        against += OTHER_TARGET
    if promise < SAME_PROMISE and _one_word_apart(one, other):
        against += ONE_WORD_APART
    return against


def agree_tellingly(one: Subject, other: Subject) -> bool:
    """Whether both promise the same amount of a thing they name, which hardly two tasks do."""
    return _promise(one, other) >= SAME_AMOUNT


def _said(one: Subject, other: Subject, rarity: Rarity) -> float:
    """The share of one's subject that the other says somewhere, in full or in short."""
    whole = max(SLIM, rarity.total(one.pairs))
    said = one.pairs & other.mentioned
    for word in one.words:
        for full in other.words:
            if word[0] == full[0] and _shortens(word, full):
                said |= runs([word], 2)
    return rarity.total(said) / whole


def _shortens(word: str, full: str) -> bool:
    """危废处置 for 危险废物处置: the characters in order, the first and the last at their places."""
    if not SHORTEST_WHOLE <= len(word) < len(full) or word[:1] + word[-1:] != full[:1] + full[-1:]:
        return False
    rest = iter(full)
    return all(character in rest for character in word)


def _promise(one: Subject, other: Subject) -> float:
    """The points for what the targets promise alike."""
    best = 0.0 if one.promised_phrases.isdisjoint(other.promised_phrases) else ALIKE
    if one.amounts.isdisjoint(other.amounts):
        return best
    named = one.pairs | other.pairs
    for ours in one.figures:
        for theirs in other.figures:
            counted = ours.counted & theirs.counted if ours.amount == theirs.amount else frozenset()
            if counted:
                signs = ours.telling + bool(ours.phrases & theirs.phrases)
                is_count = not ours.rate and not named.isdisjoint(counted)
                best = max(best, (ALIKE, SAME_AMOUNT, SAME_PROMISE)[signs if is_count else 0])
    return best


def _joined(one: Subject, other: Subject) -> bool:
    """Whether all of both subjects, or one in short, or a phrase with some of them in it, is in both titles."""
    if one.pairs == other.pairs and len(one.text) >= SHORTEST_WHOLE:
        return True
    shared = one.pairs & other.pairs
    if any(_shortens(*both) or _shortens(*both[::-1]) for both in product(one.words, other.words)):
        return True
    return any(pair in phrase for phrase in one.phrases & other.phrases for pair in shared)


def _one_word_apart(one: Subject, other: Subject) -> bool:
    ours, theirs = one.text, other.text
    shorter = min(len(ours), len(theirs))
    before = _common(ours, theirs)
    after = min(_common(ours[::-1], theirs[::-1]), shorter - before)
    slots = ours[before : len(ours) - after], theirs[before : len(theirs) - after]
    if not all(slots) or before + after < FRAME * shorter:
        return False
    if set(slots[0]) <= set(slots[1]) or set(slots[1]) <= set(slots[0]) or runs(slots[:1], 2) & runs(slots[1:], 2):
        return False
    # The word with a neighbour on either side, which the other may say in its target: 中小学校 for 义务教育学校.
    ours, theirs = (text[max(0, before - 1) : len(text) - max(0, after - 1)] for text in (ours, theirs))
    return not (runs([ours], 2) <= other.mentioned or runs([theirs], 2) <= one.mentioned)


def _common(ours: str, theirs: str) -> int:
    """How many characters both begin with."""
    return next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
