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
from tracker.models import Source, SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.policy.sheets.item import SheetReading
from tracker.policy.sheets.items import read_grid
from tracker.policy.sources import regime_of
from tracker.queries.calendar import work_calendar
from tracker.services import assignment, registration
from tracker.services.approvals import Paper
from tracker.services.database import upgrade
from tracker.services.deadlines import basis
from tracker.services.import_plan import Origin, Plan, plan_import
from tracker.services.imports import Import, Imported, import_rows
from tracker.services.offices import first_office
from tracker.services.registration import Decide, Submit
from tracker.vocabulary.approvals import ApprovalOutcome, TaskBasis
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.sheets import Level
from tracker.vocabulary.sources import Regime

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
    of_party = set(
        session.scalars(
            select(TaskSource.task_id)
            .join(SourceItem, SourceItem.id == TaskSource.source_item_id)
            .join(Source, Source.id == SourceItem.source_id)
            .where(Source.regime == Regime.PARTY)
        )
    )
    left = []
    for task in session.scalars(select(Task).where(Task.status == TaskStatus.DRAFT).order_by(Task.id)).all():
        _register(session, cast, task, by_party=task.id in of_party)
        try:
            assignment.assign(session, cast.clerk(task.id), task, by, today=FIRST_DAY)
        except RuleBroken as refused:
            left.append(refused.message)
    return tuple(left)


def _register(session: Session, cast: Cast, task: Task, *, by_party: bool) -> None:
    """What the government decided, the director registers; the party's goes by the 秘书长, half of it on paper."""
    if not by_party:
        command = Submit(task, TaskBasis.GOVERNMENT_DECISION, "市政府常务会议决定")
        registration.register(session, cast.director, command, today=FIRST_DAY)
        return
    clerk, secretary = cast.clerk(task.id), cast.by_login["secretary"]
    registration.submit(session, clerk, Submit(task, TaskBasis.PARTY_DECISION, "市委常委会工作要点"), today=FIRST_DAY)
    agreed = Decide(task, ApprovalOutcome.APPROVED, "同意立项。")
    if task.id % 2:
        registration.decide(session, secretary, agreed, today=FIRST_DAY)
    else:
        paper = Paper(ISSUED_ON, secretary.name, secretary.post_id)
        registration.enter_paper(session, clerk, agreed, paper, today=FIRST_DAY)
    registration.decide(session, cast.director, agreed, today=FIRST_DAY)
