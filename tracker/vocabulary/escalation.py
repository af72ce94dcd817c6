"""Words of the ladder: slips, proposals, and work that does not move."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class SlipColour(Word):
    """督办单 of three colours; each goes a rank higher."""

    BLUE = "blue", "蓝色督办单"
    ORANGE = "orange", "橙色督办单"
    RED = "red", "红色督办单"


class SlipState(Word):
    """Where a slip stands. One that a graver slip or an answer in time has overtaken is dropped."""

    PREPARED = "prepared", "待签发"
    ISSUED = "issued", "已签发"
    ACKNOWLEDGED = "acknowledged", "已签收"
    ANSWERED = "answered", "已答复"
    DROPPED = "dropped", "不予签发"


class ProposalKind(Word):
    """What the machine proposes and a person decides."""

    LISTING = "listing", "拟挂牌建议"
    ACCOUNTABILITY = "accountability", "拟追责建议"


class ProposalOutcome(Word):
    ACCEPTED = "accepted", "采纳"
    DECLINED = "declined", "不采纳"
    POSTPONED = "postponed", "暂缓"
    LAPSED = "lapsed", "情况已变"


class StandstillKind(Word):
    """How it shows that a task makes no visible progress."""

    NOT_VERIFIED = "not-verified", "连续多期没有新核实的节点"
    REPEATED = "repeated", "连续多期反馈内容雷同"


class EscalationRefusal(Complaint):
    """Why a slip or a proposal was not dealt with."""

    NO_SLIP = "no-slip", "没有这张督办单"
    NO_PROPOSAL = "no-proposal", "没有这条建议"
    SLIP_OVER = "slip-over", "该督办单目前是“{state}”，不能{act}"
    NOT_OVERDUE = (
        "not-overdue",
        "“{title}”的这个时限今天没有逾期（已申报、已延期、暂缓办理或正在申请延期），不能签发督办单",
    )
    NOT_GRAVER = "not-graver", "只能签发比拟定颜色更重的督办单，请重新选择"
    COLOUR_TAKEN = "colour-taken", "该时限已有一张{colour}，不能重复"
    RED_BY_LEADER = "red-by-leader", "红色督办单须送审，由领导签发"
    LATELY = "lately", "{day}已为该事项拟出一张督办单，{next}起才能再拟"
    RAISE_REASON = "raise-reason", "提高颜色或手工拟单的，请写明理由"
    ANSWER_BY_HEAD = "answer-by-head", "{colour}的答复由单位负责人签发"
    NOT_ADDRESSEE = "not-addressee", "这张督办单发给{unit}，由该单位签收和答复"
    DECIDED = "decided", "该建议已由{who}于{day}处理为“{outcome}”"
    UNTIL_AHEAD = "until-ahead", "暂缓到的日期应晚于今天"
