"""The life of a publication: drafted, shown to the unit, co-signed, approved, published, withdrawn.

Whatever was signed was signed for these words: an edit begins again. What stands in public is withdrawn, not edited.
"""

from __future__ import annotations

from tracker.policy.lifecycle.machine import Machine, steps
from tracker.vocabulary.publications import PublicationAct as Act
from tracker.vocabulary.publications import PublicationState as State

_UNPUBLISHED = (
    None,
    State.DRAFT,
    State.REPLYING,
    State.COSIGNING,
    State.PENDING,
    State.REFUSED,
    State.APPROVED,
)

PUBLICATIONS: Machine[State, Act] = Machine(
    steps(_UNPUBLISHED, Act.EDIT, State.DRAFT)
    | steps([State.DRAFT], Act.ASK, State.REPLYING)
    | steps([State.REPLYING], Act.OBJECT, State.REPLYING)
    | steps([State.REPLYING], Act.AGREE, State.COSIGNING)
    | steps([State.REPLYING], Act.FORWARD, State.COSIGNING)
    | steps([State.COSIGNING], Act.COSIGN, State.PENDING)
    | steps([State.COSIGNING], Act.SEND_BACK, State.DRAFT)
    | steps([State.PENDING], Act.APPROVE, State.APPROVED)
    | steps([State.PENDING], Act.REFUSE, State.REFUSED)
    | steps([State.APPROVED], Act.PUBLISH, State.PUBLISHED)
    | steps([State.PUBLISHED], Act.WITHDRAW, State.WITHDRAWN)
)
