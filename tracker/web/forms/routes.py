"""Forms for approval routes and deputies."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from tracker.vocabulary.approvals import TaskBasis
from tracker.web.forms.base import Form
from tracker.web.forms.days import DayField

STEPS = ("first", "second", "third")


class RouteForm(Form):
    basis = SelectField("立项依据", choices=[SelectChoice(one.value, one.label) for one in TaskBasis])
    first = SelectField("第一步", choices=[])
    second = SelectField("第二步", choices=[])
    third = SelectField("第三步", choices=[])
    from_on = DayField("生效日期")


class DeputyForm(Form):
    post = SelectField("A角（本职）", [InputRequired("请选择A角")], choices=[])
    deputy = SelectField("B角（代行）", [InputRequired("请选择B角")], choices=[])
    deputy_from = DayField("开始日期")
    deputy_until = DayField("恢复日期", optional=True)
