"""Forms of 拆分 and 并项."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import Field, FieldList, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.form import Form as Row
from wtforms.validators import DataRequired, Length

from tracker.services.splitting import Part
from tracker.web.forms.base import Form, clear
from tracker.web.forms.completion import LENGTH, TALL

MOST_PARTS = 20
_LONGEST = 500
_TOO_LONG = f"不能超过{_LONGEST}字"


class PartRow(Row):
    title = StringField("任务")
    target = StringField("目标")
    lead = SelectField("牵头单位", choices=[], validate_choice=False)


class SplitForm(Form):
    parts = FieldList(FormField(PartRow), min_entries=2, max_entries=MOST_PARTS)

    def offer(self, units: Iterable[tuple[int, str]]) -> None:
        """The units that may lead a part."""
        choices = [SelectChoice("", "请选择"), *(SelectChoice(str(key), name) for key, name in units)]
        for part in self.parts:
            part.form.lead.choices = choices

    def read(self) -> list[Part]:
        """The rows that are filled in; what is wrong in one is said at its field and on top."""
        found = []
        for number, part in enumerate(self.parts, start=1):
            row = part.form
            title, target = (row.title.data or "").strip(), (row.target.data or "").strip()
            if not (title or target or row.lead.data):
                continue
            wrong = [
                self._wrong(number, row.title, "请填写任务") if not title else False,
                self._wrong(number, row.title, _TOO_LONG) if len(title) > _LONGEST else False,
                self._wrong(number, row.target, _TOO_LONG) if len(target) > _LONGEST else False,
                self._wrong(number, row.lead, "请选择牵头单位") if not self._is_offered(row.lead) else False,
            ]
            if not any(wrong):
                found.append(Part(title, target, int(row.lead.data)))
        return found

    def _wrong(self, number: int, field: Field, message: str) -> bool:
        field.errors = [message]
        self.refuse(f"第{number}部分：{message}")
        return True

    @staticmethod
    def _is_offered(lead: SelectField) -> bool:
        return lead.data in {choice.value for choice in lead.choices if choice.value}


class MergeForm(Form):
    into = RadioField("并入哪一项", choices=[], validate_choice=False)
    reference = StringField("或填写督办编号", [Length(max=100, message="不能超过100字")])
    reason = TextAreaField("并项理由", [DataRequired("请填写并项理由"), clear, LENGTH], render_kw=TALL)
