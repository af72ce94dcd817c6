"""A row becomes a draft: the clause as the paper words it, the task, its units and its planned dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import (
    GroupParticipation,
    Milestone,
    Participation,
    Post,
    PostHolding,
    Source,
    SourceItem,
    Task,
    TaskSource,
)
from tracker.policy.access import Actor
from tracker.policy.deadlines import due_after
from tracker.policy.due_phrases import Due
from tracker.policy.milestones import equal_weights
from tracker.policy.sheets.item import Item
from tracker.services.deadlines import Basis, planned_final, planned_node
from tracker.services.import_plan import Origin, PlannedRow
from tracker.services.import_units import Units
from tracker.services.movement import begin
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.sheets import DueKind, Every

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def known_paper(office_id: int, origin: Origin) -> Select[Source]:
    """Selects the paper if the office has entered it: one title, issuer and day is one paper."""
    return select(Source).where(
        Source.office_id == office_id,
        Source.title == origin.title,
        Source.issuer == origin.issuer,
        Source.issued_on == origin.issued_on,
    )


def paper_of(office_id: int, origin: Origin) -> Source:
    """The row of a paper."""
    return Source(
        office_id=office_id,
        title=origin.title,
        issuer=origin.issuer,
        document_number=origin.document_number,
        issued_on=origin.issued_on,
        kind=origin.kind,
        regime=origin.regime,
        plan_year=origin.plan_year,
        recorded_at=clock.now(),
    )


def record_item(session: Session, source: Source, row: PlannedRow, file_digest: str) -> SourceItem:
    """Keep the clause as the paper words it."""
    item = row.item
    clause = SourceItem(
        source_id=source.id,
        file_digest=file_digest,
        fingerprint=row.fingerprint,
        sheet=row.sheet,
        row_no=item.row,
        number=item.number,
        section=item.section,
        title=item.title,
        target=item.target,
        measures=item.measures,
        leader=item.leader,
        lead=item.lead,
        co_leads="、".join(item.co_leads),
        supporting="、".join(item.supporting),
        due_phrase="；".join(due.phrase for due in item.deadlines if due.phrase),
        points=item.points,
        progress=item.progress,
    )
    session.add(clause)
    session.flush()  # the task's link needs the clause's key
    return clause


def draft_task(
    session: Session,
    actor: Actor,
    row: PlannedRow,
    clause: SourceItem,
    source: Source,
    units: Units,
    by: Basis,
    *,
    today: date,
) -> Task:
    """Put a row down as a draft task with everything the paper says of it."""
    item = row.item
    kinds = {due.kind for due in item.deadlines}
    points = _NUMBER.search(item.points)
    task = Task(
        office_id=source.office_id,
        title=item.title,
        target=item.target,
        measures=item.measures,
        section=item.section,
        leader=item.leader,
        leader_post_id=seat_called(session, item.leader, today),
        assessment_year=source.plan_year,
        points=float(points.group()) if points else None,
        # What recurs or never ends is reviewed each period; it is not done by a date.
        endless=DueKind.FINAL not in kinds and bool(kinds & {DueKind.ENDLESS, DueKind.RECURRING}),
        report_every=next((due.every for due in item.deadlines if due.every), Every.MONTH),
    )
    begin(session, actor, task, today=today)
    session.add(TaskSource(task_id=task.id, source_item_id=clause.id))
    take_part(session, task, item, units, today=today)
    _plan_dates(session, task, item, source, by)
    return task


def take_part(session: Session, task: Task, item: Item, units: Units, *, today: date) -> None:
    """Give the row's units their parts in the task; those that have one already keep it."""
    parts = [(item.lead, ParticipationRole.LEAD)]
    parts += [(name, ParticipationRole.CO_LEAD) for name in item.co_leads]
    parts += [(name, ParticipationRole.SUPPORTING) for name in item.supporting]
    session.flush()
    taken = set(session.scalars(select(Participation.department_id).where(Participation.task_id == task.id)))
    grouped = set(session.scalars(select(GroupParticipation.group_id).where(GroupParticipation.task_id == task.id)))
    led = session.scalars(select(Participation.id).where(Participation.lead_of == task.id)).first() is not None
    for name, role in parts:
        found = units.get(name)
        if found is None:
            continue
        if found.group_id is not None and found.group_id not in grouped:
            grouped.add(found.group_id)
            session.add(GroupParticipation(task_id=task.id, group_id=found.group_id, role=role))
        elif found.unit_id is not None and found.unit_id not in taken:
            taken.add(found.unit_id)
            leads = role is ParticipationRole.LEAD and not led
            led = led or leads
            session.add(
                Participation(
                    task_id=task.id,
                    department_id=found.unit_id,
                    role=role if leads or role is not ParticipationRole.LEAD else ParticipationRole.CO_LEAD,
                    lead_of=task.id if leads else None,
                    from_on=today,
                )
            )


def final_of(item: Item, issued_on: date, by: Basis) -> date | None:
    """The row's final date, a term of working days counted from the day of issue."""
    return next((_date(due, issued_on, by) for due in item.deadlines if due.kind is DueKind.FINAL), None)


def _plan_dates(session: Session, task: Task, item: Item, source: Source, by: Basis) -> None:
    dated = [
        (due, day)
        for due in item.deadlines
        if due.kind in (DueKind.FINAL, DueKind.MILESTONE) and (day := _date(due, source.issued_on, by)) is not None
    ]
    for due, day in dated:
        if due.kind is DueKind.FINAL:
            session.add(planned_final(task, **_read(due, day)))
    if len(dated) < 2:
        return  # without nodes the final date weighs all of it
    for ordinal, ((due, day), weight) in enumerate(zip(dated, equal_weights(len(dated)), strict=True), start=1):
        node = Milestone(task_id=task.id, ordinal=ordinal, content=due.what or due.phrase, weight=weight)
        session.add(node)
        session.flush()  # the node's date names its key
        session.add(planned_node(task, node, **_read(due, day)))


def _read(due: Due, day: date) -> dict[str, Any]:
    return {"due_on": day, "phrase": due.phrase, "reading": due.how, "assumed": due.assumed}


def lead_part(task: Task, department_id: int, today: date) -> Participation:
    """The part of the unit that leads ``task`` from today on."""
    return Participation(
        task_id=task.id, department_id=department_id, role=ParticipationRole.LEAD, lead_of=task.id, from_on=today
    )


def _date(due: Due, issued_on: date, by: Basis) -> date | None:
    if due.due_on is None and due.term_count is not None and due.term_unit is not None:
        return due_after(issued_on, due.term_count, due.term_unit, by.calendar)
    return due.due_on


def seat_called(session: Session, leader: str, today: date) -> int | None:
    """The seat a leader's name or title means; cards bind the seat, not the person."""
    if not leader:
        return None
    return session.scalars(
        select(Post.id)
        .outerjoin(PostHolding, PostHolding.post_id == Post.id)
        .where(
            or_(
                Post.name == leader,
                (PostHolding.holder == leader)
                & (PostHolding.from_on <= today)
                & (PostHolding.until_on.is_(None) | (PostHolding.until_on > today)),
            )
        )
    ).first()
