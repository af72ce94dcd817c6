"""A state machine that is only a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from tracker.errors import IllegalTransition
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.words import Complaint, Word

Status = TypeVar("Status", bound=Word)
Act = TypeVar("Act", bound=Word)


@dataclass(frozen=True)
class Machine(Generic[Status, Act]):
    """(state, act) → next state. What is not in the table is not allowed, and refused in the document's own words."""

    table: Mapping[tuple[Status | None, Act], Status]
    refusal: Complaint = Refusal.ACT_NOT_NOW

    def after(self, status: Status | None, act: Act) -> Status:
        """The state ``act`` leads to. Raises IllegalTransition where the table has no such step."""
        if (target := self.table.get((status, act))) is None:
            raise IllegalTransition(self.refusal, act=act.label, status=status.label if status else "未登记")
        return target

    def available(self, status: Status | None) -> list[Act]:
        """The acts that may be done now, in the table's order."""
        return [act for (origin, act) in self.table if origin is status]


def steps(origins: Iterable[Status | None], act: Act, target: Status) -> dict[tuple[Status | None, Act], Status]:
    """The same act from several states."""
    return {(origin, act): target for origin in origins}
