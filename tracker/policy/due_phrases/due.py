"""What one deadline phrase says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.policy.sheets.problem import Problem
from tracker.vocabulary.deadlines import TermUnit
from tracker.vocabulary.sheets import DueKind, Every


@dataclass(frozen=True)
class Due:
    """One deadline as read.

    ``phrase`` are the words it was read from, as written; ``what`` the words beside them, such as the content of a
    milestone. ``how`` is a short code of the rule that read it. ``assumed`` says that the date is our guess and not
    the document's. A term of working days has no ``due_on``: who knows the calendar counts ``term_count`` days.
    """

    kind: DueKind
    due_on: date | None
    phrase: str
    how: str
    every: Every | None = None
    assumed: bool = False
    what: str = ""
    term_count: int | None = None
    term_unit: TermUnit | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class DueReading:
    """A whole cell: its deadlines by date, and whether it says that the thing is done already."""

    dues: tuple[Due, ...]
    finished: bool = False
