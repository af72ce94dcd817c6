"""Where a duty is done: the page behind its 办理."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from tracker.policy.lifecycle.tasks import TASKS
from tracker.queries.owed import OwedRow
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import TaskAct, TaskStatus
from tracker.vocabulary.reports import ReportState

# kind → page that takes the deadline's key, and what is done there
_OF_DEADLINE: Mapping[DeadlineKind, tuple[str, str]] = {
    DeadlineKind.MILESTONE: ("milestones.claim", "申报完成"),
    DeadlineKind.REPORT: ("reports.write", "填写反馈"),
    DeadlineKind.HELPER_ANSWER: ("reports.write", "填写反馈"),
    DeadlineKind.SLIP_ANSWER: ("slips.of_duty", "答复督办单"),
}
# kind → page that takes the deadline's key whatever the task's state
_ALWAYS: Mapping[DeadlineKind, tuple[str, str]] = {
    DeadlineKind.LISTING_TERM: ("listings.of_duty", "申请解除"),
}
# kind → page that takes the task's key, while the task stands where it is owed
_OF_TASK: Mapping[tuple[DeadlineKind, TaskStatus], tuple[str, str]] = {
    (DeadlineKind.ACKNOWLEDGEMENT, TaskStatus.ASSIGNED): ("answers.give", "签收"),
    (DeadlineKind.PLAN, TaskStatus.ACKNOWLEDGED): ("plans.submit", "报方案"),
}

# kind that begins a message's key → page of what it speaks of
_OF_MESSAGE: Mapping[str, tuple[str, str, str]] = {
    "conclusion": ("conclusions.show", "conclusion_id", "打开督查结论"),
    "coordination": ("coordination.show", "request_id", "打开提请协调"),
    "extension": ("extensions.show", "extension_id", "打开延期申请"),
    "publication": ("publications.show", "publication_id", "打开公开事项"),
    "review": ("reviews.show", "review_id", "打开复核"),
    "slip": ("slips.show", "slip_id", "打开督办单"),
    "submission": ("submissions.show", "submission_id", "打开审批"),
}

# A final date is answered where 报结 is possible.
_MAY_CLAIM = frozenset(status for status in TaskStatus if TaskAct.CLAIM_COMPLETION in TASKS.available(status))


def door_of_message(about: str) -> tuple[str, str] | None:
    """The address and the word of the document a message speaks of; None where its task says enough."""
    kind, _, key = about.partition(":")
    if kind not in _OF_MESSAGE or not key.isdecimal():
        return None
    endpoint, argument, word = _OF_MESSAGE[kind]
    values: dict[str, Any] = {argument: int(key)}
    return url_for(endpoint, **values), word


def door_of_duty(row: OwedRow, *, signs: bool) -> tuple[str, str]:
    """The address and the word for a reader who ``signs`` for the unit, or only drafts.

    What has no page of its own, or cannot be done just now, is seen to on the sheet.
    """
    if row.report is ReportState.SIGNING and not signs:
        return url_for("reports.write", deadline_id=row.deadline_id), "查看"
    if row.kind is DeadlineKind.FINAL and row.status in _MAY_CLAIM:
        if signs or row.simple:
            return url_for("completion.claim", task_id=row.task_id), "报结"
        return url_for("tasks.show", task_id=row.task_id), "由单位负责人报结"
    if row.kind is DeadlineKind.RECTIFICATION:
        endpoint, word = ("rectification.claim", "报告整改") if signs else ("rectification.show", "查看")
        return url_for(endpoint, deadline_id=row.deadline_id), word
    if row.kind in _ALWAYS:
        endpoint, word = _ALWAYS[row.kind]
        return url_for(endpoint, deadline_id=row.deadline_id), word
    if row.kind in _OF_DEADLINE and row.status is not TaskStatus.COMPLETION_CLAIMED:
        endpoint, word = _OF_DEADLINE[row.kind]
        return url_for(endpoint, deadline_id=row.deadline_id), word
    if (row.kind, row.status) in _OF_TASK:
        endpoint, word = _OF_TASK[row.kind, row.status]
        return url_for(endpoint, task_id=row.task_id), word
    return url_for("tasks.show", task_id=row.task_id, _anchor="acts"), "去办理"
