"""What an import brought in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import AuditEntry, Source, SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class ImportResult:
    """The last import of a paper: what it wrote, and where the paper's tasks stand now."""

    title: str
    added: int
    merged: int
    known: int
    errors: int
    statuses: Mapping[TaskStatus, int]


def import_result(session: Session, actor: Actor, source_id: int) -> ImportResult | None:
    """The last import of a paper of the actor's own office; None for any other."""
    entry = select(AuditEntry.detail).where(
        AuditEntry.tag == AuditTag.SOURCE_IMPORTED,
        AuditEntry.subject_kind == "source",
        AuditEntry.subject_id == source_id,
    )
    source = session.get(Source, source_id)
    told = session.scalars(entry.order_by(AuditEntry.id.desc()).limit(1)).first()
    if source is None or source.office_id != actor.office_id or told is None:
        return None
    detail = json.loads(told)
    statuses = session.execute(
        select(Task.status, func.count(Task.id.distinct()))
        .join(TaskSource, TaskSource.task_id == Task.id)
        .join(SourceItem, SourceItem.id == TaskSource.source_item_id)
        .where(SourceItem.source_id == source_id)
        .group_by(Task.status)
    )
    counts = {row[0]: row[1] for row in statuses}
    added, merged, known, errors = (int(detail.get(name, 0)) for name in ("added", "merged", "known", "errors"))
    return ImportResult(
        source.title,
        added,
        merged,
        known,
        errors,
        statuses={status: counts[status] for status in TaskStatus if status in counts},
    )
