"""Words of 督查 (政府督查工作条例 art. 12, 14)."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class InspectionKind(Word):
    """The five kinds of art. 14."""

    GENERAL = "general", "综合督查"
    SPECIAL = "special", "专项督查"
    EVENT = "event", "事件调查"
    DAILY = "daily", "日常督办"
    CLUE = "clue", "线索核查"


class InspectionMethod(Word):
    """The methods of art. 12."""

    SELF_CHECK = "self-check", "要求自查、说明情况"
    HEARING = "hearing", "听取汇报"
    ON_SITE = "on-site", "检查、访谈、暗访"
    SURVEY = "survey", "座谈、听证、统计、评估"
    MATERIALS = "materials", "调阅、复制资料"
    CLUES = "clues", "信函、电话、媒体等渠道收集线索"
    TALK = "talk", "约谈"
    ONLINE = "online", "运用现代信息技术手段"


class InspectionState(Word):
    DRAFT = "draft", "方案草稿"
    PENDING = "pending", "待审批"
    APPROVED = "approved", "已批准"
    FINISHED = "finished", "已结束"
    REFUSED = "refused", "不同意"
    CANCELLED = "cancelled", "已取消"


class FindingState(Word):
    """What became of something found on site."""

    RECORDED = "recorded", "记录在案"
    OPEN = "open", "整改中"
    CLAIMED = "claimed", "已报整改，待核查"
    RECTIFIED = "rectified", "整改到位"
    FAILED = "failed", "整改不到位"


class InspectionRefusal(Complaint):
    """Why an inspection or a finding was not taken down."""
