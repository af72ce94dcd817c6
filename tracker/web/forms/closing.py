"""Forms by which a task leaves the ledger and comes back."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from tracker.vocabulary.lifecycle import ClosureKind
from tracker.web.forms.base import Form, clear
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField
from tracker.web.forms.paper import FormWithPaper


class CloseForm(FormWithPaper):
    kind = RadioField(
        "销号方式",
        [InputRequired("请选择销号方式")],
        choices=[SelectChoice(kind.value, kind.label) for kind in ClosureKind],
    )


class ReopenForm(FormWithPaper):
    reason = TextAreaField("恢复理由（回头看情况）", [DataRequired("请填写恢复理由"), clear, LENGTH], render_kw=TALL)
    due_on = DayField("新的最终时限", optional=True)


class TerminateForm(Form):
    reason = TextAreaField("终止理由", [DataRequired("请填写终止理由"), clear, LENGTH], render_kw=TALL)
