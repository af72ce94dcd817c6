"""Sources as they are shown: the list, and one paper with its 批示, its clauses and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Endorsement, Source, SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.vocabulary.approvals import Triage
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.sources import Regime, SourceKind

MOST = 100


@dataclass(frozen=True)
class SourceRow:
    id: int
    title: str
    issuer: str
    document_number: str
    issued_on: date
    kind: SourceKind
    items: int
    tasks: int


@dataclass(frozen=True)
class EndorsementRow:
    id: int
    ordinal: int
    leader: str
    wording: str
    written_on: date
    triage: Triage | None
    triaged_on: date | None
    triaged_by: str


@dataclass(frozen=True)
class ItemRow:
    """A clause; without ``task_id`` it is only kept."""

    id: int
    number: str
    section: str
    title: str
    leader: str
    lead: str
    supporting: str
    due_phrase: str
    task_id: int | None
    task_title: str
    reference: str
    status: TaskStatus | None


@dataclass(frozen=True)
class SourcePage:
    id: int
    title: str
    issuer: str
    document_number: str
    issued_on: date
    kind: SourceKind
    regime: Regime
    plan_year: int
    endorsements: Sequence[EndorsementRow]
    items: Sequence[ItemRow]


def sources(session: Session, actor: Actor, q: str = "") -> Sequence[SourceRow]:
    """The office's newest papers, or those whose title, issuer or 文号 contain ``q``."""
    items = (
        select(func.count(SourceItem.id)).where(SourceItem.source_id == Source.id).correlate(Source).scalar_subquery()
    )
    tasks = (
        select(func.count(TaskSource.id))
        .join(SourceItem, SourceItem.id == TaskSource.source_item_id)
        .where(SourceItem.source_id == Source.id)
        .correlate(Source)
        .scalar_subquery()
    )
    query = select(Source, items.label("items"), tasks.label("tasks")).where(Source.office_id == actor.office_id)
    if q:
        query = query.where(
            or_(
                Source.title.contains(q, autoescape=True),
                Source.issuer.contains(q, autoescape=True),
                Source.document_number.contains(q, autoescape=True),
            )
        )
    rows = session.execute(query.order_by(Source.issued_on.desc(), Source.id.desc()).limit(MOST))
    return [
        SourceRow(one.id, one.title, one.issuer, one.document_number, one.issued_on, one.kind, int(items), int(tasks))
        for one, items, tasks in rows
    ]


def source_page(session: Session, source: Source) -> SourcePage:
    """One paper the caller has found to be the office's own."""
    endorsements = session.scalars(
        select(Endorsement).where(Endorsement.source_id == source.id).order_by(Endorsement.ordinal)
    )
    items = session.execute(
        select(SourceItem, Task.id, Task.title, Task.reference, Task.status)
        .outerjoin(TaskSource, TaskSource.source_item_id == SourceItem.id)
        .outerjoin(Task, Task.id == TaskSource.task_id)
        .where(SourceItem.source_id == source.id)
        .order_by(SourceItem.id)
    )
    return SourcePage(
        id=source.id,
        title=source.title,
        issuer=source.issuer,
        document_number=source.document_number,
        issued_on=source.issued_on,
        kind=source.kind,
        regime=source.regime,
        plan_year=source.plan_year,
        endorsements=[
            EndorsementRow(
                row.id,
                row.ordinal,
                row.leader,
                row.wording,
                row.written_on,
                row.triage,
                row.triaged_on,
                row.triaged_by,
            )
            for row in endorsements
        ],
        items=[_item(*row) for row in items],
    )


def _item(
    item: SourceItem, task_id: int | None, title: str | None, reference: str | None, status: TaskStatus | None
) -> ItemRow:
    return ItemRow(
        id=item.id,
        number=item.number,
        section=item.section,
        title=item.title,
        leader=item.leader,
        lead="、".join(name for name in (item.lead, item.co_leads) if name),
        supporting=item.supporting,
        due_phrase=item.due_phrase,
        task_id=task_id,
        task_title=title or "",
        reference=reference or "",
        status=status,
    )


def task_titles(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    """Titles of the office's tasks, for a choice between them."""
    rows = session.execute(
        select(Task.id, Task.title, Task.reference).where(Task.id.in_(ids), Task.office_id == actor.office_id)
    )
    return {row.id: f"{row.reference or '未编号'} {row.title}" for row in rows}
