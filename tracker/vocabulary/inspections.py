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


class InspectionAct(Word):
    PLAN = "plan", "拟定方案"
    EDIT = "edit", "修改方案"
    PUT_FORWARD = "put-forward", "送审"
    APPROVE = "approve", "批准"
    REFUSE = "refuse", "不批准"
    CANCEL = "cancel", "取消"
    LOOK = "look", "登记现场情况"
    FINISH = "finish", "结束督查"


class FindingState(Word):
    """What became of something found on site."""

    RECORDED = "recorded", "记录在案"
    OPEN = "open", "整改中"
    CLAIMED = "claimed", "已报整改，待核查"
    RECTIFIED = "rectified", "整改到位"
    FAILED = "failed", "整改不到位"


class FindingAct(Word):
    CLAIM = "claim", "报告整改"
    ACCEPT = "accept", "认定整改到位"
    FAIL = "fail", "认定整改不到位"


class InspectionRefusal(Complaint):
    """Why an inspection or a finding was not taken down."""

    NO_SUCH = "no-such", "没有这次督查"
    NO_SUCH_FINDING = "no-such-finding", "没有这个督查发现"
    ACT_NOT_NOW = "act-not-now", "督查目前是“{status}”，不能{act}"
    FINDING_NOT_NOW = "finding-not-now", "该问题目前是“{status}”，不能{act}"
    NO_TASKS = "no-tasks", "请至少选择一个要督查的事项"
    NOT_YOUR_TASK = "not-your-task", "所选事项中有的已经了结，或者不属于本督查室，请重新选择"
    NO_METHODS = "no-methods", "请至少选择一种督查方式"
    ENDS_BEFORE = "ends-before", "结束日期{until}早于开始日期{since}，请核对"
    MEMBER_UNKNOWN = "member-unknown", "所选成员不是本督查室的账号，请重新选择"
    OVERLAPS = "overlaps", "与{others}重复或相隔不足{days}天，确需督查的请写明理由（政府督查工作条例第十五条）"
    BEGUN = "begun", "督查已于{day}开始，不能取消；请结束督查并写明情况"
    NOT_BEGUN = "not-begun", "督查{day}才开始，不能登记开始以前的情况"
    IN_THE_FUTURE = "in-the-future", "日期{day}晚于今天，请核对"
    OUT_OF_SCOPE = "out-of-scope", "所选事项或单位不在本次督查范围内，请重新选择"
    REQUIREMENT_MISSING = "requirement-missing", "要求整改的，请写明整改要求"
    TERM_PAST = "term-past", "整改期限{day}应晚于今天"
    NOT_DUE = "not-due", "整改期限是{day}，期限届满前单位没有报告整改的，不能认定整改不到位"
