"""Forms of the work calendar: one day; a whole year by its notice."""

from __future__ import annotations

from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.web.forms.base import Form


class DayForm(Form):
    day = DateField("日期", [InputRequired("请填写日期，如 2026-07-20")])
    word = RadioField(
        "设为", [InputRequired("请选择班或休")], choices=[SelectChoice("休", "休息"), SelectChoice("班", "上班")]
    )
    note = StringField("说明", [DataRequired("请写明依据，如 建市纪念日"), Length(max=200, message="说明最多200字")])


class YearForm(Form):
    days = TextAreaField("通知的安排", [Length(max=20_000, message="最多20000字")])
