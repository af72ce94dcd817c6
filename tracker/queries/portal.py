"""挂牌公示: what the public reads. Nothing comes out of here that was not published, word for word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Publication
from tracker.vocabulary.publications import PublicationKind, PublicationState

PAGE = 20
_MOST = 5000
_IN_PUBLIC = (PublicationState.PUBLISHED, PublicationState.WITHDRAWN)


class Order(StrEnum):
    """Sort orders the address may name."""

    NEWEST = "newest"
    DUE = "due"


@dataclass(frozen=True)
class Wanted:
    """What the address asks for."""

    words: str = ""
    kind: PublicationKind | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True)
class Progress:
    """Published progress of the same matter."""

    published_on: date
    title: str
    body: str


@dataclass(frozen=True)
class Released:
    """The publication that a listing was released."""

    id: int
    published_on: date
    stage: str


@dataclass(frozen=True)
class PublicItem:
    """Exactly what the public sees of one publication, and the progress published beside it, the newest first.

    ``released``: of a listing, the publication of its release.
    """

    id: int
    kind: PublicationKind
    title: str
    unit: str
    stage: str
    due_on: date | None
    body: str
    outlet: str
    published_on: date | None
    takes_comments: bool
    progress: Sequence[Progress] = ()
    released: Released | None = None


@dataclass(frozen=True)
class Page:
    """``number`` is the page shown: one that does not exist is the nearest that does."""

    rows: Sequence[PublicItem]
    total: int
    number: int
    pages: int


def public_list(session: Session, wanted: Wanted, page: int) -> Page:
    """One page of what stands in public: for each matter the last thing published, with its latest progress."""
    query = _heads(wanted)
    total = session.scalars(select(func.count()).select_from(query.subquery())).one()
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    found = session.scalars(_ordered(query, wanted.order).limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(_items(session, found), total, number, pages)


def whole_list(session: Session, wanted: Wanted) -> Sequence[PublicItem]:
    """The same as the pages, at once, for a file."""
    return _items(session, session.scalars(_ordered(_heads(wanted), wanted.order).limit(_MOST)).all())


def public_item(session: Session, publication_id: int) -> PublicItem | None:
    """One publication in public, or that was; None for any other key, whatever lies behind it.

    One that was taken down comes without a word of its text: only its key.
    """
    row = session.scalars(
        select(Publication).where(Publication.id == publication_id, Publication.state.in_(_IN_PUBLIC))
    ).first()
    if row is None:
        return None
    if row.state is PublicationState.WITHDRAWN:
        return PublicItem(row.id, row.kind, "", "", "", None, "", "", None, takes_comments=False)
    item = item_of(row, _progress(session, [row.task_id]).get(row.task_id, ()))
    return replace(item, released=_released(session, row))


def _released(session: Session, row: Publication) -> Released | None:
    if row.kind is not PublicationKind.LISTING or row.listing_id is None:
        return None
    release = session.scalars(
        select(Publication)
        .where(
            Publication.listing_id == row.listing_id,
            Publication.kind == PublicationKind.RELEASE,
            Publication.state == PublicationState.PUBLISHED,
        )
        .order_by(Publication.id.desc())
    ).first()
    if release is None or release.published_on is None:
        return None
    return Released(release.id, release.published_on, release.stage)


def item_of(row: Publication, progress: Sequence[tuple[int, Progress]] = ()) -> PublicItem:
    """The public's view of a publication, in public or still drafted."""
    return PublicItem(
        row.id,
        row.kind,
        row.title,
        row.unit,
        row.stage,
        row.due_on,
        row.body,
        row.outlet,
        row.published_on,
        row.takes_comments,
        tuple(one for key, one in progress if key != row.id),
    )


def _heads(wanted: Wanted) -> Any:
    """The last publication of each matter; its progress only where nothing else of it is in public."""
    newer = aliased(Publication)
    main, other = Publication.kind != PublicationKind.PROGRESS, newer.kind != PublicationKind.PROGRESS
    later = or_(
        newer.published_on > Publication.published_on,
        and_(newer.published_on == Publication.published_on, newer.id > Publication.id),
    )
    above = (
        select(newer.id)
        .where(
            newer.task_id == Publication.task_id,
            newer.state == PublicationState.PUBLISHED,
            or_(and_(main, other, later), and_(~main, or_(other, later))),
        )
        .exists()
    )
    return select(Publication).where(Publication.state == PublicationState.PUBLISHED, ~above, *_asked(wanted))


def _asked(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.words:
        searched = (Publication.title, Publication.unit, Publication.body)
        for word in wanted.words.split():
            asked.append(or_(*(column.contains(word, autoescape=True) for column in searched)))
    if wanted.kind is not None:
        asked.append(Publication.kind == wanted.kind)
    return asked


def _ordered(query: Any, order: Order) -> Any:
    if order is Order.DUE:
        return query.order_by(Publication.due_on.is_(None), Publication.due_on, Publication.id.desc())
    return query.order_by(Publication.published_on.desc(), Publication.id.desc())


def _items(session: Session, rows: Sequence[Publication]) -> Sequence[PublicItem]:
    progress = _progress(session, [row.task_id for row in rows])
    return [item_of(row, progress.get(row.task_id, ())) for row in rows]


def _progress(session: Session, task_ids: Sequence[int]) -> Mapping[int, list[tuple[int, Progress]]]:
    """The published progress of these matters, the newest first, each with its publication's key."""
    rows = session.scalars(
        select(Publication)
        .where(
            Publication.task_id.in_(task_ids),
            Publication.kind == PublicationKind.PROGRESS,
            Publication.state == PublicationState.PUBLISHED,
        )
        .order_by(Publication.published_on.desc(), Publication.id.desc())
    )
    found: dict[int, list[tuple[int, Progress]]] = {}
    for row in rows:
        if row.published_on is not None:
            found.setdefault(row.task_id, []).append((row.id, Progress(row.published_on, row.title, row.body)))
    return found
