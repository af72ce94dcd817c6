"""交办: nothing is handed out unclear, groups become their members, and a running ledger is taken over as it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import CLERK, department, draft
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import (
    Deadline,
    DepartmentGroup,
    DepartmentGroupMember,
    GroupParticipation,
    LightChange,
    Participation,
    Task,
)
from tracker.services import assignment
from tracker.services.deadlines import basis
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.lights import Light, LightReason

TODAY = date(2026, 3, 2)


def assign(session: Session, task: Task) -> Task:
    assignment.register(session, CLERK, assignment.Register(task, "常务会议决定"), today=TODAY)
    return assignment.assign(session, CLERK, task, basis(session, TODAY), today=TODAY)


def test_a_task_without_a_lead_is_not_handed_out(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        assign(session, draft(session))
    assert refused.value.message == "“新建标准化厂房”还没有牵头单位，不能交办"


def test_a_task_without_a_term_is_not_handed_out_unless_it_never_ends(session: Session) -> None:
    lead = department(session, "市住建局")
    unclear, endless = (draft(session, lead=lead, due_on=None) for _ in range(2))
    unclear.endless = False
    with pytest.raises(RuleBroken) as refused:
        assign(session, unclear)
    assert refused.value.message == "“新建标准化厂房”还缺时限，四清（任务、目标、责任、时限）补齐后才能交办"
    assert assign(session, endless).status is TaskStatus.ASSIGNED


def test_a_draft_must_be_registered_first(session: Session) -> None:
    task = draft(session, lead=department(session, "市住建局"))
    with pytest.raises(IllegalTransition) as refused:
        assignment.assign(session, CLERK, task, basis(session, TODAY), today=TODAY)
    assert refused.value.message == "事项目前是“草稿”，不能交办"


def test_planned_dates_become_duties_of_the_lead_owed_to_the_office(session: Session) -> None:
    lead = department(session, "市住建局")
    task = draft(session, lead=lead, due_on=date(2026, 6, 30), milestones=((date(2026, 4, 30), 100),))
    planned = session.scalars(select(Deadline)).all()
    assert {(row.opened_on, row.owed_by_department_id) for row in planned} == {(None, None)}
    assign(session, task)
    rows = session.scalars(select(Deadline).order_by(Deadline.id)).all()
    assert [row.kind for row in rows] == [DeadlineKind.FINAL, DeadlineKind.MILESTONE, DeadlineKind.ACKNOWLEDGEMENT]
    debts = {(row.opened_on, row.owed_by_department_id, row.owed_to_department_id) for row in rows}
    assert debts == {(TODAY, lead.id, task.office_id)}


def test_a_group_is_expanded_into_the_members_it_has_that_day(session: Session) -> None:
    group = DepartmentGroup(name="各县（市、区）")
    session.add(group)
    session.flush()
    ends = {"甲县": None, "乙县": None, "丙县": date(2026, 3, 1), "丁县": None}
    counties = {name: department(session, name) for name in ends}
    for name, until_on in ends.items():
        from_on = date(2026, 4, 1) if name == "丁县" else date(2020, 1, 1)
        session.add(
            DepartmentGroupMember(
                group_id=group.id, department_id=counties[name].id, from_on=from_on, until_on=until_on
            )
        )
    lead = counties["甲县"]
    task = draft(session, lead=lead)
    session.add(GroupParticipation(task_id=task.id, group_id=group.id, role=ParticipationRole.SUPPORTING))
    assign(session, task)
    parts = session.execute(
        select(Participation.department_id, Participation.role, Participation.from_on).where(
            Participation.task_id == task.id
        )
    ).all()
    assert sorted(tuple(part) for part in parts) == [
        (lead.id, ParticipationRole.LEAD, date(2026, 1, 5)),
        (counties["乙县"].id, ParticipationRole.SUPPORTING, TODAY),
    ]


def test_a_group_named_as_lead_makes_each_member_owe_its_own(session: Session) -> None:
    group, lead, member = (
        DepartmentGroup(name="市直各部门"),
        department(session, "市住建局"),
        department(session, "市水务局"),
    )
    session.add(group)
    session.flush()
    session.add(DepartmentGroupMember(group_id=group.id, department_id=member.id, from_on=date(2020, 1, 1)))
    task = draft(session, lead=lead)
    session.add(GroupParticipation(task_id=task.id, group_id=group.id, role=ParticipationRole.LEAD))
    assign(session, task)
    role = session.scalars(select(Participation.role).where(Participation.department_id == member.id)).one()
    assert role is ParticipationRole.CO_LEAD


def test_a_running_ledger_is_taken_over_in_work_without_clocks_that_never_ran(session: Session) -> None:
    task = draft(session, due_on=date(2026, 1, 31), today=TODAY)
    assignment.register(session, CLERK, assignment.Register(task, "接管在办台账"), today=TODAY)
    watched = TODAY + timedelta(days=30)
    assignment.adopt(session, CLERK, task, basis(session, TODAY), watched_from=watched, today=TODAY)
    assert (task.status, task.watched_from) == (TaskStatus.IN_PROGRESS, watched)
    assert [row.kind for row in session.scalars(select(Deadline))] == [DeadlineKind.FINAL]
    assert (task.light, task.light_reason) == (Light.RED, LightReason.FINAL_OVERDUE)


def test_a_ledger_taken_over_as_of_a_past_day_is_lit_up_to_the_last_sweep(session: Session) -> None:
    """No sweep walks those days again, so what turned on them is found now."""
    sweep_day(session, date(2026, 6, 30))
    begun = date(2026, 3, 2)
    task = draft(session, due_on=date(2026, 6, 1), today=begun)
    assignment.register(session, CLERK, assignment.Register(task, "接管在办台账"), today=begun)
    assignment.adopt(session, CLERK, task, basis(session, begun), watched_from=begun, today=begun)
    session.flush()
    changes = session.scalars(
        select(LightChange).where(LightChange.task_id == task.id).order_by(LightChange.happened_on)
    )
    assert [(row.happened_on, row.ordinal, row.from_light, row.to_light) for row in changes] == [
        (begun, 1, None, Light.GREEN),
        (date(2026, 5, 14), 1, Light.GREEN, Light.YELLOW),
        (date(2026, 6, 2), 1, Light.YELLOW, Light.RED),
    ]
    assert (task.light, task.light_since) == (Light.RED, date(2026, 6, 2))
    assert sweep_day(session, date(2026, 6, 30)).light_changes == 0
