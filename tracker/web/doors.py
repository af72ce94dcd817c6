"""Where a duty is done: the page behind its 办理."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from tracker.queries.owed import OwedRow
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus

# kind → page that takes the deadline's key, and what is done there
_OF_DEADLINE: Mapping[DeadlineKind, tuple[str, str]] = {
    DeadlineKind.MILESTONE: ("milestones.claim", "申报完成"),
    DeadlineKind.REPORT: ("reports.write", "填写反馈"),
    DeadlineKind.HELPER_ANSWER: ("reports.write", "填写反馈"),
}
# kind → page that takes the task's key, while the task stands where it is owed
_OF_TASK: Mapping[tuple[DeadlineKind, TaskStatus], tuple[str, str]] = {
    (DeadlineKind.ACKNOWLEDGEMENT, TaskStatus.ASSIGNED): ("answers.give", "签收"),
    (DeadlineKind.PLAN, TaskStatus.ACKNOWLEDGED): ("plans.submit", "报方案"),
}


def door_of_duty(row: OwedRow) -> tuple[str, str]:
    """The address and the word. What has no page of its own, or cannot be done just now, is seen to on the sheet."""
    if row.kind in _OF_DEADLINE and row.status is not TaskStatus.COMPLETION_CLAIMED:
        endpoint, word = _OF_DEADLINE[row.kind]
        return url_for(endpoint, deadline_id=row.deadline_id), word
    if (row.kind, row.status) in _OF_TASK:
        endpoint, word = _OF_TASK[row.kind, row.status]
        return url_for(endpoint, task_id=row.task_id), word
    return url_for("tasks.show", task_id=row.task_id, _anchor="acts"), "去办理"
