"""The form of 暂缓办理."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from tracker.web.forms.base import clear
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField
from tracker.web.forms.evidence import FormWithEvidence
from tracker.web.forms.paper import FormWithPaper


class SuspendForm(FormWithPaper, FormWithEvidence):
    reason = TextAreaField("暂缓理由", [DataRequired("请填写暂缓理由"), clear, LENGTH], render_kw=TALL)
    from_on = DayField("暂缓起始日")
    until_on = DayField("恢复计时日", optional=True)
