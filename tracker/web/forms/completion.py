"""Forms from 报结 to 呈阅."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.web.forms.base import Form, clear
from tracker.web.forms.days import DayField
from tracker.web.forms.evidence import FormWithEvidence
from tracker.web.forms.paper import FormWithPaper

LONGEST = 2000
LENGTH = Length(max=LONGEST, message=f"不能超过{LONGEST}字")
TALL = {"rows": 5}
_NONE, _NEW = "none", "new"


class ClaimForm(FormWithEvidence):
    achieved = TextAreaField("完成情况", [DataRequired("请填写完成情况"), clear, LENGTH], render_kw=TALL)
    signed_by = StringField("签发人", [DataRequired("请填写签发人"), Length(max=50, message="不能超过50字")])


class ConcludeForm(Form):
    opinion = TextAreaField("核实意见", [DataRequired("请填写核实意见"), clear, LENGTH], render_kw=TALL)


class SendBackForm(Form):
    reason = TextAreaField("退回理由", [DataRequired("请填写退回理由"), clear, LENGTH], render_kw=TALL)


class ApproveForm(FormWithPaper):
    words = TextAreaField("批准意见", [LENGTH], render_kw={**TALL, "rows": 2})


class ShowForm(Form):
    leader = StringField("呈阅领导", [DataRequired("请填写呈阅领导"), Length(max=50, message="不能超过50字")])
    seen_on = DayField("阅示日期")
    outcome = RadioField(
        "阅示结果",
        [InputRequired("请选择阅示结果")],
        choices=[SelectChoice(_NONE, "已阅，没有新批示"), SelectChoice(_NEW, "有新批示，恢复办理")],
    )
    wording = TextAreaField("新批示原文", [LENGTH], render_kw=TALL)
    due_on = DayField("新的最终时限", optional=True)

    def words_fit(self) -> bool:
        """A new 批示 has its words; without one there are none."""
        given = bool((self.wording.data or "").strip())
        if self.outcome.data == _NEW and not given:
            self.refuse("请填写新批示原文", "wording")
        if self.outcome.data == _NONE and given:
            self.refuse("填了新批示原文，请选择“有新批示”，或删去原文", "outcome")
        return not self.errors
