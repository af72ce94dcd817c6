"""The forms of a ruling on a return: on screen, or given on paper and entered afterwards."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.vocabulary.reports import RequestOutcome
from tracker.web.forms.base import Chosen, Form, choices
from tracker.web.forms.days import DayField
from tracker.web.forms.evidence import FormWithEvidence

_LONGEST = 2000


class RulingForm(Form):
    outcome = RadioField("裁定", [InputRequired("请选择同意或不同意")], choices=choices(RequestOutcome))
    new_lead_id = Chosen("新的牵头单位", [])
    words = TextAreaField(
        "理由",
        [DataRequired("请写明裁定的理由"), Length(max=_LONGEST, message=f"不能超过{_LONGEST}字")],
        render_kw={"rows": 4},
    )


class PaperRulingForm(RulingForm, FormWithEvidence):
    approver = StringField("裁定人姓名", [DataRequired("请填写裁定人"), Length(max=100, message="不能超过100字")])
    decided_on = DayField("裁定日期")
