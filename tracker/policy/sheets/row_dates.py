"""The deadlines of a row: from its deadline columns, from headings that are dates, from its text, or assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from tracker.policy.due_phrases import Due, ranked, read_due, read_due_cell, read_due_in_text
from tracker.policy.sheets.columns import Columns
from tracker.policy.sheets.problem import Problem, doubt
from tracker.policy.sheets.wording import is_nothing
from tracker.vocabulary.sheets import DueKind, Field, RowProblem


class Dated(Protocol):
    """What a row's dates are read with."""

    issued_on: date | None
    year: int | None

    def value(self, row: int, column: int) -> str | date: ...

    def text(self, row: int, column: int | None) -> str: ...


@dataclass(frozen=True)
class RowDates:
    dues: tuple[Due, ...]
    finished: bool = False
    problems: tuple[Problem, ...] = ()


def read_deadlines(context: Dated, columns: Columns, row: int, texts: Sequence[str], aside: Sequence[str]) -> RowDates:
    """``texts`` are the row's own words, ``aside`` the deadlines that stood among its units."""
    dues: list[Due] = []
    finished = said = False
    for column in columns.of(Field.DEADLINES):
        value = context.value(row, column)
        reading = read_due_cell(value, issued_on=context.issued_on, plan_year=context.year)
        dues.extend(reading.dues)
        finished = finished or reading.finished
        said = said or not (isinstance(value, str) and is_nothing(value))
    dues.extend(due for column in columns.moments for due in _moment(context, columns, row, column))
    if dues or (said and finished):
        return RowDates(tuple(ranked(_once(dues))), finished)
    for phrase in aside:
        dues.extend(read_due_cell(phrase, issued_on=context.issued_on, plan_year=context.year).dues)
    if dues:
        return RowDates(tuple(ranked(_once(dues))))
    if not columns.of(Field.DEADLINES) and not columns.moments:
        for text in texts:
            found = read_due_in_text(text, issued_on=context.issued_on, plan_year=context.year)
            if found:
                return RowDates(tuple(found))
    return RowDates((_assumed(context.year),))


def _once(dues: list[Due]) -> list[Due]:
    """A merged cell read through two columns, or a phrase written twice, is one deadline."""
    kept: list[Due] = []
    seen: set[tuple[DueKind, date | None, str, str]] = set()
    for due in dues:
        key = (due.kind if due.due_on is None else DueKind.FINAL, due.due_on, due.phrase, due.what)
        if key not in seen:
            seen.add(key)
            kept.append(due)
    return kept


def _moment(context: Dated, columns: Columns, row: int, column: int) -> list[Due]:
    """Below a heading such as 一季度 stands what is to be done by then."""
    text = context.text(row, column)
    if is_nothing(text):
        return []
    own = read_due_in_text(text, issued_on=context.issued_on, plan_year=context.year)
    if own:
        return [replace(due, how="column", problems=(), what=text) for due in own]
    by_heading = read_due(columns.labels[column], issued_on=context.issued_on, plan_year=context.year)
    return [replace(due, how="column", what=text) for due in by_heading[-1:]]


def _assumed(year: int | None) -> Due:
    if year is None:
        said = doubt(Field.DEADLINES, RowProblem.DUE_UNKNOWN)
        return Due(DueKind.FINAL, None, "", "assumed", assumed=True, problems=(said,))
    day = date(year, 12, 31)
    said = doubt(Field.DEADLINES, RowProblem.DUE_ASSUMED, due_on=day.isoformat())
    return Due(DueKind.FINAL, day, "", "assumed", assumed=True, problems=(said,))
