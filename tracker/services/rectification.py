"""整改: put right by the unit, checked by the office; of a finding, or of a served conclusion."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, NotPermitted, RuleBroken
from tracker.models import Conclusion, Deadline, DeadlineClaim, Department, Finding, Task
from tracker.policy.access import Actor, may_ever
from tracker.policy.lifecycle.inspections import FINDINGS
from tracker.policy.reasons import demand_clear
from tracker.queries.rectification import duty_seen_by
from tracker.services import audit, deadlines
from tracker.services.evidence import attach
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import ClaimOutcome
from tracker.vocabulary.inspections import FindingAct, InspectionRefusal
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal


@dataclass(frozen=True)
class Rectification:
    """A duty to put something right, with the finding or the conclusion it is of."""

    duty: Deadline
    task: Task
    finding: Finding | None
    conclusion: Conclusion | None

    @property
    def subject(self) -> tuple[str, int]:
        """What the audit trail calls it."""
        if self.finding is not None:
            return "finding", self.finding.id
        return "conclusion", self.conclusion.id if self.conclusion else 0


def open_rectification(session: Session, actor: Actor, action: Action, deadline_id: int) -> Rectification:
    """A rectification, for ``action``. Raises NotFound where the actor may not know of it, NotPermitted otherwise."""
    duty = session.scalars(select(Deadline).where(Deadline.id == deadline_id, duty_seen_by(actor))).first()
    if duty is None:
        raise NotFound(InspectionRefusal.NO_SUCH_FINDING)
    if not may_ever(actor, action):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    return Rectification(
        duty,
        session.get_one(Task, duty.task_id),
        session.scalars(select(Finding).where(Finding.deadline_id == duty.id)).first(),
        session.scalars(select(Conclusion).where(Conclusion.rectify_deadline_id == duty.id)).first(),
    )


def claim(
    session: Session, actor: Actor, of: Rectification, statement: str, evidence_ids: Collection[int], *, today: date
) -> None:
    """报告整改 by the unit's head: the date is met if the office finds it so.

    Raises NotPermitted for another unit, RuleBroken where it was claimed, met or taken back already.
    """
    if of.duty.owed_by_department_id != actor.department_id:
        raise NotPermitted(WebRefusal.NOT_YOURS, action=Action.RECTIFICATION_CLAIM.label)
    demand_clear(statement)
    if of.finding is not None:
        of.finding.state = FINDINGS.after(of.finding.state, FindingAct.CLAIM)
        of.finding.statement, of.finding.claimed_by, of.finding.claimed_on = statement.strip(), actor.name, today
        of.finding.check_words, of.finding.checked_by, of.finding.checked_on = "", "", None
    made = deadlines.claim(session, actor, of.duty, statement.strip(), today=today)
    session.flush()
    attach(session, actor, of.task, evidence_ids, EvidenceOf.FINDING, made.id)
    unit = session.get_one(Department, of.duty.owed_by_department_id).name
    body = f"{unit}就“{of.task.title}”报告整改，请到现场核查。\n{statement.strip()}"
    enqueue(session, f"rectification:{made.id}", of.task.office_id, "整改待核查", body, task_id=of.task.id)
    kind, key = of.subject
    audit.record(session, actor, AuditTag.RECTIFICATION_CLAIMED, kind, key, today=today)


@dataclass(frozen=True)
class Check:
    """What the office saw on the spot: put right or not, in words, and who looked."""

    accepted: bool
    words: str
    checked_by: str


def check(session: Session, actor: Actor, of: Rectification, command: Check, *, today: date) -> None:
    """核查: 整改到位, or 整改不到位, which is owed on and may be claimed again. The unit is told.

    Raises RuleBroken where an unclaimed rectification is found wanting before its date has passed.
    """
    demand_clear(command.words)
    claimed = of.duty.claimed_on is not None
    if of.duty.voided_on is not None or of.duty.met_on is not None:
        raise RuleBroken(Refusal.NOT_OPEN_DUTY)
    if not command.accepted and not claimed and of.duty.due_on is not None and today <= of.duty.due_on:
        raise RuleBroken(InspectionRefusal.NOT_DUE, day=of.duty.due_on)
    if of.finding is not None:
        act = FindingAct.ACCEPT if command.accepted else FindingAct.FAIL
        of.finding.state = FINDINGS.after(of.finding.state, act)
        of.finding.check_words, of.finding.checked_by = command.words.strip(), command.checked_by.strip()
        of.finding.checked_on = today
    if not claimed:
        # The record of a check is that of a claim; this one says whose it is.
        deadlines.claim(session, actor, of.duty, "单位未报告，督查室到现场核查", today=today)
        session.flush()
    outcome = ClaimOutcome.ACCEPTED if command.accepted else ClaimOutcome.SENT_BACK
    said = f"{command.words.strip()}（{command.checked_by.strip()}现场核查）"
    decided = deadlines.decide(session, actor, of.duty, outcome, said, today=today)
    _tell(session, of, command, decided)
    kind, key = of.subject
    audit.record(session, actor, AuditTag.RECTIFICATION_CHECKED, kind, key, today=today, accepted=command.accepted)


def _tell(session: Session, of: Rectification, command: Check, decided: DeadlineClaim) -> None:
    if of.duty.owed_by_department_id is None:
        return
    word = "整改到位" if command.accepted else "整改不到位，请继续整改后重新报告"
    body = f"“{of.task.title}”经核查{word}。\n核查情况：{command.words.strip()}"
    enqueue(
        session,
        f"rectification:{decided.id}:checked",
        of.duty.owed_by_department_id,
        "整改核查结果",
        body,
        task_id=of.task.id,
    )
