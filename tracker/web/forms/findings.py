"""Forms on site: who went and what was seen, what was found about a unit; and of its rectification."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.services.findings import Found, Visit
from tracker.services.rectification import Check
from tracker.web.forms.base import Chosen, Form, clear
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField
from tracker.web.forms.evidence import FormWithEvidence
from tracker.web.forms.inspections import LINE, SHORT

_DONE, _NOT = "rectified", "failed"


class VisitForm(Form):
    task = Chosen("事项", [DataRequired("请选择事项")])
    visitor = StringField("到现场的人", [DataRequired("请填写到现场的人"), LINE])
    visited_on = DayField("日期")
    place = StringField("地点", [LINE])
    found = TextAreaField("现场情况", [DataRequired("请填写现场情况"), clear, LENGTH], render_kw=TALL)

    @property
    def visit(self) -> Visit:
        """What was typed; only after the form has been validated."""
        visitor, place = (self.visitor.data or "").strip(), (self.place.data or "").strip()
        return Visit(self.task.data, visitor, self.visited_on.data, self.found.data or "", place)


class FindingForm(Form):
    part = SelectField("事项和单位", [InputRequired("请选择事项和单位")], choices=[])
    found_on = DayField("发现日期")
    content = TextAreaField("发现的问题", [DataRequired("请填写发现的问题"), clear, LENGTH], render_kw=TALL)
    requirement = TextAreaField("整改要求", [LENGTH], render_kw=SHORT)
    due_on = DayField("整改期限", optional=True)

    def offer(self, tasks: Iterable[Any]) -> None:
        """The inspection's tasks, each with each of its units."""
        parts = [
            SelectChoice(f"{task.id}:{unit_id}", f"{task.reference} {task.title}：{unit}")
            for task in tasks
            for unit_id, unit in task.units
        ]
        self.part.choices = [SelectChoice("", "请选择"), *parts]

    @property
    def found(self) -> Found:
        """What was typed; only after the form has been validated."""
        task_id, _, unit_id = self.part.data.partition(":")
        return Found(
            int(task_id),
            int(unit_id),
            self.found_on.data,
            self.content.data or "",
            self.requirement.data or "",
            self.due_on.data,
        )


class RectifyForm(FormWithEvidence):
    statement = TextAreaField("整改情况", [DataRequired("请填写整改情况"), clear, LENGTH], render_kw=TALL)


class CheckForm(Form):
    outcome = RadioField(
        "核查结果",
        [InputRequired("请选择核查结果")],
        choices=[SelectChoice(_DONE, "整改到位"), SelectChoice(_NOT, "整改不到位，继续整改")],
    )
    words = TextAreaField("核查情况", [DataRequired("请填写核查情况"), clear, LENGTH], render_kw=SHORT)
    checked_by = StringField("核查人", [DataRequired("请填写核查人"), Length(max=100, message="不能超过100字")])

    @property
    def check(self) -> Check:
        """What was typed; only after the form has been validated."""
        return Check(self.outcome.data == _DONE, self.words.data or "", self.checked_by.data or "")
