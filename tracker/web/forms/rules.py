"""A new version of a rule."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import DateField, Field, IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.policy.rules import DEFAULTS, LABELS, RuleName
from tracker.web.forms.base import Form


class RuleForm(Form):
    effective_on = DateField("生效日期", [InputRequired("请填写生效日期，如 2026-07-01")])
    clause = TextAreaField(
        "依据（文件、条款）", [DataRequired("请填写依据的文件和条款"), Length(max=1000, message="最多1000字")]
    )


def rule_form(name: RuleName) -> tuple[Form, list[str]]:
    """A form for the numbers of one rule, and the names of its number fields."""
    numbers = list(DEFAULTS[name].parameters)
    fields = {key: IntegerField(LABELS[key], [InputRequired(f"请填写“{LABELS[key]}”")]) for key in numbers}
    return type("OneRuleForm", (RuleForm,), fields)(), numbers


def replay_form(name: RuleName) -> tuple[Form, list[str]]:
    """The numbers of one rule to be tried, and the days to try them on."""
    numbers = list(DEFAULTS[name].parameters)
    fields: dict[str, Field] = {
        key: IntegerField(LABELS[key], [InputRequired(f"请填写“{LABELS[key]}”")]) for key in numbers
    }
    fields["first"] = DateField("从哪天起", [InputRequired("请填写起始日期，如 2026-01-01")])
    fields["last"] = DateField("到哪天止", [InputRequired("请填写截止日期，如 2026-06-30")])
    return type("ReplayForm", (Form,), fields)(), numbers


def given(form: Form, numbers: list[str]) -> Mapping[str, int]:
    return {key: form[key].data for key in numbers}
