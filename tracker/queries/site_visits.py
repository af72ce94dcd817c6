"""到现场 as it is shown: who, when, where, what was found, and what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import SiteVisit
from tracker.policy.access import Actor
from tracker.queries.evidence import EvidenceRow, of_documents
from tracker.vocabulary.reports import EvidenceOf


@dataclass(frozen=True)
class VisitRow:
    """``passed``: what an acceptance found; empty for any other visit."""

    id: int
    visitor: str
    visited_on: date
    place: str
    found: str
    passed: bool | None
    recorded_by: str
    evidence: Sequence[EvidenceRow]


def of_listing(session: Session, actor: Actor, listing_id: int) -> Sequence[VisitRow]:
    """The visits to a listed task, the latest first."""
    mine = select(SiteVisit.id).where(SiteVisit.listing_id == listing_id)
    evidence = of_documents(session, actor, EvidenceOf.VISIT, mine)
    rows = session.scalars(
        select(SiteVisit)
        .where(SiteVisit.listing_id == listing_id)
        .order_by(SiteVisit.visited_on.desc(), SiteVisit.id.desc())
    )
    return [
        VisitRow(
            row.id, row.visitor, row.visited_on, row.place, row.found, row.passed, row.recorded_by,
            evidence.get(row.id, ()),
        )
        for row in rows
    ]  # fmt: skip
