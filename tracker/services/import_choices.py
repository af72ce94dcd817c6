"""What somebody chose about an uploaded sheet, and the plan that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from tracker.documents.document import Document
from tracker.errors import RuleBroken
from tracker.policy.access import Actor
from tracker.policy.sheets.item import SheetReading
from tracker.policy.sheets.items import read_grid
from tracker.services.import_plan import Origin, Plan, PlannedRow, plan_import
from tracker.services.import_units import register_names
from tracker.services.imports import Import, Imported, import_rows
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.sheets import Level, Repeats, RowProblem


@dataclass(frozen=True)
class Choices:
    """``units``: for names that are not registered, NEW or the registered unit meant (see ``import_units``)."""

    sheet: str = ""
    year: int | None = None
    issued_on: date | None = None
    skip_hidden: bool = False
    repeats: Repeats = Repeats.MERGE
    create_units: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    adopt_on: date | None = None


@dataclass(frozen=True)
class Place:
    """For which office, at which place, out of which file."""

    office_id: int
    home: str
    file_digest: str


def readings_of(document: Document, choices: Choices) -> list[SheetReading]:
    """The sheets as understood: the one chosen, or all."""
    return [
        read_grid(grid, issued_on=choices.issued_on, year=choices.year)
        for grid in document.grids
        if choices.sheet in ("", grid.name)
    ]


def chosen_plan(
    session: Session,
    actor: Actor,
    readings: Sequence[SheetReading],
    choices: Choices,
    place: Place,
    origin: Origin | None,
    *,
    today: date,
) -> Plan:
    """What importing would do. It registers the units chosen: for a mere look, roll the session back."""
    register_names(session, actor, choices.units, home=place.home, today=today)
    plan = plan_import(
        session,
        place.office_id,
        readings,
        origin,
        home=place.home,
        file_digest=place.file_digest,
        unknown_units_are=Level.DOUBT if choices.create_units else Level.ERROR,
    )
    return replace(plan, rows=tuple(row for row in plan.rows if not _left_out(row, choices)))


def import_chosen(
    session: Session, actor: Actor, plan: Plan, choices: Choices, place: Place, origin: Origin, *, today: date
) -> Imported:
    """Write the plan's good rows, all or none. Raises RuleBroken where there is nothing new to write."""
    if not plan.fresh:
        raise RuleBroken(
            Refusal.IMPORT_NOTHING_NEW,
            known=sum(row.known for row in plan.rows),
            errors=sum(row.is_error for row in plan.rows),
        )
    command = Import(
        plan,
        origin,
        place.office_id,
        home=place.home,
        create_units=choices.create_units,
        merge_duplicates=choices.repeats is Repeats.MERGE,
        adopt_on=choices.adopt_on,
    )
    return import_rows(session, actor, command, today=today)


def is_hidden(row: PlannedRow) -> bool:
    """Whether the row was hidden in the file."""
    return any(problem.code is RowProblem.ROW_HIDDEN for problem in row.problems)


def _left_out(row: PlannedRow, choices: Choices) -> bool:
    return (choices.skip_hidden and is_hidden(row)) or (choices.repeats is Repeats.SKIP and row.is_duplicate)
