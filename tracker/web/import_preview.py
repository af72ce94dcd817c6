"""What an uploaded sheet says, laid out for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.policy.sheets.item import SheetReading
from tracker.services.import_choices import is_hidden
from tracker.services.import_plan import Plan, PlannedRow
from tracker.vocabulary.sheets import DueKind, Level

_MOST_SHOWN = 300


@dataclass(frozen=True)
class SheetLine:
    """One sheet: its rows that can come in, are in doubt, wrong, known already or hidden; or why it was not read."""

    name: str
    hidden: bool
    refusal: str
    read: int
    fresh: int
    doubtful: int
    wrong: int
    known: int
    hidden_rows: int
    passed_over: int


@dataclass(frozen=True)
class RowLine:
    """One row: where it stands, what it says, and every problem as (is an error, sentence)."""

    place: str
    title: str
    lead: str
    due: str
    problems: tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class Preview:
    """``wrong``, ``doubtful`` and ``good`` are cut to what a page can show; the counts are whole."""

    sheets: tuple[SheetLine, ...]
    wrong: tuple[RowLine, ...]
    doubtful: tuple[RowLine, ...]
    good: tuple[RowLine, ...]
    counts: SheetLine
    repeats: int

    @property
    def shown(self) -> int:
        return _MOST_SHOWN


def preview(readings: Sequence[SheetReading], plan: Plan) -> Preview:
    """The plan, laid out."""
    lines = tuple(_sheet(reading, [row for row in plan.rows if row.sheet == reading.sheet]) for reading in readings)
    new = plan.fresh
    return Preview(
        lines,
        _rows([row for row in plan.rows if row.is_error]),
        _rows([row for row in new if row.problems]),
        _rows([row for row in new if not row.problems]),
        _total(lines),
        sum(row.is_duplicate for row in plan.rows),
    )


def _sheet(reading: SheetReading, rows: Sequence[PlannedRow]) -> SheetLine:
    fresh = [row for row in rows if not row.known and not row.is_error]
    return SheetLine(
        reading.sheet,
        reading.hidden,
        reading.refusal.sentence if reading.refusal else "",
        len(rows),
        len(fresh),
        sum(bool(row.problems) for row in fresh),
        sum(row.is_error for row in rows),
        sum(row.known for row in rows),
        sum(is_hidden(row) for row in rows),
        len(reading.skipped),
    )


def _total(lines: Sequence[SheetLine]) -> SheetLine:
    names = ("read", "fresh", "doubtful", "wrong", "known", "hidden_rows", "passed_over")
    return SheetLine("合计", False, "", *(sum(getattr(line, name) for line in lines) for name in names))


def _rows(rows: Sequence[PlannedRow]) -> tuple[RowLine, ...]:
    return tuple(
        RowLine(
            f"{row.sheet} 第{row.item.row}行",
            row.item.title,
            row.item.lead,
            "；".join(
                due.due_on.isoformat() if due.due_on else due.phrase or due.kind.label
                for due in row.item.deadlines
                if due.kind is not DueKind.MILESTONE
            ),
            tuple((problem.level is Level.ERROR, problem.sentence) for problem in row.problems),
        )
        for row in rows[:_MOST_SHOWN]
    )
