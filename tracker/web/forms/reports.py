"""反馈 and 节点申报 as forms."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from tracker.policy.reports import LONGEST, Words
from tracker.web.forms.base import Form
from tracker.web.forms.evidence import FormWithEvidence

_LONGEST_REASON = 500
_ROWS = {"rows": 4}


def plain(text: str | None) -> str:
    """Typed text as it is kept: one kind of line end, no space around it."""
    return (text or "").replace("\r\n", "\n").strip()


def not_too_long(_: Form, field: Any) -> None:
    """Said with the count rather than by ``maxlength``, at which a browser cuts off what is pasted without a word."""
    if (count := len(field.data or "")) > LONGEST:
        raise ValidationError(f"“{field.label.text}”不超过{LONGEST}字，当前{count}字")


def _text(label: str) -> TextAreaField:
    return TextAreaField(label, filters=[plain], validators=[not_too_long], render_kw=_ROWS)


class ReportForm(FormWithEvidence):
    """A progress report: four texts and files."""

    unchanged = BooleanField("与上期相比无变化")
    done = _text("进展情况")
    problems = _text("存在问题")
    next_steps = _text("下一步打算")
    help_wanted = _text("需要帮助")

    @property
    def words(self) -> Words:
        return Words(
            self.done.data or "",
            self.problems.data or "",
            self.next_steps.data or "",
            self.help_wanted.data or "",
            bool(self.unchanged.data),
        )

    def suggest(self, report: Any) -> None:
        """Begin from an earlier report's words."""
        self.done.data, self.problems.data = report.done, report.problems
        self.next_steps.data, self.help_wanted.data = report.next_steps, report.help_wanted


class PaperReportForm(ReportForm):
    """A report that came on paper, entered by the office."""

    signer = StringField(
        "签发人", filters=[plain], validators=[DataRequired("请填写签发人"), Length(max=50, message="不超过50字")]
    )
    dated = DateField("纸质反馈日期", validators=[DataRequired("请填写纸质反馈的日期")])


class MilestoneForm(FormWithEvidence):
    """What was done at a node."""

    statement = TextAreaField(
        "完成情况", filters=[plain], validators=[DataRequired("请写明完成情况"), not_too_long], render_kw=_ROWS
    )


class DecisionForm(Form):
    """采纳, or 退回 with a reason."""

    reason = StringField(
        "退回理由", filters=[plain], validators=[Length(max=_LONGEST_REASON, message=f"不超过{_LONGEST_REASON}字")]
    )
