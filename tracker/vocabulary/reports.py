"""Words about what units answer, and what proves it."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class ReportState(Word):
    """Where a progress report stands. An accepted one is never edited."""

    DRAFT = "draft", "草稿"
    SIGNING = "signing", "待签发"
    SENT = "sent", "已报送"
    ACCEPTED = "accepted", "已采纳"
    SENT_BACK = "sent-back", "已退回"


class EvidenceOf(Word):
    """What a piece of evidence is attached to; the same piece may prove several."""

    REPORT = "report", "反馈"
    CLAIM = "claim", "申报"
    APPROVAL = "approval", "审批"
    SUSPENSION = "suspension", "暂缓办理"
    COORDINATION = "coordination", "提请协调"
    PLAN = "plan", "方案"
    COMPLETION = "completion", "报结"


class AssignmentAnswer(Word):
    """What a unit answers when it is handed a task."""

    LEADING = "leading", "主办"
    SUPPORTING = "supporting", "配合"
    NEEDS_COORDINATION = "needs-coordination", "提请协调"
    WANTS_RETURN = "wants-return", "申请退回"


class CoordinationReach(Word):
    """How far up a difficulty must go."""

    OWN_LEVEL = "own-level", "本级解决"
    JOINT = "joint", "联合解决"
    UPWARD = "upward", "提请上级"


class RequestOutcome(Word):
    GRANTED = "granted", "同意"
    DECLINED = "declined", "不同意"


class UrgeChannel(Word):
    """How the office urged a unit."""

    PHONE = "phone", "电话催办"
    MESSAGE = "message", "催办提醒"
