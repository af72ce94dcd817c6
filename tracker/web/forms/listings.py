"""Forms of 挂牌督办: proposed, visited, asked to be released, accepted on site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.services.listings import Propose
from tracker.services.site_visits import Visit
from tracker.vocabulary.listings import ListingAuthority, ListingLimb
from tracker.web.forms.base import Chosen, Form, choices, clear
from tracker.web.forms.completion import LENGTH, TALL
from tracker.web.forms.days import DayField
from tracker.web.forms.evidence import FormWithEvidence

_SHORT = Length(max=100, message="不能超过100字")
_NAMES = Length(max=50, message="不能超过50字")
_PASSED, _FAILED = "passed", "failed"


class ProposeForm(Form):
    limb = RadioField("理由类别", [InputRequired("请选择理由类别")], choices=choices(ListingLimb))
    grounds = TextAreaField("挂牌理由", [DataRequired("请填写挂牌理由"), clear, LENGTH], render_kw=TALL)
    requirement = TextAreaField("整改要求", [DataRequired("请填写整改要求"), clear, LENGTH], render_kw=TALL)
    authority = RadioField("挂牌权限", [InputRequired("请选择挂牌权限")], choices=choices(ListingAuthority))
    meeting = StringField("常务会议", [_SHORT])
    term = IntegerField("挂牌期限（工作日）", [InputRequired("请填写挂牌期限")])
    officer_account_id = Chosen("督办专员（本办人员）", [])
    officer = StringField("督办专员（其他人员姓名）", [_NAMES])
    outlet = StringField("公开媒体", [_SHORT])

    def offer(self, staff: Iterable[Any]) -> None:
        """Who of the office may be the officer on site."""
        self.officer_account_id.offer(staff)

    def command(self, proposal_id: int | None) -> Propose:
        """What was filled in."""
        return Propose(
            limb=ListingLimb(self.limb.data),
            grounds=self.grounds.data or "",
            requirement=self.requirement.data or "",
            authority=ListingAuthority(self.authority.data),
            term=self.term.data or 0,
            outlet=self.outlet.data or "",
            meeting=self.meeting.data or "",
            officer_account_id=self.officer_account_id.data,
            officer=self.officer.data or "",
            proposal_id=proposal_id,
        )


class VisitForm(FormWithEvidence):
    account_id = Chosen("到现场的本办人员", [])
    visitor = StringField("到现场的其他人员", [_NAMES])
    visited_on = DayField("到现场日期")
    place = StringField("地点", [_SHORT])
    found = TextAreaField("现场情况", [DataRequired("请填写现场情况"), clear, LENGTH], render_kw=TALL)

    def offer(self, staff: Iterable[Any]) -> None:
        """Who of the office may have been on site."""
        self.account_id.offer(staff)

    @property
    def visit(self) -> Visit:
        """What was filled in."""
        return Visit(
            self.visited_on.data,
            self.found.data or "",
            self.place.data or "",
            self.account_id.data,
            self.visitor.data or "",
            self.evidence_ids,
        )


class AcceptanceForm(VisitForm):
    result = RadioField(
        "验收结果",
        [InputRequired("请选择验收结果")],
        choices=[SelectChoice(_PASSED, "合格，报批解除"), SelectChoice(_FAILED, "不合格，退回整改")],
    )
    reason = TextAreaField("整改意见", [LENGTH], render_kw={**TALL, "rows": 3})

    @property
    def passed(self) -> bool:
        return bool(self.result.data == _PASSED)


class ReleaseForm(FormWithEvidence):
    statement = TextAreaField("整改完成情况", [DataRequired("请填写整改完成情况"), clear, LENGTH], render_kw=TALL)
