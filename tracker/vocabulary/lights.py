"""Words of the traffic light."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class Light(Word):
    """What a task looks like on a day. A task not yet assigned has none."""

    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"
    DONE = "done", "已办结"
    PAUSED = "paused", "暂缓"


class LightReason(Word):
    """Why a light is what it is: the gravest cause of the day."""

    ON_TRACK = "on-track", "按期推进"
    ENDED = "ended", "已办结或已终止"
    PAUSED = "paused", "暂缓办理"
    FINAL_OVERDUE = "final-overdue", "最终时限已过"
    MILESTONES_MISSED = "milestones-missed", "逾期节点权重过高"
    PERIODS_RUNNING = "periods-running", "连续多期黄灯"
    FINAL_NEAR = "final-near", "最终时限临近"
    MILESTONE_MISSED = "milestone-missed", "有节点逾期"
    REPORT_LATE = "report-late", "反馈超期"
