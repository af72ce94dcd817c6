"""What can be wrong with the dates a task is given, and what is worth knowing about them."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint


class ScheduleRefusal(Complaint):
    """Why dates were not taken."""

    MISSING = "missing", "请填写办理时限，或选择“长期坚持”"
    ONLY_ONE = "only-one", "办理时限、期限、长期坚持只能填一项"
    PAST = "past", "时限{day}早于今天，请核对"
    FAR = "far", "时限{day}在三年以后，请核对年份；确实如此的，请勾选“确认时限超过三年”"
    TERM_ODD = "term-odd", "期限应为1至1500的整数"
    NODE_EMPTY = "node-empty", "节点{number}没有填写内容"
    NODE_UNDATED = "node-undated", "节点{number}没有填写日期"
    NODE_PAST = "node-past", "节点{number}的日期{day}早于今天"
    NODE_LATE = "node-late", "节点{number}（{day}）晚于总时限{due_on}"
    NODE_ORDER = "node-order", "节点{number}（{day}）早于前一个节点，请按日期先后填写"
    WEIGHTS = "weights", "节点权重合计{total}，应为100"


class ScheduleNote(Complaint):
    """What is worth knowing, and refuses nothing."""

    REST_DAY = "rest-day", "时限{day}是休息日；如需顺延，请改为{moved}"
    PROVISIONAL = "provisional", "{year}年的节假日安排尚未公布，暂按周一至周五推算，公布后自动重算"
    COUNTED = "counted", "期限{term}{unit}，从今天起算到{day}"
