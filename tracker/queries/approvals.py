"""Approvals as they are shown: who, when, with which words, whether on paper; and what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Approval,
    ApprovalRoute,
    Deadline,
    Department,
    DepartmentGroup,
    GroupParticipation,
    Participation,
    Post,
    Task,
    TaskTransition,
)
from tracker.policy.access import Actor
from tracker.policy.routes import Seat, Step, Turn, next_step, seats_of, turn
from tracker.queries.routes import deputies
from tracker.queries.visibility import visible_to
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, TaskBasis
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import ParticipationRole, PostRank
from tracker.vocabulary.lifecycle import TaskStatus


@dataclass(frozen=True)
class ApprovalRow:
    """One decision; ``entered_by`` is set where it was given on paper (纸质补录)."""

    id: int
    kind: ApprovalKind
    subject_id: int
    transition_id: int | None
    step: int
    rank: PostRank
    outcome: ApprovalOutcome
    opinion: str
    approver: str
    post: str
    acting_for: str
    decided_on: date
    on_paper: bool
    entered_by: str


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[ApprovalRow]:
    """Every decision about a task the caller has found visible, the newest first."""
    seat, other = aliased(Post), aliased(Post)
    rows = session.execute(
        select(Approval, seat.name, other.name)
        .outerjoin(seat, seat.id == Approval.post_id)
        .outerjoin(other, other.id == Approval.acting_for_post_id)
        .where(Approval.task_id == task.id, Approval.decided_on <= day, Approval.kind.not_in(_untold(actor)))
        .order_by(Approval.id.desc())
    )
    return [
        ApprovalRow(
            id=one.id,
            kind=one.kind,
            subject_id=one.subject_id,
            transition_id=one.transition_id,
            step=one.step,
            rank=one.rank,
            outcome=one.outcome,
            opinion=one.opinion,
            approver=one.approver,
            post=post or "",
            acting_for=acting_for or "",
            decided_on=one.decided_on,
            on_paper=one.on_paper,
            entered_by=one.entered_by or "",
        )
        for one, post, acting_for in rows
    ]


@dataclass(frozen=True)
class Standing:
    """How far a task on its way to 立项 has come: the route of the day it was put forward, and whose turn it is."""

    submitted_on: date
    submitted_by: str
    words: str
    steps: Sequence[Step]
    names: Mapping[int, str]
    next: Step


@dataclass(frozen=True)
class ApprovalsPanel:
    """For the task's sheet: the decisions, and, while it waits for 立项, where it waits and whether for the reader."""

    rows: Sequence[ApprovalRow]
    standing: Standing | None
    turn: Turn | None


@dataclass(frozen=True)
class PendingRow:
    """A task that waits for 立项. ``mine`` tells whether for the reader, ``acting`` whether for another's seat."""

    id: int
    title: str
    basis: TaskBasis
    words: str
    lead: str
    due_on: date | None
    endless: bool
    submitted_on: date
    submitted_by: str
    waits_for: str
    mine: bool
    acting: bool


def _untold(actor: Actor) -> list[ApprovalKind]:
    """追责建议 is not told on the sheet that the units read; to them also not what concerns one of them alone."""
    alone = [ApprovalKind.INSPECTION_CONCLUSION, ApprovalKind.REVIEW] if actor.department_id is not None else []
    return [ApprovalKind.ACCOUNTABILITY, *alone]


def panel(session: Session, actor: Actor, task: Task, day: date) -> ApprovalsPanel:
    """What the task's sheet shows of approvals."""
    found = standing(session, task)
    return ApprovalsPanel(
        of_task(session, actor, task, day),
        found,
        my_turn(session, actor, task, found, day) if found is not None else None,
    )


def standing(session: Session, task: Task) -> Standing | None:
    """Where a task waits on its way to 立项; None where it does not."""
    if task.status is not TaskStatus.PENDING_APPROVAL:
        return None
    return _standings(session, Task.id == task.id).get(task.id)


def my_turn(session: Session, actor: Actor, task: Task, found: Standing, day: date) -> Turn | None:
    """How the actor may take the next step; None where it is not their turn."""
    return turn(found.next, _seats(session, actor), deputies(session), day, task.leader_post_id)


