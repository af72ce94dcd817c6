"""The audit trail for whoever reads it: filtered, newest first, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import AuditEntry, AuditSeal
from tracker.vocabulary.running import AuditTag

_PAGE = 50
_OF_ADMINISTRATION = frozenset(
    {"account", "calendar", "contact", "department", "deputy", "file", "group", "job", "post", "route", "rule"}
)
_WORDS = frozenset({"act", "kind", "outcome"})
_LABELS = {str(tag): tag.label for tag in AuditTag}


@dataclass(frozen=True)
class AuditFilter:
    """What is looked for; the empty value looks for anything. ``subject`` is ``kind`` or ``kind:id``."""

    actor: str = ""
    tag: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class AuditRow:
    """``sealed``: the entry is a link of the chain already."""

    id: int
    recorded_at: datetime
    happened_on: date
    actor: str
    tag: str
    subject: str
    detail: tuple[tuple[str, str], ...]
    sealed: bool


@dataclass(frozen=True)
class AuditPage:
    """``older`` is the key of the next page, None on the last."""

    rows: Sequence[AuditRow]
    older: int | None


def audit_page(session: Session, wanted: AuditFilter, before: int | None = None) -> AuditPage:
    """Entries older than the key ``before``, newest first."""
    statement = (
        select(AuditEntry, AuditSeal.position)
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .order_by(AuditEntry.id.desc())
        .limit(_PAGE + 1)
    )
    if wanted.actor:
        statement = statement.where(AuditEntry.actor.contains(wanted.actor, autoescape=True))
    if wanted.tag:
        statement = statement.where(AuditEntry.tag == wanted.tag)
    kind, _, number = wanted.subject.partition(":")
    if kind:
        statement = statement.where(AuditEntry.subject_kind == kind)
    if number.isdecimal() and len(number) < 10:
        statement = statement.where(AuditEntry.subject_id == int(number))
    if wanted.since:
        statement = statement.where(AuditEntry.happened_on >= wanted.since)
    if wanted.until:
        statement = statement.where(AuditEntry.happened_on <= wanted.until)
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    found = session.execute(statement).all()
    rows = [_row(entry, position is not None) for entry, position in found[:_PAGE]]
    return AuditPage(rows, rows[-1].id if len(found) > _PAGE else None)


def _row(entry: AuditEntry, sealed: bool) -> AuditRow:
    return AuditRow(
        entry.id,
        entry.recorded_at,
        entry.happened_on,
        entry.actor,
        _LABELS.get(entry.tag, entry.tag),
        entry.subject_kind + (f":{entry.subject_id}" if entry.subject_id is not None else ""),
        tuple((key, _said(value)) for key, value in json.loads(entry.detail).items() if _may_show(entry, key, value)),
        sealed,
    )


def _may_show(entry: AuditEntry, key: str, value: object) -> bool:
    """Administrators read no business content: of business entries only what was done, by words and numbers of ours."""
    return entry.subject_kind in _OF_ADMINISTRATION or key in _WORDS or isinstance(value, int)


def _said(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
