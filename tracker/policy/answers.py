"""签收的四种答复: who may answer what, and when."""

from __future__ import annotations

from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.reports import AssignmentAnswer

LEAST_REASON = 10
"""A return is weighed by a person: "无" is no reason (as for an extension)."""


def open_answers(
    role: ParticipationRole, status: TaskStatus, answered: AssignmentAnswer | None, *, declined: bool
) -> tuple[AssignmentAnswer, ...]:
    """The answers a unit may still give to an assignment; none once it has answered (the first counts).

    The lead answers while the task waits for it, a helper while the task is open. ``declined``: the unit asked once to
    return the task and was told to carry it.
    """
    leads = role is ParticipationRole.LEAD
    waits = status is TaskStatus.ASSIGNED if leads else status.is_open
    if answered is not None or not waits:
        return ()
    taken = AssignmentAnswer.LEADING if leads else AssignmentAnswer.SUPPORTING
    if declined:
        return (taken, AssignmentAnswer.NEEDS_COORDINATION)
    return (taken, AssignmentAnswer.NEEDS_COORDINATION, AssignmentAnswer.WANTS_RETURN)
