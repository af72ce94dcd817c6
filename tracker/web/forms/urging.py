"""The form of a phone call: two fields, prefilled."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from tracker.web.forms.base import Form


class CallForm(Form):
    department_id = HiddenField("单位", [Regexp(r"[0-9]{1,9}\Z", message="请从页面上的按钮操作")])
    whom = StringField(
        "打给谁",
        [InputRequired("请填写打给谁"), Length(max=100, message="不能超过100字")],
        render_kw={"autocomplete": "off"},
    )
    said = TextAreaField(
        "说了什么", [DataRequired("请写明说了什么"), Length(max=1000, message="不能超过1000字")], render_kw={"rows": 3}
    )
