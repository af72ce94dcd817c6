"""The sweep, a day at a time: what it flags, what it leaves alone, and that it never depends on when it ran."""

from __future__ import annotations

import random
from datetime import date

import pytest
from crowd import crowd
from factories import CLERK, assigned, department, working
from lives import DAY, FIRST_SWEEP, START, act, begin_lives, pause
from recorded import Record, sweep_up_to, swept
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import reading, writing
from tracker.errors import RuleBroken
from tracker.models import Deadline, DeadlineFlag, DeadlineRevision, JobState, LightChange, Rule, Task
from tracker.policy.rules import RuleName, as_text
from tracker.services import completion, deadlines
from tracker.services.deadlines import basis
from tracker.services.lights import relight
from tracker.services.sweep import Swept, sweep_day
from tracker.vocabulary.deadlines import DeadlineKind, FlagKind, RevisionCause
from tracker.vocabulary.lights import Light, LightReason

DUE = date(2026, 3, 20)


def final_of(session: Session, task: Task) -> Deadline:
    return deadlines.of_task(session, task.id, DeadlineKind.FINAL)[0]


def flags(session: Session, deadline: Deadline) -> list[tuple[FlagKind, int, date]]:
    rows = session.scalars(
        select(DeadlineFlag)
        .where(DeadlineFlag.deadline_id == deadline.id)
        .order_by(DeadlineFlag.happened_on, DeadlineFlag.clock_no)
    )
    return [(row.kind, row.clock_no, row.happened_on) for row in rows]


def sweep_days(session: Session, first: date, last: date) -> None:
    day = first
    while day <= last:
        sweep_day(session, day)
        day += DAY


def test_a_final_date_is_flagged_three_workdays_ahead_and_the_day_after(session: Session) -> None:
    final = final_of(session, working(session, today=START, due_on=DUE))
    sweep_days(session, START, DUE + 5 * DAY)
    # Friday the 20th less three workdays is Tuesday the 17th.
    assert flags(session, final) == [
        (FlagKind.DUE_SOON, 1, date(2026, 3, 17)),
        (FlagKind.OVERDUE, 1, date(2026, 3, 21)),
    ]


def test_a_second_sweep_of_the_day_writes_nothing(session: Session) -> None:
    for number in range(4):
        working(session, today=START, due_on=DUE + number * DAY, milestones=((DUE - 9 * DAY, 5), (DUE, 95)))
    sweep_days(session, DUE - 5 * DAY, DUE)
    first = sweep_day(session, DUE + DAY)
    assert first.flags > 0
    assert first.light_changes > 0
    assert sweep_day(session, DUE + DAY) == Swept()


def test_every_count_says_what_was_written(session: Session) -> None:
    working(session, today=START, due_on=DUE, milestones=((DUE, 100),))
    totals = Swept()
    for number in range(30):
        totals += sweep_day(session, START + number * DAY)
    record = swept(session)
    opened = [row for row in record["deadlines"] if "report:2026" in row[0] or "helper-answer:" in row[0]]
    # The first light was lit by the act that assigned the task.
    assert totals == Swept(len(record["deadline_flags"]), len(record["light_changes"]) - 1, len(opened))
    assert min(totals.flags, totals.light_changes, totals.report_periods) > 0


def test_lights_turn_on_their_day_with_the_reason_and_the_rule(session: Session) -> None:
    task = working(session, today=START, due_on=DUE)
    sweep_days(session, START, DUE + 2 * DAY)
    changes = session.execute(
        select(LightChange.happened_on, LightChange.from_light, LightChange.to_light, LightChange.reason, Rule.name)
        .outerjoin(Rule, Rule.id == LightChange.rule_id)
        .where(LightChange.task_id == task.id)
        .order_by(LightChange.happened_on)
    ).all()
    # 18 days: yellow for the last three; a fifth of the term.
    assert [tuple(change) for change in changes] == [
        (START, None, Light.GREEN, LightReason.ON_TRACK, None),
        (date(2026, 3, 17), Light.GREEN, Light.YELLOW, LightReason.FINAL_NEAR, "final-light"),
        (date(2026, 3, 21), Light.YELLOW, Light.RED, LightReason.FINAL_OVERDUE, "final-light"),
    ]
    session.refresh(task)
    assert (task.light, task.light_since) == (Light.RED, date(2026, 3, 21))


