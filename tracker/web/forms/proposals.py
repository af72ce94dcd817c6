"""The form by which a proposal is decided."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.policy.reasons import LEAST, seen
from tracker.services.proposals import DECIDABLE, Verdict
from tracker.vocabulary.escalation import ProposalOutcome
from tracker.web.forms.base import Form, choices
from tracker.web.forms.days import DayField


class VerdictForm(Form):
    outcome = RadioField("处理意见", [InputRequired("请选择处理意见")], choices=choices(DECIDABLE))
    reason = TextAreaField("理由", [Length(max=1000, message="不能超过1000字")], render_kw={"rows": 3})
    until = DayField("暂缓到", optional=True)

    def words_fit(self) -> bool:
        """What each outcome needs."""
        if self.outcome.data == ProposalOutcome.DECLINED and len(seen(self.reason.data or "")) < LEAST:
            self.refuse(f"不采纳的，请写清理由，不少于{LEAST}个字", "reason")
        if self.outcome.data == ProposalOutcome.POSTPONED and self.until.data is None and not self.until.errors:
            self.refuse("请填写暂缓到哪一天", "until")
        return not self.errors

    @property
    def verdict(self) -> Verdict:
        return Verdict(ProposalOutcome(self.outcome.data), self.reason.data or "", self.until.data)
