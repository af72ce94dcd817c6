"""Reading a grid: from the cells of a 任务分解表 to items, with every guess said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tracker.policy.sheets.building import Context, build_item, with_more
from tracker.policy.sheets.columns import Columns, missing, resolve
from tracker.policy.sheets.grid import Grid
from tracker.policy.sheets.guessing import with_guesses
from tracker.policy.sheets.headers import Header, find_header
from tracker.policy.sheets.item import Item, Refusal, SheetReading, Skipped
from tracker.policy.sheets.labels import Kind
from tracker.policy.sheets.rows import RowKind, look_at, new_header, number_style
from tracker.policy.sheets.sections import Sections, heading_level
from tracker.policy.sheets.table import Table
from tracker.policy.sheets.titles import document_number, plan_year
from tracker.policy.sheets.wording import split_number, split_units
from tracker.vocabulary.sheets import Field, SheetProblem, SkipReason

__all__ = ["Item", "SheetReading", "read_grid"]


@dataclass
class _Walk:
    """What has been read so far on the way down the rows."""

    context: Context
    items: list[Item] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    sections: Sections = field(default_factory=Sections)
    blocks: list[tuple[Header, Columns]] = field(default_factory=list)

    def skip(self, row: int, why: SkipReason, text: str = "") -> None:
        table = self.context.table
        text = text or next((table.text(row, column) for column in table.filled(row)), "")
        self.skipped.append(Skipped(table.seen_row(row), why, text))


def read_grid(grid: Grid, *, issued_on: date | None = None, year: int | None = None) -> SheetReading:
    """Understand one sheet. ``year`` outranks what the titles say; ``issued_on`` is the document's date."""
    table = Table(grid)
    header: Header | None = find_header(table)
    top = header.first if header else table.height
    header = with_guesses(table, header, table.height) if header else None
    titles = _title_lines(table, top)
    labels = tuple(heading.label for heading in header.headings) if header else ()
    # Where titles are silent a heading may speak: 「2026年度目标」.
    said_year = year or plan_year(titles, grid.name) or plan_year(labels, "")
    said_year = said_year or (issued_on.year if issued_on else None)
    walk = _Walk(Context(table, issued_on, said_year))
    refusal = _refusal(table, header)
    if refusal is None:
        _skip_above(walk, top)
        _read_blocks(walk, header)
        refusal = None if walk.items else Refusal(SheetProblem.NO_ROWS)
    return SheetReading(
        sheet=grid.name,
        header_row=table.seen_row(top) if header else 0,
        titles=titles,
        document_number=document_number([*titles, grid.name]),
        plan_year=said_year,
        items=tuple(walk.items),
        skipped=tuple(walk.skipped),
        columns=_understood(walk),
        unknown_columns=_unknown(walk),
        header=_names(table, header),
        refusal=refusal,
        hidden=grid.hidden,
    )


def _title_lines(table: Table, top: int) -> tuple[str, ...]:
    rows = range(min(top, 10))
    return tuple(
        " ".join(dict.fromkeys(table.text(row, c) for c in table.filled(row))) for row in rows if table.filled(row)
    )


def _refusal(table: Table, header: Header | None) -> Refusal | None:
    if header is None:
        words = [table.text(row, c) for row in range(min(table.height, 5)) for c in table.filled(row)]
        found = tuple(word for word in words if len(word) <= 12)[:12]
        return Refusal(SheetProblem.NO_HEADER, found, (Field.TITLE.label, Field.LEAD.label))
    lacking = missing(header)
    if not lacking or (lacking == [Field.LEAD.label] and _tasks_name_units(table, header)):
        return None
    return Refusal(SheetProblem.NO_HEADER, tuple(h.label for h in header.headings), tuple(lacking))


def _tasks_name_units(table: Table, header: Header) -> bool:
    """Without a unit column the units may stand in a bracket behind each task."""
    rows = range(header.last + 1, table.height)
    return any(split_units(table.text(row, column))[1] for row in rows for column in table.filled(row))


