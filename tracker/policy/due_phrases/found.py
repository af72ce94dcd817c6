"""What a rule makes of the words it matched, and what it may know while doing so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tracker.vocabulary.deadlines import TermUnit
from tracker.vocabulary.sheets import DueKind, Every, Level, RowProblem


@dataclass(frozen=True)
class Found:
    """A deadline before we know its place among the others; a ``kind`` of None means a fixed date."""

    how: str
    on: date | None = None
    kind: DueKind | None = None
    every: Every | None = None
    assumed: bool = False
    term_count: int | None = None
    term_unit: TermUnit | None = None
    doubts: tuple[RowProblem, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    level: Level = Level.DOUBT
    back: int = 0
    """How many characters before the match belong to the phrase too."""


@dataclass(frozen=True)
class Start:
    """The words begin a span or say from when: no deadline of their own, but they may carry a year."""


@dataclass
class Known:
    """What is known about the year: from the document, and from the dates read so far in the same cell."""

    issued_on: date | None
    plan_year: int | None
    carried_year: int | None = None
    carried_month: int | None = None

    @property
    def base_year(self) -> int | None:
        if self.plan_year is not None:
            return self.plan_year
        return self.issued_on.year if self.issued_on else None


def impossible() -> Found:
    return Found("impossible", doubts=(RowProblem.DATE_IMPOSSIBLE,), level=Level.ERROR)


def no_year() -> Found:
    return Found("no-year", assumed=True, doubts=(RowProblem.DATE_YEAR_UNKNOWN,))