def test_nothing_is_flagged_before_the_unit_is_watched(session: Session) -> None:
    lead = department(session, "市民政局", enabled_on=date(2026, 4, 1))
    final = final_of(session, working(session, today=START, lead=lead, due_on=DUE))
    sweep_days(session, DUE, date(2026, 3, 31))
    assert flags(session, final) == []
    sweep_day(session, date(2026, 4, 1))
    assert flags(session, final) == [(FlagKind.OVERDUE, 1, date(2026, 4, 1))]


def test_a_paused_task_is_not_flagged_until_the_pause_is_over(session: Session) -> None:
    task = working(session, today=START, due_on=DUE)
    pause(session, task, date(2026, 3, 10), date(2026, 3, 24), today=date(2026, 3, 10))
    sweep_days(session, DUE - 5 * DAY, date(2026, 3, 23))
    assert flags(session, final_of(session, task)) == []
    session.refresh(task)
    assert task.light is Light.PAUSED
    sweep_day(session, date(2026, 3, 24))
    assert flags(session, final_of(session, task)) == [(FlagKind.OVERDUE, 1, date(2026, 3, 24))]
    session.refresh(task)
    assert (task.light, task.light_since) == (Light.RED, date(2026, 3, 24))


def test_a_second_period_end_running_at_yellow_turns_the_light_red_that_night(session: Session) -> None:
    task = working(session, today=START, due_on=None, milestones=((date(2026, 3, 20), 10), (date(2026, 12, 1), 90)))
    for day in (START, date(2026, 3, 21), date(2026, 3, 26), date(2026, 4, 24)):
        sweep_day(session, day)
    session.refresh(task)
    assert (task.light, task.light_since) == (Light.YELLOW, date(2026, 3, 21))
    assert sweep_day(session, date(2026, 4, 25)).light_changes == 1
    session.refresh(task)
    assert (task.light, task.base_light, task.light_since) == (Light.RED, Light.YELLOW, date(2026, 4, 25))
    assert task.light_reason is LightReason.PERIODS_RUNNING


def test_a_light_turned_by_an_act_stays_while_the_sweep_is_still_catching_up(session: Session) -> None:
    task = working(session, today=START, due_on=DUE)
    sweep_day(session, date(2026, 3, 19))
    completion.claim_completion(session, CLERK, task, today=date(2026, 3, 24))
    sweep_days(session, date(2026, 3, 20), date(2026, 3, 22))
    session.refresh(task)
    assert (task.light, task.light_since) == (Light.GREEN, date(2026, 3, 24))


def test_a_claim_in_time_is_not_flagged_and_one_sent_back_late_is_flagged_that_day(session: Session) -> None:
    kept, returned = (working(session, today=START, due_on=DUE) for _ in range(2))
    for task in (kept, returned):
        completion.claim_completion(session, CLERK, task, today=date(2026, 3, 12))
    sweep_days(session, DUE - 5 * DAY, date(2026, 3, 26))
    assert flags(session, final_of(session, returned)) == []
    completion.send_back(session, CLERK, returned, "缺验收单", today=date(2026, 3, 27))
    sweep_day(session, date(2026, 3, 27))
    assert flags(session, final_of(session, returned)) == [(FlagKind.OVERDUE, 1, date(2026, 3, 27))]
    assert flags(session, final_of(session, kept)) == []


def test_a_finished_task_is_flagged_no_more(session: Session) -> None:
    task = working(session, today=START, due_on=DUE, milestones=((DUE, 100),))
    completion.claim_completion(session, CLERK, task, today=date(2026, 3, 10))
    completion.complete(session, CLERK, task, today=date(2026, 3, 11))
    sweep_days(session, DUE - 5 * DAY, DUE + 3 * DAY)
    assert session.scalars(select(DeadlineFlag)).all() == []


