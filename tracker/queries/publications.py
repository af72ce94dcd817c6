"""公开: what is drafted, waits, stands in public; and who of the people inside may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    Deadline,
    Department,
    DepartmentName,
    Listing,
    Participation,
    Post,
    PostHolding,
    Publication,
    PublicComment,
    Task,
)
from tracker.policy.access import Actor
from tracker.policy.publications import MOST, Wording, mask
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.listings import ListingState
from tracker.vocabulary.people import OFFICE, Role
from tracker.vocabulary.publications import PublicationKind, PublicationState
from tracker.vocabulary.sources import Disclosure

_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
# From when on it is a leader's business: what may wait for their decision, and what came of it.
_DECIDED = frozenset(
    {
        PublicationState.PENDING,
        PublicationState.REFUSED,
        PublicationState.APPROVED,
        PublicationState.PUBLISHED,
        PublicationState.WITHDRAWN,
    }
)
_KIND_OF = {ListingState.LISTED: PublicationKind.LISTING, ListingState.RELEASED: PublicationKind.RELEASE}
_STAGE_OF = {ListingState.RELEASED: "已解除挂牌督办"}
_MOST = 200


@dataclass(frozen=True)
class PublicationRow:
    """A publication in a list."""

    id: int
    task_id: int
    reference: str
    kind: PublicationKind
    title: str
    unit: str
    state: PublicationState
    drafted_on: date
    reply_until: date | None
    cosigned_on: date | None
    published_on: date | None


@dataclass(frozen=True)
class CommentRow:
    publication_id: int
    title: str
    body: str
    posted_at: datetime


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on Publication: the office its own; leaders what is decided; the unit that leads what it was asked
    about; 宣传部 what waits for its signature or has it."""
    own = Publication.office_id == actor.office_id
    clauses: list[Any] = []
    if actor.office_id is not None:
        if actor.roles & OFFICE:
            clauses.append(own)
        if actor.roles & _LEADERS:
            clauses.append(and_(own, Publication.state.in_(_DECIDED), Publication.task_id.in_(_not_sensitive())))
        if Role.PUBLICITY in actor.roles:
            clauses.append(
                and_(
                    own,
                    or_(Publication.state == PublicationState.COSIGNING, Publication.cosigned_on.is_not(None)),
                )
            )
    if actor.roles & _UNIT and actor.department_id is not None:
        led = select(Participation.task_id).where(
            Participation.lead_of.is_not(None), Participation.department_id == actor.department_id
        )
        clauses.append(and_(Publication.asked_unit_on.is_not(None), Publication.task_id.in_(led)))
    return or_(*clauses) if clauses else false()


def publications(session: Session, actor: Actor, *states: PublicationState) -> Sequence[PublicationRow]:
    """What the actor may see, of these states or of all, the newest first."""
    query = _rows().where(seen_by(actor))
    if states:
        query = query.where(Publication.state.in_(states))
    return [_row(row) for row in session.execute(query.order_by(Publication.id.desc()).limit(_MOST))]


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[PublicationRow]:
    """The task's publications that the actor may see."""
    query = _rows().where(seen_by(actor), Publication.task_id == task.id)
    return [_row(row) for row in session.execute(query.order_by(Publication.id))]


def to_reply(session: Session, actor: Actor) -> Sequence[PublicationRow]:
    """What waits for the unit's word."""
    query = _rows().where(
        seen_by(actor), Publication.state == PublicationState.REPLYING, Publication.replied_on.is_(None)
    )
    return [_row(row) for row in session.execute(query.order_by(Publication.reply_until, Publication.id).limit(_MOST))]


def comments(session: Session, actor: Actor, publication_id: int | None = None) -> Sequence[CommentRow]:
    """What the public wrote, the newest first; whoever is not of the office reads numbers masked."""
    query = select(PublicComment, Publication.title).join(Publication, Publication.id == PublicComment.publication_id)
    if publication_id is not None:
        query = query.where(PublicComment.publication_id == publication_id)
    found = session.execute(query.where(seen_by(actor)).order_by(PublicComment.id.desc()).limit(_MOST))
    plain = bool(actor.roles & OFFICE)
    return [
        CommentRow(one.publication_id, title, one.body if plain else mask(one.body), one.posted_at)
        for one, title in found
    ]


@dataclass(frozen=True)
class UnitRow:
    name: str
    leads: bool


