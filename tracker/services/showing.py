"""呈阅: a completed 批示 item goes back to the leader who asked. No new words: it may be struck off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition
from tracker.models import Approval, Endorsement, Post, Task
from tracker.policy.access import Actor
from tracker.services import approvals, audit
from tracker.services.approvals import Paper
from tracker.services.closing import Reopen, take_up_again
from tracker.services.deadlines import Basis
from tracker.services.simple import turn_ordinary
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, Triage, TurnReason
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class Showing:
    """Who saw the task on which day. ``new_words`` is a new 批示; with it goes the new final date."""

    leader: str
    seen_on: date
    new_words: str = ""
    due_on: date | None = None


def show(session: Session, actor: Actor, task: Task, command: Showing, by: Basis, *, today: date) -> Approval:
    """Take down that a leader saw the completed task. A new 批示 puts it back into work under a new final date."""
    if task.status is not TaskStatus.COMPLETED:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=ApprovalKind.SHOWING.label, status=task.status.label)
    seen = approvals.record(
        session,
        actor,
        ApprovalKind.SHOWING,
        task,
        None,
        _rank(session, task),
        ApprovalOutcome.SEEN,
        command.new_words,
        today=today,
        on_paper=Paper(command.seen_on, command.leader),
        step=_next_step(session, task),
    )
    audit.record(session, actor, AuditTag.TASK_SHOWN, "task", task.id, today=today, leader=command.leader)
    if command.new_words:
        _take_down(session, actor, task, command, today)
        turn_ordinary(session, actor, task, TurnReason.ENDORSED, today=today)
        reason = f"{command.leader}批示：{command.new_words}"
        take_up_again(session, actor, task, Reopen(reason, command.due_on), by, today=today)
    return seen


def _rank(session: Session, task: Task) -> PostRank:
    """The rank of the leader the task is bound to; leaders without a seat on the register count as 分管领导."""
    post = session.get(Post, task.leader_post_id) if task.leader_post_id is not None else None
    return post.rank if post else PostRank.DEPUTY


def _next_step(session: Session, task: Task) -> int:
    """Several leaders may see a task, one after the other."""
    seen = select(func.count()).where(
        Approval.kind == ApprovalKind.SHOWING,
        Approval.subject_id == task.id,
        Approval.transition_id == approvals.present_transition(session, task).id,
    )
    return session.scalars(seen).one() + 1


def _take_down(session: Session, actor: Actor, task: Task, command: Showing, today: date) -> None:
    """The new 批示, passed on with the reopening."""
    written = session.scalars(select(func.count()).where(Endorsement.task_id == task.id)).one()
    session.add(
        Endorsement(
            task_id=task.id,
            ordinal=written + 1,
            leader=command.leader,
            wording=command.new_words,
            written_on=command.seen_on,
            triage=Triage.REPORT_BACK,
            triaged_on=today,
            triaged_by=actor.name,
            passed_on=command.new_words,
            recorded_by=actor.name,
            recorded_at=clock.now(),
        )
    )
    audit.record(session, actor, AuditTag.ENDORSEMENT_RECORDED, "task", task.id, today=today, leader=command.leader)
