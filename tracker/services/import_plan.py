"""What importing a file would do, before anything is written: units resolved, duplicates found, rows judged."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import Participation, Source, SourceItem, Task
from tracker.policy.duplicates import Candidate, Match, find_duplicates
from tracker.policy.secrecy import secrecy_mark
from tracker.policy.sheets.item import Item, SheetReading
from tracker.policy.sheets.problem import Problem, doubt, error
from tracker.policy.unit_names import Resolution, canonical_key
from tracker.policy.unit_phrases import is_group, is_open_group
from tracker.services.departments import known_names
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.lifecycle import ENDED_STATUSES
from tracker.vocabulary.sheets import Field, Level, RowProblem
from tracker.vocabulary.sources import Regime, SourceKind

_MOST_SUGGESTED = 3
MOST_ROWS = 5000
_LONGEST = {
    Field.NUMBER: 100,
    Field.POINTS: 100,
    Field.TITLE: 2_000,
    Field.TARGET: 5_000,
    Field.MEASURES: 5_000,
    Field.PROGRESS: 5_000,
    Field.SECTION: 1_000,
    Field.LEADER: 1_000,
}


@dataclass(frozen=True)
class Origin:
    """The paper a file is: what its source row will say."""

    title: str
    issuer: str
    issued_on: date
    plan_year: int
    kind: SourceKind = SourceKind.DECOMPOSITION
    regime: Regime = Regime.GOVERNMENT
    document_number: str = ""
    file_digest: str = ""


@dataclass(frozen=True)
class PlannedRow:
    """One item and what importing it means. ``twin_of`` is a task's id or an earlier row it repeats."""

    sheet: str
    item: Item
    fingerprint: str
    units: Mapping[str, Resolution]
    known: bool
    problems: tuple[Problem, ...]
    twin_task: int | None = None
    twin_row: str | None = None

    @property
    def is_error(self) -> bool:
        return any(problem.level is Level.ERROR for problem in self.problems)

    @property
    def is_duplicate(self) -> bool:
        return self.twin_task is not None or self.twin_row is not None


@dataclass(frozen=True)
class Plan:
    """All rows of a file, judged."""

    rows: tuple[PlannedRow, ...]

    @property
    def fresh(self) -> list[PlannedRow]:
        """Rows that would be written: neither wrong nor imported before."""
        return [row for row in self.rows if not row.known and not row.is_error]


def plan_import(
    session: Session,
    office_id: int,
    readings: Sequence[SheetReading],
    origin: Origin | None,
    *,
    home: str = "",
    file_digest: str = "",
    unknown_units_are: Level = Level.DOUBT,
) -> Plan:
    """Judge every row of ``readings``. Reads the database, writes nothing. Raises RuleBroken where there are too many.

    Unknown units are doubts in a preview; where units may not be created while writing, they are errors.
    """
    count = sum(len(reading.items) for reading in readings)
    if count > MOST_ROWS:
        raise RuleBroken(Refusal.IMPORT_TOO_MANY, limit=MOST_ROWS, count=count)
    fingerprints = _fingerprints(readings)
    known = _known(session, office_id, origin, file_digest)
    names = known_names(session, home)
    rows: list[PlannedRow] = []
    for reading in readings:
        for item in reading.items:
            fingerprint = fingerprints[reading.sheet, item.row]
            units = {name: names.resolve(name) for name in units_of(item)}
            problems = (
                *item.problems,
                *_marked(item),
                *_too_long(item),
                *_unit_problems(units, unknown_units_are),
            )
            rows.append(PlannedRow(reading.sheet, item, fingerprint, units, fingerprint in known, problems))
    return Plan(_with_twins(session, office_id, rows, home))


def units_of(item: Item) -> list[str]:
    """The units a row names, the lead first."""
    return [name for name in (item.lead, *item.co_leads, *item.supporting) if name]


def _marked(item: Item) -> Iterable[Problem]:
    """A row that carries a mark of secrecy is never brought in (DOMAIN.md §5)."""
    for about in (Field.TITLE, Field.TARGET, Field.MEASURES, Field.SECTION):
        if mark := secrecy_mark(getattr(item, about)):
            yield error(about, RowProblem.MARKED_SECRET, mark=mark)


def _too_long(item: Item) -> Iterable[Problem]:
    for about, limit in _LONGEST.items():
        if (count := len(getattr(item, about))) > limit:
            yield error(about, RowProblem.TEXT_TOO_LONG, field=about.label, count=str(count), limit=str(limit))


