"""The life of an inspection, and of what it found: to be put right, said to be, checked."""

from __future__ import annotations

from tracker.policy.lifecycle.machine import Machine, steps
from tracker.vocabulary.inspections import FindingAct, FindingState, InspectionAct, InspectionRefusal, InspectionState

_PLANNED = (InspectionState.DRAFT, InspectionState.REFUSED)
_UNRECTIFIED = (FindingState.OPEN, FindingState.FAILED)

INSPECTIONS: Machine[InspectionState, InspectionAct] = Machine(
    steps([None], InspectionAct.PLAN, InspectionState.DRAFT)
    | steps(_PLANNED, InspectionAct.EDIT, InspectionState.DRAFT)
    | steps(_PLANNED, InspectionAct.PUT_FORWARD, InspectionState.PENDING)
    | steps([InspectionState.PENDING], InspectionAct.APPROVE, InspectionState.APPROVED)
    | steps([InspectionState.PENDING], InspectionAct.REFUSE, InspectionState.REFUSED)
    | steps([InspectionState.APPROVED], InspectionAct.LOOK, InspectionState.APPROVED)
    | steps([InspectionState.APPROVED], InspectionAct.FINISH, InspectionState.FINISHED)
    | steps(
        [*_PLANNED, InspectionState.PENDING, InspectionState.APPROVED], InspectionAct.CANCEL, InspectionState.CANCELLED
    ),
    InspectionRefusal.ACT_NOT_NOW,
)

# What was checked and found wanting is owed on: it may be claimed again, and found in place after all.
FINDINGS: Machine[FindingState, FindingAct] = Machine(
    steps(_UNRECTIFIED, FindingAct.CLAIM, FindingState.CLAIMED)
    | steps([*_UNRECTIFIED, FindingState.CLAIMED], FindingAct.ACCEPT, FindingState.RECTIFIED)
    | steps([FindingState.OPEN, FindingState.CLAIMED], FindingAct.FAIL, FindingState.FAILED),
    InspectionRefusal.FINDING_NOT_NOW,
)