def units_of(session: Session, task_id: int) -> Sequence[UnitRow]:
    """All names, in force or former, of the units that take part in the task; the lead's full one first."""
    rows = session.execute(
        select(Department.name, DepartmentName.name.label("other"), Participation.lead_of)
        .join(Participation, Participation.department_id == Department.id)
        .outerjoin(DepartmentName, DepartmentName.department_id == Department.id)
        .where(Participation.task_id == task_id, Participation.until_on.is_(None))
        .order_by(Participation.lead_of.is_(None), Department.id, DepartmentName.id)
    ).all()
    names = {row.name: row.lead_of is not None for row in rows}
    names |= {row.other: False for row in rows if row.other and row.other not in names}
    return [UnitRow(name, leads) for name, leads in names.items()]


def people(session: Session) -> Sequence[str]:
    """Everybody who holds or held a seat on the register; a seat entered as its own holder is no person."""
    named = select(PostHolding.holder).where(PostHolding.holder != "", PostHolding.holder.not_in(select(Post.name)))
    return session.scalars(named.distinct()).all()


def listing_for(session: Session, task_id: int, kind: PublicationKind) -> Listing | None:
    """The last listing a publication of ``kind`` can be about. One released before it was published is published
    first, so that its release can be."""
    wanted = {
        PublicationKind.LISTING: (ListingState.LISTED, ListingState.RELEASED),
        PublicationKind.RELEASE: (ListingState.RELEASED,),
        PublicationKind.PROGRESS: (ListingState.LISTED, ListingState.RELEASED),
    }.get(kind, ())
    return session.scalars(
        select(Listing)
        .where(Listing.task_id == task_id, Listing.state.in_(wanted))
        .order_by(Listing.id.desc())
        .limit(1)
    ).first()


def suggested(session: Session, task: Task, asked: str) -> tuple[PublicationKind, Wording]:
    """What a draft begins with: the kind asked for, else what the task's listing calls for; in the task's words."""
    listing = listing_for(session, task.id, PublicationKind.PROGRESS)
    kind = next((one for one in PublicationKind if one.value == asked), None)
    if kind is None:
        kind = _KIND_OF.get(listing.state, PublicationKind.LIVELIHOOD) if listing else PublicationKind.LIVELIHOOD
    of_listing = kind in (PublicationKind.LISTING, PublicationKind.RELEASE) and listing is not None
    lead = next((unit.name for unit in units_of(session, task.id) if unit.leads), "")
    stage = _STAGE_OF.get(listing.state, listing.state.label) if of_listing and listing else task.status.label
    body = listing.requirement if of_listing and listing else task.target
    title = task.title[: MOST["title"]]
    return kind, Wording(title, lead, stage, body[: MOST["body"]], _term_of(session, task.id, listing))


def outlet_wanted(session: Session, row: Publication) -> str:
    """Where it is to be published, where that is settled: a listing at its outlet, a release where its listing was."""
    if row.listing_id is None:
        return ""
    if row.kind is PublicationKind.RELEASE:
        return outlet_of_listing(session, row.listing_id) or ""
    return session.get_one(Listing, row.listing_id).outlet


def outlet_of_listing(session: Session, listing_id: int) -> str | None:
    """Where a listing was made public; None where it was not."""
    return session.scalars(
        select(Publication.outlet)
        .where(
            Publication.listing_id == listing_id,
            Publication.kind == PublicationKind.LISTING,
            Publication.published_on.is_not(None),
        )
        .order_by(Publication.id.desc())
        .limit(1)
    ).first()


def _term_of(session: Session, task_id: int, listing: Listing | None) -> date | None:
    """The date the public is told: the listing's, else the task's final one."""
    which = (
        Deadline.id == listing.deadline_id
        if listing is not None and listing.deadline_id is not None
        else and_(Deadline.task_id == task_id, Deadline.kind == DeadlineKind.FINAL, Deadline.voided_on.is_(None))
    )
    return session.scalars(select(Deadline.due_on).where(which).limit(1)).first()


def _not_sensitive() -> Any:
    return select(Task.id).where(Task.disclosure != Disclosure.SENSITIVE)


def _rows() -> Any:
    return select(Publication, Task.reference).join(Task, Task.id == Publication.task_id)


def _row(row: Any) -> PublicationRow:
    one: Publication = row.Publication
    return PublicationRow(
        one.id,
        one.task_id,
        row.reference or "",
        one.kind,
        one.title,
        one.unit,
        one.state,
        one.drafted_on,
        one.reply_until,
        one.cosigned_on,
        one.published_on,
    )
