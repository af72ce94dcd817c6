"""What the business refuses between 交办 and 办理中, in sentences."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint


class AssignmentRefusal(Complaint):
    """Why an answer, a return, a ruling or a plan was not taken."""

    ANSWERED_ALREADY = "answered-already", "本单位已于{day}由{who}答复“{answer}”，以先答复的为准"
    ANSWER_NOT_OPEN = "answer-not-open", "现在不能答复“{answer}”，请从列出的答复中选择"
    RETURN_PENDING = "return-pending", "本单位已申请退回，请等督查室裁定"
    REASON_SHORT = "reason-short", "请说明退回的理由（不少于{least}字），写清职责依据"
    RULED_ALREADY = "ruled-already", "该申请已由{who}于{day}裁定“{outcome}”"
    RULING_EMPTY = "ruling-empty", "请写明裁定的理由"
    NEW_LEAD_MISSING = "new-lead-missing", "同意退回的，请选择新的牵头单位"
    NEW_LEAD_SAME = "new-lead-same", "新的牵头单位就是申请退回的单位，请另选"
    PLAN_WAITING = "plan-waiting", "{day}报的方案正在审查，请等审查结果"
    PLAN_DECIDED = "plan-decided", "没有待审查的方案，可能已由他人审查，请查看最新情况"
    PLAN_EMPTY = "plan-empty", "请写明{missing}"
    NODE_EMPTY = "node-empty", "第{number}个节点没有写内容"
    NODE_WEIGHT = "node-weight", "第{number}个节点的权重应为1至100的整数"
    NODE_TOO_LATE = "node-too-late", "第{number}个节点（{due}）晚于最终时限{final}，请提前，或另行申请延期"
    NODE_TOO_EARLY = "node-too-early", "第{number}个节点（{due}）早于交办日期{assigned}，请核对"
    WEIGHTS_WRONG = "weights-wrong", "节点权重合计{total}，应为{wanted}，请调整"
    GAPS_UNEXPLAINED = "gaps-unexplained", "还缺{missing}：请逐项说明为何可以通过，或退回方案"
    NEW_LEAD_UNFIT = "new-lead-unfit", "该单位已撤销或不能承办事项，请另选"
