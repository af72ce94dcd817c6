"""Forms of 交接, one for each kind."""

from __future__ import annotations

from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.services.handovers import Terms
from tracker.vocabulary.cards import HandoverKind
from tracker.web.forms.base import Chosen, Form


class HandoverForm(Form):
    """What every kind has."""

    effective_on = DateField("从哪天起", [DataRequired("请填写日期，如 2026-03-01")])
    basis = TextAreaField(
        "依据",
        [DataRequired("请填写依据，如任免、分工或机构改革文件"), Length(max=500, message="不能超过500字")],
        render_kw={"rows": 2},
    )

    def terms(self) -> Terms:
        return Terms(self.effective_on.data, self.basis.data)


class HolderForm(HandoverForm):
    post_id = Chosen("职务", [DataRequired("请选择职务")])
    incoming = StringField(
        "新任人员",
        [DataRequired("请填写新任人员姓名"), Length(max=100, message="不能超过100字")],
        render_kw={"autocomplete": "off"},
    )


class DivisionForm(HandoverForm):
    post_id = Chosen("原责任领导", [DataRequired("请选择原责任领导")])
    to_post_id = Chosen("新责任领导", [DataRequired("请选择新责任领导")])


class RenameForm(HandoverForm):
    department_id = Chosen("单位", [DataRequired("请选择单位")])
    name = StringField(
        "新名称",
        [DataRequired("请填写新名称"), Length(max=100, message="不能超过100字")],
        render_kw={"autocomplete": "off"},
    )


class MergeForm(HandoverForm):
    department_id = Chosen("被撤并的单位", [DataRequired("请选择被撤并的单位")])
    to_department_id = Chosen("并入哪个单位", [DataRequired("请选择并入哪个单位")])


FORMS: dict[HandoverKind, type[HandoverForm]] = {
    HandoverKind.HOLDER: HolderForm,
    HandoverKind.DIVISION: DivisionForm,
    HandoverKind.RENAMED: RenameForm,
    HandoverKind.MERGED: MergeForm,
}
