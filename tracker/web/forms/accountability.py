"""Forms of 追责建议 and 问题线索移送."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from tracker.policy.accountability import Case
from tracker.vocabulary.accountability import ReferralBody
from tracker.web.forms.base import Form, choices
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField

_SHORT = Length(max=200, message="不能超过200字")
_TEXTS = ("grounds", "clause", "lighter", "heavier", "exempt", "head_joint", "study")


class CaseForm(Form):
    """What the director says. That something is missing, the act says where it must not be."""

    basis = SelectField("依据", choices=[])
    grounds = TextAreaField("追责事由", [LENGTH], render_kw=TALL)
    clause = TextAreaField("违反的规定条款", [LENGTH], render_kw={**TALL, "rows": 3})
    lighter = TextAreaField("从轻情节", [LENGTH], render_kw={**TALL, "rows": 2})
    heavier = TextAreaField("从重情节", [LENGTH], render_kw={**TALL, "rows": 2})
    exempt = TextAreaField("免责情节", [LENGTH], render_kw={**TALL, "rows": 2})
    head_joint = TextAreaField("主要负责人连带责任", [LENGTH], render_kw={**TALL, "rows": 2})
    studied_on = DayField("集体研究日期", optional=True)
    study = TextAreaField("集体研究会议和意见", [LENGTH], render_kw={**TALL, "rows": 3})

    def offer(self, bases: Iterable[Any]) -> None:
        """What it may rest on."""
        self.basis.choices = [SelectChoice("", "请选择"), *(SelectChoice(one.key, one.worded) for one in bases)]

    def fill(self, row: Any) -> None:
        """Begin with what was said before."""
        for name in (*_TEXTS, "studied_on"):
            self[name].data = getattr(row, name)

    @property
    def case(self) -> Case:
        texts = {name: (self[name].data or "").replace("\r\n", "\n") for name in _TEXTS}
        return Case(**texts, studied_on=self.studied_on.data)


class PutForwardForm(Form):
    """The lines to be left out are ticked by their mark, each with its own reason."""

    @property
    def cuts(self) -> dict[str, str]:
        return {mark: request.form.get(f"reason-{mark}", "") for mark in request.form.getlist("cut")}


class TransferForm(Form):
    to = StringField("有权机关", [DataRequired("请填写有权机关"), _SHORT])
    letter_number = StringField("函号", [DataRequired("请填写函号"), _SHORT])
    day = DayField("转交日期")


class ReceiptForm(Form):
    receipt_number = StringField("回执编号", [DataRequired("请填写回执编号"), _SHORT])
    day = DayField("回执日期")


class OutcomeForm(Form):
    outcome = TextAreaField("处理结果", [DataRequired("请填写处理结果"), LENGTH], render_kw=TALL)
    day = DayField("结果日期")


class ClueForm(Form):
    """A letter, and nothing of what is in it."""

    body = SelectField("移送对象", choices=choices(ReferralBody))
    letter_number = StringField("函号", [DataRequired("请填写函号"), _SHORT])
    day = DayField("移送日期")

    @property
    def chosen(self) -> ReferralBody:
        return ReferralBody(self.body.data)
