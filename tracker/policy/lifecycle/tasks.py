"""The life of a task (DOMAIN: 草稿 → … → 销号). Overdue, suspended and listed are no states and are not here."""

from __future__ import annotations

from tracker.policy.lifecycle.machine import Machine, steps
from tracker.vocabulary.lifecycle import OPEN_STATUSES
from tracker.vocabulary.lifecycle import TaskAct as Act
from tracker.vocabulary.lifecycle import TaskStatus as Status

_UNASSIGNED = (Status.DRAFT, Status.PENDING_APPROVAL, Status.REGISTERED)
_OPEN = tuple(status for status in Status if status in OPEN_STATUSES)

TASKS: Machine[Status, Act] = Machine(
    steps([None], Act.DRAFT, Status.DRAFT)
    | steps([Status.DRAFT], Act.SUBMIT, Status.PENDING_APPROVAL)
    | steps([Status.DRAFT, Status.PENDING_APPROVAL], Act.REGISTER, Status.REGISTERED)
    | steps([Status.PENDING_APPROVAL], Act.REFUSE, Status.REFUSED)
    | steps([Status.REGISTERED], Act.ASSIGN, Status.ASSIGNED)
    | steps([Status.REGISTERED], Act.ADOPT, Status.IN_PROGRESS)
    | steps([Status.ASSIGNED], Act.ACKNOWLEDGE, Status.ACKNOWLEDGED)
    | steps([Status.ACKNOWLEDGED], Act.START, Status.IN_PROGRESS)
    | steps([Status.IN_PROGRESS], Act.CLAIM_COMPLETION, Status.COMPLETION_CLAIMED)
    | steps([Status.COMPLETION_CLAIMED], Act.SEND_BACK, Status.IN_PROGRESS)
    | steps([Status.COMPLETION_CLAIMED], Act.COMPLETE, Status.COMPLETED)
    | steps([Status.COMPLETED], Act.CLOSE, Status.CLOSED)
    | steps([Status.COMPLETED, Status.CLOSED], Act.REOPEN, Status.IN_PROGRESS)
    | steps([*_UNASSIGNED, *_OPEN], Act.MERGE, Status.MERGED)
    # What was never registered is refused or merged; there is nothing to terminate.
    | steps([Status.REGISTERED, *_OPEN], Act.TERMINATE, Status.TERMINATED)
)
