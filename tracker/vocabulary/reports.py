"""Words about what units answer, and what proves it."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class ReportState(Word):
    """Where a progress report stands. An accepted one is never edited."""

    DRAFT = "draft", "草稿"
    SIGNING = "signing", "待签发"
    SENT = "sent", "已报送"
    ACCEPTED = "accepted", "已采纳"
    SENT_BACK = "sent-back", "已退回"


class ReportAct(Word):
    """What moves a progress report from state to state."""

    SAVE = "save", "保存草稿"
    SUBMIT = "submit", "送签"
    SIGN = "sign", "签发"
    ENTER = "enter", "代录"
    ACCEPT = "accept", "采纳"
    SEND_BACK = "send-back", "退回"


class ReportRefusal(Complaint):
    """Why a report did not go through, and what to do instead."""

    NOTHING_DONE = "nothing-done", "请填写进展情况"
    TOO_LONG = "too-long", "“{field}”不超过{limit}字，当前{count}字"
    NOTHING_BEFORE = "nothing-before", "这是第一次反馈，没有上期可比，请填写进展情况"
    UNCHANGED_AGAIN = "unchanged-again", "上期已报“与上期相比无变化”，不能连续使用，请写明本期进展、原因或打算"
    CHANGED = (
        "changed",
        "勾选了“与上期相比无变化”，又写了新的进展或附了新的佐证：有变化的请取消勾选，没有变化的请删去新内容",
    )
    PAPER_MISSING = "paper-missing", "请附上纸质反馈的扫描件或照片"
    PAPER_LATER = "paper-later", "纸质反馈的日期不能晚于今天"
    PAPER_BEFORE = "paper-before", "纸质反馈的日期不能早于交办日期{day}"
    NO_SIGNER = "no-signer", "请填写签发人"
    NO_REASON = "no-reason", "请填写退回理由"
    NOT_DECIDER = "not-decider", "{kind}由{decider}处理"


class EvidenceOf(Word):
    """What a piece of evidence is attached to; the same piece may prove several."""

    REPORT = "report", "反馈"
    CLAIM = "claim", "申报"
    APPROVAL = "approval", "审批"
    SUSPENSION = "suspension", "暂缓办理"
    COORDINATION = "coordination", "提请协调"
    PLAN = "plan", "方案"
    COMPLETION = "completion", "报结"
    EXTENSION = "extension", "延期申请"
    SLIP = "slip", "督办单答复"
    VISIT = "visit", "到现场"
    RELEASE = "release", "解除申请"
    FINDING = "finding", "督查整改"
    CONCLUSION = "conclusion", "督查结论"
    REVIEW = "review", "复核"


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
