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
