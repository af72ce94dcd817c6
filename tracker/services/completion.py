"""报结, 退回重办, 办结, 销号: from work done to struck off."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tracker.models import Task
from tracker.policy.access import Actor
from tracker.services import deadlines
from tracker.services.lights import relight
from tracker.services.movement import move
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.lifecycle import ClosureKind, TaskAct

_WORK = (DeadlineKind.FINAL, DeadlineKind.MILESTONE)


def claim_completion(session: Session, actor: Actor, task: Task, *, today: date) -> Task:
    """报结: everything the task still owes is claimed with it."""
    move(session, actor, task, TaskAct.CLAIM_COMPLETION, today=today)
    for duty in deadlines.of_task(session, task.id, *_WORK):
        if duty.claimed_on is None and duty.opened_on is not None:
            deadlines.claim(session, actor, duty, today=today)
    relight(session, [task], today=today)
    return task


def send_back(session: Session, actor: Actor, task: Task, reason: str, *, today: date) -> Task:
    """退回重办: the claims fall, the clocks run on as if they had not been made from today on."""
    move(session, actor, task, TaskAct.SEND_BACK, today=today, reason=reason)
    _decide_all(session, actor, task, ClaimOutcome.SENT_BACK, reason, today=today)
    relight(session, [task], today=today)
    return task


def complete(session: Session, actor: Actor, task: Task, *, today: date) -> Task:
    """办结: the claims are accepted as of the days they were made; what else was owed falls away."""
    move(session, actor, task, TaskAct.COMPLETE, today=today)
    task.completed_on = today
    _decide_all(session, actor, task, ClaimOutcome.ACCEPTED, "", today=today)
    deadlines.void(deadlines.of_task(session, task.id), today=today)
    relight(session, [task], today=today)
    return task


def close(session: Session, actor: Actor, task: Task, kind: ClosureKind, *, today: date) -> Task:
    """销号: struck off the ledger."""
    move(session, actor, task, TaskAct.CLOSE, today=today)
    task.closed_on, task.closure_kind = today, kind
    relight(session, [task], today=today)
    return task


def _decide_all(session: Session, actor: Actor, task: Task, outcome: ClaimOutcome, reason: str, *, today: date) -> None:
    session.flush()
    for duty in deadlines.of_task(session, task.id, *_WORK):
        if duty.claimed_on is not None and duty.met_on is None:
            deadlines.decide(session, actor, duty, outcome, reason, today=today)
