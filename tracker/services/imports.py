"""Importing a task sheet: all chosen rows in one transaction, as drafts or as a running ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import Source, SourceItem, Task
from tracker.policy.access import Actor
from tracker.services import adoption, audit
from tracker.services.deadlines import basis
from tracker.services.drafting import draft_task, known_paper, paper_of, record_item
from tracker.services.import_plan import Origin, Plan, PlannedRow
from tracker.services.import_units import resolved_units
from tracker.services.merging import answer_with
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class Import:
    """Write a plan's good rows. ``adopt_on``: as a running ledger taken over on that day, not as drafts."""

    plan: Plan
    origin: Origin
    office_id: int
    home: str = ""
    create_units: bool = False
    merge_duplicates: bool = False
    adopt_on: date | None = None


@dataclass(frozen=True)
class Imported:
    """What was written: the new tasks' ids, how many rows were merged into others, and the paper's row."""

    added: tuple[int, ...]
    merged: int
    source_id: int | None = None


def import_rows(session: Session, actor: Actor, command: Import, *, today: date) -> Imported:
    """Write all good rows of the plan, or raise and write none."""
    if command.adopt_on is not None and command.adopt_on < command.origin.issued_on:
        raise RuleBroken(Refusal.ADOPT_BEFORE_ISSUE, adopt=command.adopt_on, issued=command.origin.issued_on)
    rows = command.plan.fresh
    if not rows:
        return Imported((), 0)
    source = _source(session, command)
    rows = _still_fresh(session, source, rows)
    units = resolved_units(session, actor, rows, create=command.create_units, home=command.home, today=today)
    begun = command.adopt_on or today
    by = basis(session, begun)
    tasks: dict[str, Task] = {}
    added: list[int] = []
    merged = 0
    for row in rows:
        clause = record_item(session, source, row, command.origin.file_digest)
        twin = _twin(session, row, tasks) if command.merge_duplicates else None
        if twin is not None:
            answer_with(session, actor, twin, row.item, clause, units, by, issued_on=source.issued_on, today=begun)
            tasks[row.fingerprint] = twin
            merged += 1
            continue
        task = draft_task(session, actor, row, clause, source, units, by, today=begun)
        tasks[row.fingerprint] = task
        added.append(task.id)
        if command.adopt_on is not None:
            adoption.take_over(session, actor, task, row.item, by, today=command.adopt_on)
    audit.record(
        session,
        actor,
        AuditTag.SOURCE_IMPORTED,
        "source",
        source.id,
        today=today,
        title=source.title,
        added=len(added),
        merged=merged,
        known=sum(row.known for row in command.plan.rows),
        errors=sum(row.is_error for row in command.plan.rows),
    )
    return Imported(tuple(added), merged, source.id)


def _source(session: Session, command: Import) -> Source:
    """The paper's row, new or known. Two imports of one paper at once: the second is told to wait."""
    origin = command.origin
    row = session.scalars(known_paper(command.office_id, origin).with_for_update()).first()
    if row is not None:
        return row
    row = paper_of(command.office_id, origin)
    session.add(row)
    try:
        session.flush()  # two imports of one paper must collide here
    except IntegrityError as error:
        raise RuleBroken(Refusal.IMPORT_BUSY, title=origin.title) from error
    return row


def _still_fresh(session: Session, source: Source, rows: list[PlannedRow]) -> list[PlannedRow]:
    """Without the rows that somebody brought in between the planning and the lock on the paper's row."""
    known = set(session.scalars(select(SourceItem.fingerprint).where(SourceItem.source_id == source.id)))
    return [row for row in rows if row.fingerprint not in known]


def _twin(session: Session, row: PlannedRow, tasks: Mapping[str, Task]) -> Task | None:
    if row.twin_task is not None:
        return session.get(Task, row.twin_task)
    return tasks.get(row.twin_row) if row.twin_row else None
