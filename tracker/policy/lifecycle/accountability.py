"""The life of a 追责建议: drafted, put forward, approved by the head, handed over, received, its outcome noted."""

from __future__ import annotations

from tracker.policy.lifecycle.machine import Machine, steps
from tracker.vocabulary.accountability import SuggestionAct as Act
from tracker.vocabulary.accountability import SuggestionState as State

SUGGESTIONS: Machine[State, Act] = Machine(
    steps([None, State.DRAFT, State.REFUSED], Act.EDIT, State.DRAFT)
    | steps([State.DRAFT], Act.PUT_FORWARD, State.PENDING)
    | steps([State.PENDING], Act.TAKE_BACK, State.DRAFT)
    | steps([State.PENDING], Act.APPROVE, State.APPROVED)
    | steps([State.PENDING], Act.REFUSE, State.REFUSED)
    | steps([State.APPROVED], Act.TRANSFER, State.TRANSFERRED)
    | steps([State.TRANSFERRED], Act.RECEIVE, State.RECEIVED)
    | steps([State.RECEIVED], Act.CLOSE, State.CLOSED)
)
