"""Forms of 延期申请 and of the clerk's opinion on it."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from tracker.errors import RuleBroken
from tracker.policy.extensions import demand_reason
from tracker.services.extensions import Ask
from tracker.vocabulary.extensions import ExtensionCause
from tracker.web.forms.base import Form, choices, clear
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField
from tracker.web.forms.evidence import FormWithEvidence


def _long_enough(_: Any, field: Any) -> None:
    try:
        demand_reason(field.data or "")
    except RuleBroken as refused:
        raise ValidationError(refused.message) from refused


class ExtensionForm(FormWithEvidence):
    """``explains``: the date is past, so that no new one is asked for."""

    cause = SelectField(
        "原因", [InputRequired("请选择原因")], choices=[SelectChoice("", "请选择"), *choices(ExtensionCause)]
    )
    reason = TextAreaField("理由", [_long_enough, LENGTH], render_kw=TALL)
    progress = TextAreaField(
        "目前进展和已采取的措施", [DataRequired("请写明目前进展和已采取的措施"), LENGTH], render_kw=TALL
    )
    due_on = DayField("申请的新时限")

    def explains(self) -> None:
        """An explanation has no date."""
        del self.due_on

    def suggest(self, row: Any) -> None:
        """What was put down before."""
        self.cause.data, self.reason.data, self.progress.data = row.cause.value, row.reason, row.progress
        if "due_on" in self:
            self.due_on.data = row.asked_due_on

    @property
    def ask(self) -> Ask:
        due_on = self.due_on.data if "due_on" in self else None
        return Ask(
            ExtensionCause(self.cause.data),
            self.reason.data or "",
            self.progress.data or "",
            due_on,
            tuple(self.evidence_ids),
        )


class AdviseForm(Form):
    opinion = TextAreaField("督查员意见", [DataRequired("请填写意见"), clear, LENGTH], render_kw=TALL)
