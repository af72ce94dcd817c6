"""交接单: what would pass on, what did, and whose accounts are to be seen to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Account,
    Deadline,
    DeadlineRevision,
    Department,
    Handover,
    HandoverItem,
    Participation,
    Post,
    PostHolding,
    Task,
)
from tracker.queries.duties import owed_on
from tracker.queries.rules import rules_on
from tracker.queries.standing import standing
from tracker.vocabulary.cards import HandoverKind
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import DepartmentKind, ParticipationRole
from tracker.vocabulary.lifecycle import ENDED_STATUSES
from tracker.vocabulary.lights import Light
from tracker.vocabulary.people import AccountState


@dataclass(frozen=True)
class TaskLine:
    """A task as it stands on the day. ``next_on`` is its next date, or where all are past the oldest unmet one."""

    id: int
    reference: str
    title: str
    lead: str
    part: ParticipationRole | None
    light: Light | None
    next_kind: DeadlineKind | None
    next_on: date | None

    @property
    def note(self) -> str:
        """Part, light and next date, as the paper keeps them."""
        words = [self.part.label if self.part else "", self.light.label if self.light else "未亮灯"]
        words.append(f"{self.next_kind.label} {self.next_on}" if self.next_kind else "无未办时限")
        return "；".join(word for word in words if word)


@dataclass(frozen=True)
class ItemRow:
    task_id: int
    reference: str
    title: str
    note: str


@dataclass(frozen=True)
class HandoverRow:
    """``outgoing`` and ``incoming`` are seats, units, holders or names, by kind; ``about`` the seat or unit meant."""

    id: int
    number: str
    kind: HandoverKind
    effective_on: date
    about: str
    outgoing: str
    incoming: str
    basis: str
    recorded_by: str
    items: Sequence[ItemRow] = ()
    accounts: Sequence[str] = ()


@dataclass(frozen=True)
class Choice:
    id: int
    name: str


def tasks_of_seat(session: Session, office_id: int, post_id: int, day: date) -> Sequence[TaskLine]:
    """The unfinished tasks of the office that are bound to the seat."""
    return _lines(session, day, and_(Task.office_id == office_id, Task.leader_post_id == post_id))


def tasks_of_unit(session: Session, office_id: int, department_id: int, day: date) -> Sequence[TaskLine]:
    """The unfinished tasks of the office in which the unit takes part, with its part."""
    return _lines(session, day, Task.office_id == office_id, department_id)


def lines_of(session: Session, task_ids: Collection[int], day: date, department_id: int = 0) -> Sequence[TaskLine]:
    """These tasks as they stand; ``department_id`` names the unit whose part is told."""
    return _lines(session, day, Task.id.in_(task_ids), department_id)


def handovers(session: Session, office_id: int) -> Sequence[HandoverRow]:
    """The office's papers, the newest first, without their tasks."""
    query = _papers().where(Handover.office_id == office_id).order_by(Handover.id.desc()).limit(200)
    return [_paper(row) for row in session.execute(query)]


def handover(session: Session, office_id: int, handover_id: int) -> HandoverRow | None:
    """One paper with all it lists; None where it is not the office's."""
    row = session.execute(_papers().where(Handover.office_id == office_id, Handover.id == handover_id)).first()
    if row is None:
        return None
    items = session.execute(
        select(Task.id, Task.reference, Task.title, HandoverItem.note)
        .join(HandoverItem, HandoverItem.task_id == Task.id)
        .where(HandoverItem.handover_id == handover_id)
        .order_by(Task.id)
    )
    paper: Handover = row.Handover
    return _paper(
        row,
        [ItemRow(one.id, one.reference or "未编号", one.title, one.note) for one in items],
        _accounts(session, paper),
    )


def seats(session: Session, day: date) -> Sequence[Choice]:
    """Every seat with its holder on ``day``."""
    rows = session.execute(
        select(Post.id, Post.name, PostHolding.holder)
        .outerjoin(
            PostHolding,
            and_(
                PostHolding.post_id == Post.id,
                PostHolding.from_on <= day,
                or_(PostHolding.until_on.is_(None), PostHolding.until_on > day),
            ),
        )
        .order_by(Post.id)
    )
    return [Choice(row.id, f"{row.name}（{row.holder}）" if row.holder else row.name) for row in rows]


