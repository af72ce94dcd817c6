"""Whether two inspections crowd a unit, day by day; and what may follow what."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from tracker.errors import IllegalTransition
from tracker.policy.inspections import Reach, overlap
from tracker.policy.lifecycle.inspections import FINDINGS, INSPECTIONS
from tracker.vocabulary.inspections import FindingAct, FindingState, InspectionAct, InspectionState

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 5)
MINE = Reach(FIRST, LAST, frozenset({1, 2}), frozenset({10}))


def _other(days_after: int, units: set[int], tasks: set[int]) -> Reach:
    begins = LAST + timedelta(days=days_after)
    return Reach(begins, begins + timedelta(days=2), frozenset(units), frozenset(tasks))


@pytest.mark.parametrize(
    ("days", "units", "tasks", "shared"),
    [
        (0, {1}, {11}, ({1}, set())),
        (29, {1, 3}, {11}, ({1}, set())),
        (30, {1}, {11}, None),  # thirty days lie between
        (29, {3}, {11}, None),
        (200, {3}, {10}, (set(), {10})),  # the same task, however much later
        (200, {1}, {10}, (set(), {10})),
        (5, {1, 2}, {10}, ({1, 2}, {10})),
    ],
)
def test_the_same_unit_within_the_days_or_the_same_task(
    days: int, units: set[int], tasks: set[int], shared: tuple[set[int], set[int]] | None
) -> None:
    other = _other(days, units, tasks)
    for found in (overlap(MINE, other, 30), overlap(other, MINE, 30)):
        assert (found and (set(found.unit_ids), set(found.task_ids))) == shared
        assert found is None or found.days == days


def test_those_that_run_at_once_are_no_days_apart() -> None:
    found = overlap(MINE, Reach(FIRST - timedelta(days=9), FIRST, frozenset({2}), frozenset()), 1)
    assert found is not None
    assert found.days == 0


INSPECTION_ROAD = {
    (None, "plan"): "draft",
    ("draft", "edit"): "draft",
    ("refused", "edit"): "draft",
    ("draft", "put-forward"): "pending",
    ("refused", "put-forward"): "pending",
    ("pending", "approve"): "approved",
    ("pending", "refuse"): "refused",
    ("approved", "look"): "approved",
    ("approved", "finish"): "finished",
    ("draft", "cancel"): "cancelled",
    ("pending", "cancel"): "cancelled",
    ("refused", "cancel"): "cancelled",
    ("approved", "cancel"): "cancelled",
}
FINDING_ROAD = {
    ("open", "claim"): "claimed",
    ("failed", "claim"): "claimed",
    ("open", "accept"): "rectified",
    ("claimed", "accept"): "rectified",
    ("failed", "accept"): "rectified",
    ("open", "fail"): "failed",
    ("claimed", "fail"): "failed",
}


@pytest.mark.parametrize(("state", "act"), list(itertools.product([None, *InspectionState], InspectionAct)))
def test_an_inspection_goes_its_road_and_no_other(state: InspectionState | None, act: InspectionAct) -> None:
    if (target := INSPECTION_ROAD.get((state, act))) is not None:
        assert INSPECTIONS.after(state, act) == target
        return
    with pytest.raises(IllegalTransition) as refused:
        INSPECTIONS.after(state, act)
    assert refused.value.message.startswith("督查目前是")


@pytest.mark.parametrize(("state", "act"), list(itertools.product(FindingState, FindingAct)))
def test_a_finding_is_claimed_checked_and_claimed_again(state: FindingState, act: FindingAct) -> None:
    if (target := FINDING_ROAD.get((state, act))) is not None:
        assert FINDINGS.after(state, act) == target
        return
    with pytest.raises(IllegalTransition) as refused:
        FINDINGS.after(state, act)
    assert refused.value.message.startswith("该问题目前是")
