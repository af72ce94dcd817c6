"""延期申请: drafted and signed in the unit, weighed by a clerk; what a person decides moves the date (DOMAIN.md §4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import Deadline, Department, Extension, Task
from tracker.policy.access import Actor
from tracker.policy.deadlines import due_after
from tracker.policy.extensions import (
    EXTENSIBLE,
    Term,
    decision_term,
    demand_date,
    demand_in_time,
    demand_reason,
    is_late,
)
from tracker.policy.reasons import seen
from tracker.queries.extensions import term_of
from tracker.services import audit, deadlines, submissions
from tracker.services.access import open_task
from tracker.services.deadlines import Basis, Owed
from tracker.services.evidence import attach
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.extensions import ExtensionCause, ExtensionRefusal, ExtensionState
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class Ask:
    """What a unit asks. Without ``due_on`` it is an explanation (逾期说明), which moves no date."""

    cause: ExtensionCause
    reason: str
    progress: str
    due_on: date | None
    evidence_ids: Collection[int] = ()


def open_owed(session: Session, actor: Actor, action: Action, deadline_id: int) -> tuple[Deadline, Task]:
    """A deadline the actor's unit owes and may ask more time for, and its task.

    Raises NotFound, RuleBroken where another unit owes it or its kind cannot be extended, IllegalTransition where
    nobody owes it any more.
    """
    duty = session.get(Deadline, deadline_id)
    if duty is None:
        raise NotFound(ExtensionRefusal.NO_SUCH)
    task = open_task(session, actor, action, duty.task_id)
    if duty.kind not in EXTENSIBLE:
        raise RuleBroken(ExtensionRefusal.KIND_NOT_EXTENSIBLE, kind=duty.kind.label)
    if duty.owed_by_department_id != actor.department_id:
        owner = session.get(Department, duty.owed_by_department_id) if duty.owed_by_department_id else None
        raise RuleBroken(ExtensionRefusal.NOT_LEAD, unit=owner.name if owner else "他人")
    if not _still_owed(duty, task):
        raise IllegalTransition(ExtensionRefusal.NOT_OWED)
    return duty, task


def editable(session: Session, row: Extension, task: Task) -> bool:
    """Whether the unit may still change the request: nobody has signed it, and what it is about is still owed."""
    return row.state is ExtensionState.SIGNING and _still_owed(session.get_one(Deadline, row.deadline_id), task)


def _still_owed(duty: Deadline, task: Task) -> bool:
    answered = duty.voided_on is not None or duty.claimed_on is not None
    return duty.opened_on is not None and not answered and task.status.is_open


def open_extension(session: Session, actor: Actor, action: Action, extension_id: int) -> tuple[Extension, Task]:
    """A request and its task, for ``action``. Raises NotFound for what another unit has not signed yet."""
    row = session.get(Extension, extension_id)
    if row is None or (row.signed_on is None and row.department_id != actor.department_id):
        raise NotFound(ExtensionRefusal.NO_SUCH)
    return row, open_task(session, actor, action, row.task_id)


def waiting_for(session: Session, deadline_id: int) -> Extension | None:
    """The deadline's open request."""
    return session.scalars(select(Extension).where(Extension.open_of == deadline_id)).first()


def draft(session: Session, actor: Actor, duty: Deadline, ask: Ask, by: Basis, *, today: date) -> Extension:
    """送签: put down in the unit, for its head to sign. Raises RuleBroken where it would not do (see ``sign``)."""
    row = _put_down(session, actor, duty, ask, by, today=today)
    audit.record(session, actor, AuditTag.EXTENSION_DRAFTED, "extension", row.id, today=today, deadline=duty.id)
    task = session.get_one(Task, duty.task_id)
    body = f"{_named(task)}的延期申请待签发，起草人{actor.name}。"
    enqueue(
        session, f"extension:{row.id}:{row.version}:signing", row.department_id, "延期申请待签发", body, task_id=task.id
    )
    return row


def sign(session: Session, actor: Actor, duty: Deadline, ask: Ask, by: Basis, *, today: date) -> Extension:
    """The unit's head signs: from now on it is asked, the office owes a decision, and the ladder waits for it once.

    Raises RuleBroken for a reason or date that would not do, where it is asked too late, or one is open already.
    """
    row = _put_down(session, actor, duty, ask, by, today=today)
    row.signed_by, row.signed_account_id, row.signed_on = actor.name, actor.account_id, today
    task = session.get_one(Task, duty.task_id)
    unit = session.get_one(Department, row.department_id).name
    if ask.due_on is None:
        row.state, row.open_of = ExtensionState.EXPLAINED, None
        said = f"{unit}就{_named(task)}的{duty.kind.label}（{duty.due_on}）作逾期说明：{row.reason}"
    else:
        row.state = ExtensionState.ASKED
        _await_decision(session, actor, task, duty, row, by, today=today)
        said = f"{unit}申请将{_named(task)}的{duty.kind.label}由{duty.due_on}延至{ask.due_on}。\n理由：{row.reason}"
    facts = {"deadline": duty.id, "state": row.state, "due_on": ask.due_on}
    audit.record(session, actor, AuditTag.EXTENSION_ASKED, "extension", row.id, today=today, **facts)
    enqueue(session, f"extension:{row.id}:asked", task.office_id, row.state.label, said, task_id=task.id)
    return row


