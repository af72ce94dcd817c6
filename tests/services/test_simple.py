"""A small matter: one act to hand it out, no plan, no periods; ordinary once it is more than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories import CLERK, department, office, working
from logins import account
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import Deadline, Endorsement, Task, TaskSource
from tracker.queries.parts import clerk_of
from tracker.services import assignment
from tracker.services.deadlines import basis, of_task
from tracker.services.merging import merge
from tracker.services.sessions import actor_for
from tracker.services.simple import AssignSimply, assign_simply, turn_ordinary
from tracker.services.sweep import sweep_day
from tracker.vocabulary.approvals import Procedure, TaskBasis, TurnReason
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.people import Role

MONDAY = date(2026, 6, 1)


def _command(session: Session) -> AssignSimply:
    return AssignSimply(
        office_id=office(session).id,
        leader="市长",
        wording="请住建局三日内报处置情况。",
        written_on=MONDAY,
        title="东湖路积水点整治",
        department_id=department(session, "市住建局").id,
        due_on=date(2026, 6, 8),
        basis=TaskBasis.HEAD_INSTRUCTION,
    )


def _assigned(session: Session) -> Task:
    return assign_simply(session, CLERK, _command(session), basis(session, MONDAY), today=MONDAY)


def test_one_act_registers_and_assigns_with_the_words_that_asked_for_it(session: Session) -> None:
    task = _assigned(session)
    assert (task.status, task.procedure) == (TaskStatus.ASSIGNED, Procedure.SIMPLE)
    assert task.reference is not None
    words = session.scalars(select(Endorsement)).one()
    assert (words.leader, words.wording) == ("市长", "请住建局三日内报处置情况。")
    assert session.scalars(select(func.count()).select_from(TaskSource).where(TaskSource.task_id == task.id)).one() == 1


def test_an_acknowledgement_puts_it_in_work_without_a_plan_and_without_reports(session: Session) -> None:
    task = _assigned(session)
    assignment.acknowledge(session, CLERK, task, basis(session, MONDAY), today=MONDAY)
    assert task.status is TaskStatus.IN_PROGRESS
    sweep_day(session, MONDAY)
    kinds = {one.kind for one in of_task(session, task.id)}
    assert kinds == {DeadlineKind.ACKNOWLEDGEMENT, DeadlineKind.FINAL}


@pytest.mark.parametrize(
    "change",
    [
        {"due_on": MONDAY + timedelta(days=16)},
        {"due_on": MONDAY - timedelta(days=1)},
        {"wording": " "},
        {"written_on": MONDAY + timedelta(days=1)},
    ],
)
def test_what_is_not_small_or_not_true_is_refused(session: Session, change: dict[str, object]) -> None:
    command = replace(_command(session), **change)
    with pytest.raises(RuleBroken):
        assign_simply(session, CLERK, command, basis(session, MONDAY), today=MONDAY)


def test_the_same_words_are_not_entered_twice(session: Session) -> None:
    command = _command(session)
    assign_simply(session, CLERK, command, basis(session, MONDAY), today=MONDAY)
    with pytest.raises(RuleBroken) as refused:
        assign_simply(session, CLERK, command, basis(session, MONDAY), today=MONDAY)
    assert "已经登记过" in refused.value.message


def test_five_working_days_overdue_turn_it_ordinary_by_themselves_once(session: Session) -> None:
    task = _assigned(session)
    assignment.acknowledge(session, CLERK, task, basis(session, MONDAY), today=MONDAY)
    days = [MONDAY + timedelta(days=number) for number in range(20)]
    turned = [day for day in days if sweep_day(session, day).turned_ordinary]
    assert turned == [date(2026, 6, 15)]  # due on a Monday: the fifth working day after it
    session.refresh(task)
    assert (task.procedure, task.ordinary_on, task.ordinary_reason) == (
        Procedure.ORDINARY,
        turned[0],
        TurnReason.OVERDUE,
    )
    assert of_task(session, task.id, DeadlineKind.REPORT), "an ordinary task reports"


def test_one_that_was_answered_stays_small(session: Session) -> None:
    task = _assigned(session)
    final = of_task(session, task.id, DeadlineKind.FINAL)[0]
    final.claimed_on = final.met_on = date(2026, 6, 5)
    session.flush()
    assert sum(sweep_day(session, MONDAY + timedelta(days=n)).turned_ordinary for n in range(20)) == 0


def test_it_turns_only_once_and_keeps_the_first_reason(session: Session) -> None:
    task = _assigned(session)
    turn_ordinary(session, CLERK, task, TurnReason.HELPER, today=MONDAY)
    turn_ordinary(session, CLERK, task, TurnReason.ENDORSED, today=MONDAY + timedelta(days=1))
    assert (task.ordinary_on, task.ordinary_reason) == (MONDAY, TurnReason.HELPER)
    assert session.scalars(select(Deadline).where(Deadline.kind == DeadlineKind.REPORT)).all() == []


def test_whoever_hands_it_out_looks_after_it(session: Session) -> None:
    clerk = actor_for(session, account(session, "clerk", Role.CLERK))
    task = assign_simply(session, clerk, _command(session), basis(session, MONDAY), today=MONDAY)
    assert clerk_of(session, task.id, MONDAY) == clerk.name


def test_a_second_unit_makes_it_ordinary(session: Session) -> None:
    task = _assigned(session)
    other = working(session, today=MONDAY, lead=department(session, "市水务局"))
    merge(session, CLERK, other, task, "同一事项", basis(session, MONDAY), today=MONDAY)
    assert (task.procedure, task.ordinary_reason) == (Procedure.ORDINARY, TurnReason.HELPER)
