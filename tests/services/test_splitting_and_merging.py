"""A task becomes several, or two become one: nobody gains time by it, and no paper loses its answer."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, assigned, department, draft, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session
from test_end_of_a_task import on_instruction

from tracker import clock
from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import (
    Deadline,
    DeadlineRevision,
    Department,
    Endorsement,
    OutboxMessage,
    Participation,
    Task,
    TaskSource,
)
from tracker.policy.access import Actor
from tracker.policy.numbering import part_reference
from tracker.queries import family
from tracker.services import completion, deadlines
from tracker.services.closing import terminate
from tracker.services.deadlines import basis
from tracker.services.merging import merge
from tracker.services.splitting import Part, split
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import LifeRefusal, TaskStatus
from tracker.vocabulary.lights import Light
from tracker.vocabulary.people import Role
from tracker.vocabulary.sheets import Every
from tracker.vocabulary.sources import Disclosure

DAY = date(2026, 6, 1)


def dates_of(session: Session, task: Task) -> list[tuple[date, RevisionCause]]:
    rows = session.execute(
        select(DeadlineRevision.due_on, DeadlineRevision.cause)
        .join(Deadline, Deadline.id == DeadlineRevision.deadline_id)
        .where(Deadline.task_id == task.id, Deadline.kind == DeadlineKind.FINAL)
        .order_by(DeadlineRevision.id)
    )
    return [tuple(row) for row in rows]


def parts(session: Session) -> list[Part]:
    return [Part(f"第{n}部分", f"目标{n}", department(session, f"市{n}局").id) for n in ("东", "西")]


def roles(session: Session, task: Task) -> dict[str, ParticipationRole]:
    rows = session.execute(
        select(Department.name, Participation.role)
        .join(Participation, Participation.department_id == Department.id)
        .where(Participation.task_id == task.id, Participation.until_on.is_(None))
    )
    return {row.name: row.role for row in rows}


@pytest.mark.parametrize(
    ("whole", "part"),
    [("督〔2026〕12号", "督〔2026〕12-1号"), ("12-1号", "12-1-1号"), ("A7", "A7-1")],
)
def test_a_part_is_numbered_under_its_whole(whole: str, part: str) -> None:
    assert part_reference(whole, 1) == part


def test_parts_keep_the_number_and_the_first_date_and_have_leads_of_their_own(session: Session) -> None:
    whole = working(session, due_on=date(2026, 4, 30), disclosure=Disclosure.SENSITIVE, section="一、城建")
    by = basis(session, DAY)
    final = deadlines.of_task(session, whole.id, DeadlineKind.FINAL)[0]
    deadlines.revise(
        session, CLERK, final, date(2026, 9, 30), RevisionCause.EXTENDED, "汛期", by, today=date(2026, 4, 1)
    )
    made = split(session, CLERK, whole, parts(session), by, today=DAY)
    assert [task.reference for task in made] == [part_reference(str(whole.reference), n) for n in (1, 2)]
    for task, lead in zip(made, ("市东局", "市西局"), strict=True):
        assert dates_of(session, task) == [
            (date(2026, 4, 30), RevisionCause.OPENED),
            (date(2026, 9, 30), RevisionCause.EXTENDED),
        ]
        assert roles(session, task) == {lead: ParticipationRole.LEAD}
        assert (task.parent_id, task.status, task.disclosure, task.section) == (
            whole.id, TaskStatus.ASSIGNED, Disclosure.SENSITIVE, "一、城建",
        )  # fmt: skip
    assert whole.status is TaskStatus.IN_PROGRESS
    more = split(
        session, CLERK, whole, [Part("丙", "", made[0].office_id), Part("丁", "", made[0].office_id)], by, today=DAY
    )
    assert more[1].reference == part_reference(str(whole.reference), 4)


def test_an_overdue_task_cannot_be_split_into_green_ones(session: Session) -> None:
    whole = working(session, due_on=date(2026, 4, 30))
    made = split(session, CLERK, whole, parts(session), basis(session, DAY), today=DAY)
    assert {task.light for task in made} == {Light.RED}


def test_the_whole_is_claimed_only_when_every_part_is_finished(session: Session) -> None:
    whole = working(session)
    made = split(session, CLERK, whole, parts(session), basis(session, DAY), today=DAY)
    for left, task in zip((2, 1), made, strict=True):
        with pytest.raises(RuleBroken) as raised:
            completion.claim_completion(session, CLERK, whole, today=DAY)
        assert (raised.value.code, raised.value.facts) == (LifeRefusal.PARTS_OPEN, {"number": left})
        terminate(session, CLERK, task, "并到别处", today=DAY)
    completion.claim_completion(session, CLERK, whole, today=DAY)
    assert whole.status is TaskStatus.COMPLETION_CLAIMED


def test_what_is_not_in_work_or_would_stay_whole_is_not_split(session: Session) -> None:
    by, some = basis(session, DAY), parts(session)
    with pytest.raises(IllegalTransition):
        split(session, CLERK, draft(session), some, by, today=DAY)
    whole = working(session)
    with pytest.raises(RuleBroken) as raised:
        split(session, CLERK, whole, some[:1], by, today=DAY)
    assert raised.value.code is LifeRefusal.SPLIT_INTO_FEW
    assert session.scalars(select(Task).where(Task.parent_id == whole.id)).all() == []


def test_a_merged_task_leaves_everything_it_stood_for_to_the_other(session: Session) -> None:
    lead, other, helper = (department(session, name) for name in ("市住建局", "市教育局", "市财政局"))
    into = working(session, title="建学校", lead=lead, helpers=(helper,), due_on=date(2026, 12, 31))
    task = working(
        session, title="建一所学校", lead=other, helpers=(helper,), due_on=date(2026, 9, 30), report_every=Every.WEEK,
        milestones=((date(2026, 8, 1), 100),),
    )  # fmt: skip
    on_instruction(session, task)
    session.add(
        Endorsement(
            task_id=task.id, ordinal=1, leader="市长赵", wording="抓紧", written_on=DAY, recorded_by="督查员",
            recorded_at=clock.now(),
        )
    )  # fmt: skip
    merge(session, CLERK, task, into, "同一件事", basis(session, DAY), today=DAY)
    assert (task.status, task.merged_into_id, task.light) == (TaskStatus.MERGED, into.id, Light.DONE)
    assert roles(session, into) == {
        "市住建局": ParticipationRole.LEAD,
        "市财政局": ParticipationRole.SUPPORTING,
        "市教育局": ParticipationRole.CO_LEAD,
    }
    assert roles(session, task) == {}
    assert dates_of(session, into) == [
        (date(2026, 12, 31), RevisionCause.OPENED),
        (date(2026, 9, 30), RevisionCause.MERGED),
    ]
    assert into.report_every is Every.WEEK
    assert {row.task_id for row in session.scalars(select(TaskSource))} == {into.id}
    assert {row.task_id for row in session.scalars(select(Endorsement))} == {into.id}
    assert deadlines.of_task(session, task.id, DeadlineKind.FINAL, DeadlineKind.MILESTONE) == []
    told = {row.department_id for row in session.scalars(select(OutboxMessage)) if "并项" in row.subject}
    assert told == {other.id, helper.id}


def test_the_later_date_and_the_rarer_rhythm_change_nothing(session: Session) -> None:
    into = working(session, due_on=date(2026, 9, 30), report_every=Every.WEEK)
    task = working(session, due_on=date(2026, 12, 31))
    merge(session, CLERK, task, into, "同一件事", basis(session, DAY), today=DAY)
    assert dates_of(session, into) == [(date(2026, 9, 30), RevisionCause.OPENED)]
    assert into.report_every is Every.WEEK


def test_a_task_without_end_takes_the_others_date(session: Session) -> None:
    into, task = working(session, due_on=None), working(session, due_on=date(2026, 9, 30))
    merge(session, CLERK, task, into, "同一件事", basis(session, DAY), today=DAY)
    assert dates_of(session, into) == [(date(2026, 9, 30), RevisionCause.OPENED)]
    assert into.endless is False


def test_parts_follow_their_whole_into_another_task(session: Session) -> None:
    whole, into = working(session), working(session)
    by = basis(session, DAY)
    made = split(session, CLERK, whole, parts(session), by, today=DAY)
    merge(session, CLERK, whole, made[0], "只剩这一部分", by, today=DAY)
    session.expire_all()
    assert (made[0].parent_id, made[1].parent_id) == (None, made[0].id)
    merge(session, CLERK, made[0], into, "同一件事", by, today=DAY)
    session.expire_all()
    assert made[1].parent_id == into.id


def test_a_task_is_merged_only_into_one_that_can_carry_it(session: Session) -> None:
    task = assigned(session)
    other_office = working(session)
    other_office.office_id = department(session, "县督查室").id
    unfit = [
        task,
        draft(session),
        completion.claim_completion(session, CLERK, working(session), today=DAY),
        other_office,
    ]
    for into in unfit:
        with pytest.raises(RuleBroken) as raised:
            merge(session, CLERK, task, into, "同一件事", basis(session, DAY), today=DAY)
        assert raised.value.code is LifeRefusal.MERGE_NOT_INTO
    assert task.status is TaskStatus.ASSIGNED
    planned = draft(session, due_on=date(2026, 10, 1))
    merge(session, CLERK, draft(session, due_on=date(2026, 9, 1)), planned, "同一件事", basis(session, DAY), today=DAY)
    assert deadlines.of_task(session, planned.id, DeadlineKind.FINAL)[0].due_on == date(2026, 9, 1)


def test_relatives_are_named_to_those_who_may_see_them(session: Session) -> None:
    whole, into = working(session, title="甲"), working(session, title="乙")
    by = basis(session, DAY)
    made = split(session, CLERK, whole, parts(session), by, today=DAY)
    gone = working(session, title="丙")
    merge(session, CLERK, gone, whole, "同一件事", by, today=DAY)
    clerk = Actor("督查员", roles=frozenset({Role.CLERK}), office_id=office(session).id)

    def related(actor: Actor, task: Task) -> list[tuple[str, str]]:
        return [(row.relation, row.title) for row in family.of_task(session, actor, task, DAY)]

    assert related(clerk, whole) == [("拆分出", "第东部分"), ("拆分出", "第西部分"), ("并入本项", "丙")]
    assert related(clerk, made[0]) == [("拆分自", "甲")]
    assert related(clerk, gone) == [("已并入", "甲")]
    assert related(clerk, into) == []
    east = session.scalars(select(Participation.department_id).where(Participation.lead_of == made[0].id)).one()
    liaison = Actor("联络员", roles=frozenset({Role.LIAISON}), department_id=east)
    assert related(liaison, made[0]) == []


def test_near_duplicates_are_proposed_as_where_to_merge(session: Session) -> None:
    lead = department(session, "市教育局")
    task = working(session, title="新建改扩建义务教育学校12所", lead=lead)
    twin = working(session, title="新建改扩建义务教育学校12所，增加学位", lead=lead)
    working(session, title="整治城区积水点30处", lead=lead)
    clerk = Actor("督查员", roles=frozenset({Role.CLERK}), office_id=office(session).id)
    assert [one.task.id for one in family.alike(session, clerk, task)] == [twin.id]
    assert family.by_reference(session, clerk, str(twin.reference)) == twin.id
    assert family.by_reference(session, Actor("外人"), str(twin.reference)) is None
