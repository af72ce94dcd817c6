"""Forms of 复核: asked for on screen or on paper, and the reviewer's opinion."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from tracker.services.reviews import Opinion
from tracker.vocabulary.conclusions import ReviewOutcome
from tracker.web.forms.base import Chosen, Form, choices, clear
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField
from tracker.web.forms.evidence import FormWithEvidence
from tracker.web.forms.inspections import LINE


class AskForm(FormWithEvidence):
    reason = TextAreaField("申请理由", [DataRequired("请填写申请理由"), clear, LENGTH], render_kw=TALL)


class PaperAskForm(FormWithEvidence):
    reason = TextAreaField("申请理由", [DataRequired("请填写申请理由"), clear, LENGTH], render_kw=TALL)
    asked_by = StringField("申请书签发人", [DataRequired("请填写申请书签发人"), LINE])
    asked_on = DayField("收到申请的日期")


class OpinionForm(Form):
    words = TextAreaField("复核意见", [DataRequired("请填写复核意见"), clear, LENGTH], render_kw=TALL)
    proposed = RadioField("建议", [InputRequired("请选择建议")], choices=choices(ReviewOutcome))
    changed_to = TextAreaField("变更后的结论", [LENGTH], render_kw=TALL)
    seat = Chosen("由谁决定", [])

    @property
    def opinion(self) -> Opinion:
        """What was typed; only after the form has been validated."""
        return Opinion(
            self.words.data or "", ReviewOutcome(self.proposed.data), self.changed_to.data or "", self.seat.data
        )