@pytest.mark.parametrize(
    ("cause", "clock", "overdue"),
    [
        (RevisionCause.EXTENDED, 2, [(1, date(2026, 3, 21)), (2, date(2026, 4, 11))]),
        (RevisionCause.REOPENED, 2, [(1, date(2026, 3, 21)), (2, date(2026, 4, 11))]),
        (RevisionCause.RECOUNTED, 1, [(1, date(2026, 3, 21))]),
        (RevisionCause.MERGED, 1, [(1, date(2026, 3, 21))]),
    ],
)
def test_only_an_extension_or_a_reopening_arms_the_flags_again(
    session: Session, cause: RevisionCause, clock: int, overdue: list[tuple[int, date]]
) -> None:
    task = working(session, today=START, due_on=DUE)
    for day in (16, 17, 20, 21, 24):
        sweep_day(session, date(2026, 3, day))
    final = final_of(session, task)
    today = date(2026, 3, 25)
    deadlines.revise(session, CLERK, final, date(2026, 4, 10), cause, "汛期停工", basis(session, today), today=today)
    relight(session, [task], today=today)
    # Friday the 10th less three workdays: the Monday before is Qingming.
    for one in (today, date(2026, 4, 6), date(2026, 4, 7), date(2026, 4, 10), date(2026, 4, 11)):
        sweep_day(session, one)
    assert final.clock_no == clock
    said = flags(session, final)
    assert [(clock_no, day) for kind, clock_no, day in said if kind is FlagKind.OVERDUE] == overdue
    soon = [(1, date(2026, 3, 17)), (2, date(2026, 4, 7))][:clock]
    assert [(clock_no, day) for kind, clock_no, day in said if kind is FlagKind.DUE_SOON] == soon


def test_a_day_before_the_last_sweep_is_refused(session: Session) -> None:
    sweep_day(session, DUE)
    with pytest.raises(RuleBroken) as refused:
        sweep_day(session, DUE - DAY)
    assert refused.value.message.startswith("定时任务“sweep”已做到2026-03-20，不能再对更早的2026-03-19运行")
    assert session.scalars(select(JobState.reached_on).where(JobState.job == "sweep")).one() == DUE


def test_a_changed_rule_relights_every_task_on_the_day_it_takes_effect(session: Session) -> None:
    task = working(session, today=START, due_on=None, milestones=((date(2026, 3, 10), 10), (date(2026, 12, 1), 90)))
    sweep_days(session, START, date(2026, 3, 14))
    session.refresh(task)
    assert task.light is Light.YELLOW
    session.add(milder_rule(date(2026, 3, 16)))
    session.flush()
    sweep_days(session, date(2026, 3, 15), date(2026, 3, 16))
    session.refresh(task)
    assert (task.light, task.light_since) == (Light.GREEN, date(2026, 3, 16))


def test_the_number_of_statements_does_not_grow_with_the_tasks(engine: Engine) -> None:
    day = START + 40 * DAY
    assert statements(engine, 20, [day]) == statements(engine, 400, [day])


def test_the_number_of_statements_grows_with_the_days_missed_and_no_faster(engine: Engine) -> None:
    days = [START + number * DAY for number in range(21, 41)]
    one, five, twenty = (statements(engine, 40, days[-number:]) for number in (1, 5, 20))
    assert one < five < twenty <= 20 * one


