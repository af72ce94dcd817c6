"""The ladder's nightly work: the same rows whenever it runs, however often, and the same as a replay."""

from __future__ import annotations

import os
import random
from datetime import date

import pytest
from crowd import crowd
from escalated import escalate_up_to, escalated
from factories import CLERK, department, working
from lives import DAY, FIRST_SWEEP, START, act, begin_lives, pause
from recorded import Record, sweep_up_to
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import reading, writing
from tracker.errors import RuleBroken
from tracker.models import Deadline, Proposal, Reminder, Standstill, Task, WarningSlip
from tracker.policy.replay import walk
from tracker.queries.calendar import work_calendar
from tracker.queries.replay import lives
from tracker.queries.rules import rules_on
from tracker.services import completion, deadlines
from tracker.services.deadlines import basis
from tracker.services.escalation import ESCALATE, Escalated, escalate_day
from tracker.services.nights import days_to_walk
from tracker.services.reminders import remind
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome, SlipColour, SlipState, StandstillKind

BLUE, ORANGE, RED = SlipColour
DUE = date(2026, 3, 20)
LIVES = int(os.environ.get("LIVES", "3"))


def escalate_days(session: Session, first: date, last: date) -> Escalated:
    total = Escalated()
    for number in range((last - first).days + 1):
        total += escalate_day(session, first + number * DAY)
    return total


def slips(session: Session) -> list[tuple[date, SlipColour, SlipState]]:
    session.expire_all()
    rows = session.scalars(select(WarningSlip).order_by(WarningSlip.prepared_on, WarningSlip.id))
    return [(row.prepared_on, row.colour, row.state) for row in rows]


def test_three_colours_each_overtaking_the_one_nobody_issued(session: Session) -> None:
    task = working(session, today=START, due_on=DUE)
    assert escalate_days(session, DUE, date(2026, 4, 12)) == Escalated(slips=3, dropped=2)
    assert slips(session) == [
        (date(2026, 3, 23), BLUE, SlipState.DROPPED),
        (date(2026, 3, 30), ORANGE, SlipState.DROPPED),
        (date(2026, 4, 7), RED, SlipState.PREPARED),
    ]
    last = session.scalars(select(WarningSlip).order_by(WarningSlip.id.desc())).first()
    assert last is not None
    lead = session.scalars(select(Deadline.owed_by_department_id).where(Deadline.id == last.deadline_id)).one()
    assert (last.task_id, last.office_id, last.department_id) == (task.id, task.office_id, lead)
    assert (last.overdue_workdays, last.by_hand, last.version) == (11, False, 1)
    assert "逾期11个工作日（18天）" in last.facts
    assert "2026-03-30橙色督办单" in last.facts
    session.expire_all()


def test_a_second_run_of_the_day_writes_nothing_and_a_day_before_it_is_refused(session: Session) -> None:
    working(session, today=START, due_on=DUE)
    assert escalate_day(session, date(2026, 4, 1)).slips == 1
    assert escalate_day(session, date(2026, 4, 1)) == Escalated()
    with pytest.raises(RuleBroken) as refused:
        escalate_day(session, date(2026, 3, 31))
    assert "定时任务“escalate”已做到2026-04-01" in refused.value.message
    assert days_to_walk(session, ESCALATE, date(2026, 4, 3)) == [date(2026, 4, 2), date(2026, 4, 3)]


def test_what_is_answered_or_ended_needs_no_slip_any_more(session: Session) -> None:
    kept, ended, moved = (working(session, today=START, due_on=DUE, milestones=((DUE, 100),)) for _ in range(3))
    assert escalate_day(session, date(2026, 3, 23)).slips == 3
    completion.claim_completion(session, CLERK, ended, today=date(2026, 3, 23))
    final = deadlines.of_task(session, moved.id, DeadlineKind.FINAL)[0]
    today = date(2026, 3, 24)
    deadlines.revise(
        session, CLERK, final, date(2026, 5, 8), RevisionCause.EXTENDED, "", basis(session, today), today=today
    )
    assert escalate_day(session, today).dropped == 0
    assert escalate_day(session, date(2026, 3, 25)).dropped == 1
    completion.complete(session, CLERK, ended, today=date(2026, 3, 25))
    assert escalate_day(session, date(2026, 3, 26)).dropped == 1
    state = {row.task_id: (row.state, row.dropped_on) for row in session.scalars(select(WarningSlip))}
    assert state[kept.id] == (SlipState.PREPARED, None)
    assert state[ended.id] == (SlipState.DROPPED, date(2026, 3, 26))
    assert state[moved.id] == (SlipState.DROPPED, date(2026, 3, 25))


def test_nothing_is_prepared_while_a_suspension_covers_the_day_or_before_the_unit_is_watched(session: Session) -> None:
    unwatched = department(session, "市民政局", enabled_on=date(2026, 4, 1))
    working(session, today=START, lead=unwatched, due_on=DUE)
    paused = working(session, today=START, due_on=DUE)
    pause(session, paused, date(2026, 3, 18), date(2026, 3, 27), today=date(2026, 3, 18))
    assert escalate_days(session, DUE, date(2026, 3, 27)) == Escalated()
    assert escalate_day(session, date(2026, 3, 28)).slips == 1
    assert escalate_days(session, date(2026, 3, 29), date(2026, 4, 1)).slips == 1


