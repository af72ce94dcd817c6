"""The form by which a unit answers an assignment."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.vocabulary.reports import AssignmentAnswer, CoordinationReach
from tracker.web.forms.base import Form, choices

_LONGEST = 2000


class AnswerForm(Form):
    answer = RadioField("答复", [InputRequired("请选择一种答复")])
    words = TextAreaField("说明", [Length(max=_LONGEST, message=f"不能超过{_LONGEST}字")], render_kw={"rows": 4})
    reach = SelectField("希望怎样解决（提请协调时）", choices=choices(CoordinationReach))
    suggestion = StringField("建议由哪个单位承办（申请退回时）", [Length(max=100, message="不能超过100字")])

    def offer(self, answers: Iterable[AssignmentAnswer]) -> None:
        """The answers this unit may give now."""
        self.answer.choices = choices(answers)
