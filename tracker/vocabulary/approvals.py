"""Words about who approves what."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class ApprovalKind(Word):
    """What a person approves, or takes note of, by name."""

    REGISTRATION = "registration", "立项"
    REASSIGNMENT = "reassignment", "承办调整"
    CONCLUSION = "conclusion", "核实意见"
    COMPLETION = "completion", "办结"
    SHOWING = "showing", "呈阅"
    CLOSING = "closing", "销号"
    REOPENING = "reopening", "恢复督办"
    SUSPENSION = "suspension", "暂缓办理"
    EXTENSION = "extension", "延期"
    WARNING = "warning", "督办单签发"
    LISTING = "listing", "挂牌督办"
    RELEASE = "release", "解除挂牌督办"
    INSPECTION = "inspection", "督查方案"
    INSPECTION_CONCLUSION = "inspection-conclusion", "督查结论"
    REVIEW = "review", "复核决定"
    ACCOUNTABILITY = "accountability", "追责建议"
    PUBLICATION = "publication", "公开"


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


class TurnReason(Word):
    """Why a small matter turned into an ordinary one, by itself."""

    OVERDUE = "overdue", "逾期未报结"
    HELPER = "helper", "增加承办单位"
    ENDORSED = "endorsed", "有新的批示"
    EXTENDED = "extended", "批准延期"
    LISTED = "listed", "挂牌督办"


class Triage(Word):
    """What a leader's words ask for."""

    NOTED = "noted", "阅知"
    HANDLE = "handle", "阅处"
    REPORT_BACK = "report-back", "办理反馈"


class ApprovalRefusal(Complaint):
    """Why an approval was not taken down."""

    DECIDED_ALREADY = "decided-already", "{approver}已于{day}作出“{outcome}”的决定，不能重复审批"
    OPINION_MISSING = "opinion-missing", "请写明不同意的理由"
    APPROVER_MISSING = "approver-missing", "请填写审批人"
    SEAT_MISSING = "seat-missing", "{rank}在职务名册内，请选择审批人职务"
    DECIDED_BEFORE = "decided-before", "审批日期{day}早于{earliest}（{what}），请核对"
    DECIDED_LATER = "decided-later", "审批日期{day}晚于今天，请核对"
    NO_ROUTE = "no-route", "还没有设定“{basis}”的审批路线，请督查室主任先设定"
    NOT_YOUR_TURN = "not-your-turn", "目前应由{rank}审批，还没有轮到您"
    WRONG_RANK = "wrong-rank", "目前应由{rank}审批，“{seat}”不在这一步，请核对"
    NO_OFFICE = "no-office", "您的账号不属于督查室"
    ROUTE_LONGER = "route-longer", "“{basis}”的立项还须{ranks}审批，请选择“报批”"
    BASIS_WORDS = "basis-words", "请写明立项依据，如：市政府第9次常务会议决定"
    NOT_PENDING = "not-pending", "事项目前是“{status}”，没有待办的立项审批"
    NO_ROUTE_OF_KIND = "no-route-of-kind", "还没有设定“{kind}”的审批路线，请督查室主任先设定"
    WAITS_ALREADY = "waits-already", "“{title}”已于{day}送审，正在等待审批"
    ENDED = "ended", "该件已于{day}办结，不能再审批"
    NO_SUCH = "no-such", "没有这个送审件"


class RouteRefusal(Complaint):
    """Why a route or a deputy was not set."""

    NO_STEPS = "no-steps", "审批路线至少要有一步"
    SEAT_UNKNOWN = "seat-unknown", "没有这个职务，或者它与所选职级不符，请重新选择"
    SAME_SEAT = "same-seat", "A角和B角不能是同一职务"
    ENDS_BEFORE = "ends-before", "结束日期{until}应晚于开始日期{since}"
    NOT_BEFORE_TOMORROW = "not-before-tomorrow", "新路线最早从明天起生效；{day}及以前报批的事项按当时的路线办理"
    REACHES_BACK = "reaches-back", "开始日期{day}早于今天，请核对"
