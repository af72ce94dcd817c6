"""Forms for signing in and for one's own password."""

from __future__ import annotations

from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from tracker.web.forms.base import Form

_LONGEST = 128


class SignInForm(Form):
    login = StringField(
        "用户名",
        [InputRequired("请输入用户名"), Length(max=100, message="用户名太长")],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "密码",
        [InputRequired("请输入密码"), Length(max=_LONGEST, message="密码不能超过128个字符")],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(Form):
    code = StringField(
        "动态口令",
        [InputRequired("请输入动态口令"), Length(max=20, message="动态口令是6位数字")],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class ChangePasswordForm(Form):
    old = PasswordField("原密码", [InputRequired("请输入原密码")], render_kw={"autocomplete": "current-password"})
    new = PasswordField(
        "新密码",
        [InputRequired("请输入新密码"), Length(max=_LONGEST, message="密码不能超过128个字符")],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "再输一次",
        [InputRequired("请再输一次新密码"), EqualTo("new", "两次输入的新密码不一样")],
        render_kw={"autocomplete": "new-password"},
    )
