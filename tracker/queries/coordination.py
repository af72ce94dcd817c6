"""待协调事项: what waits for an answer, and who may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import CoordinationRequest, Deadline, Department, Post, Task
from tracker.policy.access import Actor
from tracker.policy.coordination import higher_than
from tracker.policy.delay import waited
from tracker.queries.visibility import visible_to
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import OFFICE, Role
from tracker.vocabulary.reports import CoordinationReach

_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})


@dataclass(frozen=True)
class RequestRow:
    """A request. ``days`` it has waited with the day asked for, or had waited when it was over; ``due_on`` is the
    addressee's date."""

    id: int
    task_id: int
    reference: str
    title: str
    unit: str
    unit_id: int
    reach: CoordinationReach
    content: str
    to: str
    to_post_id: int | None
    to_rank: PostRank | None
    raised_on: date
    raised_by: str
    due_on: date
    over_on: date | None
    days: int
    answer: str
    answered_by: str
    withdrawn: bool
    passed_up: bool


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on CoordinationRequest: the office, the 秘书长, the seat addressed, and the unit that asks.

    Whoever else sees the task does not see what was asked of whom (DOMAIN: nobody senior is shamed).
    """
    of_office = CoordinationRequest.task_id.in_(select(Task.id).where(Task.office_id == actor.office_id))
    clauses: list[Any] = []
    if actor.roles & {*OFFICE, Role.SECRETARY_GENERAL} and actor.office_id is not None:
        clauses.append(of_office)
    if Role.LEADER in actor.roles and actor.post_id is not None and actor.office_id is not None:
        clauses.append(and_(of_office, CoordinationRequest.to_post_id == actor.post_id))
    if actor.roles & _UNIT and actor.department_id is not None:
        clauses.append(CoordinationRequest.department_id.in_(_unit_and_forerunners(actor.department_id)))
    return or_(*clauses) if clauses else false()


def waiting_requests(session: Session, actor: Actor, day: date, most: int = 200) -> Sequence[RequestRow]:
    """Requests the actor may see that wait for an answer, the oldest first."""
    query = _requests().where(
        seen_by(actor), visible_to(actor), CoordinationRequest.ended_on.is_(None), Deadline.voided_on.is_(None)
    )
    return [_row(row, day) for row in session.execute(query.limit(most))]


def one_request(session: Session, request_id: int, day: date) -> RequestRow:
    """A request the caller has found visible."""
    return _row(session.execute(_requests().where(CoordinationRequest.id == request_id)).one(), day)


def first_raised_on(session: Session, request: CoordinationRequest) -> date:
    """The day it was first asked, whoever it has been passed up to since."""
    while request.passed_from_id is not None:
        request = session.get_one(CoordinationRequest, request.passed_from_id)
    return request.raised_on


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[RequestRow]:
    """The requests on a task that the actor may see, waiting and past."""
    query = _requests().where(seen_by(actor), CoordinationRequest.task_id == task.id)
    return [_row(row, day) for row in session.execute(query)]


@dataclass(frozen=True)
class SeatRow:
    id: int
    name: str


def responsible_seat(session: Session, task: Task) -> SeatRow | None:
    """The seat of the task's responsible leader, whom a unit may address beside the office."""
    seat = session.get(Post, task.leader_post_id) if task.leader_post_id else None
    return SeatRow(seat.id, seat.name) if seat else None


def seats_above(session: Session, task: Task, rank: PostRank | None) -> Sequence[SeatRow]:
    """The seats a request that lies with a seat of ``rank``, or with the office, may be passed up to."""
    rows = session.execute(
        select(Post.id, Post.name)
        .where(
            Post.rank.in_(higher_than(rank)), or_(Post.department_id.is_(None), Post.department_id == task.office_id)
        )
        .order_by(Post.id)
    )
    return [SeatRow(row.id, row.name) for row in rows]


def _unit_and_forerunners(department_id: int) -> Select[Any]:
    """The unit and every unit that was merged into it, whose requests are now its own."""
    line = select(Department.id).where(Department.id == department_id).cte("line", recursive=True)
    before = aliased(Department)
    line = line.union(select(before.id).join(line, before.successor_id == line.c.id))
    return select(line.c.id)


def _requests() -> Any:
    next_up, office = aliased(CoordinationRequest), aliased(Department)
    return (
        select(
            CoordinationRequest,
            Task.reference,
            Task.title,
            Deadline.due_on,
            Deadline.voided_on,
            Department.name.label("unit"),
            func.coalesce(Post.name, office.name).label("addressee"),
            Post.rank,
            next_up.id.label("next_id"),
        )
        .join(Task, Task.id == CoordinationRequest.task_id)
        .join(Deadline, Deadline.id == CoordinationRequest.deadline_id)
        .join(Department, Department.id == CoordinationRequest.department_id)
        .outerjoin(Post, Post.id == CoordinationRequest.to_post_id)
        .outerjoin(office, office.id == CoordinationRequest.to_department_id)
        .outerjoin(next_up, next_up.passed_from_id == CoordinationRequest.id)
        .order_by(CoordinationRequest.raised_on, CoordinationRequest.id)
    )


def _row(row: Any, day: date) -> RequestRow:
    request: CoordinationRequest = row.CoordinationRequest
    over_on = request.ended_on or row.voided_on
    return RequestRow(
        id=request.id,
        task_id=request.task_id,
        reference=row.reference or "",
        title=row.title,
        unit=row.unit,
        unit_id=request.department_id,
        reach=request.reach,
        content=request.content,
        to=row.addressee,
        to_post_id=request.to_post_id,
        to_rank=row.rank,
        raised_on=request.raised_on,
        raised_by=request.raised_by,
        due_on=row.due_on,
        over_on=over_on,
        days=waited(request.raised_on, over_on, day),
        answer=request.answer,
        answered_by=request.answered_by or "",
        withdrawn=over_on is not None and not request.answered_by and row.next_id is None,
        passed_up=row.next_id is not None,
    )
