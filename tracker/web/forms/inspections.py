"""Forms of 督查: the plan, why it is needed beside another, why it is called off, what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.policy.conclusions import names
from tracker.services.inspections import Plan
from tracker.vocabulary.inspections import InspectionKind, InspectionMethod
from tracker.web.forms.base import Form, choices, clear
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField

LINE = Length(max=100, message="不能超过100字")
SHORT = {**TALL, "rows": 3}


def ticks(label: str, **kwargs: Any) -> SelectMultipleField:
    """Several of a list, as boxes to tick."""
    return SelectMultipleField(
        label, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), choices=[], **kwargs
    )


class PlanForm(Form):
    find = StringField("查找事项", [LINE])
    search = SubmitField("查找事项")
    kind = RadioField("督查种类", [InputRequired("请选择督查种类")], choices=choices(InspectionKind))
    title = StringField("督查名称", [DataRequired("请填写督查名称"), LINE])
    basis = TextAreaField("督查依据", [DataRequired("请填写督查依据"), clear, LENGTH], render_kw=SHORT)
    scope = TextAreaField("督查内容", [DataRequired("请填写督查内容"), clear, LENGTH], render_kw=SHORT)
    methods = ticks("督查方式")
    unannounced = BooleanField("暗访：不预先通知被督查单位")
    head = StringField("组长", [DataRequired("请填写组长"), LINE])
    members = ticks("督查组成员", coerce=int, validate_choice=False)
    others = StringField("其他成员", [Length(max=200, message="不能超过200字")])
    from_on = DayField("开始日期")
    until_on = DayField("结束日期")
    tasks = ticks("督查事项", coerce=int, validate_choice=False)

    def offer(self, tasks: Iterable[Any], members: Iterable[Any]) -> None:
        """The tasks found or chosen, and the office's people."""
        self.methods.choices = [(one.value, one.label) for one in InspectionMethod]
        self.members.choices = [(one.id, one.name) for one in members]
        self.tasks.choices = [(one.id, f"{one.reference} {one.title}") for one in tasks]

    @property
    def plan(self) -> Plan:
        """What was typed; only after the form has been validated."""
        return Plan(
            kind=InspectionKind(self.kind.data),
            title=(self.title.data or "").strip(),
            basis=(self.basis.data or "").strip(),
            scope=(self.scope.data or "").strip(),
            methods=[InspectionMethod(one) for one in self.methods.data or ()],
            head=(self.head.data or "").strip(),
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            task_ids=self.tasks.data or (),
            member_ids=self.members.data or (),
            others=names(self.others.data or ""),
            unannounced=bool(self.unannounced.data),
        )


class PutForwardForm(Form):
    overlap_reason = TextAreaField("确需督查的理由", [LENGTH], render_kw=SHORT)


class CancelForm(Form):
    reason = TextAreaField("取消理由", [DataRequired("请填写取消理由"), clear, LENGTH], render_kw=SHORT)


class FinishForm(Form):
    summary = TextAreaField("督查情况", [DataRequired("请填写督查情况"), clear, LENGTH], render_kw=TALL)
