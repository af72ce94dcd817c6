"""Forms of 提请协调."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.vocabulary.reports import CoordinationReach
from tracker.web.forms.base import Form

_LONGEST = 2000
_TOO_LONG = f"不能超过{_LONGEST}字"


class RaiseForm(Form):
    content = TextAreaField(
        "需要协调什么",
        [InputRequired("请写明需要协调什么"), Length(max=_LONGEST, message=_TOO_LONG)],
        render_kw={"rows": 5},
    )
    reach = SelectField(
        "希望怎样解决",
        choices=[SelectChoice(reach.value, reach.label) for reach in CoordinationReach],
    )
    to = SelectField("提请谁协调")

    def offer(self, office: str, seats: Iterable[tuple[int, str]]) -> None:
        """Whom it may be addressed to: the office, and the seats given."""
        self.to.choices = [SelectChoice("", office), *(SelectChoice(str(key), name) for key, name in seats)]


class AnswerForm(Form):
    words = TextAreaField(
        "答复",
        [InputRequired("请填写答复"), Length(max=_LONGEST, message=_TOO_LONG)],
        render_kw={"rows": 4},
    )


class PassUpForm(Form):
    to = SelectField("提请哪位领导", [InputRequired("请选择领导")])

    def offer(self, seats: Iterable[tuple[int, str]]) -> None:
        """The seats above."""
        self.to.choices = [SelectChoice(str(key), name) for key, name in seats]
