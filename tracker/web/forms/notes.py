"""Forms of 批示 on a task."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.vocabulary.approvals import Triage
from tracker.web.forms.base import Form

_LONGEST = 2000
_TOO_LONG = f"不能超过{_LONGEST}字"


class NoteForm(Form):
    wording = TextAreaField(
        "批示",
        [InputRequired("请填写批示"), Length(max=_LONGEST, message=_TOO_LONG)],
        render_kw={"rows": 4},
    )


class TriageForm(Form):
    triage = RadioField(
        "怎样办理",
        [InputRequired("请选择怎样办理")],
        choices=[SelectChoice(one.value, one.label) for one in Triage],
    )
    passed_on = TextAreaField(
        "转办意见",
        [Length(max=_LONGEST, message=_TOO_LONG)],
        render_kw={"rows": 4},
    )
