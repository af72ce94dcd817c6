"""到现场: written down with the day, the place and what was found; never asked of anybody as a check-in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Listing, SiteVisit, Task
from tracker.policy.access import Actor
from tracker.policy.lifecycle.listings import LISTINGS
from tracker.policy.listings import Person
from tracker.policy.reasons import demand_clear
from tracker.queries.drafts import clerks
from tracker.services import audit
from tracker.services.evidence import attach
from tracker.vocabulary.listings import ListingAct, ListingRefusal
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class Visit:
    """Who was on site, when and where, and what was found. ``visitor`` names whoever has no account of the office."""

    visited_on: date
    found: str
    place: str = ""
    account_id: int | None = None
    visitor: str = ""
    evidence_ids: Collection[int] = field(default=())


def visit_listed(
    session: Session, actor: Actor, listing: Listing, visit: Visit, *, passed: bool | None = None, today: date
) -> SiteVisit:
    """A visit to a listed task; ``passed`` where it is an acceptance.

    Raises IllegalTransition where the task is not listed now, RuleBroken where the day is ahead or before the listing,
    or nobody is named.
    """
    # Whatever is listed could be released: the table says whether it is.
    LISTINGS.after(listing.state, ListingAct.RELEASE)
    if visit.visited_on > today:
        raise RuleBroken(ListingRefusal.VISIT_LATER, day=visit.visited_on)
    if listing.listed_on is not None and visit.visited_on < listing.listed_on:
        facts = {"what": "挂牌之日", "earliest": listing.listed_on}
        raise RuleBroken(ListingRefusal.VISIT_BEFORE, day=visit.visited_on, **facts)
    demand_clear(visit.found)
    task = session.get_one(Task, listing.task_id)
    who = person(session, task.office_id, visit.account_id, visit.visitor, ListingRefusal.VISITOR_MISSING)
    row = SiteVisit(
        task_id=task.id,
        listing_id=listing.id,
        account_id=who.account_id,
        visitor=who.name,
        visited_on=visit.visited_on,
        place=visit.place.strip(),
        found=visit.found.strip(),
        passed=passed,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()  # evidence and audit name the key
    attach(session, actor, task, visit.evidence_ids, EvidenceOf.VISIT, row.id)
    audit.record(
        session, actor, AuditTag.VISIT_RECORDED, "site-visit", row.id, today=today, task=task.id, visitor=who.name,
        visited_on=visit.visited_on,
    )  # fmt: skip
    return row


def person(session: Session, office_id: int, account_id: int | None, name: str, missing: ListingRefusal) -> Person:
    """Somebody of the office by account, or anybody by name. Raises RuleBroken for nobody, for both, for a stranger."""
    name = name.strip()
    if account_id is None:
        if not name:
            raise RuleBroken(missing)
        return Person(name)
    if name:
        raise RuleBroken(ListingRefusal.PERSON_TWICE)
    ours = {one.id: one.name for one in clerks(session, office_id)}
    if account_id not in ours:
        raise RuleBroken(ListingRefusal.OFFICER_NOT_OURS)
    return Person(ours[account_id], account_id)
