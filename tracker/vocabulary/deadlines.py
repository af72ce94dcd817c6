"""Words about what somebody owes by a date."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class DeadlineKind(Word):
    """What is owed."""

    ACKNOWLEDGEMENT = "acknowledgement", "签收"
    PLAN = "plan", "报方案"
    MILESTONE = "milestone", "节点"
    REPORT = "report", "反馈"
    HELPER_ANSWER = "helper-answer", "配合单位反馈"
    FINAL = "final", "最终时限"
    CHECK = "check", "核实"
    COORDINATION_ANSWER = "coordination-answer", "协调答复"
    REQUEST_DECISION = "request-decision", "申请批复"
    REVIEW_DECISION = "review-decision", "复核决定"
    LISTING_TERM = "listing-term", "挂牌期限"
    RECTIFICATION = "rectification", "整改"
    EXTERNAL = "external", "上级时限"
    SLIP_ANSWER = "slip-answer", "督办单答复"
    PUBLICATION = "publication", "公开"
    ACCEPTANCE = "acceptance", "现场验收"


OUTLIVING = frozenset({DeadlineKind.RECTIFICATION, DeadlineKind.REVIEW_DECISION})
"""Owed whatever becomes of the task: putting right what an inspection found, deciding a review (条例 art. 17, 18)."""


class SubjectKind(Word):
    """The document a deadline is for."""

    TASK = "task", "督办事项"
    MILESTONE = "milestone", "节点"


class TermUnit(Word):
    """How a term counts its days. Statutory terms count natural days, local ones working days."""

    NATURAL = "natural", "天"
    WORKING = "working", "个工作日"


class RevisionCause(Word):
    """Why a deadline got the dates it has."""

    OPENED = "opened", "首次确定"
    EXTENDED = "extended", "批准延期"
    RECOUNTED = "recounted", "日历确认后重算"
    REOPENED = "reopened", "恢复督办"
    MERGED = "merged", "并项从严"


class ClaimOutcome(Word):
    """What became of a unit's claim to have met a deadline."""

    ACCEPTED = "accepted", "认可"
    SENT_BACK = "sent-back", "退回"


class FlagKind(Word):
    """What the nightly sweep notes about a deadline, once per clock."""

    DUE_SOON = "due-soon", "临期"
    OVERDUE = "overdue", "逾期"


class ReminderKind(Word):
    """A system reminder: unnumbered, automatic."""

    BEFORE = "before", "提前提醒"
    ON_THE_DAY = "on-the-day", "到期提醒"
    AFTER = "after", "逾期提醒"
