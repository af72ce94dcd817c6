"""Forms of the publication desk."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from tracker.policy.publications import FIELDS, Wording
from tracker.services.publications import Signature
from tracker.vocabulary.publications import PublicationKind
from tracker.web.forms.base import Form, choices, clear
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField

_SHORT = Length(max=50, message="不能超过50字")
_AGREED, _OBJECTS = "agreed", "objects"


class WordingForm(Form):
    """Exactly what the public will see. What must not stand in it, the act says."""

    kind = SelectField("公开类别", choices=choices(PublicationKind))
    title = StringField(FIELDS["title"])
    unit = StringField(FIELDS["unit"])
    stage = StringField(FIELDS["stage"])
    due_on = DayField("办理时限", optional=True)
    body = TextAreaField(FIELDS["body"], render_kw={"rows": 8})

    def fill(self, wording: Wording) -> None:
        """Begin with these words."""
        for name, value in vars(wording).items():
            self[name].data = value

    @property
    def wording(self) -> Wording:
        texts = {name: (self[name].data or "").replace("\r\n", "\n") for name in FIELDS}
        return Wording(**texts, due_on=self.due_on.data)

    @property
    def chosen(self) -> PublicationKind:
        return PublicationKind(self.kind.data)


class ReplyForm(Form):
    outcome = RadioField(
        "单位意见",
        [DataRequired("请选择有无意见")],
        choices=[SelectChoice(_AGREED, "无意见"), SelectChoice(_OBJECTS, "有意见")],
    )
    words = TextAreaField("意见内容", [LENGTH], render_kw=TALL)
    signer = StringField("答复人", [_SHORT])

    @property
    def agreed(self) -> bool:
        return bool(self.outcome.data == _AGREED)


class CosignForm(Form):
    words = TextAreaField("会签意见", [LENGTH], render_kw=TALL)


class CosignPaperForm(CosignForm):
    signer = StringField("会签人", [DataRequired("请填写宣传部会签人"), _SHORT])
    day = DayField("会签日期")

    @property
    def signature(self) -> Signature:
        return Signature(self.signer.data or "", self.day.data)


class SendBackForm(Form):
    reason = TextAreaField("退回理由", [DataRequired("请填写退回理由"), clear, LENGTH], render_kw=TALL)


class PublishForm(Form):
    outlet = StringField("公开媒体", [DataRequired("请填写公开媒体"), Length(max=200, message="不能超过200字")])
    day = DayField("公开日期")
    takes_comments = BooleanField("接受公众留言")


class WithdrawForm(Form):
    reason = TextAreaField("撤下理由", [DataRequired("请填写撤下理由"), clear, LENGTH], render_kw=TALL)


FORMS: dict[str, type[Form]] = {
    "reply": ReplyForm,
    "cosign": CosignForm,
    "cosign_paper": CosignPaperForm,
    "send_back": SendBackForm,
    "publish": PublishForm,
    "withdraw": WithdrawForm,
}
"""What may be filled in on the page of a publication, by the act's name."""


def blank(names: Iterable[str]) -> dict[str, Form]:
    """The forms of these acts, not filled in."""
    return {name: FORMS[name](formdata=None) for name in names if name in FORMS}
