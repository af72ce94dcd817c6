"""Everything a person may be allowed to do."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class Action(Word):
    """An act at a door; the same word names the permission."""

    OWN_ACCOUNT = "own-account", "管理本人账号"
    OFFICE_DESK = "office-desk", "督查室工作台"
    LEADER_DESK = "leader-desk", "领导视图"
    OWED_LIST = "owed-list", "我要办的"
    LEDGER = "ledger", "台账"
    LEDGER_EXPORT = "ledger-export", "导出台账"
    TASK_VIEW = "task-view", "查看事项"
    TASK_DRAFT = "task-draft", "登记"
    TASK_IMPORT = "task-import", "导入"
    TASK_REGISTER = "task-register", "立项"
    TASK_ASSIGN = "task-assign", "交办"
    TASK_ACKNOWLEDGE = "task-acknowledge", "签收"
    TASK_START = "task-start", "审查方案"
    DUTY_CLAIM = "duty-claim", "申报完成"
    DUTY_DECIDE = "duty-decide", "核实"
    COMPLETION_CLAIM = "completion-claim", "报结"
    COMPLETION_SEND_BACK = "completion-send-back", "退回重办"
    COMPLETION_APPROVE = "completion-approve", "批准办结"
    TASK_CLOSE = "task-close", "销号"
    ACCOUNT_LIST = "account-list", "查看账号"
    ACCOUNT_MANAGE = "account-manage", "管理账号"
    ROLE_MANAGE = "role-manage", "授权与解锁"
    REGISTER_MANAGE = "register-manage", "管理单位与职务"
    CALENDAR_MANAGE = "calendar-manage", "管理工作日历"
    RULE_MANAGE = "rule-manage", "管理规则"
    AUDIT_READ = "audit-read", "查阅审计"
