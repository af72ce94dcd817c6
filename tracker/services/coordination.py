"""提请协调: what a unit cannot solve alone: raised, answered, passed up or taken back, each with its own clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import CoordinationRequest, Deadline, Department, Post, Task
from tracker.policy.access import Actor
from tracker.policy.coordination import answer_term, higher_than
from tracker.queries.coordination import seen_by
from tracker.services import audit, deadlines
from tracker.services.access import open_task
from tracker.services.deadlines import Basis, Owed
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.people import OFFICE
from tracker.vocabulary.reports import CoordinationReach
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sources import Disclosure
from tracker.vocabulary.web import WebRefusal


def open_request(session: Session, actor: Actor, action: Action, request_id: int) -> tuple[CoordinationRequest, Task]:
    """The request and its task, for ``action``.

    Raises NotFound where the actor may not know of it, NotPermitted where only not act.
    """
    request = session.scalars(
        select(CoordinationRequest).where(CoordinationRequest.id == request_id, seen_by(actor))
    ).one_or_none()
    if request is None:
        raise NotFound(WebRefusal.NO_SUCH_REQUEST)
    task = open_task(session, actor, action, request.task_id)
    if action is Action.COORDINATION_ANSWER and not may_answer(actor, request):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    return request, task


def may_answer(actor: Actor, request: CoordinationRequest) -> bool:
    """The seat addressed may, and the office: for itself, or writing down a leader's words."""
    return bool(actor.roles & OFFICE) or (request.to_post_id is not None and request.to_post_id == actor.post_id)


def raise_request(
    session: Session,
    actor: Actor,
    task: Task,
    department_id: int,
    reach: CoordinationReach,
    content: str,
    *,
    to: int | None = None,
    by: Basis,
    today: date,
) -> CoordinationRequest:
    """A unit asks the office, or with ``to`` the seat of the task's responsible leader, to solve what it cannot.

    Raises RuleBroken without content or for another seat, IllegalTransition where nobody works on the task.
    """
    if not task.status.is_open:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=Action.COORDINATION_RAISE.label, status=task.status.label)
    if not content.strip():
        raise RuleBroken(Refusal.COORDINATION_EMPTY)
    if to is not None and to != task.leader_post_id:
        raise RuleBroken(Refusal.SEAT_NOT_OF_TASK)
    request = CoordinationRequest(
        task_id=task.id, department_id=department_id, reach=reach, content=content.strip(), to_post_id=to
    )
    _address(session, actor, task, request, by, today=today)
    audit.record(
        session, actor, AuditTag.COORDINATION_RAISED, "coordination", request.id, today=today, task=task.id, reach=reach
    )
    unit = session.get_one(Department, department_id).name
    body = f"{unit}就{_named(task)}提请协调：{request.content}"
    _tell(session, request, "raised", task.office_id, "提请协调", body)
    _tell_seat(session, request, body)
    return request


def answer(session: Session, actor: Actor, request: CoordinationRequest, words: str, *, today: date) -> None:
    """The addressee answers; the office may also write down what a leader answered by word of mouth or on paper.

    Raises NotPermitted for anybody else, RuleBroken without words or where the request is over.
    """
    _demand_open(session, request, Action.COORDINATION_ANSWER)
    answered_by = _answering(session, actor, request)
    if not words.strip():
        raise RuleBroken(Refusal.ANSWER_EMPTY)
    request.answer, request.answered_by = words.strip(), answered_by
    request.ended_on = today
    deadlines.meet(session, actor, session.get_one(Deadline, request.deadline_id), today=today)
    audit.record(session, actor, AuditTag.COORDINATION_ANSWERED, "coordination", request.id, today=today)
    task = session.get_one(Task, request.task_id)
    body = f"{_named(task)}提请协调的事项已由{answered_by}答复：{request.answer}"
    told = {request.department_id} if actor.roles & OFFICE else {request.department_id, task.office_id}
    for department_id in sorted(told):
        _tell(session, request, f"answered:{department_id}", department_id, "协调答复", body)


def withdraw(session: Session, actor: Actor, request: CoordinationRequest, *, today: date) -> None:
    """The unit no longer needs it. Raises RuleBroken where the request is over."""
    _demand_open(session, request, "撤回")
    _drop(session, request, today=today)
    audit.record(session, actor, AuditTag.COORDINATION_WITHDRAWN, "coordination", request.id, today=today)
    task = session.get_one(Task, request.task_id)
    body = f"{_named(task)}提请协调的事项已由{actor.name}撤回：{request.content}"
    _tell(session, request, "withdrawn", task.office_id, "撤回提请协调", body)


def pass_up(
    session: Session, actor: Actor, request: CoordinationRequest, to: int, by: Basis, *, today: date
) -> CoordinationRequest:
    """The 秘书长 brings it to a higher seat: this one ends, the next names it.

    Raises RuleBroken where the request is over, or the seat is no higher or may not know of the task.
    """
    task, seat = session.get_one(Task, request.task_id), session.get(Post, to)
    now_at = session.get(Post, request.to_post_id) if request.to_post_id else None
    if seat is None or seat.rank not in higher_than(now_at.rank if now_at else None):
        raise RuleBroken(Refusal.SEAT_NOT_HIGHER)
    if task.disclosure is Disclosure.SENSITIVE and to != task.leader_post_id:
        raise RuleBroken(Refusal.SEAT_CANNOT_SEE)
    above = readdress(session, actor, request, to, by, today=today)
    above.reach = CoordinationReach.UPWARD
    return above


