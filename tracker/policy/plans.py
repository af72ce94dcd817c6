"""报方案: what a schedule must be, and what would be clear if the plan were accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.errors import RuleBroken
from tracker.policy.clarity import WHOLE, Clarity, Facts, missing, six_clarities
from tracker.vocabulary.assignment import AssignmentRefusal


@dataclass(frozen=True)
class Node:
    """A milestone as a plan proposes it."""

    content: str
    evidence_wanted: str
    due_on: date
    weight: int


@dataclass(frozen=True)
class Proposal:
    """What a unit supplies: people, measures, requirement and schedule."""

    people: str
    measures: str
    requirement: str
    nodes: tuple[Node, ...]


def check_schedule(nodes: Sequence[Node], *, assigned_on: date | None, final_on: date | None, settled: int = 0) -> None:
    """Raise RuleBroken where a node lacks words or weight, lies outside the task's term, or the weights do not add up.

    ``settled`` is what nodes already claimed weigh: they stay, whatever the plan says. A plan may have no nodes at all;
    the review then asks why.
    """
    for number, node in enumerate(nodes, start=1):
        if not node.content.strip():
            raise RuleBroken(AssignmentRefusal.NODE_EMPTY, number=number)
        if not 1 <= node.weight <= WHOLE:
            raise RuleBroken(AssignmentRefusal.NODE_WEIGHT, number=number)
        if final_on is not None and node.due_on > final_on:
            raise RuleBroken(AssignmentRefusal.NODE_TOO_LATE, number=number, due=node.due_on, final=final_on)
        if assigned_on is not None and node.due_on < assigned_on:
            raise RuleBroken(AssignmentRefusal.NODE_TOO_EARLY, number=number, due=node.due_on, assigned=assigned_on)
    total = sum(node.weight for node in nodes)
    if nodes and total + settled != WHOLE:
        raise RuleBroken(AssignmentRefusal.WEIGHTS_WRONG, total=total, wanted=WHOLE - settled)


def if_accepted(facts: Facts, proposal: Proposal, settled: int = 0) -> list[Clarity]:
    """六明确 of the task as the plan would make it."""
    return six_clarities(
        replace(
            facts,
            people=proposal.people,
            measures=proposal.measures,
            requirement=proposal.requirement,
            scheduled=settled + sum(node.weight for node in proposal.nodes),
        )
    )


def explained(clarities: Sequence[Clarity], words: Mapping[str, str]) -> str:
    """The gaps with the office's reasons to let each pass. Raises RuleBroken where one has none."""
    gaps = missing(clarities)
    if silent := [gap.word for gap in gaps if not words.get(gap.word, "").strip()]:
        raise RuleBroken(AssignmentRefusal.GAPS_UNEXPLAINED, missing="、".join(silent))
    return "；".join(f"{gap.word}：{words[gap.word].strip()}" for gap in gaps)
