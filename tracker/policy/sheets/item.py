"""What was understood of a sheet: its items, and what was passed over and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.policy.due_phrases import Due
from tracker.policy.sheets.problem import Problem
from tracker.vocabulary.sheets import Level, SheetProblem, SkipReason


@dataclass(frozen=True)
class Item:
    """One task as read from one row; ``row`` is the number a person sees in the file.

    ``raw`` is the row as written, for giving it back with what was wrong; ``other`` holds the cells of columns we do
    not know, by their heading; ``duties`` what 「（负责…）」 says of a unit.
    """

    row: int
    number: str
    section: str
    title: str
    target: str
    measures: str
    leader: str
    lead: str
    co_leads: tuple[str, ...]
    supporting: tuple[str, ...]
    points: str
    progress: str
    finished: bool
    deadlines: tuple[Due, ...]
    problems: tuple[Problem, ...]
    raw: tuple[str, ...]
    other: Mapping[str, str] = field(default_factory=dict)
    duties: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_importable(self) -> bool:
        return not any(problem.level is Level.ERROR for problem in self.problems)


@dataclass(frozen=True)
class Skipped:
    """A row that is no item."""

    row: int
    why: SkipReason
    text: str


@dataclass(frozen=True)
class Refusal:
    """Why nothing was read, with the columns that were found and those that are missing."""

    code: SheetProblem
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        return self.code.worded(found="、".join(self.found) or "无", missing="、".join(self.missing))


@dataclass(frozen=True)
class SheetReading:
    """A sheet as understood. ``header_row`` is the number a person sees, 0 where there is none."""

    sheet: str
    header_row: int
    titles: tuple[str, ...]
    document_number: str
    plan_year: int | None
    items: tuple[Item, ...]
    skipped: tuple[Skipped, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    """The headings we understood, each with the field it was taken for."""
    unknown_columns: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    """The names of all columns from the first, "" where one has none: the headings of the items' ``raw``."""
    refusal: Refusal | None = None
    hidden: bool = False
