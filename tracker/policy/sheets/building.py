"""Making one item from one row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.policy.due_phrases import Due, read_due
from tracker.policy.sheets.columns import Columns
from tracker.policy.sheets.finished import is_finished, progress_text
from tracker.policy.sheets.item import Item
from tracker.policy.sheets.problem import Problem, doubt, error
from tracker.policy.sheets.row_dates import read_deadlines
from tracker.policy.sheets.table import Table, as_text
from tracker.policy.sheets.units import continued, units_of
from tracker.policy.sheets.wording import clean_leader, clean_text, clean_title, clean_value, split_number, split_units
from tracker.vocabulary.sheets import Field, RowProblem

_SAME = re.compile('同上|〃|″|"|〞|同前')
_BROKEN = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!)", re.IGNORECASE)
_UNIT_FIELDS = (Field.LEAD, Field.SUPPORTING)


@dataclass
class Context:
    """The table being read, what is known of its time, and what carries down its columns."""

    table: Table
    issued_on: date | None
    year: int | None
    _carried: dict[int, str] = field(default_factory=dict)

    def begin_block(self) -> None:
        self._carried.clear()

    def begin_section(self) -> None:
        self._carried.clear()

    def value(self, row: int, column: int) -> str | date:
        """The cell's value, that of the merged cell it is part of, or, for 同上, that of the cell above."""
        value = self.table.merged_down(row, column)
        while isinstance(value, str) and _SAME.fullmatch(value) and row > 0:
            row -= 1
            value = self.table.merged_down(row, column)
        return value

    def of_row(self, columns: Columns, row: int) -> Context:
        """The context with the year in which this row's task was given, where the sheet has none."""
        if self.year is not None:
            return self
        for column in columns.given_on:
            given = read_due(self.value(row, column), issued_on=self.issued_on, plan_year=None)
            days = [due.due_on for due in given if due.due_on is not None]
            if days:
                return replace(self, year=days[0].year)
        return self

    def text(self, row: int, column: int | None) -> str:
        return "" if column is None else as_text(self.value(row, column))

    def sections(self, row: int, columns: list[int]) -> list[str]:
        """Section columns by level; an empty cell goes on with the one above while the wider level stays."""
        names: list[str] = []
        for index, column in enumerate(columns):
            name = clean_title(self.text(row, column))
            if name and name != self._carried.get(column):
                for deeper in columns[index + 1 :]:
                    self._carried.pop(deeper, None)
            if name:
                self._carried[column] = name
            elif not self.table.merges_in(column):
                name = self._carried.get(column, "")
            names.append(name)
        return [name for name in names if name]


def build_item(context: Context, columns: Columns, row: int, headings: list[str], above: Item | None) -> Item:
    """The row as an item; ``above`` is the item before it in the same table."""
    number = context.text(row, columns.first(Field.NUMBER))
    title = clean_title(context.text(row, columns.first(Field.TITLE)))
    if columns.first(Field.NUMBER) is None:
        number, title = split_number(title)
    target = _texts(context, columns, row, Field.TARGET)
    said_units = ""
    if not any(context.text(row, column) for about in _UNIT_FIELDS for column in columns.of(about)):
        title, said_units = split_units(title)
    units = units_of(context, columns, row, said_units)
    leader = clean_leader(context.text(row, columns.first(Field.LEADER))) or "、".join(units.people)
    if above and not number and columns.first(Field.NUMBER) is not None and not units.lead and not units.supporting:
        leader = continued(columns, units, leader, above)
    progress = [(columns.labels[c], clean_value(context.text(row, c))) for c in columns.of(Field.PROGRESS)]
    time = read_deadlines(context.of_row(columns, row), columns, row, [title, target], units.times)
    problems = [*_row_problems(context, columns, row, title), *units.problems, *_problems_of(time.dues), *time.problems]
    if not units.lead:
        problems.append(doubt(Field.LEAD, RowProblem.LEAD_MISSING))
    return Item(
        row=context.table.seen_row(row),
        number=number,
        section=" / ".join([*headings, *context.sections(row, columns.of(Field.SECTION))]),
        title=title,
        target=target,
        measures=_texts(context, columns, row, Field.MEASURES),
        leader=leader,
        lead=units.lead,
        co_leads=tuple(units.co_leads),
        supporting=tuple(units.supporting),
        points=context.text(row, columns.first(Field.POINTS)),
        progress=progress_text(progress),
        finished=time.finished or is_finished(progress),
        deadlines=time.dues,
        problems=tuple(problems),
        raw=tuple(context.table.text(row, column) for column in range(context.table.width)),
        other={columns.labels[c]: text for c in columns.other if (text := context.text(row, c))},
        duties=units.duties,
    )


def with_more(context: Context, columns: Columns, row: int, item: Item) -> Item:
    """The item with the further lines that this row adds to its texts."""
    progress = [(columns.labels[c], clean_value(context.table.text(row, c))) for c in columns.of(Field.PROGRESS)]
    return replace(
        item,
        title=item.title + clean_title(_own(context, columns, row, Field.TITLE)),
        target=_lines(item.target, _own(context, columns, row, Field.TARGET)),
        measures=_lines(item.measures, _own(context, columns, row, Field.MEASURES)),
        progress=_lines(item.progress, progress_text(progress)),
    )


def _own(context: Context, columns: Columns, row: int, about: Field) -> str:
    return "\n".join(text for c in columns.of(about) if (text := clean_text(context.table.text(row, c))))


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _texts(context: Context, columns: Columns, row: int, about: Field) -> str:
    return _lines(*(clean_text(context.text(row, column)) for column in columns.of(about)))


def _row_problems(context: Context, columns: Columns, row: int, title: str) -> list[Problem]:
    found: list[Problem] = []
    if not title:
        found.append(error(Field.TITLE, RowProblem.TITLE_MISSING))
    if row in context.table.grid.hidden_rows:
        found.append(doubt(None, RowProblem.ROW_HIDDEN))
    for about, indexes in columns.by_field.items():
        for column in indexes:
            text = context.text(row, column)
            if _BROKEN.fullmatch(text):
                found.append(error(about, RowProblem.VALUE_BROKEN, phrase=text))
    return found


def _problems_of(dues: tuple[Due, ...]) -> list[Problem]:
    return [problem for due in dues for problem in due.problems]
