"""Words about imported sheets: the columns we know, the deadlines we read, what a row can be wrong about."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class Field(Word):
    """What a column of a task sheet is about."""

    NUMBER = "number", "序号"
    SECTION = "section", "类别"
    TITLE = "title", "任务"
    TARGET = "target", "目标"
    MEASURES = "measures", "措施"
    LEADER = "leader", "责任领导"
    LEAD = "lead", "牵头单位"
    SUPPORTING = "supporting", "配合单位"
    DEADLINES = "deadlines", "完成时限"
    POINTS = "points", "考核分值"
    PROGRESS = "progress", "进展情况"


class DueKind(Word):
    """What a deadline phrase binds to."""

    FINAL = "final", "最终时限"
    MILESTONE = "milestone", "节点"
    RECURRING = "recurring", "定期"
    ENDLESS = "endless", "长期"


class Every(Word):
    """The rhythm of a recurring deadline."""

    WEEK = "week", "每周"
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF_YEAR = "half-year", "每半年"
    YEAR = "year", "每年"


class Level(Word):
    """How bad a row's problem is: an error row is not imported, a doubt is shown and imported as said."""

    ERROR = "error", "错误"
    DOUBT = "doubt", "存疑"


class RowProblem(Complaint):
    """What can be wrong or doubtful in one row of a sheet."""

    DATE_IMPOSSIBLE = "date-impossible", "“{phrase}”不是有效日期，请核对后改正"
