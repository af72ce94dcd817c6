"""Forms for papers, their clauses, and 批示."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms import Form as Row
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.policy.minutes import MOST_CHARACTERS
from tracker.policy.sources import regime_of
from tracker.services.import_plan import Origin
from tracker.services.sources import Clause
from tracker.vocabulary.approvals import Triage
from tracker.vocabulary.sources import Regime, SourceKind, SourceRefusal, Treatment
from tracker.web.forms.base import Form
from tracker.web.forms.days import DayField

_ANSWERED = re.compile(r"task-\d{1,9}")
LONGEST_ORIGINAL = 2000
FEWEST_ROWS, MOST_ROWS = 3, 60
_TREATMENTS = [SelectChoice(one.value, one.label) for one in (Treatment.DRAFT, Treatment.KEEP)]


def _at_most(count: int) -> Length:
    return Length(max=count, message=f"不超过{count}字")


class ClauseRow(Row):
    """One row; an empty one is passed over."""

    number = StringField("序号", [_at_most(50)])
    section = StringField("类别", [_at_most(200)])
    title = TextAreaField("事项内容", [_at_most(2000)])
    leader = StringField("责任领导", [_at_most(200)])
    lead = StringField("牵头单位", [_at_most(500)])
    supporting = StringField("配合单位", [_at_most(1000)])
    due_phrase = StringField("时限要求", [_at_most(200)])
    treatment = SelectField("处理", choices=_TREATMENTS, validate_choice=False)
    original = HiddenField("原文", [_at_most(LONGEST_ORIGINAL)])
    twin = ""

    @property
    def is_empty(self) -> bool:
        texts = (self.title, self.lead, self.supporting, self.due_phrase, self.leader)
        return not any((one.data or "").strip() for one in texts)

    @property
    def is_treated(self) -> bool:
        chosen = self.treatment.data or ""
        return chosen in (Treatment.DRAFT, Treatment.KEEP) or bool(_ANSWERED.fullmatch(chosen))

    def offer(self, task_id: int, title: str) -> None:
        """Offer a task that says the same as this row's answer."""
        choice = SelectChoice(f"task-{task_id}", f"由已有事项办理：{title}"[:60])
        self.treatment.choices = [*_TREATMENTS, choice]
        self.twin = title

    def clause(self) -> Clause:
        chosen = self.treatment.data or Treatment.DRAFT
        task = chosen.removeprefix("task-")
        answered_by = int(task) if task != chosen and task.isdecimal() else None
        return Clause(
            title=_one_line(self.title),
            number=_one_line(self.number),
            section=_one_line(self.section),
            leader=_one_line(self.leader),
            lead=_one_line(self.lead),
            supporting=_one_line(self.supporting),
            due_phrase=_one_line(self.due_phrase),
            treatment=Treatment.ANSWER if answered_by is not None else Treatment(chosen),
            answered_by=answered_by,
        )


class ClausesForm(Form):
    """Rows of clauses; ``twins`` says which likenesses the page has shown already."""

    rows = FieldList(FormField(ClauseRow), min_entries=FEWEST_ROWS, max_entries=MOST_ROWS)
    twins = StringField()
    more = SubmitField("再加一行")

    def filled(self) -> list[tuple[int, Any]]:
        """The rows that say something, with their number."""
        return [(number, row.form) for number, row in enumerate(self.rows, start=1) if not row.form.is_empty]

    def check(self) -> bool:
        """As ``validate``, with each row's faults told at the top by its number."""
        self.validate()
        for number, row in self.filled():
            if not row.is_treated:
                row.treatment.errors = ["请选择列表中的一项"]
            if not (row.title.data or "").strip():
                row.title.errors = [SourceRefusal.TITLE_MISSING.worded(row=number)]
            for one in row:
                for error in one.errors:
                    self.form_errors.append(f"第{number}行{one.label.text}：{error}")
            if (chosen := row.treatment.data or "") not in (Treatment.DRAFT, Treatment.KEEP):
                row.treatment.choices = [*_TREATMENTS, SelectChoice(chosen, "由已有事项办理")]
        self.rows.errors = ()
        return not self.errors

    def add_row(self) -> None:
        if len(self.rows) < MOST_ROWS:
            self.rows.append_entry()

    def show(self, clauses: list[Clause], originals: list[str]) -> None:
        """Fill the rows, each with the words it was read from."""
        while len(self.rows):
            self.rows.pop_entry()
        for clause, original in list(zip(clauses, originals, strict=True))[:MOST_ROWS]:
            self.rows.append_entry(
                {name: getattr(clause, name) for name in ClauseRow()._fields if name not in ("treatment", "original")}
                | {"treatment": clause.treatment.value, "original": original[:LONGEST_ORIGINAL]}
            )


class SourceForm(ClausesForm):
    title = StringField("文件名称", [InputRequired("请填写文件名称"), _at_most(200)])
    issuer = StringField("发文单位", [InputRequired("请填写发文单位"), _at_most(200)])
    document_number = StringField("文号", [_at_most(200)])
    issued_on = DayField("成文日期")
    kind = SelectField("来源类型", choices=[SelectChoice(one.value, one.label) for one in SourceKind])
    regime = SelectField(
        "适用规定",
        choices=[SelectChoice("", "按发文单位判断"), *(SelectChoice(one.value, one.label) for one in Regime)],
    )
    plan_year = IntegerField(
        "年度", [Optional(), NumberRange(2000, 2099, "请填写四位年份，如 2026")], render_kw={"inputmode": "numeric"}
    )
    text = TextAreaField("会议纪要正文", [_at_most(MOST_CHARACTERS)])
    unread = HiddenField("没有读成议定事项的段落", [_at_most(2 * MOST_CHARACTERS)])

    def origin(self) -> Origin:
        issued_on: date = self.issued_on.data
        issuer = _one_line(self.issuer)
        return Origin(
            title=_one_line(self.title),
            issuer=issuer,
            issued_on=issued_on,
            plan_year=self.plan_year.data or issued_on.year,
            kind=SourceKind(self.kind.data),
            regime=Regime(self.regime.data) if self.regime.data else regime_of(issuer),
            document_number=_one_line(self.document_number),
        )


class EndorseForm(Form):
    seat = SelectField("领导职务", choices=[])
    leader = StringField("领导（照原件）", [_at_most(100)])
    wording = TextAreaField("批示原文", [InputRequired("请填写批示原文"), _at_most(2000)])
    written_on = DayField("批示日期")


class SortForm(Form):
    triage = SelectField("分办", choices=[SelectChoice(one.value, one.label) for one in Triage])
    matter = TextAreaField("要办的事", [_at_most(2000)])
    lead = StringField("牵头单位", [_at_most(500)])
    due_phrase = StringField("时限要求", [_at_most(200)])


def _one_line(one: Field) -> str:
    return " ".join((one.data or "").split())
