"""签收: what a unit answers to an assignment; the first answer counts, and only the lead's moves the task."""

from __future__ import annotations

from datetime import date

import pytest
from factories import assigned, department
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotPermitted, RuleBroken
from tracker.models import CoordinationRequest, Department, Participation, Task
from tracker.policy.access import Actor
from tracker.services.answers import GiveAnswer, give
from tracker.services.deadlines import basis, of_task
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import AssignmentAnswer

HANDED_OUT, TODAY = date(2026, 3, 2), date(2026, 3, 3)


def liaison(unit: Department, name: str = "联络员") -> Actor:
    return Actor(name, 1, frozenset({Role.LIAISON}), department_id=unit.id)


def answer(session: Session, who: Actor, task: Task, given: AssignmentAnswer, words: str = "") -> Participation:
    return give(session, who, GiveAnswer(task, given, words), basis(session, TODAY), today=TODAY)


def test_the_lead_that_takes_it_on_acknowledges(session: Session) -> None:
    lead = department(session, "市住建局")
    task = assigned(session, lead=lead, today=HANDED_OUT)
    part = answer(session, liaison(lead), task, AssignmentAnswer.LEADING)
    assert task.status is TaskStatus.ACKNOWLEDGED
    assert (part.answer, part.answered_on, part.answered_by) == (AssignmentAnswer.LEADING, TODAY, "联络员")
    assert [row.met_on for row in of_task(session, task.id, DeadlineKind.ACKNOWLEDGEMENT)] == [TODAY]


def test_a_helper_answers_for_itself_and_moves_nothing(session: Session) -> None:
    lead, helper = department(session, "市住建局"), department(session, "市财政局")
    task = assigned(session, lead=lead, helpers=(helper,), today=HANDED_OUT)
    answer(session, liaison(helper), task, AssignmentAnswer.SUPPORTING)
    assert task.status is TaskStatus.ASSIGNED
    answers = session.execute(select(Participation.department_id, Participation.answer)).all()
    assert sorted(tuple(row) for row in answers) == [(lead.id, None), (helper.id, AssignmentAnswer.SUPPORTING)]


@pytest.mark.parametrize("leads", [True, False])
def test_asking_for_coordination_takes_it_on_and_tells_the_office(session: Session, leads: bool) -> None:
    lead, helper = department(session, "市住建局"), department(session, "市财政局")
    task = assigned(session, lead=lead, helpers=(helper,), today=HANDED_OUT)
    who = lead if leads else helper
    answer(session, liaison(who), task, AssignmentAnswer.NEEDS_COORDINATION, "土地指标不足")
    assert task.status is (TaskStatus.ACKNOWLEDGED if leads else TaskStatus.ASSIGNED)
    request = session.scalars(select(CoordinationRequest)).one()
    assert (request.department_id, request.to_department_id) == (who.id, task.office_id)


def test_the_first_answer_counts(session: Session) -> None:
    helper = department(session, "市财政局")
    task = assigned(session, helpers=(helper,), today=HANDED_OUT)
    answer(session, liaison(helper, "张三"), task, AssignmentAnswer.SUPPORTING)
    with pytest.raises(RuleBroken) as refused:
        answer(session, liaison(helper, "李四"), task, AssignmentAnswer.WANTS_RETURN, "不属于本单位职责范围")
    assert refused.value.message == "本单位已于2026-03-03由张三答复“配合”，以先答复的为准"


def test_a_unit_answers_only_what_its_part_allows(session: Session) -> None:
    lead, helper, stranger = (department(session, name) for name in ("市住建局", "市财政局", "市教育局"))
    task = assigned(session, lead=lead, helpers=(helper,), today=HANDED_OUT)
    for unit, wrong in ((lead, AssignmentAnswer.SUPPORTING), (helper, AssignmentAnswer.LEADING)):
        with pytest.raises(RuleBroken):
            answer(session, liaison(unit), task, wrong)
    with pytest.raises(NotPermitted):
        answer(session, liaison(stranger), task, AssignmentAnswer.SUPPORTING)
