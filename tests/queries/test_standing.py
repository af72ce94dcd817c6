"""SQL and policy say the same of every task on every day, whatever happened to it."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from factories import CLERK, department, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import LightChange, Rule, Suspension, Task
from tracker.policy.light import read
from tracker.policy.rules import RuleName, as_text
from tracker.queries.light_facts import light_facts
from tracker.queries.rules import rules_on
from tracker.queries.standing import standing
from tracker.services import completion, deadlines
from tracker.services.deadlines import basis
from tracker.services.lights import SWEEP, relight
from tracker.services.nights import days_to_walk
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind, RevisionCause
from tracker.vocabulary.lifecycle import ClosureKind, TaskStatus

START = date(2026, 1, 5)
DAYS = 70


@pytest.mark.parametrize("seed", range(2))
def test_random_lives_read_the_same_in_sql_and_in_policy_on_every_day(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    lead = department(session, "市住房和城乡建设局")
    tasks = [_random_task(session, chance, lead) for _ in range(5)]
    for number in range(1, DAYS):
        day = START + timedelta(days=number)
        if chance.random() < 0.8:  # some nights the sweep does not run
            sweep_day(session, day)
        for task in tasks:
            if chance.random() < 0.15:
                _random_act(session, chance, task, day)
    last = START + timedelta(days=DAYS)
    ids = [task.id for task in tasks]
    facts = light_facts(session, ids)
    rules = rules_on(session, last)
    for number in range(0, DAYS, 2):
        day = START + timedelta(days=number)
        now = standing(day, rules, lambda task_id: task_id.in_(ids))
        for row in session.execute(select(now)):
            said = read(facts[row.task_id], day, rules)
            assert (row.light, row.base, row.reason) == (said.light, said.base, said.reason), (day, row.task_id)


@pytest.mark.parametrize("seed", range(2, 4))
def test_recorded_changes_tell_the_light_of_every_past_day(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    lead = department(session, "市住房和城乡建设局")
    tasks = [_random_task(session, chance, lead) for _ in range(4)]
    day = START
    sweep_day(session, day)
    while day < START + timedelta(days=DAYS):
        day += timedelta(days=1)
        for task in tasks:
            if chance.random() < 0.15:
                _random_act(session, chance, task, day)
        if chance.random() < 0.6:
            _sweep_up_to(session, day)
    _sweep_up_to(session, day)
    facts = light_facts(session, [task.id for task in tasks])
    rules = rules_on(session, day)
    for task in tasks:
        changes = session.scalars(
            select(LightChange)
            .where(LightChange.task_id == task.id)
            .order_by(LightChange.happened_on, LightChange.ordinal)
        ).all()
        for number in range(DAYS):
            past = START + timedelta(days=number)
            recorded = next((one.to_light for one in reversed(changes) if one.happened_on <= past), None)
            assert recorded == read(facts[task.id], past, rules).light, (task.id, past)
        session.refresh(task)
        assert task.light == read(facts[task.id], day, rules).light


def _sweep_up_to(session: Session, day: date) -> None:
    for one in days_to_walk(session, SWEEP, day):
        sweep_day(session, one)


def _random_task(session: Session, chance: random.Random, lead: object) -> Task:
    weights = chance.choice([(), (100,), (8, 92), (20, 30, 50), (5, 5, 90)])
    nodes = tuple((START + timedelta(days=chance.randint(5, 50)), weight) for weight in weights)
    due_on = chance.choice([None, START + timedelta(days=chance.randint(3, 53))])
    return working(session, today=START, lead=lead, due_on=due_on, milestones=nodes)


def _random_act(session: Session, chance: random.Random, task: Task, day: date) -> None:
    act = chance.choice([_claim, _decide, _extend, _pause, _finish, _change_rule])
    act(session, chance, task, day)


def _open(session: Session, task: Task) -> list:
    return [one for one in deadlines.of_task(session, task.id) if one.opened_on and not one.met_on]


def _claim(session: Session, chance: random.Random, task: Task, day: date) -> None:
    waiting = [one for one in _open(session, task) if one.claimed_on is None]
    if waiting and task.status is TaskStatus.IN_PROGRESS:
        deadlines.claim(session, CLERK, chance.choice(waiting), today=day)
        relight(session, [task], today=day)


def _decide(session: Session, chance: random.Random, task: Task, day: date) -> None:
    waiting = [one for one in _open(session, task) if one.claimed_on is not None]
    if waiting and task.status is TaskStatus.IN_PROGRESS:
        deadlines.decide(session, CLERK, chance.choice(waiting), chance.choice(list(ClaimOutcome)), today=day)
        relight(session, [task], today=day)


def _extend(session: Session, chance: random.Random, task: Task, day: date) -> None:
    finals = [one for one in _open(session, task) if one.kind is DeadlineKind.FINAL]
    if finals and task.status is TaskStatus.IN_PROGRESS:
        later = finals[0].due_on + timedelta(days=chance.randint(1, 30))
        by = basis(session, day)
        deadlines.revise(session, CLERK, finals[0], later, RevisionCause.EXTENDED, "汛期停工", by, today=day)
        relight(session, [task], today=day)


def _pause(session: Session, chance: random.Random, task: Task, day: date) -> None:
    session.add(
        Suspension(
            task_id=task.id,
            from_on=day,
            until_on=day + timedelta(days=chance.randint(0, 15)),
            reason="等待招标",
            decided_by=CLERK.name,
            recorded_at=clock.now(),
        )
    )
    relight(session, [task], today=day)


def _finish(session: Session, chance: random.Random, task: Task, day: date) -> None:
    if task.status is TaskStatus.IN_PROGRESS and chance.random() < 0.5:
        completion.claim_completion(session, CLERK, task, today=day)
    elif task.status is TaskStatus.COMPLETION_CLAIMED and chance.random() < 0.6:
        completion.send_back(session, CLERK, task, "缺验收单", today=day)
    elif task.status is TaskStatus.COMPLETION_CLAIMED:
        completion.complete(session, CLERK, task, today=day)
    elif task.status is TaskStatus.COMPLETED:
        completion.close(session, CLERK, task, ClosureKind.DONE, today=day)


def _change_rule(session: Session, chance: random.Random, task: Task, day: date) -> None:
    name = RuleName.MILESTONE_LIGHT
    known = session.scalars(select(Rule).where(Rule.name == name)).all()
    if len(known) > 2 or chance.random() < 0.7 or any(one.effective_on > day for one in known):
        return
    parameters = {"yellow_weight": chance.choice([5, 10, 20]), "red_weight": chance.choice([30, 50])}
    session.add(
        Rule(
            name=name,
            version=len(known) + 1,
            effective_on=day + timedelta(days=2),
            parameters=as_text(parameters),
            clause="试行",
            recorded_by=CLERK.name,
            recorded_at=clock.now(),
        )
    )
    session.flush()
