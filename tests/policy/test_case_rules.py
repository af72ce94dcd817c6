"""What a 追责建议 needs before it may be put forward, and what becomes of the record in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tracker.errors import IllegalTransition, RuleBroken
from tracker.policy.accountability import Line, as_text, demand_government, digest, kept_lines, reads_outcome
from tracker.policy.lifecycle.accountability import SUGGESTIONS
from tracker.vocabulary.accountability import SuggestionAct, SuggestionState
from tracker.vocabulary.approvals import TaskBasis
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import Regime

DAY = date(2026, 6, 1)
LINES = [Line(DAY, "交办（督办单）", "督〔2026〕1号"), Line(DAY, "电话催办")]


@pytest.mark.parametrize(
    ("regimes", "basis", "goes"),
    [
        ([Regime.GOVERNMENT], None, True),
        ([Regime.JOINT], None, True),
        ([Regime.PARTY, Regime.GOVERNMENT], None, True),
        ([Regime.PARTY], TaskBasis.GOVERNMENT_DECISION, False),
        ([Regime.PARTY], None, False),
        ([], TaskBasis.PARTY_DECISION, False),
        ([], TaskBasis.OFFICE_PROPOSAL, True),
        ([], None, True),
    ],
)
def test_only_what_is_the_partys_alone_goes_by_its_own_rules(
    regimes: Sequence[Regime], basis: TaskBasis | None, goes: bool
) -> None:
    if goes:
        demand_government(regimes, basis)
        return
    with pytest.raises(RuleBroken) as refused:
        demand_government(regimes, basis)
    assert "按党内规定办理" in refused.value.message


def test_a_line_says_when_what_and_by_which_number() -> None:
    assert [line.text for line in LINES] == [
        "2026-06-01 — 交办（督办单） — 督〔2026〕1号",
        "2026-06-01 — 电话催办 — 无编号",
    ]


def test_lines_are_cut_with_a_reason_and_the_list_says_so() -> None:
    stays, cut = kept_lines(LINES, {LINES[1].mark: "与事由无关的一次"})
    assert as_text(stays, cut).splitlines() == [LINES[0].text, "未列入1条（2026-06-01），理由：与事由无关的一次"]
    assert kept_lines(LINES, {}) == (LINES, [])
    for cuts in (
        {Line(DAY, "编造的一条").mark: "本来就没有"},
        {LINES[1].mark: " "},
        {LINES[1].mark: "密级：机密"},
        {line.mark: "一条也不留下" for line in LINES},
    ):
        with pytest.raises(RuleBroken):
            kept_lines(LINES, cuts)


def test_one_letter_changed_is_another_digest() -> None:
    assert digest("甲") != digest("乙")


@pytest.mark.parametrize(
    ("roles", "is_head", "reads"),
    [
        ({Role.DISCIPLINE}, False, True),
        ({Role.LEADER}, True, True),
        ({Role.LEADER}, False, False),
        ({Role.DIRECTOR}, False, False),
        ({Role.DIRECTOR}, True, False),
        ({Role.SECRETARY_GENERAL}, True, False),
    ],
)
def test_the_outcome_is_for_two(roles: set[Role], is_head: bool, reads: bool) -> None:
    assert reads_outcome(roles, is_head=is_head) is reads


def test_nothing_is_handed_over_that_was_not_approved() -> None:
    for state in SuggestionState:
        if state is not SuggestionState.APPROVED:
            with pytest.raises(IllegalTransition):
                SUGGESTIONS.after(state, SuggestionAct.TRANSFER)
        if state is not SuggestionState.RECEIVED:
            with pytest.raises(IllegalTransition):
                SUGGESTIONS.after(state, SuggestionAct.CLOSE)
