"""督办单 of three colours: a unit is urged in writing, each colour a rank higher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.letter import Letter, Mark
from tracker.documents.letters.issued import OnTask, items, sections, text
from tracker.documents.page import official_date
from tracker.vocabulary.escalation import SlipColour

_MARKS = {SlipColour.BLUE: "1D4F91", SlipColour.ORANGE: "B45309", SlipColour.RED: "B42318"}
_SAID = {
    SlipColour.BLUE: "现予催办，请按下列要求抓紧办理。",
    SlipColour.ORANGE: "现予警示，请单位主要负责人过问，按下列要求限期办理。",
    SlipColour.RED: "现予严肃警示，请单位主要负责人亲自组织，按下列要求限期办理。",
}
_ANSWER = {
    SlipColour.BLUE: "请于{day}前书面答复，说明未完成的原因、已采取的措施和预计完成日期",
    SlipColour.ORANGE: "请单位主要负责人组织研究，明确责任人和完成日期，于{day}前书面答复，并附佐证材料",
    SlipColour.RED: "请单位主要负责人组织研究，逐项明确责任人、措施和完成日期，签字后于{day}前书面答复，并附佐证材料",
}
_UNCHANGED = "本单不改变原定时限。确需延期的，按规定另行申请"
_NEXT = "逾期未答复，或者仍无明显进展的，按规定提出挂牌督办建议，报请审定"


@dataclass(frozen=True, kw_only=True)
class SlipFacts(OnTask):
    """What a slip says. ``duty``: what was to be done by ``due_on``; ``urged``: days and ways of earlier urging.

    ``days_overdue`` are natural days; ``demands`` are the office's own words beside the usual ones.
    """

    colour: SlipColour
    due_on: date
    days_overdue: int
    answer_by: date
    duty: str = "办理任务"
    missing: str = ""
    assigned_on: date | None = None
    urged: Sequence[tuple[date, str]] = ()
    demands: Sequence[str] = ()


def warning_slip(facts: SlipFacts) -> Letter:
    """督查催办通知单, marked with its colour in words and by a rule."""
    assigned = f"于{official_date(facts.assigned_on)}交办，" if facts.assigned_on else ""
    before = "经此前催办，仍未完成。" if facts.urged else ""
    opening = (
        f"你单位承办的{facts.named}，{assigned}应于{official_date(facts.due_on)}前完成{facts.duty}，"
        f"现已超过时限{facts.days_overdue}天。{before}{_SAID[facts.colour]}"
    )
    demands = [_ANSWER[facts.colour].format(day=official_date(facts.answer_by)), *facts.demands, _UNCHANGED]
    if facts.colour is SlipColour.RED:
        demands.append(_NEXT)
    body = sections(
        ("未完成的内容", [text(facts.missing)] if facts.missing else ()),
        ("此前催办情况", items([f"{official_date(day)}，{how}" for day, how in facts.urged]) if facts.urged else ()),
        ("办理要求", items(demands)),
    )
    return facts.letter(
        "督查催办通知单",
        facts.unit,
        [text(opening), *body],
        mark=Mark(facts.colour.label, _MARKS[facts.colour], facts.colour.value),
        receipt=("签收人", "签收时间"),
    )
