"""Forms of 督查结论: drafted, served."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, NumberRange, Optional

from tracker.services.conclusions import Findings, Service
from tracker.web.forms.base import Chosen, Form, clear
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField
from tracker.web.forms.inspections import LINE, SHORT, ticks

_LONGEST_TERM = 366


class ConclusionForm(Form):
    unit = Chosen("督查对象", [DataRequired("请选择督查对象")])
    basis = TextAreaField("作出依据", [DataRequired("请填写作出依据"), clear, LENGTH], render_kw=SHORT)
    inspection = Chosen("依据的督查", [])
    lines = ticks("依据的工作记录", validate_choice=False)
    record = TextAreaField("其他工作记录", [LENGTH], render_kw=SHORT)
    facts = TextAreaField("查明事实", [DataRequired("请填写查明事实"), clear, LENGTH], render_kw=TALL)
    conclusion = TextAreaField("结论", [DataRequired("请填写结论"), clear, LENGTH], render_kw=TALL)
    requirement = TextAreaField("整改要求", [LENGTH], render_kw=SHORT)
    rectify_term = IntegerField(
        "整改期限（工作日）",
        [Optional(), NumberRange(1, _LONGEST_TERM, message=f"应为1至{_LONGEST_TERM}的整数")],
        render_kw={"inputmode": "numeric"},
    )

    def offer(self, units: Iterable[Any], inspections: Iterable[Any], lines: Sequence[str]) -> None:
        """The task's units, the inspections that looked at it, and what is on its record."""
        self.unit.offer(units)
        self.inspection.choices = [
            ("", "不依据督查"),
            *((one.id, f"{one.reference} {one.title}") for one in inspections),
        ]
        self.lines.choices = [(line, line) for line in lines]

    @property
    def findings(self) -> Findings:
        """What was typed; only after the form has been validated. Of the record, only lines that are on it."""
        offered = {line for line, _ in self.lines.choices}
        record = [line for line in self.lines.data or () if line in offered]
        if (more := (self.record.data or "").strip()) != "":
            record.append(more)
        return Findings(
            department_id=self.unit.data,
            basis=(self.basis.data or "").strip(),
            facts=(self.facts.data or "").strip(),
            conclusion=(self.conclusion.data or "").strip(),
            inspection_id=self.inspection.data,
            record="\n".join(record),
            requirement=(self.requirement.data or "").strip(),
            rectify_term=self.rectify_term.data,
        )


class ServeForm(Form):
    served_by = StringField("送达人", [DataRequired("请填写送达人"), LINE])
    received_by = StringField("签收人", [DataRequired("请填写签收人"), LINE])
    served_on = DayField("送达日期")

    @property
    def service(self) -> Service:
        """What was typed; only after the form has been validated."""
        return Service((self.served_by.data or "").strip(), (self.received_by.data or "").strip(), self.served_on.data)
