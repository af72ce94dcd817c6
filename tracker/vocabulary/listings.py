"""Words of 挂牌督办."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class ListingLimb(Word):
    """The two grounds of a listing: what weighs, or what does not move."""

    WEIGHTY = "weighty", "领导重视、群众关注、落实难度大"
    STALLED = "stalled", "已列入督办而未取得明显进展"


class ListingAuthority(Word):
    """Who lists."""

    LEADER = "leader", "主要领导批准"
    MEETING = "meeting", "常务会议决定"


class ListingState(Word):
    PENDING = "pending", "待审批"
    LISTED = "listed", "挂牌督办中"
    RELEASED = "released", "已解除"
    REFUSED = "refused", "不予挂牌"
    ENDED = "ended", "随事项了结"

    @property
    def is_open(self) -> bool:
        return self in OPEN_LISTINGS


class ListingAct(Word):
    """What moves a listing from state to state."""

    PROPOSE = "propose", "提请挂牌督办"
    LIST = "list", "挂牌"
    REFUSE = "refuse", "不予挂牌"
    RELEASE = "release", "解除挂牌"
    END = "end", "随事项了结"


OPEN_LISTINGS = frozenset({ListingState.PENDING, ListingState.LISTED})


class ReleaseState(Word):
    """Where a unit's request to be released stands."""

    ASKED = "asked", "待现场验收"
    DECIDING = "deciding", "验收合格，待审批"
    GRANTED = "granted", "同意解除"
    SENT_BACK = "sent-back", "退回整改"
    ENDED = "ended", "随事项了结"

    @property
    def is_open(self) -> bool:
        return self in OPEN_RELEASES


class ReleaseAct(Word):
    """What moves a request to be released from state to state."""

    ASK = "ask", "申请解除挂牌"
    PASS = "pass", "验收合格"
    FAIL = "fail", "验收不合格"
    GRANT = "grant", "同意解除"
    REFUSE = "refuse", "不同意解除"
    END = "end", "随事项了结"


OPEN_RELEASES = frozenset({ReleaseState.ASKED, ReleaseState.DECIDING})


class ListingStep(Word):
    """What a listing waits for next."""

    APPROVE = "approve", "待审批"
    PUBLISH = "publish", "待公开"
    RECTIFY = "rectify", "承办单位整改"
    TERM_OVER = "term-over", "挂牌期满，未申请解除"
    ACCEPT = "accept", "待现场验收"
    DECIDE = "decide", "待审批解除"
    PUBLISH_RELEASE = "publish-release", "待在同一媒体公开解除"
    NOTHING = "nothing", "无"


class ListingRefusal(Complaint):
    """Why a listing, a visit or a release did not go through."""

    NO_SUCH = "no-such", "没有这件挂牌督办"
    LISTED_ALREADY = "listed-already", "该事项已有一件挂牌督办（{state}），不能重复提请"
    MEETING_MISSING = "meeting-missing", "由常务会议决定的，请写明是哪次会议"
    MEETING_UNUSED = "meeting-unused", "填了会议名称，请选择“常务会议决定”，或删去会议名称"
    TERM_OUT_OF_RANGE = "term-out-of-range", "挂牌期限应为{least}至{most}个工作日"
    OFFICER_MISSING = "officer-missing", "请指定督办专员：选择本办人员，或填写姓名"
    PERSON_TWICE = "person-twice", "选择了本办人员，又填了姓名，请只留一项"
    OFFICER_NOT_OURS = "officer-not-ours", "所选人员不是本办在用账号，请重新选择"
    OUTLET_MISSING = "outlet-missing", "请写明在哪里公开；解除时须在同一媒体公开"
    PROPOSAL_OVER = "proposal-over", "所依据的拟挂牌建议不存在，或已处理，请刷新后再提请"
    RELEASE_FIRST = "release-first", "“{title}”正在挂牌督办，请先解除挂牌，再批准办结"
    VISITOR_MISSING = "visitor-missing", "请写明谁到了现场：选择本办人员，或填写姓名"
    VISIT_LATER = "visit-later", "到现场的日期{day}晚于今天，请核对"
    VISIT_BEFORE = "visit-before", "到现场的日期{day}早于{what}{earliest}，请核对"
    NODES_UNVERIFIED = (
        "nodes-unverified",
        "以下节点还没有核实：{names}。全部核实后才能解除；已经报结的，请督查员退回重办后逐个核实",
    )
    FINAL_UNCLAIMED = "final-unclaimed", "该事项没有节点，请先报结，再申请解除"
    RELEASE_WAITS = "release-waits", "第{ordinal}次解除申请还没有办完（{state}），不能重复申请"
    NO_RELEASE_WAITS = "no-release-waits", "没有待现场验收的解除申请"
    NOT_THIRD = "not-third", "“{name}”是{part}，验收须由其他人到现场"
    OFFICER_RECORDS = "officer-records", "您是本件的督办专员，验收结果请由其他人登记"
    FAIL_REASON_MISSING = "fail-reason-missing", "验收不合格的，请写明要整改什么"
    FAIL_REASON_UNUSED = "fail-reason-unused", "填了整改意见，请选择“不合格”，或删去整改意见"


class Barred(Word):
    """Who may not accept on site what he had a part in."""

    OFFICER = "officer", "本件的督办专员"
    CLERK = "clerk", "该事项的责任督查员"
    DRAFTER = "drafter", "解除申请的经办人"
