"""Forms of the register of units, groups and seats."""

from __future__ import annotations

from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from tracker.services.register import UnitFacts
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, PostRank
from tracker.web.forms.base import Chosen, Form, choices

_NAME = Length(max=100, message="名称最多100字")
_TRACK = Length(max=50, message="战线最多50字")


class FactsForm(Form):
    kind = SelectField("类别", choices=choices(DepartmentKind), default=DepartmentKind.GOVERNMENT.value)
    level = SelectField("层级", choices=choices(DepartmentLevel), default=DepartmentLevel.CITY.value)
    parent_id = Chosen("隶属于", [Optional()])
    track = StringField("战线", [_TRACK])
    short_names = StringField("简称", [Length(max=500, message="简称合计最多500字")])
    enabled_on = DateField("启用日", [Optional()])

    def facts(self) -> UnitFacts:
        """What was typed; short names stand between 、 or commas."""
        names = (self.short_names.data or "").replace("，", "、").replace(",", "、").replace("；", "、").split("、")
        return UnitFacts(
            DepartmentKind(self.kind.data),
            DepartmentLevel(self.level.data),
            self.parent_id.data,
            (self.track.data or "").strip(),
            self.enabled_on.data,
            tuple(name.strip()[:100] for name in names if name.strip()),
        )


class UnitForm(FactsForm):
    name = StringField("全称", [DataRequired("请填写单位全称"), _NAME])


class RenameForm(Form):
    new_name = StringField("新全称", [DataRequired("请填写新的全称"), _NAME])
    renamed_on = DateField("自哪天起", [InputRequired("请填写日期，如 2026-07-01")])


class EndForm(Form):
    successor_id = Chosen("并入", [InputRequired("请选择承接单位")])
    ended_on = DateField("自哪天起", [InputRequired("请填写日期，如 2026-07-01")])


class GroupForm(Form):
    group_name = StringField("单位组名称", [DataRequired("请填写单位组名称"), _NAME])


class PostForm(Form):
    name = StringField("职务", [DataRequired("请填写职务名称"), _NAME])
    rank = SelectField("层次", choices=choices(PostRank), default=PostRank.DEPUTY.value)
    track = StringField("战线", [_TRACK])


class HolderForm(Form):
    holder = StringField("任职人（空缺则不填）", [Length(max=50, message="姓名最多50字")])
    from_on = DateField("自哪天起", [InputRequired("请填写日期，如 2026-07-01")])
