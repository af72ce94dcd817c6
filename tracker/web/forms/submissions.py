"""The form by which whatever was put forward is decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from tracker.services.approvals import Paper
from tracker.services.decisions import Ruling
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.web.forms.approvals import DecideForm
from tracker.web.forms.days import DayField
from tracker.web.forms.paper import FormWithPaper


class RulingForm(FormWithPaper, DecideForm):
    """With the fields of a decision given on paper, for whoever enters it."""

    # Whoever decides himself is not shown it, and his browser does not send it.
    seat = SelectField("审批人职务", choices=[], default="")
    due_on = DayField("批准的新时限", optional=True)

    def offer(self, seats: Iterable[Any], kind: ApprovalKind) -> None:
        """The seats a paper may name; another date only where the document asks for one."""
        self.seat.choices = [
            SelectChoice("", "不在名册，只填姓名"),
            *(SelectChoice(str(seat.id), seat.label) for seat in seats),
        ]
        if kind is not ApprovalKind.EXTENSION:
            del self.due_on

    def paper_fits(self, wanted: bool) -> bool:
        """As of any paper; a seat may stand for the name: its holder of that day is meant."""
        named = bool(self.seat.data) or bool((self.approver.data or "").strip())
        if wanted or named or self.decided_on.data:
            if not named:
                self.refuse("请选择审批人职务，或填写审批人姓名", "approver")
            if self.decided_on.data is None and not self.decided_on.errors:
                self.refuse("请填写纸质审批的批准日期", "decided_on")
        return not self.errors

    @property
    def ruling(self) -> Ruling:
        due_on = self.due_on.data if "due_on" in self else None
        return Ruling(ApprovalOutcome(self.outcome.data), self.opinion.data or "", due_on)

    @property
    def paper(self) -> Paper | None:
        if self.decided_on.data is None:
            return None
        seat = int(self.seat.data) if self.seat.data else None
        return Paper(self.decided_on.data, (self.approver.data or "").strip(), seat)
