"""Forms for approval routes and deputies."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from tracker.policy.routes import OF_KIND
from tracker.vocabulary.approvals import ApprovalKind, TaskBasis
from tracker.web.forms.base import Form
from tracker.web.forms.days import DayField

STEPS = ("first", "second", "third")


class RouteForm(Form):
    about = SelectField(
        "哪种文件",
        choices=[
            *(SelectChoice(one.value, f"立项：{one.label}") for one in TaskBasis),
            *(SelectChoice(one.value, one.label) for one in OF_KIND),
        ],
    )
    first = SelectField("第一步", choices=[])
    second = SelectField("第二步", choices=[])
    third = SelectField("第三步", choices=[])
    from_on = DayField("生效日期")

    @property
    def kind_and_basis(self) -> tuple[ApprovalKind, TaskBasis | None]:
        """What the route is for."""
        chosen = self.about.data
        if chosen in set(TaskBasis):
            return ApprovalKind.REGISTRATION, TaskBasis(chosen)
        return ApprovalKind(chosen), None


class DeputyForm(Form):
    post = SelectField("A角（本职）", [InputRequired("请选择A角")], choices=[])
    deputy = SelectField("B角（代行）", [InputRequired("请选择B角")], choices=[])
    deputy_from = DayField("开始日期")
    deputy_until = DayField("恢复日期", optional=True)
