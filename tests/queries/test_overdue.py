"""The overdue list and the totals, as of any day: against counting row by row, whatever happened to the tasks."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from factories import CLERK, department, draft, working
from lives import DAY, FIRST_SWEEP, START, act, begin_lives
from recorded import sweep_up_to
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import (
    CoordinationRequest,
    Deadline,
    DeadlineClaim,
    DeadlineRevision,
    Milestone,
    Participation,
    Suspension,
    Task,
    TaskTransition,
)
from tracker.policy.light import read
from tracker.queries.light_facts import light_facts
from tracker.queries.overdue import OverdueRow, overdue
from tracker.queries.overview import DepartmentRow, overview
from tracker.queries.rules import rules_on
from tracker.services import completion, deadlines
from tracker.services.coordination import raise_request, withdraw
from tracker.services.deadlines import basis
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lights import Light
from tracker.vocabulary.reports import CoordinationReach

LAST = date(2026, 4, 11)


@dataclass(frozen=True)
class Owed:
    """A duty unanswered on a day, with the date it had that day."""

    deadline: Deadline
    due_on: date


def lasts(row: Any, start: str, end: str, day: date) -> bool:
    begun, over = getattr(row, start), getattr(row, end)
    return begun is not None and begun <= day and (over is None or over > day)


def owed(session: Session, task: Task, day: date) -> list[Owed]:
    """One row after the other, as somebody with the whole file on the desk would."""
    moves = session.scalars(select(TaskTransition).where(TaskTransition.task_id == task.id)).all()
    now = [row for row in moves if lasts(row, "happened_on", "until_on", day)]
    pauses = session.scalars(select(Suspension).where(Suspension.task_id == task.id)).all()
    if not now or not now[0].to_status.is_open or any(lasts(row, "from_on", "until_on", day) for row in pauses):
        return []
    found = []
    for deadline in session.scalars(select(Deadline).where(Deadline.task_id == task.id).order_by(Deadline.id)):
        claims = session.scalars(select(DeadlineClaim).where(DeadlineClaim.deadline_id == deadline.id)).all()
        if any(lasts(row, "claimed_on", "sent_back_on", day) for row in claims):
            continue
        revisions = session.scalars(select(DeadlineRevision).where(DeadlineRevision.deadline_id == deadline.id)).all()
        dated = [row for row in revisions if lasts(row, "in_force_on", "until_on", day)]
        if dated and lasts(deadline, "opened_on", "voided_on", day):
            found.append(Owed(deadline, dated[0].due_on))
    return found


def waited(session: Session, task: Task, due_on: date, day: date) -> int:
    """Day by day: late, not paused, and some request waiting; the day it was over is the last it waited."""
    asked = session.scalars(select(CoordinationRequest).where(CoordinationRequest.task_id == task.id)).all()
    pauses = session.scalars(select(Suspension).where(Suspension.task_id == task.id)).all()
    late = [due_on + number * DAY for number in range(1, (day - due_on).days + 1)]
    return sum(
        any(row.raised_on <= one and (row.ended_on is None or one <= row.ended_on) for row in asked)
        and not any(lasts(row, "from_on", "until_on", one) for row in pauses)
        for one in late
    )


def ask_about(session: Session, chance: random.Random, task: Task, day: date) -> None:
    """The unit asks for coordination, or takes a request back."""
    open_ones = session.scalars(
        select(CoordinationRequest).where(
            CoordinationRequest.task_id == task.id, CoordinationRequest.ended_on.is_(None)
        )
    ).all()
    if open_ones and chance.random() < 0.3:
        withdraw(session, CLERK, open_ones[0], today=day)
    elif task.status.is_open and len(open_ones) < 2:
        unit, by = task.participations[0].department_id, basis(session, day)
        raise_request(session, CLERK, task, unit, CoordinationReach.OWN_LEVEL, "用地", by=by, today=day)


def counted(session: Session, day: date) -> dict[int, tuple[Any, ...]]:
    """By task: due, first due, days, those waiting, light, reason, missed nodes and their weight, late reports."""
    tasks = session.scalars(select(Task)).all()
    facts, rules = light_facts(session, [task.id for task in tasks]), rules_on(session, day)
    rows: dict[int, tuple[Any, ...]] = {}
    for task in tasks:
        late = [one for one in owed(session, task, day) if one.due_on < day]
        nodes = [one for one in late if one.deadline.kind is DeadlineKind.MILESTONE]
        weight = sum(session.get_one(Milestone, one.deadline.subject_id).weight for one in nodes)
        reports = [one for one in late if one.deadline.kind is DeadlineKind.REPORT]
        for one in late:
            if one.deadline.kind is DeadlineKind.FINAL:
                first = session.scalars(
                    select(DeadlineRevision.due_on).where(
                        DeadlineRevision.deadline_id == one.deadline.id, DeadlineRevision.ordinal == 1
                    )
                ).one()
                said = read(facts[task.id], day, rules)
                days = (day - one.due_on).days
                waiting = waited(session, task, one.due_on, day)
                rows[task.id] = (
                    one.due_on, first, days, waiting, said.light, said.reason, len(nodes), weight, len(reports)
                )  # fmt: skip
    return rows


def as_counted(row: OverdueRow) -> tuple[Any, ...]:
    return (
        row.due_on, row.first_due_on, row.days, row.waiting, row.light, row.reason,
        row.missed_nodes, row.missed_weight, row.late_reports,
    )  # fmt: skip


def live(session: Session, seed: int) -> None:
    chance, asking = random.Random(seed), random.Random(seed)
    begin_lives(session, chance)
    day = FIRST_SWEEP
    while day < LAST:
        day += DAY
        for task in session.scalars(select(Task).order_by(Task.id)).all():
            if chance.random() < 0.12:
                act(session, chance, task, day)
            if asking.random() < 0.05 and task.status.is_open:
                ask_about(session, asking, task, day)
        sweep_up_to(session, day)


@pytest.mark.parametrize("seed", [1, 2])
def test_any_past_day_reads_as_counted_by_hand(session: Session, seed: int) -> None:
    live(session, seed)
    seen = waiting = 0
    day = LAST + 20 * DAY
    while day >= START:
        expected = counted(session, day)
        rows = overdue(session, day)
        assert {row.task_id: as_counted(row) for row in rows} == expected, day
        assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
        totals = overview(session, day)
        assert totals.overdue == len(expected), day
        seen += len(rows)
        waiting += sum(row.waiting for row in rows)
        day -= 3 * DAY
    assert seen > 10
    assert waiting > 10


@pytest.mark.parametrize("seed", [3])
def test_totals_agree_with_the_lists_and_with_the_lights_of_the_day(session: Session, seed: int) -> None:
    live(session, seed)
    ids = session.scalars(select(Task.id)).all()
    facts = light_facts(session, ids)
    for number in range(0, 60, 3):
        day = START + number * DAY
        totals, rules = overview(session, day), rules_on(session, day)
        lights = [read(facts[task_id], day, rules).light for task_id in ids]
        assert totals.tasks == len(ids)
        assert totals.lights == {light: lights.count(light) for light in Light}
        assert totals.open == sum(totals.lights[one] for one in (Light.GREEN, Light.YELLOW, Light.RED, Light.PAUSED))
        for name in ("open", "overdue", "red", "yellow"):
            assert sum(getattr(row, name) for row in totals.by_department) == getattr(
                totals, name, totals.lights.get(getattr(Light, name.upper(), None), 0)
            )
        soon = sum(
            one.deadline.kind is DeadlineKind.FINAL and one.due_on >= day and soon_on(session, one, day) <= day
            for task in session.scalars(select(Task))
            for one in owed(session, task, day)
        )
        assert sum(row.due_soon for row in totals.by_department) == soon


def soon_on(session: Session, one: Owed, day: date) -> date:
    rows = session.scalars(select(DeadlineRevision).where(DeadlineRevision.deadline_id == one.deadline.id))
    return next(row.soon_on for row in rows if lasts(row, "in_force_on", "until_on", day))


def test_the_list_tells_what_was_late_by_how_much_and_what_was_moved(session: Session) -> None:
    lead = department(session, "市住建局")
    task = working(
        session, today=START, lead=lead, due_on=date(2026, 3, 20),
        milestones=((date(2026, 3, 10), 30), (date(2026, 3, 18), 70)),
    )  # fmt: skip
    sweep_day(session, START)
    final = deadlines.of_task(session, task.id, DeadlineKind.FINAL)[0]
    today = date(2026, 3, 19)
    by = basis(session, today)
    deadlines.revise(session, CLERK, final, date(2026, 3, 31), RevisionCause.EXTENDED, "停工", by, today=today)
    session.flush()
    assert overdue(session, date(2026, 3, 31)) == []
    [row] = overdue(session, date(2026, 4, 2))
    assert (row.reference, row.title, row.lead) == ("督〔2026〕1号", "新建标准化厂房", "市住建局")
    assert (row.due_on, row.first_due_on, row.days) == (date(2026, 3, 31), date(2026, 3, 20), 2)
    assert (row.missed_nodes, row.missed_weight, row.light) == (2, 100, Light.RED)


def test_a_unit_sees_what_it_leads_and_a_past_day_names_the_lead_it_had(session: Session) -> None:
    old, new, other = (department(session, name) for name in ("市建委", "市住建局", "市水务局"))
    task = working(session, today=START, lead=old, due_on=date(2026, 3, 20))
    working(session, today=START, lead=other, helpers=(new,), due_on=date(2026, 3, 20))
    sweep_day(session, START)
    part = session.scalars(select(Participation).where(Participation.lead_of == task.id)).one()
    part.lead_of, part.until_on = None, date(2026, 4, 1)
    session.flush()
    session.add(
        Participation(
            task_id=task.id,
            department_id=new.id,
            role=ParticipationRole.LEAD,
            lead_of=task.id,
            from_on=date(2026, 4, 1),
        )
    )
    session.flush()
    before, after = date(2026, 3, 31), date(2026, 4, 1)
    assert [(row.task_id, row.lead) for row in overdue(session, before, old.id)] == [(task.id, "市建委")]
    assert overdue(session, before, new.id) == []
    assert [(row.task_id, row.lead) for row in overdue(session, after, new.id)] == [(task.id, "市住建局")]
    assert overdue(session, after, old.id) == []
    for day, names in ((before, {"市建委", "市水务局"}), (after, {"市住建局", "市水务局"})):
        assert {row.lead for row in overdue(session, day)} == names
        assert {row.department for row in overview(session, day).by_department} == names


def test_units_are_ranked_by_what_they_let_lie(session: Session) -> None:
    busy, idle = department(session, "市住建局"), department(session, "市水务局")
    for number in range(3):
        working(session, today=START, lead=busy, due_on=date(2026, 3, 20) + number * 30 * DAY)
    working(session, today=START, lead=idle, due_on=date(2026, 12, 31))
    draft(session, lead=idle)
    totals = overview(session, date(2026, 4, 17))
    assert totals.by_department == [
        DepartmentRow("市住建局", open=3, overdue=1, due_soon=1, red=1, yellow=1),
        DepartmentRow("市水务局", open=1, overdue=0, due_soon=0, red=0, yellow=0),
    ]
    assert (totals.tasks, totals.open, totals.overdue) == (5, 4, 1)


def test_a_task_without_a_lead_is_counted_all_the_same(session: Session) -> None:
    task = working(session, today=START, due_on=date(2026, 3, 20))
    session.delete(session.scalars(select(Participation).where(Participation.task_id == task.id)).one())
    session.flush()
    [row] = overdue(session, date(2026, 4, 1))
    assert row.lead == ""
    assert [one.department for one in overview(session, date(2026, 4, 1)).by_department] == [""]


def test_a_claim_answers_from_its_day_on_even_if_accepted_later(session: Session) -> None:
    task = working(session, today=START, due_on=date(2026, 3, 20))
    completion.claim_completion(session, CLERK, task, today=date(2026, 3, 25))
    completion.complete(session, CLERK, task, today=date(2026, 4, 10))
    session.flush()
    late = [number for number in range(60) if overdue(session, START + timedelta(days=number))]
    assert [START + timedelta(days=number) for number in late] == [date(2026, 3, day) for day in range(21, 25)]
