"""The acts on a task as its page draws them: only what the state and the person's rights both allow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tracker.policy.lifecycle.tasks import TASKS
from tracker.vocabulary.actions import Action
from tracker.vocabulary.lifecycle import TaskAct, TaskStatus


@dataclass(frozen=True)
class Act:
    """One form on the page. ``ask`` labels its text; a required text is a reason."""

    act: TaskAct
    action: Action
    word: str
    ask: str = ""
    required: bool = False


ACTS = (
    Act(TaskAct.REGISTER, Action.TASK_REGISTER, "立项", "立项依据（如：市政府常务会议决定）", required=True),
    Act(TaskAct.ASSIGN, Action.TASK_ASSIGN, "交办"),
    Act(TaskAct.ACKNOWLEDGE, Action.TASK_ACKNOWLEDGE, "签收"),
    Act(TaskAct.START, Action.TASK_START, "方案通过，开始办理"),
    Act(TaskAct.CLAIM_COMPLETION, Action.COMPLETION_CLAIM, "报结"),
    Act(TaskAct.SEND_BACK, Action.COMPLETION_SEND_BACK, "退回重办", "退回理由", required=True),
    Act(TaskAct.COMPLETE, Action.COMPLETION_APPROVE, "批准办结"),
    Act(TaskAct.CLOSE, Action.TASK_CLOSE, "销号"),
)

BY_WORD = {act.act.value: act for act in ACTS}


def drawable(status: TaskStatus, rights: Collection[Action]) -> list[Act]:
    """The acts that would succeed now for somebody with ``rights``."""
    possible = set(TASKS.available(status))
    return [act for act in ACTS if act.act in possible and act.action in rights]
