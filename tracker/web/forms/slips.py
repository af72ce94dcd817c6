"""Forms of 督办单."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.vocabulary.escalation import SlipColour
from tracker.web.forms.base import Form, clear
from tracker.web.forms.evidence import FormWithEvidence

_LENGTH = Length(max=1000, message="不能超过1000字")
_ROWS = {"rows": 3}


def _colours(least: SlipColour) -> list[SelectChoice]:
    every = list(SlipColour)
    return [SelectChoice(one.value, one.label) for one in every[every.index(least) :]]


class IssueForm(Form):
    """In the colour prepared, or a graver one with a reason."""

    colour = SelectField("签发颜色", [InputRequired("请选择颜色")])
    reason = TextAreaField("督查室意见", [_LENGTH], render_kw=_ROWS)

    def offer(self, prepared: SlipColour) -> None:
        self.colour.choices = _colours(prepared)


class DropForm(Form):
    because = TextAreaField("不予签发的理由", [DataRequired("请填写理由"), clear, _LENGTH], render_kw=_ROWS)


class BeginForm(Form):
    """A slip begun by the office: about which late deadline, in which colour, why."""

    deadline = SelectField("就哪个时限", [InputRequired("请选择时限")])
    colour = SelectField("颜色", [InputRequired("请选择颜色")])
    reason = TextAreaField("拟单理由", [DataRequired("请填写理由"), clear, _LENGTH], render_kw=_ROWS)

    def offer(self, late: Iterable[Any], colours: Collection[SlipColour]) -> None:
        """The deadlines that are late today, and the colours that may be begun."""
        self.colour.choices = [one for one in _colours(SlipColour.BLUE) if one.value in colours]
        self.deadline.choices = [
            SelectChoice(
                str(one.deadline_id),
                f"{one.kind.label}{f'“{one.what}”' if one.what else ''}，时限{one.due_on}，逾期{one.workdays}个工作日",
            )
            for one in late
        ]


class AnswerSlipForm(FormWithEvidence):
    words = TextAreaField(
        "答复", [DataRequired("请填写答复"), clear, Length(max=2000, message="不能超过2000字")],
        render_kw={"rows": 6},
    )  # fmt: skip
