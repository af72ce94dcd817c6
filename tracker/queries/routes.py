"""Approval routes and deputies as stored: for policy to decide by, and for the page that sets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import ApprovalRoute, Department, Post, PostDeputy, PostHolding
from tracker.policy.routes import Deputy, Step
from tracker.vocabulary.approvals import ApprovalKind, TaskBasis
from tracker.vocabulary.departments import DepartmentKind, PostRank


@dataclass(frozen=True)
class RouteRow:
    """One route: its steps in words, from–to. ``until_on`` is the first day it no longer holds."""

    kind: ApprovalKind
    basis: TaskBasis | None
    steps: Sequence[str]
    from_on: date
    until_on: date | None
    recorded_by: str

    @property
    def about(self) -> str:
        """What goes this way: 立项 by its basis, other documents by their kind."""
        return f"立项：{self.basis.label}" if self.basis else self.kind.label


@dataclass(frozen=True)
class SeatRow:
    """A seat and who holds it on a day."""

    id: int
    name: str
    rank: PostRank
    holder: str

    @property
    def label(self) -> str:
        return f"{self.name}（{self.holder}）" if self.holder else self.name


@dataclass(frozen=True)
class DeputyRow:
    id: int
    seat: str
    deputy: str
    from_on: date
    until_on: date | None
    recorded_by: str


def steps(session: Session, office_id: int, kind: ApprovalKind, basis: TaskBasis | None, day: date) -> tuple[Step, ...]:
    """The steps of the route for ``kind``, for 立项 on ``basis``, in force on ``day``, in order."""
    rows = session.scalars(
        select(ApprovalRoute)
        .where(
            ApprovalRoute.office_id == office_id,
            of_kind(kind, basis),
            in_force(day),
        )
        .order_by(ApprovalRoute.step)
    )
    return tuple(Step(row.step, row.rank, row.post_id) for row in rows)


def of_kind(kind: ApprovalKind, basis: TaskBasis | None) -> ColumnElement[bool]:
    """Routes of a kind of document, and of its basis where that matters."""
    on = ApprovalRoute.basis.is_(None) if basis is None else ApprovalRoute.basis == basis
    return and_(ApprovalRoute.kind == kind, on)


def in_force(day: date) -> ColumnElement[bool]:
    """Routes that hold on ``day``."""
    return and_(ApprovalRoute.from_on <= day, or_(ApprovalRoute.until_on.is_(None), ApprovalRoute.until_on > day))


def deputies(session: Session) -> tuple[Deputy, ...]:
    """Who acts for whom, ever; policy asks for the day."""
    rows = session.execute(select(PostDeputy, Post.rank).join(Post, Post.id == PostDeputy.post_id))
    return tuple(Deputy(one.post_id, rank, one.deputy_id, one.from_on, one.until_on) for one, rank in rows)


def routes(session: Session, office_id: int, day: date) -> Sequence[RouteRow]:
    """The office's routes in force on ``day`` and those to come, by basis and date."""
    rows = session.execute(
        select(ApprovalRoute, Post.name)
        .outerjoin(Post, Post.id == ApprovalRoute.post_id)
        .where(
            ApprovalRoute.office_id == office_id,
            or_(ApprovalRoute.until_on.is_(None), ApprovalRoute.until_on > day),
        )
        .order_by(ApprovalRoute.from_on, ApprovalRoute.step)
    ).all()
    found: dict[tuple[ApprovalKind, TaskBasis | None, date], list[tuple[ApprovalRoute, str]]] = {}
    for row, seat in rows:
        found.setdefault((row.kind, row.basis, row.from_on), []).append((row, seat or row.rank.label))
    kinds, bases = list(ApprovalKind), [None, *TaskBasis]
    return [
        RouteRow(kind, basis, [seat for _, seat in parts], from_on, parts[0][0].until_on, parts[0][0].recorded_by)
        for (kind, basis, from_on), parts in sorted(
            found.items(), key=lambda one: (kinds.index(one[0][0]), bases.index(one[0][1]), one[0][2])
        )
    ]


def seats(session: Session, office_id: int, day: date) -> Sequence[SeatRow]:
    """The seats an office works with: its own, and, for the site's first office, those of no unit."""
    first = (
        select(Department.id)
        .where(Department.kind == DepartmentKind.SUPERVISION_OFFICE)
        .order_by(Department.id)
        .limit(1)
        .scalar_subquery()
    )
    holder = aliased(PostHolding)
    rows = session.execute(
        select(Post.id, Post.name, Post.rank, holder.holder)
        .outerjoin(
            holder,
            and_(
                holder.post_id == Post.id,
                holder.from_on <= day,
                or_(holder.until_on.is_(None), holder.until_on > day),
            ),
        )
        .where(or_(Post.department_id == office_id, and_(Post.department_id.is_(None), first == office_id)))
        .order_by(Post.id)
    )
    order = list(PostRank)
    found = {row.id: SeatRow(row.id, row.name, row.rank, row.holder or "") for row in rows}
    return sorted(found.values(), key=lambda one: (order.index(one.rank), one.id))


def deputy_rows(session: Session, office_id: int, day: date) -> Sequence[DeputyRow]:
    """AB角 in force on ``day`` or to come, among the office's seats."""
    own = {seat.id: seat.name for seat in seats(session, office_id, day)}
    rows = session.scalars(
        select(PostDeputy)
        .where(or_(PostDeputy.until_on.is_(None), PostDeputy.until_on > day))
        .order_by(PostDeputy.from_on, PostDeputy.id)
    )
    return [
        DeputyRow(row.id, own[row.post_id], own[row.deputy_id], row.from_on, row.until_on, row.recorded_by)
        for row in rows
        if row.post_id in own and row.deputy_id in own
    ]
