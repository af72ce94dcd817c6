"""Setting the stage: the two lists of 示例市 imported, merged, registered and handed out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tracker.db import connect, reading, writing
from tracker.demo.people import Cast, enrol
from tracker.demo.register import HERE, HOME, OFFICE, fill_register
from tracker.demo.year import play
from tracker.documents.sandbox import read_safely
from tracker.errors import RuleBroken
from tracker.models import Task
from tracker.policy.access import Actor
from tracker.policy.sheets.item import SheetReading
from tracker.policy.sheets.items import read_grid
from tracker.policy.sources import regime_of
from tracker.queries.calendar import work_calendar
from tracker.services import assignment
from tracker.services.database import upgrade
from tracker.services.deadlines import basis
from tracker.services.import_plan import Origin, Plan, plan_import
from tracker.services.imports import Import, Imported, import_rows
from tracker.services.offices import first_office
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.sheets import Level

WORKBOOK = HERE / "tasks_2026.xlsx"
ISSUED_ON, FIRST_DAY, TODAY = date(2026, 1, 20), date(2026, 1, 21), date(2026, 10, 15)
_FOUNDER = Actor("演示程序")
_ISSUERS = ("市政府", "市委")


@dataclass(frozen=True)
class Opening:
    """What the import made of the two lists."""

    items: int
    added: int
    merged: int
    refused: tuple[str, ...]
    unassigned: tuple[str, ...]
    cast: Cast


def open_year(url: str) -> tuple[Engine, Opening]:
    """A fresh database with 示例市's year handed out, as of the first day."""
    engine = connect(url)
    upgrade(engine, OFFICE)
    document = read_safely(WORKBOOK)
    with writing(engine) as session:
        fill_register(session, _FOUNDER, today=ISSUED_ON)
        cast = enrol(session, _FOUNDER, today=ISSUED_ON)
    plans: list[Plan] = []
    added = merged = 0
    for grid, issuer in zip(document.grids, _ISSUERS, strict=True):
        with writing(engine) as session:
            plan, outcome = _import(session, cast, read_grid(grid, issued_on=ISSUED_ON), issuer)
        plans.append(plan)
        added += len(outcome.added)
        merged += outcome.merged
    with writing(engine) as session:
        unassigned = _hand_out(session, cast)
    rows = [row for plan in plans for row in plan.rows]
    refused = tuple(f"“{row.sheet}”第{row.item.row}行 {row.item.title}" for row in rows if row.is_error)
    return engine, Opening(len(rows), added, merged, refused, unassigned, cast)


def play_year(engine: Engine, cast: Cast, on_day: Callable[[date], None]) -> None:
    """Live 示例市's year up to its fixed today."""
    with reading(engine) as session:
        calendar = work_calendar(session)
    play(engine, cast, FIRST_DAY, TODAY, calendar, on_day)


def _import(session: Session, cast: Cast, reading: SheetReading, issuer: str) -> tuple[Plan, Imported]:
    origin = Origin(
        title=reading.titles[0] if reading.titles else reading.sheet,
        issuer=issuer,
        issued_on=ISSUED_ON,
        plan_year=reading.plan_year or ISSUED_ON.year,
        regime=regime_of(issuer),
        document_number=reading.document_number,
        file_digest=hashlib.sha256(WORKBOOK.read_bytes()).hexdigest(),
    )
    office_id = first_office(session)
    plan = plan_import(
        session,
        office_id,
        [reading],
        origin,
        home=HOME,
        file_digest=origin.file_digest,
        unknown_units_are=Level.ERROR,
    )
    command = Import(plan, origin, office_id, home=HOME, merge_duplicates=True)
    return plan, import_rows(session, cast.clerk(1), command, today=ISSUED_ON)


def _hand_out(session: Session, cast: Cast) -> tuple[str, ...]:
    """Register and assign every draft; one that is not clear in four ways stays where it is and is named."""
    by = basis(session, FIRST_DAY)
    left = []
    for task in session.scalars(select(Task).where(Task.status == TaskStatus.DRAFT).order_by(Task.id)).all():
        command = assignment.Register(task, "市政府常务会议决定")
        assignment.register(session, cast.director, command, today=FIRST_DAY)
        try:
            assignment.assign(session, cast.clerk(task.id), task, by, today=FIRST_DAY)
        except RuleBroken as refused:
            left.append(refused.message)
    return tuple(left)
