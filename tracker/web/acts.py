"""The acts on a task as its page draws them: only what the state and the person's rights both allow."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.policy.lifecycle.tasks import TASKS
from tracker.services.notes import TAKES_NOTES
from tracker.vocabulary.actions import Action
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import OPEN_STATUSES, TaskAct, TaskStatus
from tracker.vocabulary.listings import ListingStep
from tracker.vocabulary.reports import AssignmentAnswer, ReportState

Shown = Mapping[str, Any]
"""The sheet's panels, by name."""


@dataclass(frozen=True)
class Act:
    """One thing to do: a form, with ``page`` a link to a page of its own, with ``place`` a link down the page.

    It is drawn when ``act`` may follow the task's state, or, where no state changes, ``during`` the states given.
    ``when`` looks at the panels for what state and rights do not tell.
    """

    door: str
    action: Action
    label: str
    act: TaskAct | None = None
    during: frozenset[TaskStatus] = frozenset()
    page: bool = False
    place: str = ""
    when: Callable[[Shown], bool] = lambda _: True


_UNFINISHED = frozenset(status for status in TaskStatus if not status.is_ended)
_UNASKED = frozenset({ListingStep.PUBLISH, ListingStep.RECTIFY, ListingStep.TERM_OVER})
_DONE = frozenset({TaskStatus.COMPLETED, TaskStatus.CLOSED})


def _suspended(shown: Shown) -> bool:
    return any(row.running for row in shown["suspensions"])


def _not_listed(shown: Shown) -> bool:
    return not any(row.state.is_open for row in shown["listings"])


def _may_be_released(shown: Shown) -> bool:
    return any(row.step in _UNASKED for row in shown["listings"])


def _to_accept(shown: Shown) -> bool:
    return any(row.step is ListingStep.ACCEPT for row in shown["listings"])


def _return_waits(shown: Shown) -> bool:
    return any(row.outcome is None for row in shown["reassignment"])


def _report_waits(shown: Shown) -> bool:
    """A lead's report waits for the office; a helper's answer is for the lead to decide."""
    return any(row.state is ReportState.SENT and row.kind is DeadlineKind.REPORT for row in shown["reports"])


ACTS = (
    Act("drafts.edit", Action.TASK_DRAFT, "修改草稿", during=frozenset({TaskStatus.DRAFT}), page=True),
    Act("approvals.submit", Action.TASK_SUBMIT, "报批", TaskAct.SUBMIT, page=True),
    Act("approvals.register", Action.TASK_REGISTER, "立项", during=frozenset({TaskStatus.DRAFT}), page=True),
    Act("approvals.enter", Action.APPROVAL_ENTER, "补录纸质审批", TaskAct.REFUSE, page=True),
    Act("tasks.assign", Action.TASK_ASSIGN, "交办", TaskAct.ASSIGN),
    Act(
        "tasks.acknowledge",
        Action.TASK_ACKNOWLEDGE,
        "签收",
        TaskAct.ACKNOWLEDGE,
        when=lambda shown: AssignmentAnswer.LEADING in shown["answers"],
    ),
    Act(
        "answers.give",
        Action.ASSIGNMENT_ANSWER,
        "答复交办（提请协调、申请退回等）",
        during=OPEN_STATUSES,
        page=True,
        when=lambda shown: bool(shown["answers"]),
    ),
    Act(
        "plans.submit",
        Action.PLAN_SUBMIT,
        "报方案",
        during=frozenset({TaskStatus.ACKNOWLEDGED}),
        page=True,
        when=lambda shown: shown["plans"].waiting is None,
    ),
    Act(
        "plans.review",
        Action.TASK_START,
        "审查方案",
        TaskAct.START,
        page=True,
        when=lambda shown: shown["plans"].waiting is not None,
    ),
    Act(
        "plans.enter",
        Action.PLAN_ENTER,
        "代录方案",
        during=frozenset({TaskStatus.ACKNOWLEDGED}),
        page=True,
        when=lambda shown: shown["plans"].waiting is None,
    ),
    Act("", Action.REPORT_ENTER, "处理反馈", during=OPEN_STATUSES, place="reports", when=_report_waits),
    Act("", Action.RETURN_RULE, "裁定退回", during=OPEN_STATUSES, place="returns", when=_return_waits),
    Act("", Action.TASK_SUSPEND, "恢复办理", during=OPEN_STATUSES, place="suspension", when=_suspended),
    Act("", Action.LISTING_CHECK, "挂牌现场验收", during=OPEN_STATUSES, place="listings", when=_to_accept),
    Act("", Action.RELEASE_ASK, "申请解除挂牌", during=OPEN_STATUSES, place="listings", when=_may_be_released),
    Act("notes.write", Action.NOTE_WRITE, "批示", during=TAKES_NOTES, page=True),
    Act("completion.claim", Action.COMPLETION_CLAIM, "报结", TaskAct.CLAIM_COMPLETION, page=True),
    Act("completion.check", Action.COMPLETION_CONCLUDE, "核实办结", TaskAct.COMPLETE, page=True),
    Act("completion.show", Action.COMPLETION_SHOW, "呈阅", during=frozenset({TaskStatus.COMPLETED}), page=True),
    Act("closing.close", Action.APPROVAL_ENTER, "销号", TaskAct.CLOSE, page=True),
    Act(
        "extensions.choose",
        Action.EXTENSION_ASK,
        "申请延期",
        during=OPEN_STATUSES - {TaskStatus.COMPLETION_CLAIMED},
        page=True,
    ),
    Act("publications.draft", Action.PUBLICATION_DRAFT, "公开", during=OPEN_STATUSES | _DONE, page=True),
    Act("coordination.ask", Action.COORDINATION_RAISE, "提请协调", during=OPEN_STATUSES, page=True),
    Act(
        "suspension.suspend",
        Action.APPROVAL_ENTER,
        "暂缓办理",
        during=OPEN_STATUSES,
        page=True,
        when=lambda shown: not _suspended(shown),
    ),
    Act("slips.begin", Action.SLIP_ISSUE, "手工拟督办单", during=OPEN_STATUSES, page=True),
    Act(
        "listings.propose",
        Action.LISTING_PROPOSE,
        "提请挂牌督办",
        during=OPEN_STATUSES,
        page=True,
        when=_not_listed,
    ),
    Act("family.split", Action.TASK_SPLIT, "拆分", during=OPEN_STATUSES - {TaskStatus.COMPLETION_CLAIMED}, page=True),
    Act("family.merge", Action.TASK_MERGE, "并项", during=_UNFINISHED, page=True),
    Act(
        "closing.terminate",
        Action.TASK_TERMINATE,
        "终止督办",
        during=OPEN_STATUSES | {TaskStatus.REGISTERED},
        page=True,
    ),
    Act("inspections.new", Action.INSPECTION_MANAGE, "拟督查方案", during=OPEN_STATUSES, page=True),
    Act("conclusions.draft", Action.CONCLUSION_DRAFT, "起草督查结论", during=OPEN_STATUSES | _DONE, page=True),
    Act("closing.reopen", Action.APPROVAL_ENTER, "恢复督办", during=_DONE, page=True),
)


def drawable(status: TaskStatus, rights: Collection[Action], shown: Shown) -> list[Act]:
    """The acts that would succeed now for somebody with ``rights`` who is shown these panels."""
    possible = set(TASKS.available(status))
    return [
        act
        for act in ACTS
        if act.action in rights and (act.act in possible or status in act.during) and act.when(shown)
    ]