def statements(engine: Engine, tasks: int, days: list[date]) -> int:
    """How many statements the days take on a database with so many tasks; it is thrown away."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with reading(engine.execution_options(writes=True)) as session:
        crowd(session, tasks, since=START)
        sweep_day(session, days[0] - DAY)
        event.listen(engine, "before_cursor_execute", note)
        try:
            for day in days:
                done = sweep_day(session, day)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert done.flags > 0
        assert done.light_changes > 0
    return len(seen)


@pytest.mark.parametrize("seed", range(4))
def test_missed_nights_leave_the_very_rows_of_nights_kept(engine: Engine, seed: int) -> None:
    """People go on working through the missed days, and what they did must not be told otherwise by a late sweep."""
    with writing(engine) as session:
        begin_lives(session, random.Random(seed))
    kept, missed = lived(engine, seed, misses=False), lived(engine, seed, misses=True)
    assert len(kept["deadline_flags"]) > 5
    assert len(kept["light_changes"]) > 8
    assert kept == missed


def lived(engine: Engine, seed: int, *, misses: bool) -> Record:
    """Four weeks of random acts, a sweep each evening or only on some; nothing is kept."""
    chance, nights, asleep = random.Random(seed), random.Random(f"nights {seed}"), 0
    first, last = FIRST_SWEEP + DAY, date(2026, 4, 11)
    with reading(engine.execution_options(writes=True)) as session:
        tasks = session.scalars(select(Task).order_by(Task.id)).all()
        for number in range((last - first).days + 1):
            day = first + number * DAY
            for task in tasks:
                if chance.random() < 0.12:
                    act(session, chance, task, day)
            asleep = asleep + 1 if misses and nights.random() < 0.6 and asleep < 3 else 0
            if not asleep or day == last:
                sweep_up_to(session, day)
        return swept(session)


def test_a_report_opened_late_for_a_task_since_finished_is_taken_back_as_of_its_end(engine: Engine) -> None:
    with writing(engine) as session:
        working(session, today=date(2026, 3, 2), due_on=date(2026, 6, 30))
        sweep_day(session, date(2026, 3, 25))

    def told(*evenings: date) -> Record:
        with reading(engine.execution_options(writes=True)) as session:
            task = session.scalars(select(Task)).one()
            for day in (date(2026, 3, 26), date(2026, 3, 27), date(2026, 3, 28)):
                if day == date(2026, 3, 27):
                    completion.claim_completion(session, CLERK, task, today=day)
                    completion.complete(session, CLERK, task, today=day)
                if day in evenings:
                    sweep_up_to(session, day)
            return swept(session)

    kept = told(date(2026, 3, 26), date(2026, 3, 27), date(2026, 3, 28))
    assert [row for row in kept["deadlines"] if row[0].startswith("report:2026-04")]
    assert told(date(2026, 3, 28)) == kept


def test_a_late_sweep_does_not_put_back_a_reason_that_has_changed_since(session: Session) -> None:
    """Yellow for the final date until the node is what is left: the same colour, another reason."""
    day = date(2026, 3, 18)
    task = working(session, today=START, due_on=DUE, milestones=((date(2026, 3, 16), 10), (DUE, 90)))
    sweep_day(session, date(2026, 3, 16))
    deadlines.revise(
        session, CLERK, final_of(session, task), date(2026, 12, 31), RevisionCause.EXTENDED, "", basis(session, day),
        today=day,
    )  # fmt: skip
    relight(session, [task], today=day)
    for one in (date(2026, 3, 17), day):
        sweep_day(session, one)
    session.refresh(task)
    assert (task.light, task.light_reason) == (Light.YELLOW, LightReason.MILESTONE_MISSED)


def test_the_sweep_is_told_apart_from_the_acts_of_the_day(session: Session) -> None:
    """A task assigned on the day is swept the same day, and its past is not looked for."""
    task = assigned(session, today=START, due_on=START - 5 * DAY)
    sweep_day(session, START)
    assert flags(session, final_of(session, task)) == [(FlagKind.OVERDUE, 1, START)]
    assert session.scalars(select(DeadlineRevision.in_force_on).distinct()).all() == [START]


def milder_rule(effective_on: date) -> Rule:
    return Rule(
        name=RuleName.MILESTONE_LIGHT,
        version=2,
        effective_on=effective_on,
        parameters=as_text({"yellow_weight": 20, "red_weight": 50}),
        clause="试行",
        recorded_by=CLERK.name,
        recorded_at=clock.now(),
    )
