"""Which unit a name in a document means.

A wrong unit taken silently is worse than a question. So a key that fits two known units fits none, a name from before a
reform is returned as such for somebody to confirm, and what is merely alike is only ever a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from tracker.policy.unit_keys import UnitKey, at_home, canonical_key, folded, read_key
from tracker.policy.unit_succession_table import KINDRED, SUCCESSIONS
from tracker.vocabulary.departments import NameKind

__all__ = ["KnownName", "Resolution", "UnitNames", "canonical_key"]

How = Literal["exact", "normalised", "old name", "none"]

MOST_SUGGESTIONS = 3
LIKE_ENOUGH = 70.0
KINDRED_SCORE = 95.0  # above any mere likeness: the table says these are often one office


@dataclass(frozen=True)
class KnownName:
    """One name of one known unit or group."""

    name: str
    unit_id: int
    kind: NameKind = NameKind.FULL
    is_group: bool = False


@dataclass(frozen=True)
class Resolution:
    """What a written name means. ``how`` "old name": a reform's usual successor, to be confirmed by somebody."""

    unit_id: int | None = None
    group_id: int | None = None
    how: How = "none"
    suggestions: tuple[tuple[str, float], ...] = ()


class UnitNames:
    """The known units' names, ready to resolve many written ones."""

    def __init__(self, entries: Iterable[KnownName], home: str = "") -> None:
        self._home = home
        self._entries = tuple(dict.fromkeys(entries))
        self._folded = [at_home(folded(entry.name), home) for entry in self._entries]
        self._keys = [canonical_key(entry.name, home) for entry in self._entries]
        # The surest way of reading a name first; in each, names in use before recorded old ones.
        self._indexes: list[dict[str, set[KnownName]]] = [{} for _ in range(6)]
        for entry, text, key in zip(self._entries, self._folded, self._keys, strict=True):
            old = entry.kind == NameKind.OLD
            for sureness, form in enumerate((entry.name.strip(), text, key)):
                self._indexes[2 * sureness + old].setdefault(form, set()).add(entry)
        self._shown = {_target(entry): entry.name for entry in reversed(self._entries)}
        self._shown |= {_target(entry): entry.name for entry in self._entries if entry.kind == NameKind.FULL}

    def resolve(self, written: str) -> Resolution:
        """The unit a written name means, or what it might mean.

        An old name recorded with its unit counts as the unit's name: the office has already said so.
        """
        text = at_home(folded(written), self._home)
        if not text:
            return Resolution()
        key = read_key(folded(written), self._home)
        for place, index in enumerate(self._indexes):
            found = index.get((written.strip(), text, str(key))[place // 2])
            if not found:
                continue
            if len({_target(entry) for entry in found}) > 1:
                return self._unresolved(text, key, found)
            return _resolved(next(iter(found)), "exact" if place < 2 else "normalised")
        heirs = self._heirs(key)
        if len({_target(entry) for entry in heirs}) == 1:
            return _resolved(heirs[0], "old name")
        return self._unresolved(text, key, heirs)

    def _with_key(self, key: UnitKey) -> list[KnownName]:
        return [entry for place in (4, 5) for entry in self._indexes[place].get(str(key), ())]

    def _kin(self, key: UnitKey) -> list[KnownName]:
        """The known units that do this in many cities under another name."""
        kindred = (name for group in KINDRED if key.what in group for name in group if name != key.what)
        return [entry for what in dict.fromkeys(kindred) for entry in self._with_key(UnitKey(key.whose, what))]

    def _heirs(self, key: UnitKey) -> list[KnownName]:
        """The known units that a reform's plan, or the next one's, lets us expect behind an old name."""
        heads = (key.whose, key.whose.removesuffix("委"), key.whose.removesuffix("政府"))
        names = [key.what] if key.what else []
        heirs: list[KnownName] = []
        for name in names:
            for successor in (heir for row in SUCCESSIONS if row.old == name for heir in row.new):
                known = [entry for head in dict.fromkeys(heads) for entry in self._with_key(UnitKey(head, successor))]
                known = known or [entry for head in heads for entry in self._kin(UnitKey(head, successor))]
                heirs += known
                if not known and successor not in names:
                    names.append(successor)
        return heirs

    def _unresolved(self, text: str, key: UnitKey, certain: Iterable[KnownName]) -> Resolution:
        likely = {_target(entry): KINDRED_SCORE for entry in certain}
        likely |= {_target(entry): KINDRED_SCORE for entry in self._kin(key)}
        for part in (part for part in re.split(r"[()]", text) if part and part != text):
            likely |= {_target(entry): KINDRED_SCORE for entry in self._with_key(read_key(part, self._home))}
        for target, score in self._alike(text, key):
            likely[target] = max(score, likely.get(target, 0))
        best = sorted(likely.items(), key=lambda pair: (-pair[1], self._shown[pair[0]]))[:MOST_SUGGESTIONS]
        return Resolution(suggestions=tuple((self._shown[target], round(score, 1)) for target, score in best))

    def _alike(self, text: str, key: UnitKey) -> Iterator[tuple[tuple[bool, int], float]]:
        """Known units whose name, short or written out, looks like this one."""
        for query, choices in ((text, self._folded), (str(key), self._keys)):
            for _, score, place in process.extract(
                query, choices, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=4 * MOST_SUGGESTIONS
            ):
                yield _target(self._entries[place]), min(score, KINDRED_SCORE - 1)


def _target(entry: KnownName) -> tuple[bool, int]:
    return entry.is_group, entry.unit_id


def _resolved(entry: KnownName, how: How) -> Resolution:
    if entry.is_group:
        return Resolution(group_id=entry.unit_id, how=how)
    return Resolution(unit_id=entry.unit_id, how=how)