def _skip_above(walk: _Walk, top: int) -> None:
    for row in range(top):
        walk.skip(row, SkipReason.TITLE if walk.context.table.filled(row) else SkipReason.BLANK)
    table = walk.context.table
    if top > 0 and len(table.filled(top - 1)) == 1:
        # 「一、综合科」 just above the headings is the first part's heading, not the sheet's title.
        above = table.text(top - 1, table.filled(top - 1)[0])
        if heading_level(above) in (1, 2):
            walk.sections.enter(above)


def _read_blocks(walk: _Walk, header: Header | None) -> None:
    """A sheet may hold several tables, one below the other, each with its own headings."""
    table = walk.context.table
    while header is not None:
        following = _next_header(table, header)
        end = following.first if following else table.height
        header = with_guesses(table, header, end)
        columns = resolve(table, header, end)
        walk.blocks.append((header, columns))
        _read_rows(walk, header, columns, range(header.last + 1, end))
        for row in range(end, following.last + 1 if following else end):
            walk.skip(row, SkipReason.HEADER)
        header = following


def _next_header(table: Table, header: Header) -> Header | None:
    for row in range(header.last + 1, table.height):
        found = new_header(table, row, header)
        if found:
            return found
    return None


def _read_rows(walk: _Walk, header: Header, columns: Columns, rows: range) -> None:
    context = walk.context
    styles = _item_number_styles(context.table, columns, rows)
    context.begin_block()
    first_of_block = len(walk.items)
    for row in rows:
        sight = look_at(context.table, row, header, columns, styles)
        if sight.kind is RowKind.SKIP and sight.why:
            walk.skip(row, sight.why)
        elif sight.kind is RowKind.SECTION:
            if sight.number:
                walk.sections.enter_parts(sight.number, sight.heading)
            else:
                walk.sections.enter(sight.heading)
            context.begin_section()
            walk.skip(row, SkipReason.SECTION, sight.heading)
        elif sight.kind is RowKind.MORE and len(walk.items) > first_of_block:
            walk.items[-1] = with_more(context, columns, row, walk.items[-1])
        else:
            walk.sections.leave_parts(context.text(row, columns.first(Field.NUMBER)).strip(".．、"))
            above = walk.items[-1] if len(walk.items) > first_of_block else None
            walk.items.append(build_item(context, columns, row, walk.sections.names(), above))


def _item_number_styles(table: Table, columns: Columns, rows: range) -> frozenset[str]:
    """The styles of number of rows that name a unit, a leader or a deadline, so that are surely items."""
    number, title = columns.first(Field.NUMBER), columns.first(Field.TITLE)
    binding = [column for column in columns.binding() if column != number]
    styles: set[str] = set()
    for row in rows:
        if any(table.text(row, column) for column in binding):
            text = table.text(row, number) if number is not None else ""
            if number is None and title is not None:
                text = split_number(table.text(row, title))[0]
            styles.add(number_style(text))
    return frozenset(styles - {""})


def _understood(walk: _Walk) -> dict[str, str]:
    told: dict[str, str] = {}
    for _, columns in walk.blocks:
        for about, indexes in columns.by_field.items():
            told.update({columns.labels[index]: about.label for index in indexes})
        told.update({columns.labels[index]: Field.DEADLINES.label for index in columns.moments})
    return told


def _names(table: Table, header: Header | None) -> tuple[str, ...]:
    named = {heading.column: heading.label for heading in header.headings} if header else {}
    return tuple(named.get(column, "") for column in range(table.width))


def _unknown(walk: _Walk) -> tuple[str, ...]:
    labels = (
        heading.label
        for header, columns in walk.blocks
        for heading in header.headings
        if heading.column in columns.other and heading.kind is not Kind.IGNORED
    )
    return tuple(dict.fromkeys(labels))
