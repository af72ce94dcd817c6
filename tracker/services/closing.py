"""销号 in batches, 终止督办, 恢复督办: how a task leaves the ledger, and how it comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tracker.errors import RuleBroken, Stale, TrackerError
from tracker.models import Deadline, Participation, Task
from tracker.policy.access import Actor
from tracker.policy.lifecycle.tasks import TASKS
from tracker.queries.closing import unshown
from tracker.services import approvals, completion, deadlines, extensions, listings
from tracker.services.access import open_task
from tracker.services.approvals import Paper
from tracker.services.deadlines import Basis
from tracker.services.lights import relight
from tracker.services.movement import begin, move
from tracker.services.notices import tell_units
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.lifecycle import ClosureKind, LifeRefusal, TaskAct
from tracker.vocabulary.web import WebRefusal


@dataclass(frozen=True)
class Picked:
    """A row ticked on a list: the task, and the version the list showed."""

    task_id: int
    version: int


@dataclass(frozen=True)
class Batch:
    """What became of a list of ticked rows: titles done, and titles left with the reason."""

    done: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


def one_by_one(
    session: Session, actor: Actor, action: Action, picked: Sequence[Picked], act: Callable[[Task], object]
) -> Batch:
    """Do ``act`` to each task picked; one that cannot be done is left as it was and never stops the others."""
    done: list[str] = []
    left: list[tuple[str, str]] = []
    for one in picked:
        named = "选中的一项"
        try:
            with session.begin_nested():
                task = open_task(session, actor, action, one.task_id)
                named = task.title
                if task.version != one.version:
                    raise Stale(WebRefusal.STALE)
                act(task)
                session.flush()
            done.append(named)
        except TrackerError as refused:
            left.append((named, refused.message))
        except StaleDataError:
            left.append((named, WebRefusal.STALE.worded()))
    return Batch(tuple(done), tuple(left))


def strike_off(
    session: Session, actor: Actor, task: Task, kind: ClosureKind, *, on_paper: Paper | None = None, today: date
) -> Task:
    """销号 by the director. Raises RuleBroken for a 批示 item that was not shown to the leader since it was completed.

    结转下年 leaves a draft for the next year behind, which names this task as the one it comes from.
    """
    TASKS.after(task.status, TaskAct.CLOSE)
    if unshown(session, task):
        raise RuleBroken(LifeRefusal.NOT_SHOWN, title=task.title)
    _approved(session, actor, ApprovalKind.CLOSING, task, kind.label, on_paper, today)
    completion.close(session, actor, task, kind, today=today)
    if kind is ClosureKind.CARRIED_OVER:
        _next_years(session, actor, task, today)
    return task


def terminate(session: Session, actor: Actor, task: Task, reason: str, *, today: date) -> Task:
    """终止督办 by the director: what the units still owed falls away, and a listing ends."""
    units_know = task.assigned_on is not None
    listings.end(session, actor, task, today=today)
    move(session, actor, task, TaskAct.TERMINATE, today=today, reason=reason)
    extensions.lapse(session, actor, task.id, today=today)
    deadlines.end_with_task(session, task.id, today=today)
    relight(session, [task], today=today)
    if units_know:
        tell_units(session, task, "终止督办", f"“{task.title}”已终止督办，不再反馈。\n理由：{reason}")
    return task


@dataclass(frozen=True)
class Reopen:
    """Why a finished task is taken up again, and its new final date; none where it runs without end."""

    reason: str
    due_on: date | None


def reopen(
    session: Session,
    actor: Actor,
    task: Task,
    command: Reopen,
    by: Basis,
    *,
    on_paper: Paper | None = None,
    today: date,
) -> Task:
    """恢复督办 by the director, after a 回头看: in work again under a new final date."""
    TASKS.after(task.status, TaskAct.REOPEN)
    _approved(session, actor, ApprovalKind.REOPENING, task, command.reason, on_paper, today)
    return take_up_again(session, actor, task, command, by, today=today)


def take_up_again(session: Session, actor: Actor, task: Task, command: Reopen, by: Basis, *, today: date) -> Task:
    """Back into work, whoever decided it: the accepted claim of the final date ends, and its clock starts anew."""
    final = next(iter(deadlines.of_task(session, task.id, DeadlineKind.FINAL)), None)
    if command.due_on is None and not task.endless:
        raise RuleBroken(LifeRefusal.FINAL_WANTED)
    if command.due_on is not None and command.due_on <= today:
        raise RuleBroken(LifeRefusal.DAY_NOT_AHEAD, what="新的最终时限", day=command.due_on)
    move(session, actor, task, TaskAct.REOPEN, today=today, reason=command.reason)
    task.completed_on = task.closed_on = task.closure_kind = None
    if command.due_on is not None and final is not None:
        deadlines.reopen(session, final, today=today)
        cause = RevisionCause.REOPENED
        deadlines.revise(session, actor, final, command.due_on, cause, command.reason, by, today=today)
    elif command.due_on is not None:
        deadlines.open_deadline(session, actor, _first_final(session, task), command.due_on, by, today=today)
    relight(session, [task], today=today)
    until = f"\n新的最终时限：{command.due_on}" if command.due_on else ""
    tell_units(session, task, "恢复督办", f"“{task.title}”恢复督办，请继续办理并反馈。\n理由：{command.reason}{until}")
    return task


def _first_final(session: Session, task: Task) -> Deadline:
    """A final date for a task that never had one."""
    lead = session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)).first()
    return deadlines.planned_final(
        task, owed_by_department_id=lead or task.office_id, owed_to_department_id=task.office_id
    )


def _next_years(session: Session, actor: Actor, task: Task, today: date) -> Task:
    """结转下年: next year's draft, with this year's words and units; its dates are for the office to set."""
    draft = Task(
        office_id=task.office_id,
        parent_id=task.id,
        title=task.title,
        target=task.target,
        people=task.people,
        measures=task.measures,
        requirement=task.requirement,
        section=task.section,
        leader=task.leader,
        leader_post_id=task.leader_post_id,
        basis=task.basis,
        disclosure=task.disclosure,
        assessment_year=task.assessment_year + 1,
        goal_level=task.goal_level,
        points=task.points,
        endless=task.endless,
        report_every=task.report_every,
        report_day=task.report_day,
    )
    begin(session, actor, draft, today=today)
    parts = session.scalars(
        select(Participation).where(Participation.task_id == task.id, Participation.until_on.is_(None))
    )
    for part in parts.all():
        session.add(
            Participation(
                task_id=draft.id,
                department_id=part.department_id,
                role=part.role,
                duty=part.duty,
                lead_of=draft.id if part.lead_of else None,
                from_on=today,
            )
        )
    return draft


def _approved(
    session: Session,
    actor: Actor,
    kind: ApprovalKind,
    task: Task,
    opinion: str,
    on_paper: Paper | None,
    today: date,
) -> None:
    outcome, rank = ApprovalOutcome.APPROVED, PostRank.OFFICE_DIRECTOR
    approvals.record(session, actor, kind, task, None, rank, outcome, opinion, today=today, on_paper=on_paper)
