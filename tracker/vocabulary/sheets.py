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


class Repeats(Word):
    """What becomes of rows that say what another says already."""

    MERGE = "merge", "并为一项，时限从严"
    APART = "apart", "各自立项"
    SKIP = "skip", "不导入重复的行"


class RowProblem(Complaint):
    """What can be wrong or doubtful in one row of a sheet."""

    TITLE_MISSING = "title-missing", "没有任务内容，请补填后再导入"
    TEXT_TOO_LONG = "text-too-long", "{field}有{count}字，最多{limit}字，请精简后再导入"
    VALUE_BROKEN = "value-broken", "“{phrase}”是表格公式的错误值，请在原表改正"
    ROW_HIDDEN = "row-hidden", "此行在原表中被隐藏，请确认是否要导入"
    ROW_CONTINUED = "row-continued", "此行没有序号和{column}，已沿用上一行的“{phrase}”，请核对"

    DATE_IMPOSSIBLE = "date-impossible", "“{phrase}”不是有效日期，请核对后改正"
    DATE_UNREAD = "date-unread", "时限“{phrase}”无法识别，请填写具体日期，如 2026-03-31"
    DATE_VAGUE = "date-vague", "“{phrase}”没有明确的日期，请商定后填写，或选择长期坚持"
    DATE_YEAR_UNKNOWN = "date-year-unknown", "“{phrase}”没有写年份，文件中也找不到，请填写年份"
    DATE_YEAR_SHORT = "date-year-short", "“{phrase}”的年份只有两位，已按 {year} 年理解，请核对"
    DATE_YEAR_ODD = "date-year-odd", "“{phrase}”的年份不寻常，请核对年份"
    DATE_OUT_OF_ORDER = "date-out-of-order", "“{phrase}”没有写年份，按前文年份早于前一个时限，请核对年份"
    DATE_BEFORE_UNCLEAR = "date-before-unclear", "“{phrase}”已按该时段的最后一天理解，请核对"
    DATE_BASE_UNKNOWN = "date-base-unknown", "“{phrase}”要从成文日期起算，请填写文件的成文日期"
    DATE_BASE_OTHER = "date-base-other", "“{phrase}”的起算日不一定是成文日期，请核对"
    DATE_COUNT_LATER = "date-count-later", "“{phrase}”按工作日计算，请核对算出的日期"
    DATE_SERIAL = "date-serial", "“{phrase}”是表格里的日期序号，已按 {due_on} 理解，请核对"
    RHYTHM_UNKNOWN = "rhythm-unknown", "“{phrase}”没有说明多久一次，请填写反馈周期"
    DUE_ASSUMED = "due-assumed", "没有写时限，暂按当年年底 {due_on} 计，请确认"
    DUE_UNKNOWN = "due-unknown", "没有写时限，也看不出是哪一年的文件，请填写时限"
    DUE_AT_ONCE = "due-at-once", "“{phrase}”要求立即办理，暂按成文当日计，请确认"
    MARKED_SECRET = "marked-secret", "本行标有“{mark}”；涉密事项不得录入本系统，请线下办理"
    DUE_IN_TEXT = "due-in-text", "表中没有时限栏，“{phrase}”取自任务内容，请确认"

    LEAD_MISSING = "lead-missing", "没有写牵头单位，请补填"
    LEAD_TAKEN = "lead-taken", "没有写牵头单位，暂以“{column}”的第一个“{unit}”为牵头，请核对"
    UNIT_OPEN = "unit-open", "“{unit}”不是具体单位，无法签收，请明确到单位"
    UNIT_OPEN_ENDED = "unit-open-ended", "“{phrase}”没有列全单位，请确认是否还有其他单位"
    UNIT_COMPLETED = "unit-completed", "“{phrase}”已按“{unit}”理解，请核对"
    UNIT_UNREAD = "unit-unread", "“{phrase}”不像单位名称，请核对"
    UNIT_PERSON = "unit-person", "单位栏里的“{phrase}”像是人名，已按责任人处理，请核对"

    UNIT_UNKNOWN = "unit-unknown", "单位“{unit}”未登记；请核对名称，或在导入时选择新建单位"
    UNIT_ALIKE = "unit-alike", "单位“{unit}”未登记，相近的有：{alike}；请核对名称，或在导入时选择新建单位"
    UNIT_OLD_NAME = "unit-old-name", "“{unit}”是机构改革前的名称，已按现单位理解，请核对"
    GROUP_UNKNOWN = "group-unknown", "单位组“{unit}”未登记成员，交办时无法展开；请登记单位组"
    LIKELY_DUPLICATE = "likely-duplicate", "与{of}可能是同一事项（相似度{score}），可合并为一项"


class SheetProblem(Complaint):
    """Why nothing could be read from a sheet."""

    NO_HEADER = "no-header", "找不到表头：缺少“{missing}”列，识别到的列：{found}。请在表头写明各列名称"
    NO_ROWS = "no-rows", "表头下面没有任务行"


class SkipReason(Word):
    """Why a row of a sheet is no item."""

    TITLE = "title", "标题"
    BLANK = "blank", "空行"
    HEADER = "header", "重复的表头"
    TOTAL = "total", "合计"
    NOTE = "note", "备注说明"
    SECTION = "section", "分类标题"
    NUMBER_ONLY = "number-only", "只有序号"