def _unit_problems(units: Mapping[str, Resolution], unknown: Level) -> Iterable[Problem]:
    raise_problem = error if unknown is Level.ERROR else doubt
    for name, found in units.items():
        if is_open_group(name):
            continue  # the reader has already said that nobody can sign for it
        if found.unit_id is None and found.group_id is None:
            alike = "、".join(suggested for suggested, _ in found.suggestions[:_MOST_SUGGESTED])
            if is_group(name):
                yield doubt(Field.SUPPORTING, RowProblem.GROUP_UNKNOWN, unit=name)
            elif alike:
                yield raise_problem(Field.LEAD, RowProblem.UNIT_ALIKE, unit=name, alike=alike)
            else:
                yield raise_problem(Field.LEAD, RowProblem.UNIT_UNKNOWN, unit=name)
        elif found.how == "old name":
            yield doubt(Field.LEAD, RowProblem.UNIT_OLD_NAME, unit=name)


def _fingerprints(readings: Sequence[SheetReading]) -> dict[tuple[str, int], str]:
    """A mark of each row's wording. The same wording twice in a file is told apart by its turn."""
    turns: Counter[str] = Counter()
    marks: dict[tuple[str, int], str] = {}
    for reading in readings:
        for item in reading.items:
            parts = (item.number, item.section, item.title, item.target, *units_of(item), *_phrases(item))
            wording = "\x1f".join("".join(part.split()) for part in parts)
            turns[wording] += 1
            marks[reading.sheet, item.row] = hashlib.sha256(f"{wording}\x1f{turns[wording]}".encode()).hexdigest()
    return marks


def _phrases(item: Item) -> list[str]:
    return [due.phrase for due in item.deadlines]


def _known(session: Session, office_id: int, origin: Origin | None, file_digest: str) -> set[str]:
    """Wordings this office has imported already, from this paper or from this very file."""
    same = SourceItem.file_digest == file_digest if file_digest else false()
    if origin is not None:
        same = same | (
            (Source.title == origin.title) & (Source.issuer == origin.issuer) & (Source.issued_on == origin.issued_on)
        )
    return set(
        session.scalars(
            select(SourceItem.fingerprint)
            .join(Source, Source.id == SourceItem.source_id)
            .where(Source.office_id == office_id, same)
        )
    )


def _with_twins(session: Session, office_id: int, rows: list[PlannedRow], home: str) -> tuple[PlannedRow, ...]:
    """Mark rows that say what an open task or an earlier row says already."""
    new = [row for row in rows if not row.known and not row.is_error]
    order = {row.fingerprint: place for place, row in enumerate(new)}
    candidates = [Candidate(row.fingerprint, row.item.title, _lead_key(row, home), row.item.target) for row in new]
    twins: dict[str, PlannedRow] = {}
    for match in find_duplicates(candidates, _existing(session, office_id)):
        later, earlier = _in_order(match, order)
        row = new[order[later]]
        if later in twins or earlier == later:
            continue
        found = doubt(
            Field.TITLE, RowProblem.LIKELY_DUPLICATE, of=_described(earlier, new, order), score=f"{match.score:.0f}"
        )
        twins[later] = PlannedRow(
            row.sheet,
            row.item,
            row.fingerprint,
            row.units,
            row.known,
            (*row.problems, found),
            twin_task=earlier if isinstance(earlier, int) else None,
            twin_row=earlier if isinstance(earlier, str) else None,
        )
    return tuple(twins.get(row.fingerprint, row) for row in rows)


def _in_order(match: Match, order: Mapping[str, int]) -> tuple[str, str | int]:
    """The row that repeats, and what it repeats: an existing task, or the row that stands first in the file."""
    a = str(match.a)
    if isinstance(match.b, int):
        return a, match.b
    b = str(match.b)
    return (a, b) if order[a] > order[b] else (b, a)


def _described(twin: str | int, rows: Sequence[PlannedRow], order: Mapping[str, int]) -> str:
    if isinstance(twin, int):
        return f"已有事项（内部编号{twin}）"
    row = rows[order[twin]]
    return f"“{row.sheet}”第{row.item.row}行“{row.item.title}”"


def _lead_key(row: PlannedRow, home: str) -> str:
    """One key for every name of a unit: the register's where it knows the unit, else what the name says."""
    known = row.units[row.item.lead].unit_id if row.item.lead else None
    return _unit_key(known) if known is not None else canonical_key(row.item.lead, home)


def _unit_key(department_id: int) -> str:
    return f"#{department_id}"


def _existing(session: Session, office_id: int) -> list[Candidate]:
    rows = session.execute(
        select(Task.id, Task.title, Task.target, Participation.department_id)
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .where(Task.office_id == office_id, Task.status.not_in(sorted(ENDED_STATUSES)))
    )
    return [
        Candidate(row.id, row.title, _unit_key(row.department_id) if row.department_id else "", row.target)
        for row in rows
    ]
