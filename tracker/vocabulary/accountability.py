"""Words of 追责建议 and 问题线索移送 (政府督查工作条例 art. 21, 23). Nothing here names a sanction."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class SuggestionState(Word):
    DRAFT = "draft", "起草中"
    PENDING = "pending", "待行政首长批准"
    REFUSED = "refused", "不同意"
    APPROVED = "approved", "待转交"
    TRANSFERRED = "transferred", "已转交，待回执"
    RECEIVED = "received", "已回执"
    CLOSED = "closed", "结果已登记"


class ReferralBody(Word):
    """To whom a clue goes (art. 23)."""

    SUPERVISORY = "supervisory", "监察机关"
    JUDICIAL = "judicial", "司法机关"


class SuggestionAct(Word):
    """What moves a suggestion on."""

    EDIT = "edit", "修改追责建议"
    PUT_FORWARD = "put-forward", "报行政首长批准"
    TAKE_BACK = "take-back", "撤回修改"
    APPROVE = "approve", "批准"
    REFUSE = "refuse", "不予批准"
    TRANSFER = "transfer", "转交有权机关"
    RECEIVE = "receive", "登记回执"
    CLOSE = "close", "登记结果"


class AccountabilityRefusal(Complaint):
    """Why a suggestion or a referral did not go through."""

    NO_SUCH = "no-such", "没有这份追责建议"
    NO_SUCH_CLUE = "no-such-clue", "没有这条移送登记"
    PARTY_ONLY = "party-only", "事项只来源于党委文件，按党内规定办理，不在这里提出追责建议"
    NO_BASIS = "no-basis", "追责建议须以已送达且没有在复核的督查结论，或核查认定的整改不到位为依据，请重新选择"
    BASIS_USED = "basis-used", "这一依据已经提出过追责建议，不能重复提出"
    BASIS_GONE = "basis-gone", "所依据的督查结论正在复核、已被撤销，或整改情况已变，暂不能继续办理"
    MISSING = "missing", "请填写{field}"
    NOT_STUDIED = "not-studied", "报批前须经集体研究，请填写研究日期、会议和意见"
    NO_EVIDENCE = "no-evidence", "证据目录为空，不能报批"
    CUT_UNKNOWN = "cut-unknown", "证据目录已有变化，请重新核对要删减的条目"
    CUT_REASON = "cut-reason", "请写明不列入“{line}”的理由"
    NOT_HEAD = "not-head", "追责建议须由行政首长批准，请督查室主任先把审批路线的最后一步设为主要领导"
    DAY_WRONG = "day-wrong", "日期{day}应在{earliest}至{latest}之间，请核对"
    NO_OFFICE = "no-office", "您的账号不属于督查室，不能登记"
    LETTER_KNOWN = "letter-known", "函号“{number}”已经登记"
    RECEIVED = "received", "回执已于{day}登记"
