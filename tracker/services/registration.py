"""立项 by basis (条例 art. 11): put forward, approved step by step along the route, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import Task
from tracker.policy.access import Actor
from tracker.policy.routes import Seat, Turn, turn
from tracker.queries.approvals import Standing, my_turn, standing
from tracker.queries.routes import SeatRow, deputies, seats, steps
from tracker.services import assignment
from tracker.services.approvals import Paper, present_transition, record
from tracker.services.movement import move
from tracker.services.outbox import enqueue
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, ApprovalRefusal, TaskBasis
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.lifecycle import TaskAct, TaskStatus


@dataclass(frozen=True)
class Submit:
    """Put a draft forward on a basis; ``words`` say which decision or instruction it is."""

    task: Task
    basis: TaskBasis
    words: str


@dataclass(frozen=True)
class Decide:
    """The next step's decision."""

    task: Task
    outcome: ApprovalOutcome
    opinion: str = ""


def submit(session: Session, actor: Actor, command: Submit, *, today: date) -> Task:
    """报批. The route of this day is the one the task will go. Raises RuleBroken where the basis has none."""
    task, words = command.task, command.words.strip()
    if not words:
        raise RuleBroken(ApprovalRefusal.BASIS_WORDS)
    if not steps(session, task.office_id, ApprovalKind.REGISTRATION, command.basis, today):
        raise RuleBroken(ApprovalRefusal.NO_ROUTE, basis=command.basis.label)
    move(session, actor, task, TaskAct.SUBMIT, today=today, reason=words)
    task.basis = command.basis
    session.flush()
    key = f"registration:{present_transition(session, task).id}"
    body = f"“{task.title}”已报批立项（{command.basis.label}：{words}），待{_whose(_pending(session, task))}审批。"
    enqueue(session, key, task.office_id, "立项待审批", body, task_id=task.id)
    return task


def register(session: Session, actor: Actor, command: Submit, *, today: date) -> Task:
    """立项 in one act, where the basis leaves it to the director: put forward and approved.

    Raises RuleBroken where somebody else has to approve too.
    """
    found = steps(session, command.task.office_id, ApprovalKind.REGISTRATION, command.basis, today)
    others = [step.rank.label for step in found if step.rank is not PostRank.OFFICE_DIRECTOR]
    if others:
        raise RuleBroken(ApprovalRefusal.ROUTE_LONGER, basis=command.basis.label, ranks="、".join(others))
    task = submit(session, actor, command, today=today)
    while task.status is TaskStatus.PENDING_APPROVAL:
        decide(session, actor, Decide(task, ApprovalOutcome.APPROVED), today=today)
    return task


def decide(session: Session, actor: Actor, command: Decide, *, today: date) -> Task:
    """Approve or refuse the next step. The last approval registers the task, any refusal ends it (不予立项).

    Raises RuleBroken where it is not the actor's turn.
    """
    found = _pending(session, command.task)
    mine = my_turn(session, actor, command.task, found, today)
    if mine is None:
        raise RuleBroken(ApprovalRefusal.NOT_YOUR_TURN, rank=_whose(found))
    return _decided(session, actor, command, found, mine, None, today=today)


def enter_paper(session: Session, actor: Actor, command: Decide, paper: Paper, *, today: date) -> Task:
    """补录: the next step's decision, given on paper; as good as one on screen.

    Raises RuleBroken where the seat named is not the one whose turn it was on the paper's day, and where none is
    named though the register has one.
    """
    found, of_task = _pending(session, command.task), command.task
    taken, known = Turn(found.next, paper.post_id), seats(session, of_task.office_id, today)
    if paper.post_id is None and fitting_seats(known, found, of_task):
        raise RuleBroken(ApprovalRefusal.SEAT_MISSING, rank=_whose(found))
    if paper.post_id is not None:
        seat = {one.id: one for one in known}.get(paper.post_id)
        named = (Seat(seat.rank, seat.id),) if seat else ()
        found_turn = turn(found.next, named, deputies(session), paper.decided_on, of_task.leader_post_id)
        if found_turn is None:
            said = seat.name if seat else "所选职务"
            raise RuleBroken(ApprovalRefusal.WRONG_RANK, rank=_whose(found), seat=said)
        taken = found_turn
    return _decided(session, actor, command, found, taken, paper, today=today)


def fitting_seats(known: Sequence[SeatRow], found: Standing, task: Task) -> list[SeatRow]:
    """The seats of the register whose turn the next step is."""
    day = found.submitted_on
    return [
        seat
        for seat in known
        if turn(found.next, (Seat(seat.rank, seat.id),), (), day, task.leader_post_id) is not None
    ]


def _decided(
    session: Session, actor: Actor, command: Decide, found: Standing, taken: Turn, paper: Paper | None, *, today: date
) -> Task:
    task, step = command.task, taken.step
    given = record(
        session,
        actor,
        ApprovalKind.REGISTRATION,
        task,
        task.id,
        step.rank,
        command.outcome,
        command.opinion,
        today=today,
        on_paper=paper,
        step=step.number,
        acting_for=taken.acting_for,
    )
    if command.outcome is ApprovalOutcome.REFUSED:
        move(session, actor, task, TaskAct.REFUSE, today=today, reason=command.opinion.strip())
        _tell(session, task, given.id, "不予立项", f"{given.approver}不同意立项：{command.opinion.strip()}")
    elif step is found.steps[-1]:
        words = found.words
        assignment.register(session, actor, assignment.Register(task, words), today=today)
        _tell(session, task, given.id, "已立项", f"{given.approver}已同意，编号{task.reference}，请交办。")
    else:
        _tell(session, task, given.id, "立项审批", f"{given.approver}已同意，转下一步审批。")
    return task


def _tell(session: Session, task: Task, approval_id: int, subject: str, body: str) -> None:
    enqueue(session, f"approval:{approval_id}", task.office_id, subject, f"“{task.title}”：{body}", task_id=task.id)


def _pending(session: Session, task: Task) -> Standing:
    found = standing(session, task)
    if found is None:
        raise IllegalTransition(ApprovalRefusal.NOT_PENDING, status=task.status.label)
    return found


def _whose(found: Standing) -> str:
    return found.names[found.next.number]
