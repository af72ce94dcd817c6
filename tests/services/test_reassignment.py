"""申请退回: asked with a reason, ruled by the office, and what passes to a new lead."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import CLERK, assigned, department
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import (
    Approval,
    Card,
    Deadline,
    DeadlineRevision,
    Department,
    OutboxMessage,
    Participation,
    ReassignmentRequest,
    Task,
)
from tracker.policy.access import Actor
from tracker.queries.owed import owed
from tracker.services import assignment
from tracker.services.answers import GiveAnswer, give
from tracker.services.approvals import Paper
from tracker.services.deadlines import basis, of_task
from tracker.services.reassignment import Ruling, rule
from tracker.vocabulary.approvals import ApprovalOutcome
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import AssignmentAnswer, RequestOutcome

HANDED_OUT, ASKED, RULED = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 5)
DIRECTOR = Actor("督查室主任", None, frozenset({Role.DIRECTOR}))
REASON = "按三定规定，该职责属市水务局"


@pytest.fixture
def units(session: Session) -> tuple[Department, Department]:
    return department(session, "市住建局"), department(session, "市水务局")


def handed_out(session: Session, units: tuple[Department, Department], **more: Any) -> Task:
    more = {"milestones": ((date(2026, 6, 30), 100),), **more}
    return assigned(session, lead=units[0], today=HANDED_OUT, **more)


def ask(session: Session, task: Task, unit: Department, reason: str = REASON) -> ReassignmentRequest:
    liaison = Actor("联络员", 1, frozenset({Role.LIAISON}), department_id=unit.id)
    command = GiveAnswer(task, AssignmentAnswer.WANTS_RETURN, reason, "市水务局")
    give(session, liaison, command, basis(session, ASKED), today=ASKED)
    return session.scalars(select(ReassignmentRequest).order_by(ReassignmentRequest.id.desc())).first()


def decide(session: Session, request: ReassignmentRequest, ruling: Ruling) -> None:
    rule(session, DIRECTOR, request, ruling, basis(session, RULED), today=RULED)
    session.flush()


def test_asking_answers_the_assignment_and_sets_the_offices_clock(session: Session, units: Any) -> None:
    task = handed_out(session, units)
    request = ask(session, task, units[0])
    owed = session.get_one(Deadline, request.deadline_id)
    assert (owed.kind, owed.owed_by_department_id, owed.due_on) == (
        DeadlineKind.REQUEST_DECISION,
        task.office_id,
        date(2026, 3, 6),
    )
    assert task.status is TaskStatus.ASSIGNED
    assert [row.met_on for row in of_task(session, task.id, DeadlineKind.ACKNOWLEDGEMENT)] == [ASKED]
    told = session.scalars(select(OutboxMessage.subject).where(OutboxMessage.department_id == task.office_id)).all()
    assert told == ["申请退回：督〔2026〕1号"]
    with pytest.raises(RuleBroken) as refused:
        assignment.acknowledge(session, CLERK, task, basis(session, ASKED), today=ASKED)
    assert refused.value.message == "本单位已申请退回，请等督查室裁定"


@pytest.mark.parametrize("reason", ["", "无", "不归我们单位管理"])
def test_a_reason_must_be_given_that_can_be_weighed(session: Session, units: Any, reason: str) -> None:
    task = handed_out(session, units)
    with pytest.raises(RuleBroken) as refused:
        ask(session, task, units[0], reason)
    assert "不少于10字" in refused.value.message


def test_declined_the_unit_acknowledges_by_a_fresh_clock(session: Session, units: Any) -> None:
    task = handed_out(session, units)
    request = ask(session, task, units[0])
    decide(session, request, Ruling(RequestOutcome.DECLINED, "职责清单第12项明确由你局牵头"))
    clocks = of_task(session, task.id, DeadlineKind.ACKNOWLEDGEMENT)
    assert [(row.due_on, row.met_on) for row in clocks] == [(date(2026, 3, 3), ASKED), (date(2026, 3, 6), None)]
    with pytest.raises(RuleBroken) as refused:
        ask(session, task, units[0])
    assert "现在不能答复“申请退回”" in refused.value.message
    assignment.acknowledge(session, CLERK, task, basis(session, RULED), today=RULED)
    assert task.status is TaskStatus.ACKNOWLEDGED
    assert session.get_one(Deadline, request.deadline_id).met_on == RULED


def test_granted_the_task_passes_with_its_dates_and_their_history(session: Session, units: Any) -> None:
    old, new = units
    task = handed_out(session, units, helpers=(new,))
    planned = {row.id: row.due_on for row in of_task(session, task.id, DeadlineKind.FINAL, DeadlineKind.MILESTONE)}
    revisions = session.scalars(select(DeadlineRevision.id).where(DeadlineRevision.deadline_id.in_(planned))).all()
    decide(session, ask(session, task, old), Ruling(RequestOutcome.GRANTED, "职责属市水务局", new.id))
    passed = of_task(session, task.id, DeadlineKind.FINAL, DeadlineKind.MILESTONE)
    assert {row.id: row.due_on for row in passed} == planned
    assert {row.owed_by_department_id for row in passed} == {new.id}
    for unit, that_day in ((old, ASKED), (new, RULED)):  # a past day still names who owed it then
        assert {row.deadline_id for row in owed(session, unit.id, that_day)} >= set(planned)
    assert not {row.deadline_id for row in owed(session, old.id, RULED)} & set(planned)
    kept = session.scalars(select(DeadlineRevision.id).where(DeadlineRevision.deadline_id.in_(planned))).all()
    assert kept == revisions
    parts = session.execute(
        select(Participation.department_id, Participation.role, Participation.until_on).order_by(Participation.id)
    ).all()
    assert [tuple(part) for part in parts] == [
        (old.id, ParticipationRole.LEAD, RULED),
        (new.id, ParticipationRole.SUPPORTING, RULED),
        (new.id, ParticipationRole.LEAD, None),
    ]
    fresh = of_task(session, task.id, DeadlineKind.ACKNOWLEDGEMENT)[-1]
    assert (fresh.owed_by_department_id, fresh.due_on, fresh.met_on) == (new.id, date(2026, 3, 6), None)
    cards = session.execute(select(Card.department_id, Card.until_on).order_by(Card.id)).all()
    assert [tuple(card) for card in cards] == [(old.id, RULED), (new.id, None)]
    told = set(session.scalars(select(OutboxMessage.department_id).where(OutboxMessage.dedupe_key.like("%return%"))))
    assert told == {task.office_id, old.id, new.id}
    assert task.status is TaskStatus.ASSIGNED


def test_a_task_passed_on_and_back_on_one_day_has_one_lead(session: Session, units: Any) -> None:
    old, new = units
    task = handed_out(session, units)
    decide(session, ask(session, task, old), Ruling(RequestOutcome.GRANTED, "职责属市水务局", new.id))
    liaison = Actor("联络员", 1, frozenset({Role.LIAISON}), department_id=new.id)
    command = GiveAnswer(task, AssignmentAnswer.WANTS_RETURN, REASON)
    give(session, liaison, command, basis(session, RULED), today=RULED)
    again = session.scalars(select(ReassignmentRequest).where(ReassignmentRequest.outcome.is_(None))).one()
    decide(session, again, Ruling(RequestOutcome.GRANTED, "仍由市住建局牵头", old.id))
    lead = session.scalars(select(Participation).where(Participation.lead_of == task.id)).one()
    assert (lead.department_id, lead.from_on, lead.answer) == (old.id, RULED, None)


def test_a_helper_let_go_owes_nothing_more(session: Session, units: Any) -> None:
    task = handed_out(session, units, helpers=(units[1],))
    decide(session, ask(session, task, units[1]), Ruling(RequestOutcome.GRANTED, "与该单位职责无关"))
    part = session.scalars(select(Participation).where(Participation.department_id == units[1].id)).one()
    assert part.until_on == RULED
    assert (
        session.scalars(select(Participation).where(Participation.lead_of == task.id)).one().department_id
        == units[0].id
    )


@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        (Ruling(RequestOutcome.GRANTED, "同意"), "请选择新的牵头单位"),
        (Ruling(RequestOutcome.GRANTED, "同意", 999), "该单位已撤销或不能承办事项"),
        (Ruling(RequestOutcome.DECLINED, " "), "请写明裁定的理由"),
    ],
)
def test_a_ruling_that_says_too_little_is_refused(session: Session, units: Any, ruling: Ruling, said: str) -> None:
    request = ask(session, handed_out(session, units), units[0])
    with pytest.raises(RuleBroken) as refused:
        decide(session, request, ruling)
    assert said in refused.value.message


def test_the_unit_itself_and_an_office_cannot_be_the_new_lead(session: Session, units: Any) -> None:
    task = handed_out(session, units)
    request = ask(session, task, units[0])
    for unfit in (units[0].id, task.office_id):
        with pytest.raises(RuleBroken):
            decide(session, request, Ruling(RequestOutcome.GRANTED, "同意", unfit))


def test_it_is_ruled_once_and_a_paper_ruling_counts_the_same(session: Session, units: Any) -> None:
    task = handed_out(session, units)
    request = ask(session, task, units[0])
    paper = Paper(date(2026, 3, 4), "王主任")
    decide(session, request, Ruling(RequestOutcome.GRANTED, "职责属市水务局", units[1].id, paper))
    approval = session.scalars(select(Approval)).one()
    assert (approval.outcome, approval.approver, approval.on_paper, approval.entered_by) == (
        ApprovalOutcome.APPROVED,
        "王主任",
        True,
        "督查室主任",
    )
    with pytest.raises(RuleBroken) as refused:
        decide(session, request, Ruling(RequestOutcome.DECLINED, "再想想"))
    assert refused.value.message == "该申请已由王主任于2026-03-04裁定“同意”"
