"""Words about the papers that decided a task."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class Regime(Word):
    """Whose rules a source falls under: the State Council's 督查条例 binds government supervision, not the party's."""

    GOVERNMENT = "government", "政府"
    PARTY = "party", "党委"
    JOINT = "joint", "党政联合"


class SourceKind(Word):
    """The kind of paper; it decides the default term and the rhythm."""

    WORK_REPORT = "work-report", "政府工作报告"
    DECOMPOSITION = "decomposition", "任务分解"
    MEETING = "meeting", "会议议定"
    INSTRUCTION = "instruction", "领导批示"
    INCOMING = "incoming", "上级来文"
    PROPOSAL = "proposal", "建议提案"
    PROJECT = "project", "重点项目"
    OTHER = "other", "其他"


class Disclosure(Word):
    """Who may read a task. No higher mark exists: classified matters never enter this system."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    SENSITIVE = "sensitive", "敏感"


class GoalLevel(Word):
    """The weight of a task in the year's 目标管理考核."""

    FIRST = "first", "一级目标"
    SECOND = "second", "二级目标"
    NONE = "none", "不计入考核"
