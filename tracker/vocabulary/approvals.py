"""Words about who approves what."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class ApprovalKind(Word):
    """What a person approves, or takes note of, by name."""

    REGISTRATION = "registration", "立项"
    PLAN = "plan", "方案审查"
    REASSIGNMENT = "reassignment", "承办调整"
    CONCLUSION = "conclusion", "核实意见"
    COMPLETION = "completion", "办结"
    SHOWING = "showing", "呈阅"
    CLOSING = "closing", "销号"
    REOPENING = "reopening", "恢复督办"
    SUSPENSION = "suspension", "暂缓办理"
    SPLIT = "split", "拆分"
    MERGE = "merge", "并项"


class ApprovalOutcome(Word):
    APPROVED = "approved", "同意"
    REFUSED = "refused", "不同意"
    SEEN = "seen", "已阅"


class TaskBasis(Word):
    """立项依据 (条例 art. 11): it decides who registers a task."""

    GOVERNMENT_DECISION = "government-decision", "政府决定"
    HEAD_INSTRUCTION = "head-instruction", "行政首长指示"
    OFFICE_PROPOSAL = "office-proposal", "督查室建议"
    LEADER_INSTRUCTION = "leader-instruction", "其他领导批示"
    PARTY_DECISION = "party-decision", "党委决定"


class Procedure(Word):
    """How a task travels: all steps, or the five acts of a small matter."""

    ORDINARY = "ordinary", "一般流程"
    SIMPLE = "simple", "简易流程"


class Triage(Word):
    """What a leader's words ask for."""

    NOTED = "noted", "阅知"
    HANDLE = "handle", "阅处"
    REPORT_BACK = "report-back", "办理反馈"
