"""督〔2026〕12号: each number is given once, whoever asks at the same time."""

from __future__ import annotations

import threading
import time
from datetime import date

import pytest
from factories import CLERK, department, draft, office
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tracker.db import reading, writing
from tracker.models import Task
from tracker.policy.numbering import as_printed
from tracker.services import assignment
from tracker.services.numbering import next_reference


def test_numbers_run_by_office_series_and_year(session: Session) -> None:
    here, county = office(session).id, department(session, "甲县督查室").id
    given = [
        next_reference(session, *which)
        for which in (
            (here, "督", 2026), (here, "督", 2026), (here, "督", 2027), (county, "督", 2026), (here, "挂", 2026),
            (here, "督", 2026),
        )
    ]  # fmt: skip
    assert given == [
        "督〔2026〕1号",
        "督〔2026〕2号",
        "督〔2027〕1号",
        "督〔2026〕1号",
        "挂〔2026〕1号",
        "督〔2026〕3号",
    ]


def test_a_task_gets_its_number_when_it_is_registered(session: Session) -> None:
    tasks = [draft(session) for _ in range(3)]
    assert {task.reference for task in tasks} == {None}
    for task in tasks:
        assignment.register(session, CLERK, assignment.Register(task, "常务会议决定"), today=date(2026, 3, 2))
    assert [task.reference for task in tasks] == ["督〔2026〕1号", "督〔2026〕2号", "督〔2026〕3号"]


def test_a_number_taken_in_a_transaction_that_fails_is_given_again(engine: Engine) -> None:
    with writing(engine) as session:
        home = office(session).id
        next_reference(session, home, "督", 2026)
    with reading(engine.execution_options(writes=True)) as session:
        assert next_reference(session, home, "督", 2026) == "督〔2026〕2号"
    with writing(engine) as session:
        assert next_reference(session, home, "督", 2026) == "督〔2026〕2号"


def test_two_transactions_at_once_wait_for_each_other_and_get_two_numbers(engine: Engine) -> None:
    with writing(engine) as session:
        home = office(session).id
        next_reference(session, home, "督", 2026)
    given: list[str] = []
    both = threading.Barrier(2)

    def second() -> None:
        both.wait(10)
        with writing(engine) as session:
            given.append(next_reference(session, home, "督", 2026))

    thread = threading.Thread(target=second)
    thread.start()
    with writing(engine) as session:
        given.append(next_reference(session, home, "督", 2026))
        both.wait(10)
        time.sleep(0.3)
        assert len(given) == 1
    thread.join(30)
    assert given == ["督〔2026〕2号", "督〔2026〕3号"]


def test_two_transactions_that_begin_a_series_at_once_get_its_first_two_numbers(engine: Engine) -> None:
    """On PostgreSQL the second finds no row to count on from, and its own collides with the first's."""
    with writing(engine) as session:
        home = office(session).id
    given: list[str] = []
    both = threading.Barrier(2)

    def second() -> None:
        both.wait(10)
        with writing(engine) as session:
            given.append(next_reference(session, home, "督", 2026))

    thread = threading.Thread(target=second)
    thread.start()
    with writing(engine) as session:
        given.append(next_reference(session, home, "督", 2026))
        both.wait(10)
        time.sleep(0.3)
        assert len(given) == 1
    thread.join(30)
    assert given == ["督〔2026〕1号", "督〔2026〕2号"]


@pytest.fixture
def drafts(engine: Engine) -> list[int]:
    with writing(engine) as session:
        ids = [draft(session).id for _ in range(8)]
        first = session.get_one(Task, ids[0])
        assignment.register(session, CLERK, assignment.Register(first, "常务会议决定"), today=date(2026, 3, 2))
    return ids


def test_eight_clerks_at_once_register_under_eight_numbers(engine: Engine, drafts: list[int]) -> None:
    start = threading.Barrier(len(drafts) - 1)

    def register(task_id: int) -> None:
        start.wait(10)
        with writing(engine) as session:
            task = session.get_one(Task, task_id)
            assignment.register(session, CLERK, assignment.Register(task, "常务会议决定"), today=date(2026, 3, 2))

    threads = [threading.Thread(target=register, args=(one,)) for one in drafts[1:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with writing(engine) as session:
        references = session.scalars(select(Task.reference)).all()
    assert sorted(references) == [f"督〔2026〕{number}号" for number in range(1, 9)]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("督[2026]97号", "督〔2026〕97号"),
        ("督【2026】97", "督〔2026〕97号"),
        ("督（２０２６）０９７ 号", "督〔2026〕97号"),
        ("督 〔2026〕 第97-1号", "督〔2026〕97-1号"),
        ("督［2026］", "督〔2026〕"),
        ("供热改造（一期）", "供热改造（一期）"),
    ],
)
def test_a_number_is_known_however_its_brackets_are_typed(typed: str, printed: str) -> None:
    assert as_printed(typed) == printed
