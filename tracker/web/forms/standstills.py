"""The form of 说明进展."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from tracker.web.forms.base import Form, clear
from tracker.web.forms.completion import LENGTH, TALL


class ExplainForm(Form):
    words = TextAreaField("进展说明", [DataRequired("请填写进展说明"), clear, LENGTH], render_kw=TALL)
