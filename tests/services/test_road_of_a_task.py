"""A task's road from draft to struck off, through the services: what each step leaves behind, and what is refused."""

from __future__ import annotations

import itertools
import json
from datetime import date

import pytest
from factories import CLERK, department, draft, working
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tracker.db import reading, writing
from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import AuditEntry, Deadline, DeadlineClaim, Participation, Task, TaskTransition
from tracker.policy.lifecycle.tasks import TASKS
from tracker.services import assignment, completion, deadlines
from tracker.services.deadlines import basis
from tracker.services.movement import move
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import ClosureKind, TaskAct, TaskStatus
from tracker.vocabulary.lights import Light

DECISION = "市政府第3次常务会议决定"


def walk(session: Session) -> Task:
    """From draft to struck off, with one send-back on the way."""
    lead = department(session, "市住建局")
    task = draft(session, lead=lead, due_on=date(2026, 6, 30), milestones=((date(2026, 4, 30), 100),))
    by = basis(session, date(2026, 3, 2))
    assignment.register(session, CLERK, assignment.Register(task, DECISION), today=date(2026, 3, 2))
    assignment.assign(session, CLERK, task, by, today=date(2026, 3, 3))
    assignment.acknowledge(session, CLERK, task, by, today=date(2026, 3, 4))
    assignment.start(session, CLERK, task, today=date(2026, 3, 10))
    completion.claim_completion(session, CLERK, task, today=date(2026, 6, 1))
    completion.send_back(session, CLERK, task, "缺验收单", today=date(2026, 6, 5))
    completion.claim_completion(session, CLERK, task, today=date(2026, 6, 20))
    completion.complete(session, CLERK, task, today=date(2026, 6, 25))
    completion.close(session, CLERK, task, ClosureKind.DONE, today=date(2026, 7, 1))
    session.flush()
    return task


def test_every_step_is_a_transition_that_ends_where_the_next_begins(session: Session) -> None:
    task = walk(session)
    rows = session.scalars(select(TaskTransition).where(TaskTransition.task_id == task.id).order_by(TaskTransition.id))
    steps = [(row.act, row.from_status, row.to_status, row.happened_on, row.until_on, row.reason) for row in rows]
    days = [
        *(date(2026, 1, 5), date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 10)),
        *(date(2026, 6, 1), date(2026, 6, 5), date(2026, 6, 20), date(2026, 6, 25), date(2026, 7, 1)),
    ]
    states = [
        *(None, TaskStatus.DRAFT, TaskStatus.REGISTERED, TaskStatus.ASSIGNED, TaskStatus.ACKNOWLEDGED),
        *(TaskStatus.IN_PROGRESS, TaskStatus.COMPLETION_CLAIMED, TaskStatus.IN_PROGRESS),
        *(TaskStatus.COMPLETION_CLAIMED, TaskStatus.COMPLETED, TaskStatus.CLOSED),
    ]
    acts = [
        *(TaskAct.DRAFT, TaskAct.REGISTER, TaskAct.ASSIGN, TaskAct.ACKNOWLEDGE, TaskAct.START),
        *(TaskAct.CLAIM_COMPLETION, TaskAct.SEND_BACK, TaskAct.CLAIM_COMPLETION, TaskAct.COMPLETE, TaskAct.CLOSE),
    ]
    reasons = {TaskAct.REGISTER: DECISION, TaskAct.SEND_BACK: "缺验收单"}
    assert steps == [
        (act, origin, target, day, until, reasons.get(act, ""))
        for act, (origin, target), day, until in zip(
            acts, itertools.pairwise(states), days, [*days[1:], None], strict=True
        )
    ]
    assert (task.status, task.completed_on, task.closed_on) == (TaskStatus.CLOSED, date(2026, 6, 25), date(2026, 7, 1))


def test_every_step_leaves_one_audit_entry_with_its_actor(session: Session) -> None:
    task = walk(session)
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.tag == "task:moved", AuditEntry.subject_id == task.id)
        .order_by(AuditEntry.id)
    ).all()
    moves = session.scalars(select(TaskTransition).order_by(TaskTransition.id)).all()
    said = [(json.loads(entry.detail)["act"], entry.happened_on, entry.actor) for entry in entries]
    assert said == [(row.act, row.happened_on, "督查员") for row in moves]


def test_duties_are_met_on_the_day_of_the_claim_that_was_accepted(session: Session) -> None:
    task = walk(session)
    duties = {row.kind: row for row in session.scalars(select(Deadline).where(Deadline.task_id == task.id))}
    met = {kind: row.met_on for kind, row in duties.items()}
    assert met == {
        DeadlineKind.ACKNOWLEDGEMENT: date(2026, 3, 4),
        DeadlineKind.PLAN: date(2026, 3, 10),
        DeadlineKind.MILESTONE: date(2026, 6, 20),
        DeadlineKind.FINAL: date(2026, 6, 20),
    }
    claims = session.scalars(
        select(DeadlineClaim)
        .where(DeadlineClaim.deadline_id == duties[DeadlineKind.FINAL].id)
        .order_by(DeadlineClaim.id)
    )
    assert [(row.claimed_on, row.outcome, row.decided_on, row.sent_back_on, row.reason) for row in claims] == [
        (date(2026, 6, 1), ClaimOutcome.SENT_BACK, date(2026, 6, 5), date(2026, 6, 5), "缺验收单"),
        (date(2026, 6, 20), ClaimOutcome.ACCEPTED, date(2026, 6, 25), None, ""),
    ]


