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
    GROUP_CREATED = "group:created", "新增单位组"
    POST_CREATED = "post:created", "新增职务"
    SOURCE_IMPORTED = "source:imported", "导入任务分解表"
    TASK_MERGED = "task:merged", "并项"
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
