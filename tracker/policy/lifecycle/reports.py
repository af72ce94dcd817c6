"""The life of a progress report: drafted, signed in the unit, accepted or sent back. What is accepted stays."""

from __future__ import annotations

from tracker.policy.lifecycle.machine import Machine, steps
from tracker.vocabulary.reports import ReportAct as Act
from tracker.vocabulary.reports import ReportState as State

# A report that was sent back is followed by a new one, so nothing leaves SENT_BACK.
_UNSENT = (None, State.DRAFT, State.SIGNING)

REPORTS: Machine[State, Act] = Machine(
    steps(_UNSENT, Act.SAVE, State.DRAFT)
    | steps(_UNSENT, Act.SUBMIT, State.SIGNING)
    | steps(_UNSENT, Act.SIGN, State.SENT)
    | steps(_UNSENT, Act.ENTER, State.SENT)
    | steps([State.SENT], Act.ACCEPT, State.ACCEPTED)
    | steps([State.SENT], Act.SEND_BACK, State.SENT_BACK)
)
