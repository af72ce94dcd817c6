"""One thing wrong or doubtful in what was read: a code with facts, worded only where a person sees it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from tracker.vocabulary.sheets import Field, Level, RowProblem


@dataclasses.dataclass(frozen=True)
class Problem:
    """``field`` is None where the row as a whole is meant."""

    level: Level
    field: Field | None
    code: RowProblem
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.code.worded(**self.facts)


def doubt(about: Field | None, code: RowProblem, **facts: str) -> Problem:
    return Problem(Level.DOUBT, about, code, facts)


def error(about: Field | None, code: RowProblem, **facts: str) -> Problem:
    return Problem(Level.ERROR, about, code, facts)
