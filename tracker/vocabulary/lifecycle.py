"""Words of a task's life."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


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


class ClosingStage(Word):
    """What a task waits for between 报结 and 销号."""

    CHECK = "check", "报结待核"
    APPROVE = "approve", "核实待批"
    SHOW = "show", "待呈阅"
    STRIKE_OFF = "strike-off", "待销号"


class LifeRefusal(Complaint):
    """Why a task does not end, pause, come back, split or join another."""

    NOT_CONCLUDED = "not-concluded", "“{title}”还没有核实意见，请督查员先提出核实意见"
    PARTS_OPEN = "parts-open", "拆分出的事项还有{number}项没有办结，全部办结后再报结"
    NOT_SHOWN = "not-shown", "“{title}”是批示事项，呈阅后才能销号"
    DAY_NOT_AHEAD = "day-not-ahead", "{what}{day}应晚于今天，请重新填写"
    FINAL_WANTED = "final-wanted", "请填写新的最终时限"
    PAUSES_OVERLAP = "pauses-overlap", "与{from_on}起的暂缓办理重叠，请先恢复办理或另选日期"
    PAUSE_UNPROVED = "pause-unproved", "请附上暂缓的佐证（如单位的申请、上级文件），或者补录纸质审批"
    NOT_PAUSED = "not-paused", "没有正在进行或尚未开始的暂缓办理"
    SPLIT_INTO_FEW = "split-into-few", "至少拆成两项"
    MERGE_WHERE = "merge-where", "没有找到编号为“{reference}”的事项，请核对编号"
    MERGE_NOT_INTO = "merge-not-into", "“{title}”目前是“{status}”，不能并入；请选择同样在办的其他事项"
