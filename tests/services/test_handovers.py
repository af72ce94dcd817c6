"""交接: what passes, what stays, what the paper says; and that past days read as they did."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, department, draft, office, working
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import (
    AuditEntry,
    Card,
    CoordinationRequest,
    Deadline,
    Department,
    DepartmentName,
    Handover,
    Participation,
    PastDebtor,
    Post,
    PostHolding,
    Task,
)
from tracker.policy.access import Actor
from tracker.queries.handovers import handover, tasks_of_seat, tasks_of_unit
from tracker.queries.overdue import overdue
from tracker.queries.overview import overview
from tracker.queries.owed import owed
from tracker.services import cards, coordination, deadlines, succession
from tracker.services.deadlines import basis
from tracker.services.handovers import Terms, change_division, change_holder
from tracker.services.sweep import sweep_day
from tracker.vocabulary.actions import Action
from tracker.vocabulary.cards import CardKind, HandoverRefusal
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import NameKind, ParticipationRole, PostRank
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import CoordinationReach
from tracker.vocabulary.running import AuditTag

START, BEFORE, DAY = date(2026, 3, 2), date(2026, 4, 9), date(2026, 4, 10)
TODAY = date(2026, 4, 13)
TERMS = Terms(DAY, "市委组字〔2026〕8号")


def director(session: Session) -> Actor:
    return Actor("主任甲", roles=frozenset({Role.DIRECTOR}), office_id=office(session).id)


def seat(session: Session, name: str, holder: str = "") -> Post:
    post = Post(name=name, rank=PostRank.DEPUTY)
    session.add(post)
    session.flush()
    if holder:
        session.add(PostHolding(post_id=post.id, holder=holder, from_on=START))
    return post


def late_task(session: Session, lead: Department, **values: object) -> Task:
    return working(session, today=START, lead=lead, due_on=date(2026, 4, 1), **values)


def parts(session: Session, task: Task) -> set[tuple[int, str, date, date | None]]:
    rows = session.scalars(select(Participation).where(Participation.task_id == task.id))
    return {(row.department_id, row.role.value, row.from_on, row.until_on) for row in rows}


def read_on(session: Session, day: date, *units: Department) -> tuple[object, ...]:
    """All that a day's lists say."""
    return (
        overdue(session, day),
        *(overdue(session, day, unit.id) for unit in units),
        overview(session, day).by_department,
        *(owed(session, unit.id, day) for unit in units),
    )


def test_a_new_holder_takes_the_seat_and_its_tasks_stay_with_it(session: Session) -> None:
    post = seat(session, "分管城建副市长", "李某")
    task = late_task(session, department(session, "市住建局"), leader_post_id=post.id)
    draft(session, leader_post_id=post.id, today=START)
    paper = change_holder(session, director(session), post.id, " 王某 ", TERMS, today=TODAY)
    held = session.execute(select(PostHolding.holder, PostHolding.from_on, PostHolding.until_on)).all()
    assert [tuple(row) for row in held] == [("李某", START, DAY), ("王某", DAY, None)]
    assert task.leader_post_id == post.id
    row = handover(session, office(session).id, paper.id)
    assert row is not None
    assert (row.number, row.outgoing, row.incoming, row.effective_on) == ("交接〔2026〕1号", "李某", "王某", DAY)
    assert [(one.reference, one.note) for one in row.items] == [
        ("督〔2026〕1号", "红灯；最终时限 2026-04-01"),
        ("未编号", "未亮灯；无未办时限"),
    ]
    assert session.scalars(select(AuditEntry.actor).where(AuditEntry.tag == AuditTag.HANDOVER_MADE)).one() == "主任甲"


def test_chosen_tasks_pass_to_another_seat_with_their_cards_and_requests(session: Session) -> None:
    old, new = seat(session, "分管城建副市长"), seat(session, "分管农业副市长")
    unit = department(session, "市住建局")
    moved, kept = (late_task(session, unit, leader_post_id=old.id) for _ in range(2))
    for task in (moved, kept):
        cards.settle(session, CLERK, task, today=START)
        by = basis(session, START)
        reach = CoordinationReach.JOINT
        coordination.raise_request(session, CLERK, task, unit.id, reach, "用地", to=old.id, by=by, today=START)
    by = basis(session, TODAY)
    paper = change_division(session, director(session), old.id, new.id, [moved.id], TERMS, by, today=TODAY)
    assert (moved.leader_post_id, kept.leader_post_id) == (new.id, old.id)
    bound = session.execute(
        select(Card.post_id, Card.until_on)
        .where(Card.task_id == moved.id, Card.kind == CardKind.RESPONSIBILITY)
        .order_by(Card.id)
    )
    assert [tuple(row) for row in bound] == [(old.id, TODAY), (new.id, None)]
    asked = session.execute(
        select(CoordinationRequest.task_id, CoordinationRequest.to_post_id, CoordinationRequest.ended_on).order_by(
            CoordinationRequest.id
        )
    )
    assert [tuple(row) for row in asked] == [
        (moved.id, old.id, TODAY), (kept.id, old.id, None), (moved.id, new.id, None)
    ]  # fmt: skip
    row = handover(session, office(session).id, paper.id)
    assert row is not None
    assert [(one.task_id, one.note) for one in row.items] == [(moved.id, "红灯；最终时限 2026-04-01")]
    assert [line.id for line in tasks_of_seat(session, office(session).id, new.id, TODAY)] == [moved.id]