def pending(session: Session, actor: Actor, day: date) -> Sequence[PendingRow]:
    """Tasks the actor may see that wait for 立项: those that wait for the actor first, then the oldest."""
    found = _standings(session, visible_to(actor))
    acting, held = deputies(session), _seats(session, actor)
    tasks = session.execute(
        select(Task.id, Task.title, Task.basis, Task.leader_post_id, Task.endless, Deadline.due_on)
        .outerjoin(
            Deadline,
            (Deadline.task_id == Task.id) & (Deadline.kind == DeadlineKind.FINAL) & Deadline.voided_on.is_(None),
        )
        .where(visible_to(actor), Task.status == TaskStatus.PENDING_APPROVAL)
    )
    leads = _leads(session, actor)
    rows = []
    for task in tasks:
        where = found.get(task.id)
        if where is None:
            continue
        mine = turn(where.next, held, acting, day, task.leader_post_id)
        rows.append(
            PendingRow(
                id=task.id,
                title=task.title,
                basis=task.basis,
                words=where.words,
                lead="、".join(leads.get(task.id, ())),
                due_on=task.due_on,
                endless=task.endless,
                submitted_on=where.submitted_on,
                submitted_by=where.submitted_by,
                waits_for=where.names[where.next.number],
                mine=mine is not None,
                acting=mine is not None and mine.acting_for is not None,
            )
        )
    return sorted(rows, key=lambda row: (not row.mine, row.submitted_on, row.id))


def _leads(session: Session, actor: Actor) -> dict[int, list[str]]:
    """Who is to lead the tasks that wait: a unit, or a group not yet taken apart."""
    waiting = (visible_to(actor), Task.status == TaskStatus.PENDING_APPROVAL)
    found: dict[int, list[str]] = {}
    for query in (
        select(Task.id, Department.name)
        .join(Participation, Participation.lead_of == Task.id)
        .join(Department, Department.id == Participation.department_id),
        select(Task.id, DepartmentGroup.name)
        .join(GroupParticipation, GroupParticipation.task_id == Task.id)
        .join(DepartmentGroup, DepartmentGroup.id == GroupParticipation.group_id)
        .where(GroupParticipation.role == ParticipationRole.LEAD),
    ):
        for task_id, name in session.execute(query.where(*waiting)):
            found.setdefault(task_id, []).append(name)
    return found


def _seats(session: Session, actor: Actor) -> tuple[Seat, ...]:
    rank = None
    if actor.post_id is not None:
        rank = session.scalars(select(Post.rank).where(Post.id == actor.post_id)).first()
    return seats_of(actor, rank)


def _standings(session: Session, which: ColumnElement[bool]) -> dict[int, Standing]:
    """In two statements, however many tasks there are: their routes' steps, and the steps decided."""
    rows = session.execute(
        select(Task.id, TaskTransition.id.label("move"), TaskTransition, ApprovalRoute, Post.name)
        .join(TaskTransition, (TaskTransition.task_id == Task.id) & TaskTransition.until_on.is_(None))
        .join(
            ApprovalRoute,
            (ApprovalRoute.office_id == Task.office_id)
            & (ApprovalRoute.kind == ApprovalKind.REGISTRATION)
            & (ApprovalRoute.basis == Task.basis)
            & (ApprovalRoute.from_on <= TaskTransition.happened_on)
            & (ApprovalRoute.until_on.is_(None) | (ApprovalRoute.until_on > TaskTransition.happened_on)),
        )
        .outerjoin(Post, Post.id == ApprovalRoute.post_id)
        .where(which, Task.status == TaskStatus.PENDING_APPROVAL)
        .order_by(Task.id, ApprovalRoute.step)
    ).all()
    decided: dict[int | None, set[int]] = {}
    for move_id, number in session.execute(
        select(Approval.transition_id, Approval.step)
        .join(Task, Task.id == Approval.task_id)
        .where(which, Task.status == TaskStatus.PENDING_APPROVAL, Approval.kind == ApprovalKind.REGISTRATION)
    ):
        decided.setdefault(move_id, set()).add(number)
    parts: dict[int, list[Any]] = {}
    for row in rows:
        parts.setdefault(row.id, []).append(row)
    standings = {}
    for task_id, of_task in parts.items():
        steps = tuple(
            Step(one.ApprovalRoute.step, one.ApprovalRoute.rank, one.ApprovalRoute.post_id) for one in of_task
        )
        names = {one.ApprovalRoute.step: one.name or one.ApprovalRoute.rank.label for one in of_task}
        move = of_task[0].TaskTransition
        at = next_step(steps, decided.get(of_task[0].move, set()))
        if at is None:
            continue
        standings[task_id] = Standing(move.happened_on, move.actor, move.reason, steps, names, at)
    return standings
