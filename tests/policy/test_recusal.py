"""Natural days, whom the regulation binds, who stays out of a review, and what may follow what."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from tracker.errors import IllegalTransition
from tracker.policy.conclusions import Approver, Barred, barred_step, governed, last_day, names
from tracker.policy.lifecycle.conclusions import CONCLUSIONS, REVIEWS
from tracker.policy.routes import Seat, Step
from tracker.vocabulary.conclusions import ConclusionAct, ConclusionState, ReviewAct, ReviewState
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.sources import Regime

HEAD, DEPUTY, SECRETARY = PostRank.HEAD, PostRank.DEPUTY, PostRank.SECRETARY_GENERAL


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 6, 1), date(2026, 7, 1)),
        (date(2026, 1, 31), date(2026, 3, 2)),
        (date(2026, 9, 5), date(2026, 10, 5)),  # within the holiday: natural days stay natural
        (date(2027, 12, 31), date(2028, 1, 30)),
    ],
)
def test_thirty_natural_days_without_the_day_of_receipt(received: date, last: date) -> None:
    assert last_day(received, 30) == last


@pytest.mark.parametrize(
    ("regimes", "bound"),
    [
        ((), True),
        ((Regime.GOVERNMENT,), True),
        ((Regime.JOINT,), True),
        ((Regime.PARTY,), False),
        ((Regime.PARTY, Regime.GOVERNMENT), True),
    ],
)
def test_party_sources_alone_are_the_partys_to_supervise(regimes: tuple[Regime, ...], bound: bool) -> None:
    assert governed(regimes) is bound


def test_people_named_in_one_line() -> None:
    assert names("张三、李四， 王五;赵六") == ("张三", "李四", "王五", "赵六")
    assert names(" ") == ()


@pytest.mark.parametrize(
    ("account_id", "name", "how"),
    [(7, "改了名的人", "起草"), (8, "张三", "到现场"), (None, "张三、外人", "到现场"), (8, "外人", None)],
)
def test_barred_by_account_and_by_name(account_id: int | None, name: str, how: str | None) -> None:
    assert Barred({7: "起草"}, {"张三": "到现场"}).how(account_id, name) == how


@pytest.mark.parametrize(
    ("step", "seats", "approver", "blocked"),
    [
        # the only head approved it, from his seat, from an unknown one, or there is no seat on the register at all
        (Step(1, HEAD), [Seat(HEAD, 1)], Approver("市长", HEAD, 1), True),
        (Step(1, HEAD), [Seat(HEAD, 1)], Approver("市长", HEAD, None), True),
        (Step(1, HEAD), [], Approver("市长", HEAD, None), True),
        (Step(1, HEAD), [], Approver("市长", HEAD, 1), True),
        # somebody else did, or somebody else can decide
        (Step(1, HEAD), [Seat(HEAD, 1), Seat(SECRETARY, 2)], Approver("秘书长", SECRETARY, 2), False),
        (Step(1, DEPUTY), [Seat(DEPUTY, 3), Seat(DEPUTY, 4)], Approver("副市长", DEPUTY, 3), False),
        (Step(1, DEPUTY, 3), [Seat(DEPUTY, 3), Seat(DEPUTY, 4)], Approver("副市长", DEPUTY, 3), True),
        (Step(1, DEPUTY, 4), [Seat(DEPUTY, 3), Seat(DEPUTY, 4)], Approver("副市长", DEPUTY, 3), False),
    ],
)
def test_nobody_decides_the_review_of_what_he_approved(
    step: Step, seats: list[Seat], approver: Approver, blocked: bool
) -> None:
    assert barred_step([step], seats, [approver]) == (approver if blocked else None)


CONCLUSION_ROAD = {
    (None, "draft"): "draft",
    ("draft", "edit"): "draft",
    ("refused", "edit"): "draft",
    ("draft", "put-forward"): "pending",
    ("refused", "put-forward"): "pending",
    ("pending", "approve"): "approved",
    ("pending", "refuse"): "refused",
    ("approved", "serve"): "served",
    ("served", "maintain"): "served",
    ("served", "change"): "changed",
    ("served", "withdraw"): "withdrawn",
}
REVIEW_ROAD = {
    (None, "ask"): "asked",
    (None, "ask-late"): "late",
    ("asked", "put-forward"): "deciding",
    ("deciding", "refuse"): "asked",
    ("deciding", "decide"): "decided",
}


@pytest.mark.parametrize(("state", "act"), list(itertools.product([None, *ConclusionState], ConclusionAct)))
def test_a_conclusion_is_approved_then_served_then_reviewed_at_most(
    state: ConclusionState | None, act: ConclusionAct
) -> None:
    if (target := CONCLUSION_ROAD.get((state, act))) is not None:
        assert CONCLUSIONS.after(state, act) == target
        return
    with pytest.raises(IllegalTransition) as refused:
        CONCLUSIONS.after(state, act)
    assert refused.value.message.startswith("督查结论目前是")


@pytest.mark.parametrize(("state", "act"), list(itertools.product([None, *ReviewState], ReviewAct)))
def test_a_review_is_decided_once(state: ReviewState | None, act: ReviewAct) -> None:
    if (target := REVIEW_ROAD.get((state, act))) is not None:
        assert REVIEWS.after(state, act) == target
        return
    with pytest.raises(IllegalTransition) as refused:
        REVIEWS.after(state, act)
    assert refused.value.message.startswith("复核申请目前是")
