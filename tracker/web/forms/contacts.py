"""The form of a new address."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from tracker.queries.contacts import Addressee
from tracker.services.contacts import NewContact
from tracker.vocabulary.messages import ChannelWord
from tracker.web.forms.base import Form, choices

_CARRIERS = [one for one in ChannelWord if one is not ChannelWord.LOCAL]


class ContactForm(Form):
    addressee = SelectField("单位或职务", [InputRequired("请选择单位或职务")], validate_choice=True)
    channel = SelectField("渠道", choices=choices(_CARRIERS), default=ChannelWord.EMAIL.value)
    address = StringField(
        "地址",
        [InputRequired("请填写地址"), Length(max=200, message="地址最多200字")],
        render_kw={"autocomplete": "off"},
    )
    secret = StringField(
        "加签密钥",
        [Length(max=128, message="加签密钥最多128字")],
        render_kw={"autocomplete": "off"},
    )

    def offer(self, found: Iterable[Addressee]) -> None:
        """Whom to choose from."""
        self.addressee.choices = [("", "请选择"), *((one.key, one.name) for one in found)]

    def command(self) -> NewContact:
        """What was typed."""
        kind, number = self.addressee.data[0], int(self.addressee.data[1:])
        return NewContact(
            ChannelWord(self.channel.data),
            self.address.data or "",
            self.secret.data or "",
            department_id=number if kind == "d" else None,
            post_id=number if kind == "p" else None,
        )
