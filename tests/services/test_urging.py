"""催办: calls are never refused, messages wait for the cool-down, either counts."""

from __future__ import annotations

from datetime import date

import pytest
from factories import department, draft, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import AuditEntry, Department, OutboxMessage, Task
from tracker.policy.access import Actor
from tracker.queries.task_sheet import task_sheet
from tracker.queries.urging import leads_urged, of_task, to_be_called
from tracker.services import urging
from tracker.services.deadlines import basis
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import UrgeChannel
from tracker.vocabulary.running import AuditTag

FRIDAY, MONDAY, TUESDAY = date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10)


@pytest.fixture
def lead(session: Session) -> Department:
    return department(session, "市住建局")


@pytest.fixture
def helper(session: Session) -> Department:
    return department(session, "市水务局")


@pytest.fixture
def task(session: Session, lead: Department, helper: Department) -> Task:
    return working(session, lead=lead, helpers=(helper,), due_on=date(2026, 3, 4))


def clerk(session: Session) -> Actor:
    return Actor("督查员甲", roles=frozenset({Role.CLERK}), office_id=office(session).id)


def call(session: Session, task: Task, unit: Department, day: date, whom: str = "王主任") -> None:
    urging.record_call(session, clerk(session), task, unit.id, whom, "本周报进展", today=day)


def remind(session: Session, task: Task, unit: Department, day: date) -> None:
    urging.send_reminder(session, clerk(session), task, unit.id, basis(session, day), today=day)


def messages(session: Session) -> list[tuple[int, str]]:
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key.like("urge:%")))
    return [(row.department_id, row.body) for row in rows]


def test_a_message_says_what_is_owed_and_how_late_it_is(session: Session, task: Task, lead: Department) -> None:
    remind(session, task, lead, FRIDAY)
    [(unit, body)] = messages(session)
    assert unit == lead.id
    assert "最终时限 2026-03-04，已过2天" in body
    audited = session.scalars(select(AuditEntry).where(AuditEntry.tag == AuditTag.UNIT_URGED)).one()
    assert (audited.actor, audited.subject_id) == ("督查员甲", task.id)


@pytest.mark.parametrize("channel", ["phone", "message"])
def test_after_either_another_message_waits_two_workdays_and_says_so(
    session: Session, task: Task, lead: Department, channel: str
) -> None:
    (call if channel == "phone" else remind)(session, task, lead, FRIDAY)
    before = len(messages(session))
    for day in (FRIDAY, MONDAY):
        with pytest.raises(RuleBroken) as refused:
            remind(session, task, lead, day)
        assert refused.value.code is Refusal.URGED_LATELY
        assert "2026-03-10起才能再发" in refused.value.message
    remind(session, task, lead, TUESDAY)
    assert len(messages(session)) == before + 1


def test_calls_are_never_refused(session: Session, task: Task, lead: Department) -> None:
    remind(session, task, lead, FRIDAY)
    for _ in range(3):
        call(session, task, lead, FRIDAY)


def test_the_cool_down_is_each_units_own(session: Session, task: Task, lead: Department, helper: Department) -> None:
    remind(session, task, lead, FRIDAY)
    remind(session, task, helper, FRIDAY)
    assert [unit for unit, _ in messages(session)] == [lead.id, helper.id]


def test_the_sheet_shows_the_last_of_either_kind_and_the_timeline_all(
    session: Session, task: Task, lead: Department, helper: Department
) -> None:
    remind(session, task, lead, FRIDAY)
    call(session, task, lead, MONDAY)
    first, second = of_task(session, clerk(session), task, MONDAY)
    assert (first.name, second.name, second.last) == ("市住建局", "市水务局", None)
    assert first.last is not None
    assert (first.last.happened_on, first.last.channel, first.last.whom) == (MONDAY, UrgeChannel.PHONE, "王主任")
    assert (first.last.recorded_by, first.last.free_on) == ("督查员甲", date(2026, 3, 11))
    [later] = [of_task(session, clerk(session), task, date(2026, 3, 11))[0].last]
    assert later is not None
    assert later.free_on is None
    told = [event.what for event in task_sheet(session, task, MONDAY).events if event.happened_on >= FRIDAY]
    assert told[:2] == ["电话催办王主任", "催办提醒市住建局"]


def test_lists_show_when_the_lead_was_last_urged(
    session: Session, task: Task, lead: Department, helper: Department
) -> None:
    other = working(session, lead=helper)
    call(session, task, lead, FRIDAY)
    call(session, task, helper, MONDAY)
    assert {key: urged.happened_on for key, urged in leads_urged(session, [task.id, other.id], TUESDAY).items()} == {
        task.id: FRIDAY
    }


def test_a_unit_sees_no_panel_of_its_own_urging(session: Session, task: Task, lead: Department) -> None:
    unit = Actor("联络员", roles=frozenset({Role.LIAISON}), department_id=lead.id)
    assert of_task(session, unit, task, MONDAY) == []


def test_whoever_was_called_last_is_offered_again(session: Session, task: Task, lead: Department) -> None:
    assert to_be_called(session, lead.id) == ""
    call(session, task, lead, FRIDAY, "王主任 13800000000")
    remind(session, task, lead, TUESDAY)
    assert to_be_called(session, lead.id) == "王主任 13800000000"


def test_only_units_of_an_open_task_are_urged(session: Session, task: Task, lead: Department) -> None:
    stranger = department(session, "市教育局")
    for urge in (call, remind):
        with pytest.raises(RuleBroken) as refused:
            urge(session, task, stranger, FRIDAY)
        assert refused.value.code is Refusal.UNIT_NOT_IN_TASK
        with pytest.raises(IllegalTransition):
            urge(session, draft(session, lead=lead), lead, FRIDAY)
    with pytest.raises(RuleBroken):
        call(session, task, lead, FRIDAY, " ")