def test_the_first_duties_are_counted_in_workdays(session: Session) -> None:
    """Handed out on the Friday before the make-up Saturday of Spring Festival; acknowledged the next working day."""
    task = draft(session, lead=department(session, "市住建局"), due_on=date(2026, 6, 30))
    by = basis(session, date(2026, 2, 13))
    assignment.register(session, CLERK, assignment.Register(task, DECISION), today=date(2026, 2, 13))
    assignment.assign(session, CLERK, task, by, today=date(2026, 2, 13))
    assignment.acknowledge(session, CLERK, task, by, today=date(2026, 2, 14))
    due = {row.kind: row.due_on for row in deadlines.of_task(session, task.id)}
    assert due == {
        DeadlineKind.ACKNOWLEDGEMENT: date(2026, 2, 14),
        DeadlineKind.PLAN: date(2026, 2, 28),
        DeadlineKind.FINAL: date(2026, 6, 30),
    }


def test_what_was_still_owed_falls_away_when_the_task_is_completed(session: Session) -> None:
    task = working(session, due_on=date(2026, 6, 30))
    other = deadlines.open_deadline(
        session,
        CLERK,
        Deadline(
            duty="check:1",
            task_id=task.id,
            kind=DeadlineKind.CHECK,
            subject_kind="task",
            subject_id=task.id,
            owed_by_department_id=task.office_id,
        ),
        date(2026, 5, 1),
        basis(session, date(2026, 3, 2)),
        today=date(2026, 3, 2),
    )
    completion.claim_completion(session, CLERK, task, today=date(2026, 4, 1))
    completion.complete(session, CLERK, task, today=date(2026, 4, 2))
    assert (other.voided_on, other.met_on) == (date(2026, 4, 2), None)
    assert [row.kind for row in deadlines.of_task(session, task.id) if row.met_on is None] == []
    assert task.light is Light.DONE


@pytest.mark.parametrize("status", list(TaskStatus))
def test_no_service_moves_a_task_where_the_table_has_no_step(session: Session, status: TaskStatus) -> None:
    task = draft(session, due_on=None)
    session.flush()
    moves = session.scalars(select(TaskTransition)).all()
    with session.no_autoflush:
        task.status = status
        for act in TaskAct:
            if act in TASKS.available(status):
                continue
            with pytest.raises(IllegalTransition) as refused:
                move(session, CLERK, task, act, today=date(2026, 3, 2))
            assert refused.value.message == f"事项目前是“{status.label}”，不能{act.label}"
            assert task.status is status
        session.expire(task)
    assert session.scalars(select(TaskTransition)).all() == moves


def test_a_step_before_the_last_one_is_refused(session: Session) -> None:
    task = working(session, today=date(2026, 3, 10))
    with pytest.raises(RuleBroken) as refused:
        completion.claim_completion(session, CLERK, task, today=date(2026, 3, 9))
    assert refused.value.message == "日期2026-03-09早于2026-03-10，请核对"


def test_a_claim_is_made_once_and_decided_once(session: Session) -> None:
    task = working(session, today=date(2026, 3, 2), due_on=date(2026, 6, 30))
    final = deadlines.of_task(session, task.id, DeadlineKind.FINAL)[0]
    with pytest.raises(RuleBroken, match="no-claim"):
        deadlines.decide(session, CLERK, final, ClaimOutcome.ACCEPTED, today=date(2026, 4, 1))
    deadlines.claim(session, CLERK, final, today=date(2026, 4, 1))
    with pytest.raises(RuleBroken, match="claim-waiting"):
        deadlines.claim(session, CLERK, final, today=date(2026, 4, 1))
    session.flush()
    deadlines.decide(session, CLERK, final, ClaimOutcome.ACCEPTED, today=date(2026, 4, 2))
    with pytest.raises(RuleBroken, match="not-open-duty"):
        deadlines.claim(session, CLERK, final, today=date(2026, 4, 3))


def test_a_task_changed_by_somebody_else_meanwhile_is_not_overwritten(engine: Engine) -> None:
    with writing(engine) as session:
        task_id = working(session).id
    with Session(engine.execution_options(writes=True), expire_on_commit=False) as early:
        held = early.get_one(Task, task_id)
        early.commit()  # what was read is kept in hand, as a form keeps it
        with writing(engine) as session:
            session.get_one(Task, task_id).title = "新建标准化厂房二期"
        held.title = "标准化厂房"
        with pytest.raises(StaleDataError):
            early.flush()
    with reading(engine) as session:
        assert session.get_one(Task, task_id).title == "新建标准化厂房二期"


def test_a_task_has_one_lead_at_a_time(session: Session) -> None:
    task = working(session)
    session.add(
        Participation(
            task_id=task.id,
            department_id=department(session, "市财政局").id,
            role=ParticipationRole.LEAD,
            lead_of=task.id,
            from_on=date(2026, 3, 2),
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("lead_of", [None, 999])
def test_the_database_knows_who_leads(session: Session, lead_of: int | None) -> None:
    """A lead that does not say so, or says it of another task, would slip past the rule of one."""
    task = draft(session)
    unit = department(session, "市财政局")
    session.add(
        Participation(
            task_id=task.id,
            department_id=unit.id,
            role=ParticipationRole.LEAD,
            lead_of=lead_of,
            from_on=date(2026, 3, 2),
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()
