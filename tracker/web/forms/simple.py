"""The one form of 简易流程."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from tracker.vocabulary.approvals import TaskBasis
from tracker.web.forms.base import Form
from tracker.web.forms.days import DayField

# Its own proposals and the government's decisions go the ordinary way: somebody has to approve or to break them down.
_BASES = (TaskBasis.HEAD_INSTRUCTION, TaskBasis.LEADER_INSTRUCTION, TaskBasis.GOVERNMENT_DECISION)
_LONGEST = 2000


class SimpleForm(Form):
    leader = StringField(
        "批示领导或交办会议",
        [DataRequired("请填写谁批示、哪次会议交办"), Length(max=100, message="不超过100字")],
        render_kw={"list": "seats", "autocomplete": "off"},
    )
    basis = SelectField(
        "立项依据",
        choices=[SelectChoice(one.value, one.label) for one in _BASES],
    )
    wording = TextAreaField(
        "批示原文", [DataRequired("请抄录批示原文或交办要求"), Length(max=_LONGEST, message="不超过2000字")]
    )
    written_on = DayField("批示日期")
    title = StringField("要办的事", [DataRequired("请写明要办什么事"), Length(max=500, message="不超过500字")])
    unit = StringField(
        "承办单位",
        [DataRequired("请填写承办单位"), Length(max=100, message="不超过100字")],
        render_kw={"list": "units", "autocomplete": "off"},
    )
    due_on = DayField("办理时限")
    requirement = TextAreaField("其他要求", [Length(max=_LONGEST, message="不超过2000字")])
