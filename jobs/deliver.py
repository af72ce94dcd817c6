"""Deliver what waits in the outbox."""

from __future__ import annotations

from collections import Counter

from jobs.context import Counts, Run
from tracker.db import reading
from tracker.delivery import channel
from tracker.services.outbox import deliver as try_message
from tracker.services.outbox import due_messages
from tracker.vocabulary.running import MessageState


def deliver(run: Run) -> Counts:
    """Try each message that is due, one transaction each: a bad one does not hold up the rest."""
    with reading(run.engine) as session:
        waiting = due_messages(session)
    if run.dry_run:
        return {"waiting": len(waiting)}
    carrier = channel(run.settings.delivery)
    outcomes: Counter[MessageState | None] = Counter()
    for message_id in waiting:
        with run.step() as session:
            outcomes[try_message(session, message_id, carrier)] += 1
    return {state.value: outcomes[state] for state in (MessageState.SENT, MessageState.FAILED, MessageState.DEAD)}
