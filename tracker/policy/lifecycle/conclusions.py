"""The life of a conclusion: approved, served, reviewed once; and of the request for review."""

from __future__ import annotations

from tracker.policy.lifecycle.machine import Machine, steps
from tracker.vocabulary.conclusions import ConclusionAct, ConclusionRefusal, ConclusionState, ReviewAct, ReviewState

_DRAFTED = (ConclusionState.DRAFT, ConclusionState.REFUSED)

CONCLUSIONS: Machine[ConclusionState, ConclusionAct] = Machine(
    steps([None], ConclusionAct.DRAFT, ConclusionState.DRAFT)
    | steps(_DRAFTED, ConclusionAct.EDIT, ConclusionState.DRAFT)
    | steps(_DRAFTED, ConclusionAct.PUT_FORWARD, ConclusionState.PENDING)
    | steps([ConclusionState.PENDING], ConclusionAct.APPROVE, ConclusionState.APPROVED)
    | steps([ConclusionState.PENDING], ConclusionAct.REFUSE, ConclusionState.REFUSED)
    | steps([ConclusionState.APPROVED], ConclusionAct.SERVE, ConclusionState.SERVED)
    | steps([ConclusionState.SERVED], ConclusionAct.MAINTAIN, ConclusionState.SERVED)
    | steps([ConclusionState.SERVED], ConclusionAct.CHANGE, ConclusionState.CHANGED)
    | steps([ConclusionState.SERVED], ConclusionAct.WITHDRAW, ConclusionState.WITHDRAWN),
    ConclusionRefusal.ACT_NOT_NOW,
)

REVIEWS: Machine[ReviewState, ReviewAct] = Machine(
    steps([None], ReviewAct.ASK, ReviewState.ASKED)
    | steps([None], ReviewAct.ASK_LATE, ReviewState.LATE)
    | steps([ReviewState.ASKED], ReviewAct.PUT_FORWARD, ReviewState.DECIDING)
    | steps([ReviewState.DECIDING], ReviewAct.REFUSE, ReviewState.ASKED)
    | steps([ReviewState.DECIDING], ReviewAct.DECIDE, ReviewState.DECIDED),
    ConclusionRefusal.REVIEW_NOT_NOW,
)
