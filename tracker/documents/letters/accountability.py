"""追责建议: handed to the body that may decide (政府督查工作条例 art. 21). It names no sanction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.letter import Letter
from tracker.documents.letters.issued import OnTask, items, sections, text
from tracker.documents.page import official_date

_USUAL = "请依照管理权限，对上述单位的责任进行调查，依规依纪依法作出处理"


@dataclass(frozen=True, kw_only=True)
class SuggestionFacts(OnTask):
    """What is suggested about ``unit``, to ``authority``; ``origin``: the papers it rests on, with numbers and days.

    Until it is approved ``approved_on`` is None, and its day is left blank. ``duties``: on what the unit's duty rests;
    ``breached``: provisions; ``circumstances``: lighter, heavier, exempting.
    """

    authority: str
    origin: Sequence[str]
    findings: Sequence[str]
    approved_by: str
    approved_on: date | None
    duties: Sequence[str] = ()
    breached: Sequence[str] = ()
    circumstances: Sequence[str] = ()
    deliberated: str = ""
    suggestion: str = ""
    reply_by: date | None = None
    evidence: Sequence[str] = ()


def accountability_suggestion(facts: SuggestionFacts) -> Letter:
    """追究责任建议书."""
    deliberated = f"经{facts.deliberated}研究，" if facts.deliberated else ""
    opening = (
        f"{facts.unit}在办理{facts.named}中存在下列问题。{deliberated}依照《政府督查工作条例》第二十一条，经"
        f"{facts.approved_by}于{official_date(facts.approved_on)}批准，现将追究责任的建议转交你单位。"
    )
    when = f"请于{official_date(facts.reply_by)}前" if facts.reply_by else "请在作出处理后"
    body = sections(
        ("事项来源", items(facts.origin)),
        ("建议追究责任的单位和职责依据", items([facts.unit, *facts.duties])),
        ("查明的事实", items(facts.findings)),
        ("违反的规定", items(facts.breached) if facts.breached else ()),
        ("从轻、从重或者免责的情节", items(facts.circumstances) if facts.circumstances else ()),
        ("建议", items([*([facts.suggestion] if facts.suggestion else []), _USUAL])),
        ("结果反馈", [text(f"{when}函告处理结果")]),
    )
    return facts.letter(
        "追究责任建议书",
        facts.authority,
        [text(opening), *body],
        attachments=facts.evidence,
        receipt=("签收人", "签收时间"),
    )
