"""The form of a draft."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms import Form as Row
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.policy.schedules import Node, Schedule
from tracker.services.drafts import Draft
from tracker.vocabulary.deadlines import TermUnit
from tracker.vocabulary.sheets import Every
from tracker.vocabulary.sources import Disclosure, GoalLevel
from tracker.web.forms.base import Form
from tracker.web.forms.days import DayField

FEWEST_NODES, MOST_NODES = 2, 30
_LONG, _SHORT = 5000, 500
_DIGITS = {"inputmode": "numeric"}


def _text(label: str, most: int = _LONG) -> TextAreaField:
    return TextAreaField(label, [Length(max=most, message=f"不超过{most}字")])


def _line(label: str, most: int = _SHORT) -> StringField:
    return StringField(label, [Length(max=most, message=f"不超过{most}字")])


class NodeRow(Row):
    """One node; an empty row is passed over."""

    content = _line("节点内容")
    evidence_wanted = _line("需要的佐证")
    due_on = DayField("完成日期", optional=True)
    weight = IntegerField("权重", [Optional(), NumberRange(0, 100, "请填写0至100的整数")], render_kw=_DIGITS)

    @property
    def is_empty(self) -> bool:
        typed = any((one.raw_data or [""])[0].strip() for one in (self.due_on, self.weight))
        texts = any((one.data or "").strip() for one in (self.content, self.evidence_wanted))
        return not typed and not texts


class DraftForm(Form):
    title = TextAreaField("任务", [InputRequired("请填写任务"), Length(max=2000, message="不超过2000字")])
    target = _text("目标")
    people = _text("人员")
    measures = _text("措施")
    requirement = _text("要求")
    section = _line("类别")
    seat = SelectField("责任领导（职务）", choices=[])
    leader = _line("责任领导（照原文）", 200)
    lead = _line("牵头单位")
    co_leads = _line("共同牵头单位")
    supporting = _line("配合单位", 1000)
    due_on = DayField("办理时限", optional=True)
    term = IntegerField("期限", [Optional(), NumberRange(1, 1500, "请填写1至1500的整数")], render_kw=_DIGITS)
    unit = SelectField(
        "期限单位",
        choices=[
            SelectChoice(one.value, word) for one, word in ((TermUnit.WORKING, "个工作日"), (TermUnit.NATURAL, "天"))
        ],
    )
    endless = BooleanField("长期坚持")
    far = BooleanField("确认时限超过三年")
    due_phrase = _line("原文要求")
    nodes = FieldList(FormField(NodeRow), min_entries=FEWEST_NODES, max_entries=MOST_NODES)
    disclosure = SelectField("公开程度", choices=[SelectChoice(one.value, one.label) for one in Disclosure])
    goal_level = SelectField("考核目标等级", choices=[SelectChoice(one.value, one.label) for one in GoalLevel])
    points = DecimalField("考核分值", [Optional(), NumberRange(0, 10000, "请填写0至10000的数")])
    year = IntegerField("考核年度", [NumberRange(2000, 2099, "请填写四位年份，如 2026")], render_kw=_DIGITS)
    report_every = SelectField("反馈节奏", choices=[SelectChoice(one.value, one.label) for one in Every])
    clerk = SelectField("责任督查员", choices=[])
    more = SubmitField("再加一个节点")

    def filled(self) -> list[tuple[int, Any]]:
        """The nodes that say something, with their number."""
        return [(number, row.form) for number, row in enumerate(self.nodes, start=1) if not row.form.is_empty]

    def check(self) -> bool:
        """As ``validate``, with each node's faults told at the top; words in place of a day are kept as the paper's."""
        self.validate()
        if self.due_on.errors and not (self.due_phrase.data or "").strip():
            self.due_phrase.data, self.due_phrase.raw_data = (self.due_on.raw_data or [""])[0][:_SHORT], None
        for number, row in self.filled():
            for one in row:
                self.form_errors.extend(f"节点{number}{one.label.text}：{error}" for error in one.errors)
        self.nodes.errors = ()
        return not self.errors

    def add_node(self) -> None:
        if len(self.nodes) < MOST_NODES:
            self.nodes.append_entry()

    def schedule(self) -> Schedule:
        nodes = tuple(
            Node(row.content.data or "", row.due_on.data, row.weight.data or 0, row.evidence_wanted.data or "")
            for _, row in self.filled()
        )
        return Schedule(
            self.due_on.data, self.term.data, TermUnit(self.unit.data), self.endless.data, nodes, self.far.data
        )

    def draft(self) -> Draft:
        texts = ("title", "target", "people", "measures", "requirement", "section", "leader", "lead", "co_leads")
        said = {name: self[name].data or "" for name in (*texts, "supporting", "due_phrase")}
        return Draft(
            **said,
            schedule=self.schedule(),
            assessment_year=self.year.data,
            leader_post_id=int(self.seat.data) if self.seat.data else None,
            disclosure=Disclosure(self.disclosure.data),
            goal_level=GoalLevel(self.goal_level.data),
            points=float(self.points.data) if self.points.data is not None else None,
            report_every=Every(self.report_every.data),
            clerk_id=int(self.clerk.data) if self.clerk.data else None,
        )