def units(session: Session) -> Sequence[Choice]:
    """Units that exist and can owe work, by name."""
    rows = session.execute(
        select(Department.id, Department.name)
        .where(Department.ended_on.is_(None), Department.kind != DepartmentKind.SUPERVISION_OFFICE)
        .order_by(Department.name)
    )
    return [Choice(row.id, row.name) for row in rows]


def _lines(session: Session, day: date, which: Any, department_id: int = 0) -> list[TaskLine]:
    part, lead, leading = aliased(Participation), aliased(Participation), aliased(Department)
    found = and_(which, Task.status.not_in(sorted(ENDED_STATUSES)))
    if department_id:
        found = and_(found, part.id.is_not(None))
    listed = select(Task.id).outerjoin(part, _current(part, department_id)).where(found)
    lights = standing(day, rules_on(session, day), lambda task_id: task_id.in_(listed))
    rows = session.execute(
        select(Task, part.role, leading.name, lights.c.light)
        .outerjoin(part, _current(part, department_id))
        .outerjoin(lead, lead.lead_of == Task.id)
        .outerjoin(leading, leading.id == lead.department_id)
        .outerjoin(lights, lights.c.task_id == Task.id)
        .where(found)
        .order_by(Task.id)
    ).all()
    nexts: dict[int, tuple[DeadlineKind, date]] = {}
    # The units' dates: a paper about a seat says nothing of what leaders or the office have yet to answer.
    due = owed_on(day, Deadline.task_id, Deadline.kind, DeadlineRevision.due_on).where(
        Deadline.task_id.in_(listed), Deadline.owed_by_department_id != Task.office_id
    )
    for one in session.execute(due.order_by(DeadlineRevision.due_on, Deadline.id)):
        known = nexts.get(one.task_id)
        if known is None or known[1] < day <= one.due_on:
            nexts[one.task_id] = (one.kind, one.due_on)
    return [
        TaskLine(
            task.id,
            task.reference or "未编号",
            task.title,
            unit or "",
            role,
            Light(light) if light else None,
            *nexts.get(task.id, (None, None)),
        )
        for task, role, unit, light in rows
    ]


def _current(part: Any, department_id: int) -> Any:
    return and_(part.task_id == Task.id, part.department_id == literal(department_id), part.until_on.is_(None))


def _papers() -> Select[Any]:
    from_post, to_post, from_unit, to_unit = aliased(Post), aliased(Post), aliased(Department), aliased(Department)
    columns: tuple[Any, ...] = (
        Handover,
        from_post.name.label("from_post"),
        to_post.name.label("to_post"),
        from_unit.name.label("from_unit"),
        to_unit.name.label("to_unit"),
    )
    return (
        select(*columns)
        .outerjoin(from_post, from_post.id == Handover.from_post_id)
        .outerjoin(to_post, to_post.id == Handover.to_post_id)
        .outerjoin(from_unit, from_unit.id == Handover.from_department_id)
        .outerjoin(to_unit, to_unit.id == Handover.to_department_id)
    )


def _paper(row: Any, items: Sequence[ItemRow] = (), accounts: Sequence[str] = ()) -> HandoverRow:
    paper: Handover = row.Handover
    return HandoverRow(
        id=paper.id,
        number=paper.number,
        kind=paper.kind,
        effective_on=paper.effective_on,
        about=row.from_post or row.from_unit or "",
        outgoing=paper.outgoing or row.from_post or row.from_unit or "",
        incoming=paper.incoming or row.to_post or row.to_unit or "",
        basis=paper.basis,
        recorded_by=paper.recorded_by,
        items=items,
        accounts=accounts,
    )


def _accounts(session: Session, paper: Handover) -> list[str]:
    """Accounts still in use of the seat that got another holder, or of the unit that is no more."""
    whose = {
        HandoverKind.HOLDER: Account.post_id == paper.from_post_id,
        HandoverKind.MERGED: Account.department_id == paper.from_department_id,
    }.get(paper.kind)
    if whose is None:
        return []
    rows = session.execute(
        select(Account.login, Account.name).where(whose, Account.state == AccountState.ACTIVE).order_by(Account.login)
    )
    return [f"{row.name}（{row.login}）" for row in rows]
