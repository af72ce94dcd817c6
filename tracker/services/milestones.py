"""节点: claimed by the unit with what proves it, verified or sent back by the office."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, NotFound, RuleBroken
from tracker.models import Deadline, DeadlineClaim, Department, Milestone, Task
from tracker.policy.access import Actor
from tracker.services import deadlines, evidence
from tracker.services.access import open_duty
from tracker.services.lights import relight
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.web import WebRefusal


def open_milestone(
    session: Session, actor: Actor, action: Action, deadline_id: int
) -> tuple[Deadline, Milestone, Task]:
    """A node's deadline, the node and its task, for ``action``. Raises NotFound for a deadline of another kind."""
    duty, task = open_duty(session, actor, action, deadline_id)
    if duty.kind is not DeadlineKind.MILESTONE:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    return duty, session.get_one(Milestone, duty.subject_id), task


def claim_milestone(
    session: Session, actor: Actor, duty: Deadline, statement: str, evidence_ids: Collection[int], *, today: date
) -> DeadlineClaim:
    """申报完成: what was done, and the pieces that prove it. The office is told.

    Raises IllegalTransition where the task is not being worked on, RuleBroken where the node is claimed already.
    """
    task = session.get_one(Task, duty.task_id)
    if not task.status.is_open or task.status is TaskStatus.COMPLETION_CLAIMED:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=Action.DUTY_CLAIM.label, status=task.status.label)
    claim = deadlines.claim(session, actor, duty, statement.strip(), today=today)
    session.flush()
    evidence.attach(session, actor, task, evidence_ids, EvidenceOf.CLAIM, claim.id)
    relight(session, [task], today=today)
    unit = session.get_one(Department, duty.owed_by_department_id).name
    node = session.get_one(Milestone, duty.subject_id).content
    body = f"{unit}申报“{task.title}”的节点“{node}”已完成，请核实。"
    enqueue(session, f"claim:{claim.id}", task.office_id, "节点待核实", body, task_id=task.id)
    return claim


def decide_milestone(session: Session, actor: Actor, duty: Deadline, reason: str | None, *, today: date) -> None:
    """认可, or with a ``reason`` 退回, which tells the unit. Raises RuleBroken where no claim waits."""
    if reason is not None and not reason.strip():
        raise RuleBroken(WebRefusal.REASON_MISSING)
    outcome = ClaimOutcome.ACCEPTED if reason is None else ClaimOutcome.SENT_BACK
    claimed_on = duty.claimed_on
    deadlines.decide(session, actor, duty, outcome, (reason or "").strip(), today=today)
    task = session.get_one(Task, duty.task_id)
    session.flush()
    relight(session, [task], today=today)
    if reason is not None and duty.owed_by_department_id is not None:
        node = session.get_one(Milestone, duty.subject_id).content
        body = f"“{task.title}”的节点“{node}”申报被退回：{reason.strip()}。请补正后重新申报。"
        key = f"deadline:{duty.id}:sent-back:{claimed_on}:{today}"
        enqueue(session, key, duty.owed_by_department_id, "节点申报退回", body, task_id=task.id)
