"""The ledger: filters, order, a page at a time; what a unit owes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import CLERK, assigned, department, office, working
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tracker.models import DepartmentName
from tracker.policy.access import Actor
from tracker.queries.desk import numbers, red_list
from tracker.queries.ledger import PAGE, Filter, Order, ledger, whole_ledger
from tracker.queries.owed import owed
from tracker.queries.task_sheet import task_sheet
from tracker.services import completion, deadlines
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import NameKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.lights import Light
from tracker.vocabulary.people import Role

TODAY = date(2026, 6, 1)


@pytest.fixture
def clerk(session: Session) -> Actor:
    own = office(session).id
    return Actor("督查员", 1, frozenset({Role.CLERK}), own, own)


def test_pages_follow_one_another_without_gap_or_repetition(session: Session, clerk: Actor) -> None:
    lead = department(session, "市住建局")
    for number in range(PAGE * 2 + 7):
        due = date(2026, 3, 1) + timedelta(days=(number * 37) % 200)
        assigned(session, title=f"任务{number}", lead=lead, due_on=due)
    for order in Order:
        wanted = Filter(order=order)
        seen, after = [], ""
        while True:
            page = ledger(session, clerk, wanted, TODAY, after)
            seen += [row.id for row in page.rows]
            after = page.after
            if not after:
                break
        assert seen == [row.id for row in whole_ledger(session, clerk, wanted, TODAY)]
        assert len(seen) == len(set(seen)) == page.total == PAGE * 2 + 7


@pytest.mark.parametrize("after", ["x", "~", "1~x", "9999-99-99~1", "1~" + "9" * 40, "'; drop table tasks;--~1"])
def test_a_strange_place_in_the_address_starts_from_the_top(session: Session, clerk: Actor, after: str) -> None:
    assigned(session)
    for order in Order:
        assert len(ledger(session, clerk, Filter(order=order), TODAY, after).rows) == 1


def test_filters_narrow_by_words_state_light_unit_and_lateness(session: Session, clerk: Actor) -> None:
    building, school = department(session, "市住建局"), department(session, "市教育局")
    late = working(session, title="改造供热管网100%", lead=building, due_on=date(2026, 5, 1))
    soon = working(session, title="新建中学", lead=school, helpers=(building,), due_on=date(2026, 6, 3))
    calm = assigned(session, title="改造老旧小区", lead=building, due_on=date(2026, 12, 31))
    sweep_day(session, TODAY)

    def found(**wanted: object) -> set[int]:
        return {row.id for row in whole_ledger(session, clerk, Filter(**wanted), TODAY)}  # type: ignore[arg-type]

    assert found() == {late.id, soon.id, calm.id}
    assert found(words=("改造",)) == {late.id, calm.id}
    assert found(words=("改造", "小区")) == {calm.id}
    assert found(words=("100%",)) == {late.id}
    assert found(words=("_",)) == set()
    assert found(statuses=frozenset({TaskStatus.ASSIGNED})) == {calm.id}
    assert found(light=Light.RED) == {late.id}
    assert found(department_id=building.id) == {late.id, soon.id, calm.id}
    assert found(department_id=school.id) == {soon.id}
    assert found(overdue=True) == {late.id}
    assert found(due_soon=True) == {soon.id}


def test_the_desk_counts_what_its_links_list(session: Session, clerk: Actor) -> None:
    working(session, title="甲", lead=department(session, "市住建局"), due_on=date(2026, 5, 1))
    working(session, title="乙", lead=department(session, "市教育局"), due_on=date(2026, 6, 3))
    sweep_day(session, TODAY)
    told = numbers(session, clerk, TODAY)
    assert told.overdue == len(whole_ledger(session, clerk, Filter(overdue=True), TODAY)) == 1
    assert told.due_soon == len(whole_ledger(session, clerk, Filter(due_soon=True), TODAY)) == 1
    assert told.lights[Light.RED] == len(whole_ledger(session, clerk, Filter(light=Light.RED), TODAY)) == 1
    (red,) = red_list(session, clerk, TODAY)
    assert (red.title, red.delay.days) == ("甲", 31)


def test_a_unit_sees_what_it_owes_by_date_and_nothing_answered(session: Session) -> None:
    lead = department(session, "市住建局")
    node = ((date(2026, 4, 1), 40), (date(2026, 8, 1), 60))
    task = working(session, lead=lead, due_on=date(2026, 9, 1), milestones=node)
    rows = owed(session, lead.id, TODAY)
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    assert (rows[0].kind, rows[0].late) == (DeadlineKind.MILESTONE, 61)
    assert rows[0].asked_by == "督查室"
    first = deadlines.of_task(session, task.id, DeadlineKind.MILESTONE)[0]
    deadlines.claim(session, CLERK, first, today=TODAY)
    session.flush()
    assert len(owed(session, lead.id, TODAY)) == len(rows) - 1
    sheet = task_sheet(session, task, TODAY)
    assert (sheet.progress.expected, sheet.progress.claimed, sheet.progress.verified) == (40, 40, 0)


def test_pages_cost_the_same_number_of_statements_however_many_tasks(
    session: Session, clerk: Actor, engine: Engine
) -> None:
    lead = department(session, "市住建局")
    task = working(session, lead=lead)

    def statements() -> int:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        event.listen(session.get_bind(), "before_cursor_execute", note)
        ledger(session, clerk, Filter(), TODAY)
        numbers(session, clerk, TODAY)
        red_list(session, clerk, TODAY)
        owed(session, lead.id, TODAY)
        task_sheet(session, task, TODAY)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        return len(seen)

    statements()
    few = statements()
    for number in range(40):
        assigned(session, title=f"任务{number}", lead=lead)
    session.flush()
    assert statements() == few


def test_any_of_a_units_names_finds_its_tasks(session: Session, clerk: Actor) -> None:
    lead = department(session, "市住房和城乡建设局")
    session.add(DepartmentName(department_id=lead.id, name="市住建局", kind=NameKind.SHORT))
    task = assigned(session, title="改造供热管网", lead=lead)
    assigned(session, title="新建中学", lead=department(session, "市教育局"))
    for words in (("住建局",), ("城乡建设",), ("住建局", "供热")):
        assert [row.id for row in whole_ledger(session, clerk, Filter(words=words), TODAY)] == [task.id]
    assert whole_ledger(session, clerk, Filter(words=("住建局", "中学")), TODAY) == []


def test_what_was_completed_this_week_is_what_the_number_counts(session: Session, clerk: Actor) -> None:
    for day in (date(2026, 5, 31), TODAY):
        task = working(session, title=f"{day}办结")
        completion.claim_completion(session, CLERK, task, today=day)
        completion.complete(session, CLERK, task, today=day)
    session.flush()
    rows = whole_ledger(session, clerk, Filter(done_this_week=True), TODAY)
    assert [row.title for row in rows] == [f"{TODAY}办结"]
    assert numbers(session, clerk, TODAY).completed == len(rows)
