"""报方案: submitted, sent back and counted, accepted and made the task's own."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, assigned, department
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import Deadline, DeadlineClaim, DeadlineRevision, Milestone, OutboxMessage, Task, TaskPlan
from tracker.policy.access import Actor
from tracker.policy.plans import Node, Proposal
from tracker.queries.plans import next_proposal, of_task, waiting
from tracker.services import assignment, plans
from tracker.services.deadlines import basis
from tracker.services.deadlines import of_task as deadlines_of
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.people import Role

HANDED_OUT, SUBMITTED, DECIDED = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 9)
UNIT = Actor("联络员")
NODES = (Node("节点1", "", date(2026, 6, 30), 40), Node("竣工", "验收单", date(2026, 11, 30), 60))
WHOLE = Proposal("张局长", "倒排工期", "零事故", NODES)


@pytest.fixture
def task(session: Session) -> Task:
    lead = department(session, "市住建局")
    nodes = ((date(2026, 6, 30), 40), (date(2026, 9, 30), 60))
    one = assigned(session, lead=lead, milestones=nodes, target="建成2万平方米", today=HANDED_OUT)
    return assignment.acknowledge(session, UNIT, one, basis(session, HANDED_OUT), today=HANDED_OUT)


def submit(session: Session, task: Task, proposal: Proposal = WHOLE) -> TaskPlan:
    return plans.submit(session, UNIT, task, proposal, today=SUBMITTED)


def accept(session: Session, task: Task, **explanations: str) -> TaskPlan:
    return plans.accept(session, CLERK, task, explanations, basis(session, DECIDED), today=DECIDED)


def test_submitting_claims_the_duty_and_tells_the_office(session: Session, task: Task) -> None:
    submit(session, task)
    duty = deadlines_of(session, task.id, DeadlineKind.PLAN)[0]
    assert (duty.claimed_on, duty.met_on) == (SUBMITTED, None)
    told = session.scalars(select(OutboxMessage.subject).where(OutboxMessage.department_id == task.office_id))
    assert told.all() == ["报方案：督〔2026〕1号"]
    with pytest.raises(RuleBroken) as refused:
        submit(session, task)
    assert refused.value.message == "2026-03-05报的方案正在审查，请等审查结果"


def test_accepted_the_plan_becomes_the_tasks_own_and_the_old_nodes_stay_on_record(session: Session, task: Task) -> None:
    before = {row.id: row.due_on for row in deadlines_of(session, task.id, DeadlineKind.MILESTONE)}
    submit(session, task)
    accept(session, task)
    session.flush()
    assert task.status is TaskStatus.IN_PROGRESS
    assert (task.people, task.measures, task.requirement) == ("张局长", "倒排工期", "零事故")
    rows = session.execute(
        select(Milestone.content, Milestone.weight, Deadline.due_on, Deadline.opened_on, Deadline.voided_on)
        .join(Deadline, Deadline.subject_id == Milestone.id)
        .where(Deadline.kind == DeadlineKind.MILESTONE)
        .order_by(Milestone.ordinal)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("节点1", 40, date(2026, 6, 30), HANDED_OUT, None),
        ("节点2", 60, date(2026, 9, 30), HANDED_OUT, DECIDED),
        ("竣工", 60, date(2026, 11, 30), DECIDED, None),
    ]
    kept = session.execute(
        select(DeadlineRevision.deadline_id, DeadlineRevision.due_on).where(DeadlineRevision.deadline_id.in_(before))
    )
    assert {tuple(row) for row in kept} == set(before.items())
    duty = deadlines_of(session, task.id, DeadlineKind.PLAN)[0]
    assert duty.met_on == SUBMITTED


def test_sent_back_the_clock_runs_on_and_the_next_starts_from_it(session: Session, task: Task) -> None:
    submit(session, task)
    plans.send_back(session, CLERK, task, "节点太粗", today=DECIDED)
    duty = deadlines_of(session, task.id, DeadlineKind.PLAN)[0]
    assert (duty.claimed_on, duty.met_on, duty.due_on) == (None, None, date(2026, 3, 9))
    assert session.scalars(select(DeadlineClaim.outcome).where(DeadlineClaim.deadline_id == duty.id)).all() == [
        ClaimOutcome.SENT_BACK
    ]
    found = of_task(session, UNIT, task, DECIDED)
    assert (found.waiting, found.sent_back) == (None, 1)
    assert next_proposal(session, UNIT, task, DECIDED) == WHOLE
    again = plans.submit(session, UNIT, task, WHOLE, today=DECIDED)
    assert again.ordinal == 2
    accept(session, task)
    assert deadlines_of(session, task.id, DeadlineKind.PLAN)[0].met_on == DECIDED


def test_the_first_plan_starts_from_the_tasks_own_words(session: Session, task: Task) -> None:
    task.measures = "分两期实施"
    start = next_proposal(session, UNIT, task, SUBMITTED)
    assert start.measures == "分两期实施"
    assert [(node.content, node.weight) for node in start.nodes] == [("节点1", 40), ("节点2", 60)]


def test_a_gap_passes_only_with_a_reason_and_the_reason_is_kept(session: Session, task: Task) -> None:
    submit(session, task, Proposal("张局长", "倒排工期", "", NODES))
    with pytest.raises(RuleBroken) as refused:
        accept(session, task)
    assert "还缺要求" in refused.value.message
    assert accept(session, task, 要求="按国家标准执行").gaps_explained == "要求：按国家标准执行"


def test_no_plan_is_taken_before_the_acknowledgement_or_once_work_is_under_way(session: Session, task: Task) -> None:
    early = assigned(session, today=HANDED_OUT)
    for one in (early, assignment.start(session, CLERK, task, today=SUBMITTED)):
        with pytest.raises(IllegalTransition):
            submit(session, one)


@pytest.mark.parametrize("act", ["accept", "send_back"])
def test_there_is_nothing_to_review_without_a_plan(session: Session, task: Task, act: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        accept(session, task) if act == "accept" else plans.send_back(session, CLERK, task, "太粗", today=DECIDED)
    assert "没有待审查的方案" in refused.value.message


def test_a_plan_goes_back_with_a_reason_only(session: Session, task: Task) -> None:
    submit(session, task)
    with pytest.raises(RuleBroken):
        plans.send_back(session, CLERK, task, "  ", today=DECIDED)
    assert of_task(session, UNIT, task, DECIDED).waiting is not None


def test_waiting_plans_lie_on_the_desk_of_their_office_alone(session: Session, task: Task) -> None:
    submit(session, task)
    clerk = Actor("督查员", None, frozenset({Role.CLERK}), office_id=task.office_id)
    assert [(row.task_id, row.unit) for row in waiting(session, clerk)] == [(task.id, "市住建局")]
    assert waiting(session, Actor("县督查员", None, frozenset({Role.CLERK}), office_id=999)) == []


def test_a_paper_that_makes_all_six_clear_needs_no_plan(session: Session) -> None:
    clear = assigned(
        session,
        milestones=((date(2026, 6, 30), 100),),
        target="建成2万平方米",
        people="张局长",
        measures="倒排工期",
        requirement="零事故",
        today=HANDED_OUT,
    )
    assignment.acknowledge(session, UNIT, clear, basis(session, SUBMITTED), today=SUBMITTED)
    assert clear.status is TaskStatus.IN_PROGRESS
    assert deadlines_of(session, clear.id, DeadlineKind.PLAN) == []