def withdraw(session: Session, actor: Actor, row: Extension, *, today: date) -> None:
    """The unit takes its own request back, which it may until it is decided. Raises RuleBroken afterwards."""
    if row.department_id != actor.department_id:
        raise NotPermitted(ExtensionRefusal.NOT_LEAD, unit=session.get_one(Department, row.department_id).name)
    demand_open(row, "撤回")
    was = row.state
    end(session, actor, row, ExtensionState.WITHDRAWN, today=today)
    audit.record(session, actor, AuditTag.EXTENSION_WITHDRAWN, "extension", row.id, today=today)
    if was is not ExtensionState.SIGNING:
        task = session.get_one(Task, row.task_id)
        body = f"{_named(task)}的延期申请已由{actor.name}撤回，无须批复。"
        enqueue(session, f"extension:{row.id}:withdrawn", task.office_id, "撤回延期申请", body, task_id=task.id)


def lapse(session: Session, actor: Actor, task_id: int, *, owed_by: int | None = None, today: date) -> None:
    """Open requests of a task end with it; ``owed_by``: those of a unit alone, whose part has ended."""
    query = select(Extension).where(Extension.task_id == task_id, Extension.open_of.is_not(None))
    for row in session.scalars(query if owed_by is None else query.where(Extension.department_id == owed_by)).all():
        end(session, actor, row, ExtensionState.LAPSED, today=today)
        audit.record(session, actor, AuditTag.EXTENSION_LAPSED, "extension", row.id, today=today)


def end(session: Session, actor: Actor, row: Extension, state: ExtensionState, *, today: date) -> None:
    """It ends without a decision: nobody need decide it any more."""
    row.state, row.open_of = state, None
    row.decided_by, row.decided_on = actor.name, today
    submissions.withdraw(session, actor, ApprovalKind.EXTENSION, row.id, today=today)
    if row.decision_deadline_id is not None:
        deadlines.void([session.get_one(Deadline, row.decision_deadline_id)], today=today)


def demand_open(row: Extension, act: str) -> None:
    """Raises RuleBroken where the request has been dealt with."""
    if row.open_of is None:
        facts = {"who": row.decided_by or row.signed_by, "day": row.decided_on or row.signed_on}
        raise RuleBroken(ExtensionRefusal.OVER, state=row.state.label, act=act, **facts)


def _put_down(session: Session, actor: Actor, duty: Deadline, ask: Ask, by: Basis, *, today: date) -> Extension:
    task = session.get_one(Task, duty.task_id)
    term = term_of(session, duty)
    row = waiting_for(session, duty.id)
    if row is not None and row.state is not ExtensionState.SIGNING:
        raise RuleBroken(ExtensionRefusal.OPEN_ALREADY, day=row.signed_on)
    _demand(ask, term, by, today)
    if row is None:
        made = select(func.count()).select_from(Extension).where(Extension.task_id == task.id)
        row = Extension(
            task_id=task.id,
            deadline_id=duty.id,
            department_id=actor.department_id,
            open_of=duty.id,
            ordinal=session.scalars(made).one() + 1,
            state=ExtensionState.SIGNING,
            drafted_by=actor.name,
            drafted_account_id=actor.account_id,
            asked_on=today,
            recorded_at=clock.now(),
        )
        session.add(row)
    row.clock_no, row.present_due_on, row.asked_due_on = duty.clock_no, term.due_on, ask.due_on
    row.cause, row.reason, row.progress = ask.cause, ask.reason.strip(), ask.progress.strip()
    session.flush()  # files, messages and the audit entry name the key
    attach(session, actor, task, ask.evidence_ids, EvidenceOf.EXTENSION, row.id)
    return row


def _demand(ask: Ask, term: Term, by: Basis, today: date) -> None:
    demand_reason(ask.reason)
    if not seen(ask.progress):
        raise RuleBroken(ExtensionRefusal.PROGRESS_EMPTY)
    late = is_late(term, today)
    if ask.due_on is None:
        if not late:
            raise RuleBroken(ExtensionRefusal.NOT_LATE_YET, due=term.due_on)
        return
    if late:
        raise RuleBroken(ExtensionRefusal.LATE_MOVES_NOTHING, due=term.due_on)
    demand_date(term, ask.due_on, by.rules)
    demand_in_time(term, today, by.rules, by.calendar)


def _await_decision(
    session: Session, actor: Actor, task: Task, duty: Deadline, row: Extension, by: Basis, *, today: date
) -> None:
    """The office's own clock, and the ladder's waiting: once for each deadline and clock."""
    days, unit = decision_term(term_of(session, duty), by.rules)
    owed = Owed(
        DeadlineKind.REQUEST_DECISION,
        f"extension-{row.ordinal}",
        department_id=task.office_id,
        to_department_id=row.department_id,
        due_on=due_after(today, days, unit, by.calendar),
    )
    decision = deadlines.owe(session, actor, task, owed, by, today=today)
    row.decision_deadline_id, row.held_until = decision.id, decision.due_on
    held_before = select(Extension.id).where(
        Extension.deadline_id == duty.id, Extension.clock_no == duty.clock_no, Extension.holds.is_(True)
    )
    row.holds = session.scalars(held_before).first() is None


def _named(task: Task) -> str:
    return f"{task.reference or ''}“{task.title}”"
