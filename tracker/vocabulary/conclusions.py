"""Words of 督查结论 and 复核 (政府督查工作条例 art. 16, 17)."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class ConclusionState(Word):
    DRAFT = "draft", "起草中"
    PENDING = "pending", "待审批"
    REFUSED = "refused", "不同意"
    APPROVED = "approved", "待送达"
    SERVED = "served", "已送达"
    CHANGED = "changed", "复核后变更"
    WITHDRAWN = "withdrawn", "复核后撤销"

    @property
    def stands(self) -> bool:
        """It has been served and binds, whatever a review may yet say."""
        return self in STANDING_CONCLUSIONS


STANDING_CONCLUSIONS = frozenset({ConclusionState.SERVED, ConclusionState.CHANGED})


class ConclusionAct(Word):
    DRAFT = "draft", "起草"
    EDIT = "edit", "修改"
    PUT_FORWARD = "put-forward", "送审"
    APPROVE = "approve", "批准"
    REFUSE = "refuse", "不批准"
    SERVE = "serve", "送达"
    MAINTAIN = "maintain", "维持"
    CHANGE = "change", "变更"
    WITHDRAW = "withdraw", "撤销"


class ReviewState(Word):
    ASKED = "asked", "复核中"
    DECIDING = "deciding", "待审批"
    DECIDED = "decided", "已决定"
    LATE = "late", "逾期申请，不予受理"

    @property
    def is_open(self) -> bool:
        return self in OPEN_REVIEWS


OPEN_REVIEWS = frozenset({ReviewState.ASKED, ReviewState.DECIDING})


class ReviewAct(Word):
    ASK = "ask", "申请复核"
    ASK_LATE = "ask-late", "逾期申请复核"
    PUT_FORWARD = "put-forward", "提出复核意见"
    REFUSE = "refuse", "退回复核意见"
    DECIDE = "decide", "作出复核决定"


class ReviewOutcome(Word):
    MAINTAINED = "maintained", "维持"
    CHANGED = "changed", "变更"
    WITHDRAWN = "withdrawn", "撤销"


class ConclusionRefusal(Complaint):
    """Why a conclusion or a review did not go through."""

    NO_SUCH = "no-such", "没有这份督查结论"
    ACT_NOT_NOW = "act-not-now", "督查结论目前是“{status}”，不能{act}"
    REVIEW_NOT_NOW = "review-not-now", "复核申请目前是“{status}”，不能{act}"
    PARTY_ONLY = "party-only", "“{title}”的来源都是党委文件，不适用政府督查工作条例，请按党内规定办理"
    NOT_HANDED_OUT = "not-handed-out", "“{title}”还没有交办，不能作督查结论"
    UNIT_NOT_IN_TASK = "unit-not-in-task", "该单位没有承办这个事项，请重新选择"
    INSPECTION_UNFIT = "inspection-unfit", "所选督查没有查过这个事项，或者还没有批准，请重新选择"
    RESTS_ON_NOTHING = "rests-on-nothing", "督查结论须以督查或工作记录为依据，请选择一次督查，或勾选、填写工作记录"
    REQUIREMENT_MISSING = "requirement-missing", "给出整改期限的，请写明整改要求"
    SERVED_BEFORE = "served-before", "送达日期{day}早于批准日期{approved}，请核对"
    IN_THE_FUTURE = "in-the-future", "日期{day}晚于今天，请核对"
    NOT_SERVED = "not-served", "该督查结论还没有送达，不能申请复核"
    ASKED_BEFORE = "asked-before", "申请日期{day}早于送达日期{served}，请核对"
    REVIEW_OPEN = "review-open", "{day}已申请复核，正在办理，不能重复申请"
    REVIEWED = "reviewed", "该督查结论已于{day}作出复核决定，不能再次申请"
    BARRED = "barred", "{name}参与过该督查结论（{how}），应当回避，请由其他人员办理（政府督查工作条例第十七条）"
    DECIDER_BARRED = "decider-barred", "该督查结论由{name}批准，不能再由其作出复核决定，请另选决定人的职务"
    NEW_TEXT_MISSING = "new-text-missing", "建议变更的，请写明变更后的结论"
    NEW_TEXT_UNUSED = "new-text-unused", "填了变更后的结论，却没有选择“变更”，请核对"
    SEAT_UNKNOWN = "seat-unknown", "没有这个职务，请重新选择"
