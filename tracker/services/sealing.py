"""The audit chain: each committed entry gets a link, an HMAC over its content and the link before.

No act waits for another's hash: links are added behind the acts, in the order entries are found committed. An entry
whose transaction took long is simply linked later; nothing already linked changes.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import AuditEntry, AuditSeal

_PREFERRED, _FALLBACK = "sm3", "sha256"
_GENESIS = "0" * 64
BATCH = 5000


@dataclass(frozen=True)
class Verdict:
    """``broken_at``: the first bad position; ``unsealed``: entries behind the chain's end; ``head``: its last MAC."""

    sealed: int
    unsealed: int
    broken_at: int | None
    head: str


def seal(session: Session, key: bytes) -> int:
    """Link the entries not linked yet; returns how many."""
    last = session.scalars(select(AuditSeal).order_by(AuditSeal.position.desc()).limit(1)).first()
    position, mac = (last.position, last.mac) if last else (0, _GENESIS)
    algorithm = _PREFERRED if _PREFERRED in hashlib.algorithms_available else _FALLBACK
    entries = session.scalars(
        select(AuditEntry)
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .where(AuditSeal.position.is_(None))
        .order_by(AuditEntry.id)
        .limit(BATCH)
    ).all()
    for entry in entries:
        position += 1
        mac = _mac(key, algorithm, position, mac, entry)
        session.add(AuditSeal(position=position, entry_id=entry.id, algorithm=algorithm, mac=mac))
    return len(entries)


def verify(session: Session, key: bytes) -> Verdict:
    """Walk the chain from its start; a changed, removed or reordered entry breaks it at its position."""
    mac, broken_at = _GENESIS, None
    rows = session.execute(
        select(AuditSeal, AuditEntry)
        .outerjoin(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .order_by(AuditSeal.position)
        .execution_options(yield_per=BATCH)
    )
    with rows:  # the walk may stop half-way, and the database holds the rest ready
        for expected, (link, entry) in enumerate(rows, start=1):
            good = entry is not None and link.position == expected
            if not good or not hmac.compare_digest(link.mac, _mac(key, link.algorithm, expected, mac, entry)):
                broken_at = expected
                break
            mac = link.mac
    sealed = session.scalars(select(func.count()).select_from(AuditSeal)).one()
    total = session.scalars(select(func.count()).select_from(AuditEntry)).one()
    return Verdict(sealed, max(total - sealed, 0), broken_at, mac)


def _mac(key: bytes, algorithm: str, position: int, previous: str, entry: AuditEntry) -> str:
    fields = (
        position,
        previous,
        entry.id,
        entry.recorded_at.isoformat(),
        entry.happened_on.isoformat(),
        entry.actor,
        entry.account_id,
        entry.tag,
        entry.subject_kind,
        entry.subject_id,
        entry.detail,
    )
    # A length before each field: otherwise moving text from one to its neighbour would keep the sum.
    text = "".join(f"{len(str(field))}:{field}" for field in fields)
    return hmac.new(key, text.encode(), algorithm).hexdigest()
