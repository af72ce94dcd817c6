"""批示 on a task: to the office first, to the units only when it is passed on."""

from __future__ import annotations

from datetime import date

import pytest
from factories import department, draft, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import AuditEntry, Department, OutboxMessage, Post, Task
from tracker.policy.access import Actor
from tracker.queries.notes import of_task, untriaged
from tracker.services import notes
from tracker.vocabulary.approvals import Procedure, Triage, TurnReason
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import Role
from tracker.vocabulary.running import AuditTag

TODAY = date(2026, 3, 2)


@pytest.fixture
def task(session: Session) -> Task:
    return working(session, lead=department(session, "市住建局"), helpers=(department(session, "市水务局"),))


def leader(session: Session, name: str = "分管城建副市长") -> Actor:
    seat = Post(name=name, rank=PostRank.DEPUTY)
    session.add(seat)
    session.flush()
    return Actor("李某", roles=frozenset({Role.LEADER}), office_id=office(session).id, post_id=seat.id)


def clerk(session: Session) -> Actor:
    return Actor("督查员甲", roles=frozenset({Role.CLERK}), office_id=office(session).id)


def told(session: Session) -> list[str]:
    rows = session.execute(
        select(Department.name)
        .join(OutboxMessage, OutboxMessage.department_id == Department.id)
        .where(OutboxMessage.dedupe_key.like("note:%"))
        .order_by(OutboxMessage.id)
    )
    return [row.name for row in rows]


def test_a_leaders_words_reach_the_office_and_no_unit(session: Session, task: Task) -> None:
    note = notes.write(session, leader(session), task, " 请抓紧 ", today=TODAY)
    assert (note.leader, note.wording, note.ordinal, note.triage) == ("分管城建副市长 李某", "请抓紧", 1, None)
    assert told(session) == ["督查室"]
    assert [row.id for row in untriaged(session, clerk(session))] == [note.id]


def test_passed_on_every_unit_that_takes_part_is_told_once(session: Session, task: Task) -> None:
    note = notes.write(session, leader(session), task, "请抓紧", today=TODAY)
    notes.triage(session, clerk(session), note, Triage.REPORT_BACK, "3月20日前报结果", today=TODAY)
    assert told(session) == ["督查室", "市住建局", "市水务局"]
    assert untriaged(session, clerk(session)) == []
    tags = list(session.scalars(select(AuditEntry.tag).where(AuditEntry.subject_kind == "endorsement")))
    assert tags == [AuditTag.ENDORSEMENT_RECORDED, AuditTag.ENDORSEMENT_TRIAGED]
    with pytest.raises(RuleBroken) as refused:
        notes.triage(session, clerk(session), note, Triage.NOTED, "", today=TODAY)
    assert refused.value.code is Refusal.NOTE_TRIAGED


def test_who_sees_a_note_before_and_after_it_is_passed_on(session: Session, task: Task) -> None:
    writer, other = leader(session), leader(session, "分管农业副市长")
    unit = Actor("联络员", roles=frozenset({Role.LIAISON}), department_id=task.participations[0].department_id)
    note = notes.write(session, writer, task, "请抓紧", today=TODAY)
    seen = {actor: len(of_task(session, actor, task, TODAY)) for actor in (writer, clerk(session), other, unit)}
    assert list(seen.values()) == [1, 1, 0, 0]
    notes.triage(session, clerk(session), note, Triage.NOTED, "", today=TODAY)
    assert [len(of_task(session, actor, task, TODAY)) for actor in seen] == [1, 1, 1, 1]


@pytest.mark.parametrize("outcome", [Triage.HANDLE, Triage.REPORT_BACK])
def test_what_asks_for_work_says_what_work(session: Session, task: Task, outcome: Triage) -> None:
    note = notes.write(session, leader(session), task, "请抓紧", today=TODAY)
    with pytest.raises(RuleBroken) as refused:
        notes.triage(session, clerk(session), note, outcome, " ", today=TODAY)
    assert refused.value.code is Refusal.PASSED_ON_EMPTY


@pytest.mark.parametrize(("outcome", "procedure"), [(Triage.NOTED, "simple"), (Triage.HANDLE, "ordinary")])
def test_a_note_that_asks_for_work_makes_a_small_matter_ordinary(
    session: Session, task: Task, outcome: Triage, procedure: str
) -> None:
    task.procedure = Procedure.SIMPLE
    note = notes.write(session, leader(session), task, "请抓紧", today=TODAY)
    assert task.procedure is Procedure.SIMPLE
    notes.triage(session, clerk(session), note, outcome, "按批示办理", today=TODAY)
    assert task.procedure == procedure
    assert (task.ordinary_reason is TurnReason.ENDORSED) == (procedure == "ordinary")


def test_a_note_needs_words_and_a_task_in_life(session: Session, task: Task) -> None:
    writer = leader(session)
    with pytest.raises(RuleBroken):
        notes.write(session, writer, task, "\n ", today=TODAY)
    with pytest.raises(IllegalTransition):
        notes.write(session, writer, draft(session, lead=department(session, "市教育局")), "请抓紧", today=TODAY)
