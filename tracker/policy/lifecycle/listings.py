"""The life of 挂牌督办, and of a unit's request to be released from it."""

from __future__ import annotations

from tracker.policy.lifecycle.machine import Machine, steps
from tracker.vocabulary.listings import OPEN_LISTINGS, OPEN_RELEASES, ListingAct, ListingState, ReleaseAct, ReleaseState

LISTINGS: Machine[ListingState, ListingAct] = Machine(
    steps([None], ListingAct.PROPOSE, ListingState.PENDING)
    | steps([ListingState.PENDING], ListingAct.LIST, ListingState.LISTED)
    | steps([ListingState.PENDING], ListingAct.REFUSE, ListingState.REFUSED)
    | steps([ListingState.LISTED], ListingAct.RELEASE, ListingState.RELEASED)
    # The task was terminated or merged, or was done before anybody decided.
    | steps([state for state in ListingState if state in OPEN_LISTINGS], ListingAct.END, ListingState.ENDED)
)

# A request that was sent back is followed by a new one, so nothing leaves SENT_BACK.
RELEASES: Machine[ReleaseState, ReleaseAct] = Machine(
    steps([None], ReleaseAct.ASK, ReleaseState.ASKED)
    | steps([ReleaseState.ASKED], ReleaseAct.PASS, ReleaseState.DECIDING)
    | steps([ReleaseState.ASKED], ReleaseAct.FAIL, ReleaseState.SENT_BACK)
    | steps([ReleaseState.DECIDING], ReleaseAct.GRANT, ReleaseState.GRANTED)
    | steps([ReleaseState.DECIDING], ReleaseAct.REFUSE, ReleaseState.SENT_BACK)
    | steps([state for state in ReleaseState if state in OPEN_RELEASES], ReleaseAct.END, ReleaseState.ENDED)
)
