"""What a unit does with a slip it was issued: 签收, and an answer that its head signs where the slip is a grave one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.errors import NotPermitted, RuleBroken
from tracker.models import Deadline, Department, Task, WarningSlip
from tracker.policy.access import Actor
from tracker.policy.reasons import demand_clear
from tracker.services import audit, deadlines
from tracker.services.evidence import attach
from tracker.services.outbox import enqueue
from tracker.services.slips import addressee
from tracker.vocabulary.escalation import EscalationRefusal, SlipColour, SlipState
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.running import AuditTag

_WAITS = (SlipState.ISSUED, SlipState.ACKNOWLEDGED)


@dataclass(frozen=True)
class Answer:
    """What is done about it and by when, and what proves it."""

    words: str
    evidence_ids: Collection[int] = ()


def may_sign(actor: Actor, slip: WarningSlip) -> bool:
    """A blue slip is answered by whoever has it in hand; orange and red by the unit's head."""
    return slip.colour is SlipColour.BLUE or Role.UNIT_HEAD in actor.roles


def acknowledge(session: Session, actor: Actor, slip: WarningSlip, *, today: date) -> None:
    """签收. Raises NotPermitted for another unit, RuleBroken where it is done."""
    _demand_own(session, actor, slip)
    if slip.state is not SlipState.ISSUED:
        raise RuleBroken(EscalationRefusal.SLIP_OVER, state=slip.state.label, act="签收")
    slip.state, slip.acknowledged_by, slip.acknowledged_on = SlipState.ACKNOWLEDGED, actor.name, today
    audit.record(session, actor, AuditTag.SLIP_ACKNOWLEDGED, "slip", slip.id, today=today)


def draft_answer(session: Session, actor: Actor, slip: WarningSlip, given: Answer, *, today: date) -> None:
    """送签: the answer waits for the unit's head; it is received with it, if it was not before."""
    _keep(session, actor, slip, given, today=today)
    body = f"{slip.number}的答复待签发，起草人{actor.name}。"
    enqueue(
        session,
        f"slip:{slip.id}:{slip.version}:signing",
        addressee(session, slip),
        "督办单答复待签发",
        body,
        task_id=slip.task_id,
    )


def answer(session: Session, actor: Actor, slip: WarningSlip, given: Answer, *, today: date) -> None:
    """答复: the unit owes it no more. Raises RuleBroken where only the unit's head may sign it."""
    if not may_sign(actor, slip):
        raise RuleBroken(EscalationRefusal.ANSWER_BY_HEAD, colour=slip.colour.label)
    _keep(session, actor, slip, given, today=today)
    slip.state, slip.answered_by, slip.answered_on = SlipState.ANSWERED, actor.name, today
    duty = session.get(Deadline, slip.answer_deadline_id) if slip.answer_deadline_id else None
    if duty is not None and duty.voided_on is None and duty.met_on is None:
        deadlines.meet(session, actor, duty, today=today)
    audit.record(session, actor, AuditTag.SLIP_ANSWERED, "slip", slip.id, today=today)
    task = session.get_one(Task, slip.task_id)
    body = f"{slip.number}“{task.title}”，{actor.name}答复：{slip.answer}"
    enqueue(session, f"slip:{slip.id}:answered", slip.office_id, "督办单已答复", body, task_id=task.id)


def _keep(session: Session, actor: Actor, slip: WarningSlip, given: Answer, *, today: date) -> None:
    _demand_own(session, actor, slip)
    if slip.state not in _WAITS:
        raise RuleBroken(EscalationRefusal.SLIP_OVER, state=slip.state.label, act="答复")
    demand_clear(given.words)
    if slip.state is SlipState.ISSUED:
        acknowledge(session, actor, slip, today=today)
    slip.answer = given.words.strip()
    session.flush()
    task = session.get_one(Task, slip.task_id)
    attach(session, actor, task, given.evidence_ids, EvidenceOf.SLIP, slip.id)


def _demand_own(session: Session, actor: Actor, slip: WarningSlip) -> None:
    unit = addressee(session, slip)
    if actor.department_id != unit:
        raise NotPermitted(EscalationRefusal.NOT_ADDRESSEE, unit=session.get_one(Department, unit).name)
