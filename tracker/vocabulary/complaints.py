"""What the business refuses, in sentences."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint


class Refusal(Complaint):
    """Why a command was not carried out, and what to do instead."""

    ACT_NOT_NOW = "act-not-now", "事项目前是“{status}”，不能{act}"
    UNIT_UNKNOWN = "unit-unknown", "没有找到单位“{name}”{hint}，请核对名称"
    NO_LEAD = "no-lead", "“{title}”还没有牵头单位，不能交办"
    NOT_CLEAR = "not-clear", "“{title}”还缺{missing}，四清（任务、目标、责任、时限）补齐后才能交办"
    DUE_IN_THE_PAST = "due-in-the-past", "办理时限不能早于今天"
    WRITTEN_IN_THE_FUTURE = "written-in-the-future", "批示日期不能晚于今天"
    FILE_GONE = "file-gone", "文件“{name}”不在服务器上，请联系系统管理员从备份恢复"
    UNCLEAR = "unclear", "请写清楚，不少于{least}个字"
    NOT_SIMPLE = "not-simple", "不能走简易流程：{reasons}。请改用一般登记"
    SOURCE_KNOWN = "source-known", "《{title}》已经登记过，请在来源里查看"
    NOT_OPEN_DUTY = "not-open-duty", "该时限已经办结、取消或尚未生效，不能再申报"
    CLAIM_WAITING = "claim-waiting", "该时限已有申报待核实，请先处理"
    NO_CLAIM = "no-claim", "该时限没有待核实的申报"
    DATE_BACKWARDS = "date-backwards", "日期{day}早于{since}，请核对"
    DAY_REACHED = (
        "day-reached",
        "定时任务“{job}”已做到{reached}，不能再对更早的{day}运行；看过去某天的情况，请用 tracker overdue --as-of，"
        "看换一套规则会怎样，请用 tracker rules replay",
    )
    JOB_BUSY = "job-busy", "定时任务“{job}”正在由另一进程运行，请稍后再试"
    YEAR_UNKNOWN = "year-unknown", "没有{year}年的法定节假日数据，请用 --file 载入国务院通知的安排"
    CALENDAR_ROW_WRONG = (
        "calendar-row-wrong",
        "第{row}行“{text}”看不懂，应为“日期,休或班,说明”，例如 2027-02-06,休,春节",
    )
    DATABASE_BEHIND = "database-behind", "数据库结构是{current}，程序需要{head}；请先运行 tracker db upgrade"
    DATABASE_AHEAD = "database-ahead", "数据库结构是{current}，比程序的{head}新；请换用更新的程序"
    IMPORT_NEEDS_SOURCE = (
        "import-needs-source",
        "写入前请用 --source-title 和 --issuer 说明文件名称和发文单位；只想看看读出了什么，请加 --dry-run",
    )
    IMPORT_BUSY = "import-busy", "《{title}》正在由他人导入，请稍后再看导入结果"
    IMPORT_TOO_MANY = "import-too-many", "一次最多导入{limit}行，当前{count}行，请分成几个文件导入"
    IMPORT_NOTHING_NEW = "import-nothing-new", "没有可导入的新内容：{known}行此前已导入，{errors}行有错误"
    SHEET_GONE = "sheet-gone", "上传的文件已经导入、取消或超过一天，请重新上传"
    UNIT_GONE = "unit-gone", "没有这个单位，请刷新后再试"
    UNIT_NAME_TAKEN = "unit-name-taken", "“{name}”已登记，请改用全称或核对是否重复"
    UNIT_UNDER_ITSELF = "unit-under-itself", "“{name}”不能隶属于它自己或它的下级"
    UNIT_ENDED = "unit-ended", "“{name}”已于{day}撤并"
    SUCCESSOR_ITSELF = "successor-itself", "承接单位不能是它自己或已撤并的单位"
    GROUP_GONE = "group-gone", "没有这个单位组，请刷新后再试"
    POST_GONE = "post-gone", "没有这个职务，请刷新后再试"
    POST_NAME_TAKEN = "post-name-taken", "职务“{name}”已登记"
    HOLDER_BACKWARDS = "holder-backwards", "任职日期应晚于现任的任职日期{day}"
    RULE_UNKNOWN = "rule-unknown", "没有这条规则，请刷新后再试"
    RULE_BACKWARDS = "rule-backwards", "新规则最早从{today}起生效；过去的日子仍按当时的规则"
    RULE_TWICE = "rule-twice", "{day}已有一个新版本，请改选其他生效日期"
    RULE_SAME = "rule-same", "数值与{day}起生效的版本相同，没有变化"
    REPLAY_TOO_LONG = "replay-too-long", "一次最多推演{most}天，请缩短起止日期"
    RULE_FILE_WRONG = (
        "rule-file-wrong",
        '规则文件看不懂：{why}。应为 JSON 或 TOML，如 {{"warning-slip": {{"blue_workdays": 2}}}}',
    )
    RULE_PAIR_WRONG = "rule-pair-wrong", "“{pair}”看不懂，应为 名称=整数，如 blue_workdays=2"
    RULE_ORDER = "rule-order", "“{after}”不能小于“{before}”，否则先到的是更重的一级"
    RULE_NUMBER = "rule-number", "“{label}”应为{least}至{most}的整数"
    YEAR_BEYOND = "year-beyond", "只能设定{first}至{last}年的日历"
    DAY_NOT_OF_YEAR = "day-not-of-year", "第{row}行的{day}不在{year}年"
    BURDEN_UNKNOWN = "burden-unknown", "没有这条反映"
    BURDEN_ANSWERED = "burden-answered", "这条反映已由{by}答复"
    SHEET_UNKNOWN = "sheet-unknown", "文件里没有名为“{sheet}”的工作表；有：{known}"
    ADOPT_BEFORE_ISSUE = "adopt-before-issue", "接管日期{adopt}早于印发日期{issued}，请核对"
    SEAT_NOT_OF_TASK = "seat-not-of-task", "只能提请该事项的责任领导协调；其他领导由秘书长提请"
    SEAT_NOT_HIGHER = "seat-not-higher", "只能提请更高一级的领导协调，请重新选择"
    SEAT_CANNOT_SEE = "seat-cannot-see", "这是敏感事项，该领导看不到它，请线下汇报"
    REQUEST_OVER = "request-over", "该协调事项已于{day}了结，不能再{act}"
    COORDINATION_EMPTY = "coordination-empty", "请写明需要协调什么"
    ANSWER_EMPTY = "answer-empty", "请填写答复"
    REFERENCE_UNKNOWN = "reference-unknown", "没有找到编号为“{reference}”的事项，请照台账上的督办编号填写"
    CARD_ENDED = "card-ended", "{number}已于{day}终止"
    NOTE_EMPTY = "note-empty", "请填写批示"
    NOTE_TRIAGED = "note-triaged", "该批示已由{who}于{day}登记为“{outcome}”，不能重复登记"
    PASSED_ON_EMPTY = "passed-on-empty", "登记为“{outcome}”的，请写明转办意见"
    WHOM_EMPTY = "whom-empty", "请填写打给谁"
    URGED_LATELY = "urged-lately", "{day}已由{who}{channel}，{next}起才能再发提醒；急的请打电话"
    UNIT_NOT_IN_TASK = "unit-not-in-task", "该单位不承办这个事项，请重新选择"
