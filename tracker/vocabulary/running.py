"""Words of the machinery: calendar years, audit entries, messages, job runs."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class YearState(Word):
    """How far a calendar year can be trusted."""

    CONFIRMED = "confirmed", "已确认"
    PROVISIONAL = "provisional", "推算"


class DaySource(Word):
    """Who says whether a day is worked; an office's own entry stands above the statutory table."""

    STATUTORY = "statutory", "国务院安排"
    OFFICE = "office", "本办设定"


class MessageState(Word):
    PENDING = "pending", "待发"
    SENT = "sent", "已发"
    FAILED = "failed", "待重发"
    DEAD = "dead", "发送失败"


class RunOutcome(Word):
    RUNNING = "running", "运行中"
    FINISHED = "finished", "完成"
    FAILED = "failed", "失败"


class AuditTag(Word):
    """What an audit entry records: subject:act."""

    DEPARTMENT_CREATED = "department:created", "新增单位"
    GROUP_CHANGED = "group:changed", "修改单位组"
    GROUP_CREATED = "group:created", "新增单位组"
    POST_CREATED = "post:created", "新增职务"
    SOURCE_IMPORTED = "source:imported", "导入任务分解表"
    FILE_REFUSED = "file:refused", "拒绝不安全文件"
    SOURCE_REGISTERED = "source:registered", "登记来源"
    ENDORSEMENT_RECORDED = "endorsement:recorded", "登记批示"
    ENDORSEMENT_TRIAGED = "endorsement:triaged", "批示分办"
    TASK_EDITED = "task:edited", "修改草稿"
    TASK_TURNED = "task:turned-ordinary", "转一般流程"
    TASK_MERGED = "task:merged", "并项"
    TASK_SPLIT = "task:split", "拆分"
    TASK_SHOWN = "task:shown", "呈阅"
    CLERK_SET = "task:clerk-set", "指定责任督查员"
    APPROVAL_GIVEN = "approval:given", "审批"
    APPROVAL_ENTERED = "approval:entered", "补录审批"
    ROUTE_SET = "route:set", "设定审批路线"
    DEPUTY_SET = "deputy:set", "设定AB角"
    ASSIGNMENT_ANSWERED = "assignment:answered", "答复交办"
    RETURN_ASKED = "return:asked", "申请退回"
    RETURN_RULED = "return:ruled", "裁定承办调整"
    PLAN_SUBMITTED = "plan:submitted", "报方案"
    PLAN_DECIDED = "plan:decided", "审查方案"
    CARD_MADE = "card:made", "制作卡片"
    CARD_ENDED = "card:ended", "卡片终止"
    REPORT_SAVED = "report:saved", "填写反馈"
    REPORT_SENT = "report:sent", "报送反馈"
    REPORT_DECIDED = "report:decided", "处理反馈"
    EVIDENCE_ADDED = "evidence:added", "上传佐证"
    UNIT_URGED = "unit:urged", "催办"
    COORDINATION_RAISED = "coordination:raised", "提请协调"
    COORDINATION_ANSWERED = "coordination:answered", "答复协调"
    COORDINATION_PASSED_UP = "coordination:passed-up", "提请上级协调"
    COORDINATION_WITHDRAWN = "coordination:withdrawn", "撤回协调"
    HANDOVER_MADE = "handover:made", "交接"
    BURDEN_REPORTED = "burden:reported", "反映重复填报"
    BURDEN_ANSWERED = "burden:answered", "答复重复填报反映"
    DEPARTMENT_CHANGED = "department:changed", "修改单位"
    POST_CHANGED = "post:changed", "修改职务"
    SECOND_FACTOR_SET = "account:second-factor-set", "启用动态口令"
    SECOND_FACTOR_CLEARED = "account:second-factor-cleared", "停用动态口令"
    TASK_MOVED = "task:moved", "事项流转"
    DEADLINE_CLAIMED = "deadline:claimed", "申报完成"
    DEADLINE_DECIDED = "deadline:decided", "核实申报"
    DEADLINE_REVISED = "deadline:revised", "时限变更"
    SUSPENSION_OPENED = "suspension:opened", "暂缓办理"
    SUSPENSION_ENDED = "suspension:ended", "恢复办理"
    CALENDAR_LOADED = "calendar:loaded", "载入工作日历"
    CALENDAR_EDITED = "calendar:edited", "修改工作日历"
    RULE_SET = "rule:set", "设定规则"
    JOB_RUN = "job:run", "定时任务"
    ACCOUNT_CREATED = "account:created", "新增账号"
    ACCOUNT_ROLES_SET = "account:roles-set", "调整角色"
    ACCOUNT_DISABLED = "account:disabled", "停用账号"
    ACCOUNT_ENABLED = "account:enabled", "启用账号"
    ACCOUNT_UNLOCKED = "account:unlocked", "解除登录锁定"
    ACCOUNT_REISSUED = "account:reissued", "重发一次性密码"
    ACCOUNT_REKEYED = "account:rekeyed", "修改密码"
    SESSION_BEGUN = "session:begun", "登录"
    SESSION_REFUSED = "session:refused", "登录失败"
    SESSION_LOCKED = "session:locked", "登录锁定"
    SESSION_THROTTLED = "session:throttled", "地址限流"
    SESSION_ENDED = "session:ended", "退出登录"
