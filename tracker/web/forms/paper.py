"""Fields of a decision given on paper and entered afterwards (补录): whoever may decide leaves them empty."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import Length

from tracker.services.approvals import Paper
from tracker.web.forms.base import Form
from tracker.web.forms.days import DayField


class FormWithPaper(Form):
    """A form of a decision. ``paper_fits`` must have run before ``paper`` is read."""

    approver = StringField("批准人", [Length(max=50, message="不能超过50字")])
    decided_on = DayField("批准日期", optional=True)

    def paper_fits(self, wanted: bool) -> bool:
        """Both fields or none; both where the reader may not decide himself."""
        if self.decided_on.errors:
            return False
        if wanted or self.approver.data or self.decided_on.data:
            if not (self.approver.data or "").strip():
                self.refuse("请填写纸质审批的批准人", "approver")
            if self.decided_on.data is None:
                self.refuse("请填写纸质审批的批准日期", "decided_on")
        return not self.errors

    @property
    def paper(self) -> Paper | None:
        """What was decided on paper, or None for a decision on screen."""
        if self.decided_on.data is None:
            return None
        return Paper(self.decided_on.data, (self.approver.data or "").strip())