def test_only_tasks_of_the_seat_pass_and_a_wrong_choice_changes_nothing(session: Session) -> None:
    old, new = seat(session, "分管城建副市长"), seat(session, "分管农业副市长")
    own = late_task(session, department(session, "市住建局"), leader_post_id=old.id)
    foreign = late_task(session, department(session, "市水务局"), leader_post_id=new.id)
    by = basis(session, TODAY)
    for to, chosen, said in (
        (new.id, [], HandoverRefusal.NOTHING_CHOSEN),
        (new.id, [own.id, foreign.id], HandoverRefusal.NOT_THE_SEATS),
        (old.id, [own.id], HandoverRefusal.SAME),
    ):
        with pytest.raises(RuleBroken) as refused:
            change_division(session, director(session), old.id, to, chosen, TERMS, by, today=TODAY)
        assert refused.value.code is said
    assert own.leader_post_id == old.id
    assert session.scalars(select(func.count()).select_from(Handover)).one() == 0


def test_a_renamed_unit_keeps_its_work_is_found_by_both_names_and_by_the_old_one_on_earlier_days(
    session: Session,
) -> None:
    unit = department(session, "市建委")
    late_task(session, unit)
    sweep_day(session, BEFORE)
    before = read_on(session, BEFORE, unit)
    succession.rename(session, director(session), unit.id, "市住建局", TERMS, today=TODAY)
    session.flush()
    assert read_on(session, BEFORE, unit) == before
    assert [row.lead for row in overdue(session, BEFORE)] == ["市建委"]
    assert [row.lead for row in overdue(session, DAY)] == ["市住建局"]
    assert [row.department for row in overview(session, DAY).by_department] == ["市住建局"]
    names = session.execute(
        select(DepartmentName.name, DepartmentName.kind, DepartmentName.until_on)
        .where(DepartmentName.department_id == unit.id)
        .order_by(DepartmentName.id)
    )
    assert [tuple(row) for row in names] == [("市建委", NameKind.OLD, DAY), ("市住建局", NameKind.FULL, None)]


def test_a_name_comes_back_and_a_taken_one_is_refused(session: Session) -> None:
    unit, other = department(session, "市建委"), department(session, "市水务局")
    succession.rename(session, director(session), unit.id, "市住建局", TERMS, today=TODAY)
    succession.rename(session, director(session), unit.id, "市建委", TERMS, today=TODAY)
    assert unit.name == "市建委"
    with pytest.raises(RuleBroken) as refused:
        succession.rename(session, director(session), unit.id, other.name, TERMS, today=TODAY)
    assert refused.value.code is HandoverRefusal.NAME_TAKEN


def test_merged_the_successor_leads_and_owes_from_the_day_and_past_days_read_as_they_did(session: Session) -> None:
    old, new, helper = (department(session, name) for name in ("市建委", "市住建局", "市水务局"))
    led = late_task(session, old, helpers=(helper,), milestones=((date(2026, 4, 3), 100),))
    helped = late_task(session, helper, helpers=(old,))
    waiting = draft(session, lead=old, today=START)
    sweep_day(session, BEFORE)
    before = read_on(session, BEFORE, old, new, helper)
    debts = [row.deadline_id for row in owed(session, old.id, TODAY)]
    assert len(debts) >= 4
    paper = succession.merge(session, director(session), old.id, new.id, TERMS, today=TODAY)
    session.flush()
    assert read_on(session, BEFORE, old, new, helper) == before
    assert [row.deadline_id for row in owed(session, new.id, DAY)] == debts
    assert owed(session, old.id, DAY) == []
    assert [row.deadline_id for row in owed(session, old.id, BEFORE)] == [
        row.deadline_id
        for row in before[-3]
        if row.deadline_id  # type: ignore[attr-defined]
    ]
    assert parts(session, led) == {
        (old.id, "lead", START, DAY), (new.id, "lead", DAY, None), (helper.id, "supporting", START, None)
    }  # fmt: skip
    assert parts(session, helped) >= {(old.id, "supporting", START, DAY), (new.id, "supporting", DAY, None)}
    assert (old.ended_on, old.successor_id) == (DAY, new.id)
    row = handover(session, office(session).id, paper.id)
    assert row is not None
    assert [(one.task_id, one.note.split("；")[0]) for one in row.items] == [
        (led.id, "牵头"), (helped.id, "配合"), (waiting.id, "牵头")
    ]  # fmt: skip
    assert tasks_of_unit(session, office(session).id, old.id, TODAY) == []


