"""What each named column means in its own sheet: the same heading is a title here and a target there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.policy.sheets.headers import Header, Heading
from tracker.policy.sheets.labels import TEXT_KINDS, UNIT_KINDS, Kind, names_people, plain_label
from tracker.policy.sheets.table import Table
from tracker.vocabulary.sheets import Field

_A_NUMBER = re.compile(r"[（(]?(?:\d{1,4}(?:[.-]\d{1,3})*|[一二三四五六七八九十百]{1,5})[）)]?[.．、]?|[①-⑳]")


_INDICATOR = re.compile("[一二三四]级(?:指标|任务|事项)$")
_GIVEN_ON = re.compile("(?:交办|下达|批示|立项|来文|收文|签收|会议|检查|发现|反馈|提出)(?:时间|日期)")
_CONTENTS = (Kind.TITLE, Kind.DETAIL)


@dataclass
class Columns:
    """The sheet's columns by meaning; a field may have several, such as three levels of section."""

    by_field: dict[Field, list[int]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    moments: list[int] = field(default_factory=list)
    other: list[int] = field(default_factory=list)
    given_on: list[int] = field(default_factory=list)
    """Columns that say when a task was given: where nothing else tells the year, they do."""
    combined: bool = False
    """Whether the lead column holds the helpers as well."""
    people: bool = False
    """Whether the lead column holds persons as well."""

    responsible: list[int] = field(default_factory=list)
    """The supporting columns that are called 责任单位: their first unit leads where nobody else does."""

    def of(self, about: Field) -> list[int]:
        return self.by_field.get(about, [])

    def first(self, about: Field) -> int | None:
        return next(iter(self.of(about)), None)

    def put(self, about: Field, headings: Iterable[Heading]) -> None:
        for heading in headings:
            self.by_field.setdefault(about, []).append(heading.column)

    def binding(self) -> list[int]:
        """The columns whose own value makes a row an item of its own."""
        fields = (Field.NUMBER, Field.LEAD, Field.SUPPORTING, Field.LEADER, Field.DEADLINES, Field.POINTS)
        return [column for about in fields for column in self.of(about)]


def resolve(table: Table, header: Header, end: int) -> Columns:
    """Give every column its field, looking at the rows up to ``end`` where headings leave it open."""
    columns = Columns(labels={heading.column: heading.label for heading in header.headings})
    by_kind: dict[Kind, list[Heading]] = {kind: [] for kind in Kind}
    for heading in header.headings:
        by_kind[heading.kind].append(heading)
    columns.put(Field.NUMBER, by_kind[Kind.NUMBER][:1] or _unnamed_numbers(table, header, end))
    if columns.first(Field.NUMBER) == 0:
        columns.labels.setdefault(0, Field.NUMBER.label)
    columns.other.extend(h.column for h in by_kind[Kind.NUMBER][1:])
    columns.put(Field.DEADLINES, by_kind[Kind.DEADLINE])
    columns.put(Field.POINTS, by_kind[Kind.POINTS][:1])
    columns.other.extend(h.column for h in by_kind[Kind.POINTS][1:])
    columns.other.extend(h.column for h in by_kind[Kind.OTHER])
    columns.given_on.extend(h.column for h in header.headings if _GIVEN_ON.search(plain_label(h.label)))
    columns.moments.extend(h.column for h in by_kind[Kind.MOMENT])
    _leaders(columns, by_kind)
    _units(columns, by_kind)
    _texts(columns, [h for h in header.headings if h.kind in TEXT_KINDS], table, range(header.last + 1, end))
    columns.put(Field.PROGRESS, by_kind[Kind.PROGRESS])
    for about in (Field.PROGRESS, Field.SECTION):
        columns.by_field[about] = sorted(columns.of(about))
    return columns


def _unnamed_numbers(table: Table, header: Header, end: int) -> list[Heading]:
    """A first column without a heading that holds nothing but numbers."""
    if any(heading.column == 0 for heading in header.headings):
        return []
    texts = [text for row in range(header.last + 1, end) if (text := table.text(row, 0))]
    numbers = sum(bool(_A_NUMBER.fullmatch(text)) for text in texts)
    return [Heading(0, Field.NUMBER.label, Kind.NUMBER)] if texts and numbers * 2 > len(texts) else []


def _leaders(columns: Columns, by_kind: dict[Kind, list[Heading]]) -> None:
    ranked = by_kind[Kind.LEADER] + by_kind[Kind.PERSON]
    columns.put(Field.LEADER, ranked[:1])
    columns.other.extend(h.column for h in ranked[1:])


def _units(columns: Columns, by_kind: dict[Kind, list[Heading]]) -> None:
    leads, helps = by_kind[Kind.LEAD], by_kind[Kind.SUPPORTING]
    combined, offices = by_kind[Kind.COMBINED], by_kind[Kind.OFFICE]
    measures = by_kind[Kind.MEASURE]
    if not leads and not combined and offices:
        combined, offices = offices[:1], offices[1:]
    if not leads and not combined:
        combined, measures = measures[:1], measures[1:]
    columns.other.extend(h.column for h in measures)
    columns.other.extend(h.column for h in offices)
    if leads:
        leading, helping = leads[:1], [*leads[1:], *helps, *combined]
    else:
        leading, helping = combined[:1], [*combined[1:], *helps]
        columns.combined = not helping
    columns.put(Field.LEAD, leading)
    columns.put(Field.SUPPORTING, sorted(helping, key=lambda heading: heading.column))
    columns.responsible = [h.column for h in helping if h.kind is Kind.COMBINED]
    columns.people = any(names_people(h.label) for h in leading)


def _texts(columns: Columns, texts: list[Heading], table: Table, rows: range) -> None:
    sections = [h for h in texts if h.kind is Kind.SECTION]
    titles = [h for h in texts if h.kind is Kind.TITLE]
    rest = [h for h in texts if h.kind not in (Kind.SECTION, Kind.TITLE)]
    before = _before_the_number(columns, [*titles, *rest])
    sections, titles = sections + before, [h for h in titles if h not in before]
    rest = [h for h in rest if h not in before]
    if not titles:
        titles = _promoted(rest, sections)
        rest = [h for h in rest if h not in titles]
        sections = [h for h in sections if h not in titles]
    fine = [h for h in rest if h.kind in (Kind.DETAIL, Kind.MEASURES)]
    title = _by_structure(columns, titles, fine, table, rows, sections)
    if title is not None:
        # What stands before the task is what it belongs to: 「实事内容」 before 「工作任务」.
        sections += [h for h in [*titles, *rest] if h.kind in _CONTENTS and h.column < title.column]
    columns.put(Field.SECTION, sections)
    if title is None:
        return
    columns.put(Field.TITLE, [title])
    beside = [h for h in [*titles, *rest] if h is not title and h not in sections]
    _beside(columns, beside)


def _before_the_number(columns: Columns, texts: list[Heading]) -> list[Heading]:
    """「考核项目 | 序号 | 考核指标」: the number counts what stands behind it, so what stands before is wider."""
    number = columns.first(Field.NUMBER)
    contents = [h for h in texts if h.kind in _CONTENTS]
    if number is None or not any(h.column > number for h in contents):
        return []
    return [h for h in contents if h.column < number]


def _promoted(rest: list[Heading], sections: list[Heading]) -> list[Heading]:
    """The title where no heading says so: 「目标任务」, 「主要内容」, 「主要工作举措」 standing alone."""
    problems = [h for h in rest if h.kind is Kind.PROBLEM]
    others = [h.column for h in rest if h.kind in (Kind.DETAIL, Kind.MEASURES, Kind.TARGET)]
    if problems and others and problems[0].column < min(others):
        # A list of things to put right: the problem first, then what is done about it.
        return problems[:1]
    tasks = [h for h in rest if h.kind is Kind.DETAIL or (h.kind is Kind.TARGET and "任务" in plain_label(h.label))]
    levels = [h for h in sections if _INDICATOR.search(plain_label(h.label))]
    named = tasks or levels[-1:] or [h for h in rest if h.kind in (Kind.MEASURES, Kind.TARGET)]
    objects = [h for h in rest if h.kind is Kind.OBJECT]
    return named[:1] or problems[:1] or objects[:1] or sections[-1:]


def _by_structure(
    columns: Columns, titles: list[Heading], fine: list[Heading], table: Table, rows: range, sections: list[Heading]
) -> Heading | None:
    """The title among several candidates; those that span several items become sections."""
    candidates = sorted([*titles, *fine], key=lambda h: h.column)
    while len(candidates) > 1 and titles:
        coarse = next(
            (h for h in titles if any(_spans(columns, table, rows, h, o) for o in candidates if o is not h)), None
        )
        if coarse is None:
            break
        sections.append(coarse)
        titles.remove(coarse)
        candidates.remove(coarse)
        if not titles:
            # What was divided further is the heading; the finer text is the task.
            titles = [h for h in candidates if h.kind is Kind.DETAIL][:1] or candidates[:1]
            break
    named = [h for h in titles if "名称" in plain_label(h.label)]
    return next(iter([*named, *titles]), None)


def _spans(columns: Columns, table: Table, rows: range, coarse: Heading, fine: Heading) -> bool:
    """Whether ``coarse`` stands once over several rows that are items of their own in ``fine``."""
    binding = columns.binding()
    number = columns.first(Field.NUMBER)
    spanned = filled = 0
    for row in rows:
        if not table.text(row, fine.column):
            continue
        filled += 1
        own = any(table.text(row, column) for column in binding)
        again = table.text(row, coarse.column) and table.text(row, coarse.column) == table.text(row - 1, coarse.column)
        below = table.goes_on_from_above(row, coarse.column)
        if not table.has_merges:
            below = not table.text(row, coarse.column) and number is not None and bool(table.text(row, number))
        spanned += bool(own and (below or again))
    # Without merges an empty cell may be a slip; beside measures, which a task has anyway, it takes more to tell.
    sure = table.has_merges or fine.kind is Kind.DETAIL
    return spanned > 0 if sure else spanned >= 2 and spanned * 4 >= filled


def _beside(columns: Columns, beside: list[Heading]) -> None:
    """Where the other texts go when the title is settled."""
    columns.other.extend(h.column for h in beside if h.kind is Kind.OBJECT)
    for kind, about in ((Kind.TARGET, Field.TARGET), (Kind.MEASURES, Field.MEASURES)):
        columns.put(about, [h for h in beside if h.kind is kind])
    columns.put(Field.PROGRESS, [h for h in beside if h.kind is Kind.PROBLEM])
    for heading in [h for h in beside if h.kind in (Kind.DETAIL, Kind.TITLE)]:
        free = next((about for about in (Field.TARGET, Field.MEASURES) if not columns.of(about)), Field.TARGET)
        columns.put(free, [heading])


def missing(header: Header) -> list[str]:
    """The columns a task sheet cannot do without and that are not there."""
    kinds = {heading.kind for heading in header.headings}
    lacking = []
    if not kinds & TEXT_KINDS:
        lacking.append(Field.TITLE.label)
    if not kinds & UNIT_KINDS:
        lacking.append(Field.LEAD.label)
    return lacking
