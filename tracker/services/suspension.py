"""暂缓办理: an interval on the task's clock, decided by a person; never a state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import Suspension, Task
from tracker.policy.access import Actor
from tracker.services import approvals, audit
from tracker.services.approvals import Paper
from tracker.services.evidence import attach
from tracker.services.lights import relight
from tracker.services.notices import tell_units
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.lifecycle import LifeRefusal
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class Suspend:
    """From ``from_on`` until the day before ``until_on``, or until somebody ends it.

    The reason names who asked; the evidence proves it.
    """

    reason: str
    from_on: date
    until_on: date | None = None
    evidence_ids: tuple[int, ...] = ()


def suspend(
    session: Session, actor: Actor, task: Task, command: Suspend, *, on_paper: Paper | None = None, today: date
) -> Suspension:
    """Stop the clock, on the director's decision. It never stops in the past: the light's past stands.

    Raises IllegalTransition for a task not in work, RuleBroken where the days are past, backwards or overlap another,
    or where neither a file nor a paper proves it.
    """
    if not task.status.is_open:
        act = ApprovalKind.SUSPENSION.label
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=act, status=task.status.label)
    _demand_free(session, task, command, today)
    if on_paper is None and not command.evidence_ids:
        raise RuleBroken(LifeRefusal.PAUSE_UNPROVED)
    row = Suspension(
        task_id=task.id,
        from_on=command.from_on,
        until_on=command.until_on,
        reason=command.reason,
        decided_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the approval names the key
    given = approvals.record(
        session,
        actor,
        ApprovalKind.SUSPENSION,
        task,
        row.id,
        PostRank.OFFICE_DIRECTOR,
        ApprovalOutcome.APPROVED,
        command.reason,
        today=today,
        on_paper=on_paper,
    )
    row.decided_by = given.approver
    attach(session, actor, task, command.evidence_ids, EvidenceOf.SUSPENSION, row.id)
    span = {"from_on": command.from_on, "until_on": command.until_on}
    audit.record(session, actor, AuditTag.SUSPENSION_OPENED, "suspension", row.id, today=today, task=task.id, **span)
    relight(session, [task], today=today)
    until = f"{command.until_on}恢复计时" if command.until_on else "恢复日期另行通知"
    said = f"“{task.title}”自{command.from_on}起暂缓办理，{until}。\n理由：{command.reason}"
    tell_units(session, task, f"暂缓办理{row.id}", said)
    return row


def resume(session: Session, actor: Actor, task: Task, *, today: date) -> Suspension:
    """恢复办理: the clock runs again from ``today``; a suspension not begun yet is taken back."""
    row = session.scalars(
        select(Suspension)
        .where(Suspension.task_id == task.id, or_(Suspension.until_on.is_(None), Suspension.until_on > today))
        .order_by(Suspension.from_on)
    ).first()
    if row is None:
        raise RuleBroken(LifeRefusal.NOT_PAUSED)
    row.until_on = max(today, row.from_on)
    audit.record(session, actor, AuditTag.SUSPENSION_ENDED, "suspension", row.id, today=today, task=task.id)
    relight(session, [task], today=today)
    tell_units(session, task, f"恢复办理{row.id}", f"“{task.title}”恢复办理，时限继续计算。")
    return row


def _demand_free(session: Session, task: Task, command: Suspend, today: date) -> None:
    if command.from_on < today:
        raise RuleBroken(Refusal.DATE_BACKWARDS, day=command.from_on, since=today)
    if command.until_on is not None and command.until_on <= command.from_on:
        raise RuleBroken(Refusal.DATE_BACKWARDS, day=command.until_on, since=command.from_on)
    held = select(Suspension).where(
        Suspension.task_id == task.id,
        or_(Suspension.until_on.is_(None), Suspension.until_on > command.from_on),
    )
    if command.until_on is not None:
        held = held.where(Suspension.from_on < command.until_on)
    # One taken back before it began covers no day.
    held = held.where(or_(Suspension.until_on.is_(None), Suspension.until_on > Suspension.from_on))
    if (other := session.scalars(held.order_by(Suspension.from_on)).first()) is not None:
        raise RuleBroken(LifeRefusal.PAUSES_OVERLAP, from_on=other.from_on)
