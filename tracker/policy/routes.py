"""Whose turn it is: the steps of a route in order, who may take each, and who acts for whom (AB角)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.policy.access import Actor
from tracker.vocabulary.approvals import ApprovalKind, TaskBasis
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import Role

# 政府督查工作条例 art. 11: what the government decided or its head instructed is registered as it is; what the office
# proposes itself, the head approves. The rest is the office's to set; by default the 秘书长 agrees first.
DEFAULTS: Mapping[TaskBasis, tuple[PostRank, ...]] = {
    TaskBasis.GOVERNMENT_DECISION: (PostRank.OFFICE_DIRECTOR,),
    TaskBasis.HEAD_INSTRUCTION: (PostRank.OFFICE_DIRECTOR,),
    TaskBasis.OFFICE_PROPOSAL: (PostRank.HEAD,),
    TaskBasis.LEADER_INSTRUCTION: (PostRank.SECRETARY_GENERAL, PostRank.OFFICE_DIRECTOR),
    TaskBasis.PARTY_DECISION: (PostRank.SECRETARY_GENERAL, PostRank.OFFICE_DIRECTOR),
}
# Every other kind of document goes one way whatever its basis. An extension does not go through these one after the
# other: a task's first goes to the first, its next one rank up (DOMAIN.md §4).
OF_KIND: Mapping[ApprovalKind, tuple[PostRank, ...]] = {
    ApprovalKind.EXTENSION: (PostRank.OFFICE_DIRECTOR, PostRank.SECRETARY_GENERAL, PostRank.HEAD),
    ApprovalKind.WARNING: (PostRank.DEPUTY,),
    ApprovalKind.LISTING: (PostRank.HEAD,),
    ApprovalKind.INSPECTION: (PostRank.HEAD,),
    ApprovalKind.INSPECTION_CONCLUSION: (PostRank.SECRETARY_GENERAL,),
    ApprovalKind.REVIEW: (PostRank.HEAD,),
    # 政府督查工作条例 art. 21: the head of government approves.
    ApprovalKind.ACCOUNTABILITY: (PostRank.HEAD,),
    ApprovalKind.PUBLICATION: (PostRank.OFFICE_DIRECTOR,),
}
_RANK_OF_ROLE = {
    Role.DIRECTOR: PostRank.OFFICE_DIRECTOR,
    Role.SECRETARY_GENERAL: PostRank.SECRETARY_GENERAL,
}


@dataclass(frozen=True)
class Step:
    """One step: a rank, or a certain seat of it."""

    number: int
    rank: PostRank
    post_id: int | None = None


@dataclass(frozen=True)
class Seat:
    """Where somebody sits. Directors and 秘书长 may have no seat on the register: their role says what they are."""

    rank: PostRank
    post_id: int | None = None


@dataclass(frozen=True)
class Deputy:
    """``deputy_id`` acts for the seat ``post_id`` of ``rank``, from–to; ``until_on`` is the first day it no longer
    does."""

    post_id: int
    rank: PostRank
    deputy_id: int
    from_on: date
    until_on: date | None = None

    def acts_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True)
class Turn:
    """The step may be taken: from one's own seat, or for another's."""

    step: Step
    post_id: int | None
    acting_for: int | None = None


def seats_of(actor: Actor, rank: PostRank | None) -> tuple[Seat, ...]:
    """Where ``actor`` sits; ``rank`` is that of the seat on the account, if there is one."""
    seats = [Seat(rank, actor.post_id)] if rank is not None else []
    for role, of_role in _RANK_OF_ROLE.items():
        if role in actor.roles and of_role is not rank:
            seats.append(Seat(of_role))
    return tuple(seats)


def default_routes() -> Iterator[tuple[ApprovalKind, TaskBasis | None, tuple[PostRank, ...]]]:
    """Every route as the product ships it: 立项 by basis, the other kinds whatever the basis."""
    for basis, ranks in DEFAULTS.items():
        yield ApprovalKind.REGISTRATION, basis, ranks
    for kind, ranks in OF_KIND.items():
        yield kind, None, ranks


def next_step(steps: Sequence[Step], decided: Collection[int]) -> Step | None:
    """The first step nobody has decided yet; None where all have."""
    return next((step for step in steps if step.number not in decided), None)


def turn(
    step: Step, seats: Iterable[Seat], deputies: Iterable[Deputy], day: date, leader_post_id: int | None = None
) -> Turn | None:
    """How somebody with ``seats`` may take ``step`` on ``day``; None where it is not their turn.

    A step for 分管领导 that names no seat means the leader the task is bound to, where there is one.
    """
    wanted = step.post_id
    if wanted is None and step.rank is PostRank.DEPUTY:
        wanted = leader_post_id
    held = tuple(seats)
    for seat in held:
        if seat.post_id == wanted if wanted is not None else seat.rank is step.rank:
            return Turn(step, seat.post_id)
    own = {seat.post_id for seat in held}
    for one in deputies:
        meant = one.post_id == wanted if wanted is not None else one.rank is step.rank
        if meant and one.deputy_id in own and one.acts_on(day):
            return Turn(step, one.deputy_id, one.post_id)
    return None
