"""Forms by which a task is put forward, approved, or refused."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.vocabulary.approvals import ApprovalOutcome, TaskBasis
from tracker.web.forms.base import Form
from tracker.web.forms.days import DayField
from tracker.web.forms.evidence import FormWithEvidence

_LONGEST = 2000
_OUTCOMES = [SelectChoice(one.value, one.label) for one in (ApprovalOutcome.APPROVED, ApprovalOutcome.REFUSED)]


class SubmitForm(Form):
    basis = SelectField(
        "立项依据",
        [InputRequired("请选择立项依据")],
        choices=[SelectChoice("", "请选择"), *(SelectChoice(one.value, one.label) for one in TaskBasis)],
    )
    words = TextAreaField("依据的文件、会议或批示", [Length(max=_LONGEST, message="不超过2000字")])


class DecideForm(Form):
    outcome = RadioField("审批意见", [InputRequired("请选择同意或不同意")], choices=_OUTCOMES)
    opinion = TextAreaField("意见", [Length(max=_LONGEST, message="不超过2000字")])


class PaperForm(FormWithEvidence, DecideForm):
    seat = SelectField("审批人职务", choices=[])
    approver = StringField("审批人姓名", [Length(max=100, message="不超过100字")])
    decided_on = DayField("审批日期")
