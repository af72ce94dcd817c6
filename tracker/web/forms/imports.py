"""Forms of the import: the file; what is to become of it."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from tracker.vocabulary.sheets import Repeats
from tracker.vocabulary.sources import SourceKind
from tracker.web.forms.base import Form, choices

_FORMATS = [f"%Y{mark}%m{mark}%d" for mark in "-./"] + ["%Y年%m月%d日"]


class UploadForm(Form):
    file = FileField(
        "任务分解表",
        [FileRequired("请选择要导入的文件")],
        render_kw={"accept": ".xlsx,.xls,.csv,.docx", "required": True},
    )


class OriginForm(Form):
    """The paper, and what to do with its rows. A look asks for less than an import."""

    sheet = SelectField("读哪个工作表", validate_choice=True)
    year = IntegerField("计划年度", [Optional(), NumberRange(2000, 2100, "年度应在2000至2100之间")])
    title = StringField("文件名称", [Length(max=200, message="文件名称最多200字")])
    issuer = StringField("发文单位", [Length(max=100, message="发文单位最多100字")])
    document_number = StringField("文号", [Length(max=100, message="文号最多100字")])
    issued_on = DateField("印发日期", [Optional()], format=_FORMATS)
    kind = SelectField("来源类型", choices=choices(SourceKind))
    repeats = RadioField("疑似重复的行", choices=choices(Repeats), default=Repeats.MERGE.value)
    skip_hidden = BooleanField("不导入在原表中隐藏的行")
    create_units = BooleanField("未登记的单位全部新建")
    way = RadioField(
        "导入为",
        choices=[
            SelectChoice("draft", "草稿，逐项补齐后立项、交办"),
            SelectChoice("adopt", "在办台账，从接管之日起盯时限，之前的不追"),
        ],
        default="draft",
    )
    adopt_on = DateField("接管日期（转入在办台账时填写）", [Optional()], format=_FORMATS)

    def demand_origin(self) -> bool:
        """Whether all is there that the paper's row needs; each gap is said at its field."""
        needed: list[tuple[Any, str]] = [
            (self.title, "请填写文件名称"),
            (self.issuer, "请填写发文单位，如 市政府"),
            (self.issued_on, "请填写印发日期，如 2026-01-20"),
        ]
        if self.way.data == "adopt":
            needed.append((self.adopt_on, "请填写接管日期，如 2026-01-26"))
        for field, message in needed:
            given = field.data.strip() if isinstance(field.data, str) else field.data
            if not given:
                field.errors = [*field.errors, message]
        return not any(field.errors for field, _ in needed)
