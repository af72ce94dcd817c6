"""Words of signing in: what is refused to a login, a password, an account, and why an attempt failed."""

from __future__ import annotations

from tracker.vocabulary.words import Complaint, Word


class FailureReason(Word):
    """Why an attempt failed, for the audit trail; the person is told none of it."""

    UNKNOWN = "unknown", "用户名不存在"
    WRONG = "wrong", "密码或动态口令不正确"
    DISABLED = "disabled", "账号已停用"
    EXPIRED = "expired", "一次性密码已使用或过期"
    LOCKED = "locked", "锁定期间"


class SignInRefusal(Complaint):
    """Why somebody was not let in. One sentence for whatever would tell a stranger which logins exist."""

    LOGIN_MISSING = "login-missing", "请输入用户名"
    PASSWORD_MISSING = "password-missing", "请输入密码"
    WRONG = "wrong", "用户名或密码不正确"
    CODE_WRONG = "code-wrong", "动态口令不正确或已使用"
    LOCKED = "locked", "账号已临时锁定，请{minutes}分钟后再试或联系安全管理员"
    THROTTLED = "throttled", "您所在的网络地址登录失败次数过多，请{minutes}分钟后再试"


class PasswordFault(Complaint):
    """What a password may not be; the sentence states the rule."""

    TOO_SHORT = "too-short", "密码至少{shortest}个字符"
    TOO_LONG = "too-long", "密码最多{longest}个字符"
    TOO_PLAIN = "too-plain", "密码须含大写字母、小写字母、数字、其他符号四类中的至少{classes}类"
    TELLING = "telling", "密码不能包含用户名、姓名、单位名称或系统名称"
    COMMON = "common", "密码不能由键盘顺序、连续或重复的字符、年份日期、常用词拼成"
    USED_BEFORE = "used-before", "密码不能与最近{history}次用过的相同"
    OLD_WRONG = "old-wrong", "原密码不正确"
    LOCKED = "locked", "原密码输错次数过多，请{minutes}分钟后再试或联系安全管理员"


class AccountRefusal(Complaint):
    """Why an account was left as it is."""

    LOGIN_ODD = "login-odd", "用户名“{login}”不合要求：2至32个字，只用字母、数字、汉字和 . _ - @，不能有空格"
    LOGIN_TAKEN = "login-taken", "用户名“{login}”已有人用（大小写、全角半角不区分，停用的也不再分配），请换一个"
    NAME_ODD = "name-odd", "请填写使用人姓名，不超过50个字"
    LOGIN_UNKNOWN = "login-unknown", "没有用户名为“{login}”的账号，请核对"
    ACCOUNT_UNKNOWN = "account-unknown", "没有这个账号，请刷新列表后再试"
    FACTOR_ON = "factor-on", "动态口令已经启用；如需更换，请先停用"
    FACTOR_DEMANDED = "factor-demanded", "本站要求管理员启用动态口令，不能停用；更换手机请由安全管理员清除后重新启用"
    FACTOR_NOT_BEGUN = "factor-not-begun", "该账号没有待启用或已启用的动态口令"
    CODE_WRONG = "code-wrong", "动态口令不正确或已使用，请核对手机时间后输入新的口令"
    POST_UNKNOWN = "post-unknown", "没有找到职务“{name}”，请核对名称"
    OWN_ROLES = "own-roles", "不能调整自己账号的角色，请由另一位安全管理员办理"
    OWN_ACCOUNT = "own-account", "不能停用自己的账号，请由另一位系统管理员办理"
    TWO_ADMINISTRATORS = "two-administrators", "系统管理员、安全管理员、审计管理员互相制约，一个账号只能担任其中之一"
    ADMINISTRATOR_AND_MORE = "administrator-and-more", "管理员账号不能查看业务内容，不能兼任“{role}”，请另建账号"
    NEEDS_OFFICE = "needs-office", "“{role}”的账号须属于督查室，请选择所属督查室"
    NEEDS_UNIT = "needs-unit", "“{role}”的账号须属于承办单位，请选择所属单位"
    NEEDS_POST = "needs-post", "“{role}”的账号须对应一个职务，请选择职务"
