"""A form in Chinese."""

from __future__ import annotations

from flask_wtf import FlaskForm


class Form(FlaskForm):
    """Every form's base: messages in Chinese, the one CSRF check is the application's."""

    class Meta:
        locales = ("zh_CN", "zh")
        csrf = False