def proposals(session: Session) -> list[tuple[date, ProposalKind, str, ProposalOutcome | None]]:
    session.expire_all()
    rows = session.scalars(select(Proposal).order_by(Proposal.id))
    return [(row.proposed_on, row.kind, row.facts_key, row.outcome) for row in rows]


def test_listings_are_proposed_on_the_first_of_a_month_and_let_go_when_the_facts_have_passed(session: Session) -> None:
    task, still = working(session, today=START, due_on=DUE), working(session, today=START, due_on=None)
    found = Standstill(
        task_id=still.id, kind=StandstillKind.NOT_VERIFIED, period="2026-03", facts="两期没有新核实的节点",
        found_on=date(2026, 4, 14), rule_id=basis(session, DUE).rules.id("standstill"), recorded_at=clock.now(),
    )  # fmt: skip
    session.add(found)
    session.flush()
    final = deadlines.of_task(session, task.id, DeadlineKind.FINAL)[0]
    assert escalate_days(session, date(2026, 4, 30), date(2026, 5, 2)).proposals == 2
    assert proposals(session) == [
        (date(2026, 5, 1), ProposalKind.LISTING, f"final:{final.id}:1", None),
        (date(2026, 5, 1), ProposalKind.LISTING, f"standstill:{found.id}", None),
    ]
    completion.claim_completion(session, CLERK, task, today=date(2026, 5, 6))
    assert escalate_day(session, date(2026, 5, 7)).lapsed == 1
    completion.send_back(session, CLERK, task, "缺验收单原件", today=date(2026, 5, 8))
    assert escalate_days(session, date(2026, 5, 8), date(2026, 6, 1)).proposals == 1
    assert proposals(session)[-1][2] == f"final:{final.id}:1#2"


@pytest.mark.parametrize("seed", range(LIVES))
def test_missed_nights_leave_what_kept_ones_leave_and_a_replay_finds_the_same(engine: Engine, seed: int) -> None:
    with writing(engine) as session:
        begin_lives(session, random.Random(seed))
        escalate_day(session, FIRST_SWEEP)
    kept, missed = lived(engine, seed, misses=False), lived(engine, seed, misses=True)
    assert len(kept["warning_slips"]) > 5
    assert kept == missed


def lived(engine: Engine, seed: int, *, misses: bool) -> Record:
    """Seven weeks of random acts, the jobs before each day's or only before some; nothing is kept."""
    chance, nights, asleep = random.Random(seed), random.Random(f"nights {seed}"), 0
    first, last = FIRST_SWEEP + DAY, date(2026, 5, 3)
    with reading(engine.execution_options(writes=True)) as session:
        tasks = session.scalars(select(Task).order_by(Task.id)).all()
        for number in range((last - first).days + 1):
            day = first + number * DAY
            asleep = asleep + 1 if misses and nights.random() < 0.6 and asleep < 9 else 0
            if not asleep or day == last:
                sweep_up_to(session, day)
                escalate_up_to(session, day)
            if not misses:
                remind(session, day)
            for task in tasks:
                if chance.random() < 0.06:
                    act(session, chance, task, day)
        record = escalated(session)
        if not misses:
            assert replayed(session, first, last) == made(session, first)
        return record


def made(session: Session, first: date) -> set[tuple[object, ...]]:
    """Every slip, proposal and reminder since ``first``."""
    slips = session.execute(
        select(
            WarningSlip.prepared_on, WarningSlip.colour, WarningSlip.deadline_id, WarningSlip.clock_no,
            WarningSlip.facts, WarningSlip.department_id,
        ).where(WarningSlip.prepared_on >= first)
    )  # fmt: skip
    proposed = session.execute(
        select(Proposal.proposed_on, Proposal.kind, Proposal.task_id, Proposal.facts_key, Proposal.facts).where(
            Proposal.proposed_on >= first
        )
    )
    reminded = session.execute(
        select(
            Reminder.happened_on, Reminder.kind, Reminder.deadline_id, Reminder.clock_no, Reminder.department_id
        ).where(Reminder.happened_on >= first)
    )
    return {tuple(row) for rows in (slips, proposed, reminded) for row in rows}


def replayed(session: Session, first: date, last: date) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    rules, calendar = rules_on(session, last), work_calendar(session)
    for one in walk(lives(session, None, first), first, last, rules, calendar):
        for _, slip in one.slips:
            about = slip.about
            found.add((one.day, slip.colour, about.deadline_id, about.clock_no, slip.facts, about.department_id))
        found |= {(one.day, made.kind, task, made.facts_key, made.facts) for task, made in one.proposals}
        found |= {
            (one.day, told.kind, told.deadline_id, told.clock_no, told.department_id) for _, told in one.reminders
        }
    return found


def test_the_number_of_statements_does_not_grow_with_the_tasks(engine: Engine) -> None:
    assert statements(engine, 20) == statements(engine, 400)


def statements(engine: Engine, tasks: int) -> int:
    """How many statements the first of a month takes on a database with so many tasks; it is thrown away."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with reading(engine.execution_options(writes=True)) as session:
        crowd(session, tasks, since=date(2026, 1, 5))
        escalate_day(session, date(2026, 3, 20))
        event.listen(engine, "before_cursor_execute", note)
        try:
            done = escalate_day(session, date(2026, 4, 1))
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert done.slips > 0
        assert done.proposals > 0
    return len(seen)
