"""佐证: files that prove something, kept with their task and used again wherever they prove more."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.config import Settings
from tracker.documents.evidence_files import MEDIA_TYPES, kind_of
from tracker.errors import NotFound, RuleBroken
from tracker.models import Evidence, EvidenceUse, Task
from tracker.policy.access import Actor
from tracker.policy.evidence import display_name
from tracker.queries.evidence import attached, shown_to
from tracker.services import audit
from tracker.services.access import open_task
from tracker.services.file_store import FileStore
from tracker.vocabulary.actions import Action
from tracker.vocabulary.files import EvidenceProblem, FileKind
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal

MOST_FILES = 5
MOST_MEGABYTES = 20
_MEGABYTE = 1024 * 1024
# What proves nothing a day later was uploaded with a form that never went through.
_WAITS = timedelta(days=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shelf:
    """Where evidence lies, and how many megabytes of it one task may hold."""

    store: FileStore
    quota_mb: int


@dataclass(frozen=True)
class Upload:
    """A file as a browser sent it, under the name it gave."""

    name: str
    stream: IO[bytes]


def shelf(settings: Settings) -> Shelf:
    """The site's evidence."""
    return Shelf(FileStore(settings.instance, "evidence"), settings.evidence_quota_mb)


def add(session: Session, actor: Actor, task: Task, upload: Upload, on: Shelf, *, today: date) -> Evidence:
    """Keep a file with the task; one that the unit has already given is not kept twice.

    It proves nothing until it is attached. Raises RuleBroken where it is empty, too large, beyond the quota, or of a
    kind that is not kept (security-ux.md §6.3 rows 6–10, 15). The file is on the disk before its row is written.
    """
    name = display_name(upload.name)
    content = upload.stream.read(MOST_MEGABYTES * _MEGABYTE + 1)
    if len(content) > MOST_MEGABYTES * _MEGABYTE:
        raise RuleBroken(EvidenceProblem.TOO_LARGE, name=name, limit=MOST_MEGABYTES)
    digest, unit_id = hashlib.sha256(content).hexdigest(), actor.department_id or actor.office_id
    known = select(Evidence).where(
        Evidence.task_id == task.id, Evidence.digest == digest, Evidence.department_id == unit_id
    )
    if (given := session.scalars(known).first()) is not None:
        return given
    _demand_room(session, task, len(content), name, on.quota_mb)
    stored_as, kind = _keep(content, name, on.store)
    row = Evidence(
        task_id=task.id,
        department_id=unit_id,
        name=display_name(name, set(session.scalars(select(Evidence.name).where(Evidence.task_id == task.id)))),
        media_type=MEDIA_TYPES[kind],
        size=len(content),
        digest=digest,
        stored_as=stored_as,
        uploaded_by=actor.name,
        uploaded_on=today,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, AuditTag.EVIDENCE_ADDED, "evidence", row.id, today=today, task=task.id, name=row.name,
        digest=row.digest,
    )  # fmt: skip
    return row


def _demand_room(session: Session, task: Task, size: int, name: str, quota_mb: int) -> None:
    held = session.scalars(select(func.coalesce(func.sum(Evidence.size), 0)).where(Evidence.task_id == task.id)).one()
    if held + size > quota_mb * _MEGABYTE:
        raise RuleBroken(EvidenceProblem.QUOTA, name=name, limit=quota_mb)


def _keep(content: bytes, name: str, store: FileStore) -> tuple[str, FileKind]:
    """Store the file and look into it there; one that is refused does not stay."""
    try:
        stored_as = store.put(content)
    except OSError as error:
        log.exception("evidence could not be stored")
        raise RuleBroken(EvidenceProblem.STORE_DOWN, name=name) from error
    try:
        return stored_as, kind_of(store.path(stored_as), name)
    except RuleBroken:
        store.remove(stored_as)
        raise


def attach(session: Session, actor: Actor, task: Task, ids: Iterable[int], kind: EvidenceOf, subject_id: int) -> None:
    """Let exactly these pieces of the task prove a document, and no others.

    Raises RuleBroken where one is not the task's, or not the actor's to see.
    """
    wanted, used = set(ids), attached(session, kind, subject_id)
    if not wanted | used:
        return
    known = set(session.scalars(select(Evidence.id).where(Evidence.task_id == task.id, shown_to(actor))))
    if wanted - known:
        raise RuleBroken(EvidenceProblem.NOT_OF_TASK)
    session.execute(
        delete(EvidenceUse).where(
            EvidenceUse.subject_kind == kind,
            EvidenceUse.subject_id == subject_id,
            EvidenceUse.evidence_id.in_(used - wanted),
        )
    )
    session.add_all(
        EvidenceUse(evidence_id=one, subject_kind=kind, subject_id=subject_id) for one in sorted(wanted - used)
    )
    session.flush()


def open_evidence(session: Session, actor: Actor, evidence_id: int) -> Evidence:
    """A piece to be read, through its task. Raises NotFound where the actor may not know of the task, or of a draft."""
    piece = session.scalars(select(Evidence).where(Evidence.id == evidence_id, shown_to(actor))).first()
    if piece is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    open_task(session, actor, Action.EVIDENCE_VIEW, piece.task_id)
    return piece


def path_of(piece: Evidence, on: Shelf) -> Path:
    """The file itself. Raises FileNotFoundError where it is gone."""
    return on.store.path(piece.stored_as)


def forget_unused(session: Session, now: datetime) -> None:
    """Drop the rows of what was uploaded and never attached."""
    used = select(EvidenceUse.id).where(EvidenceUse.evidence_id == Evidence.id).exists()
    session.execute(delete(Evidence).where(Evidence.recorded_at < now - _WAITS, ~used))


def clear_strays(session: Session, on: Shelf, now: datetime) -> int:
    """Remove files that no committed row names, a day after they came; returns how many."""
    return on.store.sweep(set(session.scalars(select(Evidence.stored_as))), (now - _WAITS).timestamp())
