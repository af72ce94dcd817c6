"""Forms for “这是重复填报” and its answer."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.web.forms.base import Form


class BurdenForm(Form):
    page = StringField("所在页面", [Length(max=200, message="页面地址最多200字")])
    wording = TextAreaField(
        "重复在哪里", [DataRequired("请说明哪些内容重复、在哪里已经报过"), Length(max=2000, message="最多2000字")]
    )


class AnswerForm(Form):
    answer = TextAreaField("答复", [DataRequired("请填写答复"), Length(max=2000, message="最多2000字")])