def test_the_sweep_opens_no_second_report_for_the_successor(session: Session) -> None:
    old, new = department(session, "市建委"), department(session, "市住建局")
    working(session, today=START, lead=old)
    sweep_day(session, BEFORE)
    reports = select(func.count()).select_from(Deadline).where(Deadline.kind == DeadlineKind.REPORT)
    number = session.scalars(reports).one()
    assert number > 0
    succession.merge(session, director(session), old.id, new.id, TERMS, today=DAY)
    sweep_day(session, DAY)
    assert session.scalars(reports).one() == number


@pytest.mark.parametrize("old_leads", [True, False])
def test_where_both_took_part_the_successor_has_the_weightier_part_and_owes_itself_nothing(
    session: Session, old_leads: bool
) -> None:
    old, new = department(session, "市建委"), department(session, "市住建局")
    task = late_task(session, old if old_leads else new, helpers=(new if old_leads else old,))
    sweep_day(session, BEFORE)
    succession.merge(session, director(session), old.id, new.id, TERMS, today=DAY)
    session.flush()
    current = list(session.scalars(select(Participation).where(Participation.until_on.is_(None))))
    assert [(row.department_id, row.role, row.lead_of) for row in current] == [
        (new.id, ParticipationRole.LEAD, task.id)
    ]
    rows = owed(session, new.id, DAY)
    assert {row.kind for row in rows} == {DeadlineKind.FINAL, DeadlineKind.REPORT}
    assert len({(row.kind, row.what) for row in rows}) == len(rows)


def test_a_unit_merged_twice_leaves_each_day_its_debtor(session: Session) -> None:
    first, second, third = (department(session, name) for name in ("市房管局", "市建委", "市住建局"))
    task = late_task(session, first)
    final = deadlines.of_task(session, task.id, DeadlineKind.FINAL)[0].id
    middle = date(2026, 4, 12)
    succession.merge(session, director(session), first.id, second.id, TERMS, today=TODAY)
    succession.merge(session, director(session), second.id, third.id, Terms(middle, "再合并"), today=TODAY)
    session.flush()
    owners = {
        day: [
            unit.name
            for unit in (first, second, third)
            if final in {row.deadline_id for row in owed(session, unit.id, day)}
        ]
        for day in (BEFORE, DAY, date(2026, 4, 11), middle, TODAY)
    }
    assert owners == {
        BEFORE: ["市房管局"], DAY: ["市建委"], date(2026, 4, 11): ["市建委"], middle: ["市住建局"], TODAY: ["市住建局"]
    }  # fmt: skip
    assert (
        session.scalars(select(func.count()).select_from(PastDebtor).where(PastDebtor.deadline_id == final)).one() == 2
    )


def test_a_successor_sees_and_withdraws_what_the_old_unit_asked(session: Session) -> None:
    old, new = department(session, "市建委"), department(session, "市住建局")
    task = late_task(session, old)
    request = coordination.raise_request(
        session, CLERK, task, old.id, CoordinationReach.OWN_LEVEL, "用地", by=basis(session, START), today=START
    )
    succession.merge(session, director(session), old.id, new.id, TERMS, today=TODAY)
    session.flush()
    liaison = Actor("联络员", roles=frozenset({Role.LIAISON}), department_id=new.id)

    assert coordination.open_request(session, liaison, Action.COORDINATION_RAISE, request.id)[0] is request


def test_an_ended_unit_is_no_side_of_a_merger(session: Session) -> None:
    old, new, other = (department(session, name) for name in ("市建委", "市住建局", "市水务局"))
    succession.merge(session, director(session), old.id, new.id, TERMS, today=TODAY)
    for from_id, to_id in ((old.id, other.id), (other.id, old.id)):
        with pytest.raises(RuleBroken) as refused:
            succession.merge(session, director(session), from_id, to_id, TERMS, today=TODAY)
        assert refused.value.code is HandoverRefusal.ENDED
    with pytest.raises(RuleBroken):
        succession.merge(session, director(session), new.id, new.id, TERMS, today=TODAY)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (Terms(date(2026, 4, 14), "文件"), HandoverRefusal.TOO_LATE),
        (Terms(DAY, "  "), HandoverRefusal.BASIS_EMPTY),
        (Terms(date(2026, 3, 1), "文件"), HandoverRefusal.TOO_EARLY),
    ],
)
def test_a_handover_needs_a_basis_and_a_day_that_has_come(
    session: Session, terms: Terms, said: HandoverRefusal
) -> None:
    post = seat(session, "分管城建副市长", "李某")
    with pytest.raises(RuleBroken) as refused:
        change_holder(session, director(session), post.id, "王某", terms, today=TODAY)
    assert refused.value.code is said


@pytest.mark.parametrize("name", ["", " ", "李某"])
def test_a_holder_is_somebody_new(session: Session, name: str) -> None:
    post = seat(session, "分管城建副市长", "李某")
    with pytest.raises(RuleBroken):
        change_holder(session, director(session), post.id, name, TERMS, today=TODAY)
