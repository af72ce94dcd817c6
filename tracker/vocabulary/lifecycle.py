"""Words of a task's life."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class TaskStatus(Word):
    """Where a task stands. Overdue, yellow, suspended, extended and listed are never states: they are derived."""

    DRAFT = "draft", "草稿"
    PENDING_APPROVAL = "pending-approval", "待审批"
    REGISTERED = "registered", "已立项"
    ASSIGNED = "assigned", "已交办"
    ACKNOWLEDGED = "acknowledged", "已签收"
    IN_PROGRESS = "in-progress", "办理中"
    COMPLETION_CLAIMED = "completion-claimed", "报结待核"
    COMPLETED = "completed", "办结"
    CLOSED = "closed", "销号"
    REFUSED = "refused", "不予立项"
    MERGED = "merged", "并项办理"
    TERMINATED = "terminated", "终止督办"

    @property
    def is_open(self) -> bool:
        """Somebody owes work on it: its light is lit and its deadlines count."""
        return self in OPEN_STATUSES

    @property
    def is_ended(self) -> bool:
        return self in ENDED_STATUSES


OPEN_STATUSES = frozenset(
    {TaskStatus.ASSIGNED, TaskStatus.ACKNOWLEDGED, TaskStatus.IN_PROGRESS, TaskStatus.COMPLETION_CLAIMED}
)
ENDED_STATUSES = frozenset(
    {TaskStatus.COMPLETED, TaskStatus.CLOSED, TaskStatus.REFUSED, TaskStatus.MERGED, TaskStatus.TERMINATED}
)


class TaskAct(Word):
    """What moves a task from state to state."""

    DRAFT = "draft", "登记"
    SUBMIT = "submit", "报批"
    REGISTER = "register", "立项"
    REFUSE = "refuse", "不予立项"
    ASSIGN = "assign", "交办"
    ADOPT = "adopt", "转入在办台账"
    ACKNOWLEDGE = "acknowledge", "签收"
    START = "start", "方案通过"
    CLAIM_COMPLETION = "claim-completion", "报结"
    SEND_BACK = "send-back", "退回重办"
    COMPLETE = "complete", "办结"
    CLOSE = "close", "销号"
    REOPEN = "reopen", "恢复督办"
    MERGE = "merge", "并项"
    TERMINATE = "terminate", "终止"


class ClosureKind(Word):
    """In which sense a task was struck off."""

    DONE = "done", "办结"
    STAGE_DONE = "stage-done", "阶段性办结"
    ROUTINE = "routine", "转常态"
    CARRIED_OVER = "carried-over", "结转下年"
