"""报结, 退回重办, 办结, 销号: from work done to struck off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import Approval, Task
from tracker.policy.access import Actor
from tracker.policy.lifecycle.tasks import TASKS
from tracker.queries.completion import given_now
from tracker.queries.family import open_parts
from tracker.services import approvals, deadlines, extensions, listings
from tracker.services.approvals import Paper
from tracker.services.evidence import attach
from tracker.services.lights import relight
from tracker.services.movement import move
from tracker.services.notices import tell_lead, tell_office
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.lifecycle import ClosureKind, LifeRefusal, TaskAct, TaskStatus
from tracker.vocabulary.reports import EvidenceOf

_WORK = (DeadlineKind.FINAL, DeadlineKind.MILESTONE)


@dataclass(frozen=True)
class Account:
    """What a unit says it achieved, who signed it, and what proves it."""

    achieved: str
    signed_by: str
    evidence_ids: tuple[int, ...] = ()


def claim_completion(
    session: Session, actor: Actor, task: Task, account: Account | None = None, *, today: date
) -> Task:
    """报结: everything the task still owes is claimed with it.

    Raises RuleBroken while a part split off is unfinished.
    """
    if parts := open_parts(session, task.id):
        raise RuleBroken(LifeRefusal.PARTS_OPEN, number=parts)
    said = f"{account.achieved}（{account.signed_by}签发）" if account else ""
    move(session, actor, task, TaskAct.CLAIM_COMPLETION, today=today, reason=said)
    for duty in deadlines.of_task(session, task.id, *_WORK):
        if duty.claimed_on is None and duty.opened_on is not None:
            deadlines.claim(session, actor, duty, today=today)
    relight(session, [task], today=today)
    if account:
        claim_id = approvals.present_transition(session, task).id
        attach(session, actor, task, account.evidence_ids, EvidenceOf.COMPLETION, claim_id)
        tell_office(session, task, "报结待核", f"“{task.title}”已报结，请核实。\n{said}")
    return task


def conclude(session: Session, actor: Actor, task: Task, opinion: str, *, today: date) -> Approval:
    """核实意见: what the office found, on its way to the director, who approves on the strength of it."""
    if task.status is not TaskStatus.COMPLETION_CLAIMED:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=ApprovalKind.CONCLUSION.label, status=task.status.label)
    return approvals.record(
        session,
        actor,
        ApprovalKind.CONCLUSION,
        task,
        None,
        PostRank.OFFICE_DIRECTOR,
        ApprovalOutcome.APPROVED,
        opinion,
        today=today,
    )


def send_back(session: Session, actor: Actor, task: Task, reason: str, *, today: date) -> Task:
    """退回重办: the claims fall, the clocks run on as if they had not been made from today on; the lead is told why."""
    move(session, actor, task, TaskAct.SEND_BACK, today=today, reason=reason)
    _decide_all(session, actor, task, ClaimOutcome.SENT_BACK, reason, today=today)
    relight(session, [task], today=today)
    tell_lead(session, task, "退回重办", f"“{task.title}”的报结已退回，请补办后重新报结。\n退回理由：{reason}")
    return task


def approve(
    session: Session, actor: Actor, task: Task, opinion: str = "", *, on_paper: Paper | None = None, today: date
) -> Task:
    """批准办结 by the director, on the strength of a conclusion.

    Raises RuleBroken where this round has none, and while the task is listed.
    """
    listings.demand_not_listed(session, task)
    if ApprovalKind.CONCLUSION not in given_now(session, task):
        # Of what was not claimed at all the table speaks first.
        TASKS.after(task.status, TaskAct.COMPLETE)
        raise RuleBroken(LifeRefusal.NOT_CONCLUDED, title=task.title)
    approvals.record(
        session,
        actor,
        ApprovalKind.COMPLETION,
        task,
        None,
        PostRank.OFFICE_DIRECTOR,
        ApprovalOutcome.APPROVED,
        opinion,
        today=today,
        on_paper=on_paper,
    )
    return complete(session, actor, task, today=today)


def complete(session: Session, actor: Actor, task: Task, *, today: date) -> Task:
    """办结: the claims are accepted as of the days they were made; what else was owed falls away.

    Raises RuleBroken while the task is listed; a listing nobody has decided yet ends with it.
    """
    listings.demand_not_listed(session, task)
    listings.end(session, actor, task, today=today)
    move(session, actor, task, TaskAct.COMPLETE, today=today)
    task.completed_on = today
    _decide_all(session, actor, task, ClaimOutcome.ACCEPTED, "", today=today)
    extensions.lapse(session, actor, task.id, today=today)
    deadlines.end_with_task(session, task.id, today=today)
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
