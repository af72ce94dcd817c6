"""交接: a seat gets another holder, or tasks another seat; as of a day, in one transaction, with a numbered paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotPermitted, RuleBroken
from tracker.models import Department, Handover, HandoverItem, Participation, Post, PostHolding, Task
from tracker.policy.access import Actor
from tracker.queries.handovers import TaskLine, lines_of, tasks_of_seat
from tracker.services import audit, cards, coordination
from tracker.services.deadlines import Basis
from tracker.services.numbering import next_reference
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.cards import HandoverKind, HandoverRefusal
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal

_SERIES = "交接"


@dataclass(frozen=True)
class Terms:
    """From which day, and by which paper or decision."""

    effective_on: date
    basis: str


def change_holder(
    session: Session, actor: Actor, post_id: int, incoming: str, terms: Terms, *, today: date
) -> Handover:
    """任职变动: the seat's holder changes, its tasks stay with the seat and are listed.

    Raises RuleBroken for a day ahead or before the present holder's first, without a name, or for the same one.
    """
    office_id = demand(actor, terms, today)
    incoming = incoming.strip()
    if not incoming:
        raise RuleBroken(HandoverRefusal.HOLDER_EMPTY)
    held = session.scalars(
        select(PostHolding).where(PostHolding.post_id == post_id, PostHolding.until_on.is_(None))
    ).first()
    if held is not None:
        if held.holder == incoming:
            raise RuleBroken(HandoverRefusal.HOLDER_SAME, holder=incoming)
        if terms.effective_on < held.from_on:
            raise RuleBroken(HandoverRefusal.TOO_EARLY, since=held.from_on)
        held.until_on = terms.effective_on
    session.add(PostHolding(post_id=post_id, holder=incoming, from_on=terms.effective_on))
    outgoing = held.holder if held else ""
    paper = Handover(
        kind=HandoverKind.HOLDER, from_post_id=post_id, to_post_id=post_id, outgoing=outgoing, incoming=incoming
    )
    return write_down(
        session, actor, paper, terms, tasks_of_seat(session, office_id, post_id, terms.effective_on), today=today
    )


def change_division(
    session: Session,
    actor: Actor,
    from_post_id: int,
    to_post_id: int,
    task_ids: Collection[int],
    terms: Terms,
    by: Basis,
    *,
    today: date,
) -> Handover:
    """分工调整: the chosen tasks pass to another seat, with their 责任卡 and what that seat was asked to coordinate.

    Raises RuleBroken where nothing is chosen, the seats are one, or a task is not the seat's any more.
    """
    office_id = demand(actor, terms, today)
    if from_post_id == to_post_id:
        raise RuleBroken(HandoverRefusal.SAME)
    bound = {line.id for line in tasks_of_seat(session, office_id, from_post_id, terms.effective_on)}
    if not task_ids:
        raise RuleBroken(HandoverRefusal.NOTHING_CHOSEN)
    if set(task_ids) - bound:
        raise RuleBroken(HandoverRefusal.NOT_THE_SEATS)
    seat = session.get_one(Post, to_post_id)
    for task in session.scalars(select(Task).where(Task.id.in_(task_ids)).order_by(Task.id)):
        task.leader_post_id = to_post_id
        if task.status.is_open:
            cards.settle(session, actor, task, today=today)
        for request in coordination.waiting_at_seat(session, task.id, from_post_id):
            coordination.readdress(session, actor, request, to_post_id, by, today=today)
    session.flush()
    paper = Handover(kind=HandoverKind.DIVISION, from_post_id=from_post_id, to_post_id=to_post_id)
    lines = lines_of(session, task_ids, terms.effective_on)
    write_down(session, actor, paper, terms, lines, today=today)
    _tell_leads(session, paper, task_ids, f"自{terms.effective_on}起，责任领导改为{seat.name}")
    return paper


def demand(actor: Actor, terms: Terms, today: date) -> int:
    """The director's office. Raises RuleBroken for a day ahead, or without a basis."""
    if actor.office_id is None:
        raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.HANDOVER_MAKE.label)
    if terms.effective_on > today:
        raise RuleBroken(HandoverRefusal.TOO_LATE)
    if not terms.basis.strip():
        raise RuleBroken(HandoverRefusal.BASIS_EMPTY)
    return actor.office_id


def write_down(
    session: Session, actor: Actor, paper: Handover, terms: Terms, lines: Sequence[TaskLine], *, today: date
) -> Handover:
    """Number the paper and list every task with its light and next date on the day."""
    office_id: Any = actor.office_id
    paper.office_id, paper.effective_on, paper.basis = office_id, terms.effective_on, terms.basis.strip()
    paper.number = next_reference(session, office_id, _SERIES, today.year)
    paper.recorded_by, paper.recorded_at = actor.name, clock.now()
    session.add(paper)
    session.flush()  # the items name the paper
    session.add_all(HandoverItem(handover_id=paper.id, task_id=line.id, note=line.note) for line in lines)
    audit.record(
        session,
        actor,
        AuditTag.HANDOVER_MADE,
        "handover",
        paper.id,
        today=today,
        number=paper.number,
        kind=paper.kind,
        effective_on=terms.effective_on,
        tasks=[line.id for line in lines],
    )
    return paper


def _tell_leads(session: Session, paper: Handover, task_ids: Collection[int], what: str) -> None:
    """One message to each leading unit, naming its tasks."""
    rows = session.execute(
        select(Department.id, Task.reference, Task.title)
        .join(Participation, Participation.department_id == Department.id)
        .join(Task, Task.id == Participation.lead_of)
        .where(Task.id.in_(task_ids), Task.assigned_on.is_not(None))
        .order_by(Department.id, Task.id)
    ).all()
    for department_id in dict.fromkeys(row.id for row in rows):
        own = [f"《{row.title}》（{row.reference or '未编号'}）" for row in rows if row.id == department_id]
        enqueue(
            session,
            f"handover:{paper.id}:{department_id}",
            department_id,
            paper.kind.label,
            f"{what}：{'、'.join(own)}",
        )
