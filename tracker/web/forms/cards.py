"""The forms of a 联系卡: made, and given further tasks."""

from __future__ import annotations

import re

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.web.forms.base import Chosen, Form

_BETWEEN = re.compile(r"[、，,；;\s]+")


class AttachForm(Form):
    references = StringField("挂接事项编号", [Length(max=1000, message="编号太多，请分次添加")])

    def numbers(self) -> tuple[str, ...]:
        """The numbers typed, however they were separated."""
        return tuple(one for one in _BETWEEN.split(self.references.data or "") if one)


class ContactCardForm(AttachForm):
    post_id = Chosen("联系领导", [DataRequired("请选择联系领导")])
    looked_after = TextAreaField(
        "包保对象",
        [DataRequired("请填写包保对象"), Length(max=500, message="包保对象不能超过500字")],
        filters=[lambda text: text.strip() if text else text],
    )
