"""The life of a task is a table: what it says may be done, and nothing else."""

from __future__ import annotations

import itertools

import pytest

from tracker.errors import IllegalTransition
from tracker.policy.lifecycle.tasks import TASKS
from tracker.vocabulary.lifecycle import TaskAct as Act
from tracker.vocabulary.lifecycle import TaskStatus as Status

ROAD = [
    (None, Act.DRAFT, Status.DRAFT),
    (Status.DRAFT, Act.SUBMIT, Status.PENDING_APPROVAL),
    (Status.DRAFT, Act.REGISTER, Status.REGISTERED),
    (Status.PENDING_APPROVAL, Act.REGISTER, Status.REGISTERED),
    (Status.PENDING_APPROVAL, Act.REFUSE, Status.REFUSED),
    (Status.REGISTERED, Act.ASSIGN, Status.ASSIGNED),
    (Status.REGISTERED, Act.ADOPT, Status.IN_PROGRESS),
    (Status.ASSIGNED, Act.ACKNOWLEDGE, Status.ACKNOWLEDGED),
    (Status.ACKNOWLEDGED, Act.START, Status.IN_PROGRESS),
    (Status.IN_PROGRESS, Act.CLAIM_COMPLETION, Status.COMPLETION_CLAIMED),
    (Status.COMPLETION_CLAIMED, Act.SEND_BACK, Status.IN_PROGRESS),
    (Status.COMPLETION_CLAIMED, Act.COMPLETE, Status.COMPLETED),
    (Status.COMPLETED, Act.CLOSE, Status.CLOSED),
    (Status.COMPLETED, Act.REOPEN, Status.IN_PROGRESS),
    (Status.CLOSED, Act.REOPEN, Status.IN_PROGRESS),
]
LEAVES = [
    *((status, Act.MERGE, Status.MERGED) for status in (Status.DRAFT, Status.PENDING_APPROVAL, Status.REGISTERED)),
    (Status.REGISTERED, Act.TERMINATE, Status.TERMINATED),
    *((status, Act.MERGE, Status.MERGED) for status in Status if status.is_open),
    *((status, Act.TERMINATE, Status.TERMINATED) for status in Status if status.is_open),
]
ALLOWED = {(status, act): target for status, act, target in ROAD + LEAVES}
EVERY_PAIR = list(itertools.product([None, *Status], Act))


@pytest.mark.parametrize(("status", "act"), EVERY_PAIR)
def test_a_step_is_taken_where_the_road_has_it_and_refused_elsewhere(status: Status | None, act: Act) -> None:
    if (status, act) in ALLOWED:
        assert TASKS.after(status, act) is ALLOWED[status, act]
        assert act in TASKS.available(status)
        return
    assert act not in TASKS.available(status)
    with pytest.raises(IllegalTransition) as refused:
        TASKS.after(status, act)
    assert refused.value.message == f"事项目前是“{status.label if status else '未登记'}”，不能{act.label}"


def test_every_state_can_be_reached_from_nothing() -> None:
    reached: set[Status | None] = {None}
    for _ in Status:
        reached |= {TASKS.after(status, act) for status in reached for act in TASKS.available(status)}
    assert reached == {None, *Status}


def test_no_state_is_named_for_lateness_or_suspension() -> None:
    assert not {"overdue", "yellow", "red", "suspended", "paused", "extended", "listed"} & {*map(str, Status)}


def test_what_has_ended_is_not_open() -> None:
    assert not [status for status in Status if status.is_open and status.is_ended]
