"""Words about accounts: who may be whom."""

from __future__ import annotations

from tracker.vocabulary.words import Word


class Role(Word):
    """A persona. The three administrators exclude each other on one account, and none of them reads business content
    (GB/T 22239-2019 8.1.4.2 d, 8.1.5.1–3)."""

    CLERK = "clerk", "督查员"
    DIRECTOR = "director", "督查室主任"
    SECRETARY_GENERAL = "secretary-general", "秘书长"
    LEADER = "leader", "领导"
    LIAISON = "liaison", "联络员"
    UNIT_HEAD = "unit-head", "单位负责人"
    DISCIPLINE = "discipline", "纪检"
    PUBLICITY = "publicity", "宣传部"
    SYSTEM_ADMIN = "system-admin", "系统管理员"
    SECURITY_ADMIN = "security-admin", "安全管理员"
    AUDIT_ADMIN = "audit-admin", "审计管理员"

    @property
    def is_administrator(self) -> bool:
        return self in ADMINISTRATORS


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
OFFICE = frozenset({Role.CLERK, Role.DIRECTOR})


class AccountState(Word):
    ACTIVE = "active", "启用"
    DISABLED = "disabled", "停用"


class SessionEnd(Word):
    """Why a session is over."""

    LOGOUT = "logout", "退出"
    IDLE = "idle", "超时未操作"
    ABSOLUTE = "absolute", "超过最长时限"
    PASSWORD_CHANGED = "password-changed", "密码已修改"
    DISABLED = "disabled", "账号已停用"
    ROLES_CHANGED = "roles-changed", "权限已调整"