def readdress(
    session: Session, actor: Actor, request: CoordinationRequest, to: int, by: Basis, *, today: date
) -> CoordinationRequest:
    """It goes to another seat with a clock of its own: passed up, or with the task to another leader.

    Raises RuleBroken where the request is over.
    """
    _demand_open(session, request, Action.COORDINATION_PASS_UP)
    task, seat = session.get_one(Task, request.task_id), session.get_one(Post, to)
    _drop(session, request, today=today)
    following = CoordinationRequest(
        task_id=task.id,
        department_id=request.department_id,
        reach=request.reach,
        content=request.content,
        to_post_id=to,
        passed_from_id=request.id,
    )
    _address(session, actor, task, following, by, today=today)
    tag, detail = AuditTag.COORDINATION_PASSED_UP, {"passed_from": request.id}
    audit.record(session, actor, tag, "coordination", following.id, today=today, **detail)
    body = f"{_named(task)}提请协调的事项已提请{seat.name}协调：{request.content}"
    for department_id in (request.department_id, task.office_id):
        _tell(session, following, f"passed-up:{department_id}", department_id, "转请领导协调", body)
    unit = session.get_one(Department, request.department_id).name
    _tell_seat(session, following, f"{unit}就{_named(task)}提请协调：{request.content}")
    return following


def waiting_at_seat(session: Session, task_id: int, post_id: int) -> Sequence[CoordinationRequest]:
    """What the seat has been asked on the task and has not answered."""
    return session.scalars(
        select(CoordinationRequest)
        .join(Deadline, Deadline.id == CoordinationRequest.deadline_id)
        .where(
            CoordinationRequest.task_id == task_id,
            CoordinationRequest.to_post_id == post_id,
            CoordinationRequest.ended_on.is_(None),
            Deadline.voided_on.is_(None),
        )
        .order_by(CoordinationRequest.id)
    ).all()


def _address(
    session: Session, actor: Actor, task: Task, request: CoordinationRequest, by: Basis, *, today: date
) -> None:
    """Start the addressee's clock and put the request down."""
    seat = request.to_post_id
    request.to_department_id = None if seat else task.office_id
    term = answer_term(by.rules, of_seat=seat is not None)
    ordinal = session.scalars(
        select(func.count()).select_from(CoordinationRequest).where(CoordinationRequest.task_id == task.id)
    ).one()
    owed = Owed(
        DeadlineKind.COORDINATION_ANSWER,
        str(ordinal + 1),
        department_id=request.to_department_id,
        post_id=seat,
        to_department_id=request.department_id,
        term=term,
    )
    duty = deadlines.owe(session, actor, task, owed, by, today=today)
    request.deadline_id, request.raised_on, request.raised_by = duty.id, today, actor.name
    request.recorded_at = clock.now()
    session.add(request)
    session.flush()  # its audit entry and messages name the key


def _answering(session: Session, actor: Actor, request: CoordinationRequest) -> str:
    """Who answers, as it is shown."""
    if not may_answer(actor, request):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.COORDINATION_ANSWER.label)
    if request.to_post_id is None:
        return actor.name
    seat = session.get_one(Post, request.to_post_id)
    return seat.name if actor.post_id == seat.id else f"{seat.name}（{actor.name}代录）"


def _demand_open(session: Session, request: CoordinationRequest, act: Action | str) -> None:
    """A request ends by itself with the work it was raised for: its deadline is voided then."""
    over = request.ended_on or session.get_one(Deadline, request.deadline_id).voided_on
    if over is not None:
        raise RuleBroken(Refusal.REQUEST_OVER, day=over, act=act.label if isinstance(act, Action) else act)


def _drop(session: Session, request: CoordinationRequest, *, today: date) -> None:
    """It ends without an answer, and nobody owes one any more."""
    request.ended_on = today
    deadlines.void([session.get_one(Deadline, request.deadline_id)], today=today)


def _tell(
    session: Session, request: CoordinationRequest, event: str, department_id: int, subject: str, body: str
) -> None:
    enqueue(session, f"coordination:{request.id}:{event}", department_id, subject, body, task_id=request.task_id)


def _tell_seat(session: Session, request: CoordinationRequest, body: str) -> None:
    """Whoever is asked learns of it, and by when an answer is due."""
    if request.to_post_id is None:
        return
    due_on = session.get_one(Deadline, request.deadline_id).due_on
    key, seat = f"coordination:{request.id}:asked", request.to_post_id
    enqueue(session, key, None, "待协调事项", f"{body}\n请于{due_on}前答复。", post_id=seat, task_id=request.task_id)


def _named(task: Task) -> str:
    return f"《{task.title}》（{task.reference or '未编号'}）"
