"""One audit entry for one act, written with it."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import AuditEntry
from tracker.policy.access import Actor
from tracker.vocabulary.running import AuditTag


def record(
    session: Session,
    actor: Actor,
    tag: AuditTag,
    subject_kind: str,
    subject_id: int | None,
    *,
    today: date,
    **detail: object,
) -> None:
    """Add an entry to the transaction at hand: if the act is rolled back, so is its trace."""
    session.add(
        AuditEntry(
            recorded_at=clock.now(),
            happened_on=today,
            actor=actor.name,
            account_id=actor.account_id,
            tag=tag,
            subject_kind=subject_kind,
            subject_id=subject_id,
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
        )
    )
