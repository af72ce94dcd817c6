"""Whose turn it is: order, rank or seat, deputies by day."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.policy.access import Actor
from tracker.policy.routes import DEFAULTS, Deputy, Seat, Step, next_step, seats_of, turn
from tracker.vocabulary.approvals import TaskBasis
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import Role

DAY = date(2026, 6, 1)
MAYOR, VICE, SECRETARY = 1, 2, 3
STEPS = (Step(1, PostRank.SECRETARY_GENERAL), Step(2, PostRank.OFFICE_DIRECTOR))


def test_steps_are_taken_in_order_and_end() -> None:
    assert next_step(STEPS, ()) == STEPS[0]
    assert next_step(STEPS, {1}) == STEPS[1]
    assert next_step(STEPS, {1, 2}) is None


def test_a_role_is_a_seat_where_the_account_has_none() -> None:
    director = Actor("主任", roles=frozenset({Role.DIRECTOR}))
    assert seats_of(director, None) == (Seat(PostRank.OFFICE_DIRECTOR),)
    leader = Actor("副市长", roles=frozenset({Role.LEADER}), post_id=VICE)
    assert seats_of(leader, PostRank.DEPUTY) == (Seat(PostRank.DEPUTY, VICE),)
    assert seats_of(Actor("督查员", roles=frozenset({Role.CLERK})), None) == ()


@pytest.mark.parametrize(
    ("step", "seats", "may"),
    [
        (Step(1, PostRank.HEAD), (Seat(PostRank.HEAD, MAYOR),), True),
        (Step(1, PostRank.HEAD), (Seat(PostRank.DEPUTY, VICE),), False),
        (Step(1, PostRank.DEPUTY, VICE), (Seat(PostRank.DEPUTY, VICE),), True),
        (Step(1, PostRank.DEPUTY, VICE), (Seat(PostRank.DEPUTY, 9),), False),
        (Step(1, PostRank.OFFICE_DIRECTOR), (Seat(PostRank.OFFICE_DIRECTOR),), True),
        (Step(1, PostRank.OFFICE_DIRECTOR), (), False),
    ],
)
def test_a_step_is_for_a_rank_or_for_one_seat(step: Step, seats: tuple[Seat, ...], may: bool) -> None:
    assert (turn(step, seats, (), DAY) is not None) is may


def test_a_step_for_the_leader_in_charge_means_the_one_the_task_is_bound_to() -> None:
    step = Step(1, PostRank.DEPUTY)
    assert turn(step, (Seat(PostRank.DEPUTY, 9),), (), DAY, leader_post_id=VICE) is None
    assert turn(step, (Seat(PostRank.DEPUTY, VICE),), (), DAY, leader_post_id=VICE) is not None
    assert turn(step, (Seat(PostRank.DEPUTY, 9),), (), DAY) is not None


@pytest.mark.parametrize(
    ("day", "may"),
    [(date(2026, 5, 31), False), (date(2026, 6, 1), True), (date(2026, 6, 9), True), (date(2026, 6, 10), False)],
)
def test_a_deputy_acts_for_the_seat_only_in_the_interval(day: date, may: bool) -> None:
    deputy = Deputy(MAYOR, PostRank.HEAD, VICE, date(2026, 6, 1), date(2026, 6, 10))
    found = turn(Step(1, PostRank.HEAD), (Seat(PostRank.DEPUTY, VICE),), (deputy,), day)
    assert (found is not None) is may
    assert found is None or (found.post_id, found.acting_for) == (VICE, MAYOR)


def test_a_deputy_of_another_seat_does_not_act_for_this_one() -> None:
    deputy = Deputy(SECRETARY, PostRank.SECRETARY_GENERAL, VICE, date(2026, 1, 1))
    assert turn(Step(1, PostRank.HEAD), (Seat(PostRank.DEPUTY, VICE),), (deputy,), DAY) is None


def test_every_basis_has_a_default_and_the_offices_own_proposal_goes_to_the_head() -> None:
    assert set(DEFAULTS) == set(TaskBasis)
    assert DEFAULTS[TaskBasis.OFFICE_PROPOSAL] == (PostRank.HEAD,)
    assert DEFAULTS[TaskBasis.GOVERNMENT_DECISION] == (PostRank.OFFICE_DIRECTOR,)
