"""Approval routes and deputies (AB角): dated, never edited; a change ends the old and starts the new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import ApprovalRoute, Department, PostDeputy
from tracker.policy.access import Actor
from tracker.policy.routes import Step, default_routes
from tracker.queries.routes import of_kind, seats
from tracker.services import audit
from tracker.vocabulary.approvals import ApprovalKind, ApprovalRefusal, RouteRefusal, TaskBasis
from tracker.vocabulary.departments import DepartmentKind
from tracker.vocabulary.running import AuditTag

_FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class SetRoute:
    """The steps of a kind of document from a day on; of 立项 on a basis."""

    kind: ApprovalKind
    basis: TaskBasis | None
    steps: Sequence[Step]
    from_on: date


@dataclass(frozen=True)
class SetDeputy:
    """``deputy_id`` acts for ``post_id``; ``until_on`` is the first day it no longer does."""

    post_id: int
    deputy_id: int
    from_on: date
    until_on: date | None = None


def furnish_routes(session: Session) -> None:
    """Give every office the default route of each kind of document for which it has none."""
    columns = ApprovalRoute.office_id, ApprovalRoute.kind, ApprovalRoute.basis
    furnished = {tuple(row) for row in session.execute(select(*columns).distinct())}
    offices = session.scalars(select(Department.id).where(Department.kind == DepartmentKind.SUPERVISION_OFFICE))
    by = Actor.system()
    for office_id in offices:
        for kind, basis, ranks in default_routes():
            if (office_id, kind, basis) not in furnished:
                found = [Step(number, rank) for number, rank in enumerate(ranks, start=1)]
                _add(session, by, office_id, SetRoute(kind, basis, found, _FIRST_DAY))


def set_route(session: Session, actor: Actor, command: SetRoute, *, today: date) -> None:
    """Let other steps hold from a day on, tomorrow at the earliest: what was put forward goes the route of its day.

    Raises RuleBroken for no steps, an earlier day, or a seat that is not the office's or not of the step's rank.
    """
    office_id = _office_of(actor)
    if command.from_on <= today:
        raise RuleBroken(RouteRefusal.NOT_BEFORE_TOMORROW, day=command.from_on)
    if not command.steps:
        raise RuleBroken(RouteRefusal.NO_STEPS)
    own = {seat.id: seat for seat in seats(session, office_id, today)}
    for step in command.steps:
        if step.post_id is not None and (step.post_id not in own or own[step.post_id].rank is not step.rank):
            raise RuleBroken(RouteRefusal.SEAT_UNKNOWN)
    for row in session.scalars(
        select(ApprovalRoute).where(
            ApprovalRoute.office_id == office_id,
            of_kind(command.kind, command.basis),
            ApprovalRoute.until_on.is_(None) | (ApprovalRoute.until_on > command.from_on),
        )
    ).all():
        if row.from_on >= command.from_on:
            session.delete(row)  # it has held on no day yet; the audit trail keeps it
        else:
            row.until_on = command.from_on
    session.flush()  # the new rows may start on the day of the deleted ones
    _add(session, actor, office_id, command)
    said = [f"{step.number}:{step.rank}:{step.post_id or ''}" for step in command.steps]
    audit.record(
        session,
        actor,
        AuditTag.ROUTE_SET,
        "office",
        office_id,
        today=today,
        kind=command.kind,
        basis=command.basis,
        steps=said,
        from_on=command.from_on,
    )


def set_deputy(session: Session, actor: Actor, command: SetDeputy, *, today: date) -> PostDeputy:
    """Let one seat act for another. Raises RuleBroken for the same seat, a foreign one, or days out of order."""
    office_id = _office_of(actor)
    own = {seat.id for seat in seats(session, office_id, today)}
    if not {command.post_id, command.deputy_id} <= own:
        raise RuleBroken(RouteRefusal.SEAT_UNKNOWN)
    if command.post_id == command.deputy_id:
        raise RuleBroken(RouteRefusal.SAME_SEAT)
    if command.from_on < today:
        raise RuleBroken(RouteRefusal.REACHES_BACK, day=command.from_on)
    if command.until_on is not None and command.until_on <= command.from_on:
        raise RuleBroken(RouteRefusal.ENDS_BEFORE, until=command.until_on, since=command.from_on)
    row = PostDeputy(
        post_id=command.post_id,
        deputy_id=command.deputy_id,
        from_on=command.from_on,
        until_on=command.until_on,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the audit entry names the key
    _note_deputy(session, actor, row, today)
    return row


def end_deputy(session: Session, actor: Actor, deputy_row_id: int, *, today: date) -> None:
    """The deputy acts no longer, from today on. Raises NotFound for another office's."""
    row = session.get(PostDeputy, deputy_row_id)
    own = {seat.id for seat in seats(session, _office_of(actor), today)}
    if row is None or row.post_id not in own:
        raise NotFound(RouteRefusal.SEAT_UNKNOWN)
    row.until_on = max(row.from_on, today)
    _note_deputy(session, actor, row, today)


def _note_deputy(session: Session, actor: Actor, row: PostDeputy, today: date) -> None:
    said = {"deputy": row.deputy_id, "from_on": row.from_on, "until_on": row.until_on}
    audit.record(session, actor, AuditTag.DEPUTY_SET, "post", row.post_id, today=today, **said)


def _add(session: Session, actor: Actor, office_id: int, command: SetRoute) -> None:
    session.add_all(
        ApprovalRoute(
            office_id=office_id,
            kind=command.kind,
            basis=command.basis,
            step=step.number,
            rank=step.rank,
            post_id=step.post_id,
            from_on=command.from_on,
            recorded_by=actor.name,
            recorded_at=clock.now(),
        )
        for step in command.steps
    )


def _office_of(actor: Actor) -> int:
    if actor.office_id is None:
        raise NotFound(ApprovalRefusal.NO_OFFICE)
    return actor.office_id
