"""督查结论 and 复核决定 (政府督查工作条例 art. 16–18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.letter import Letter
from tracker.documents.letters.issued import OnTask, items, sections, text
from tracker.documents.page import official_date
from tracker.vocabulary.conclusions import ReviewOutcome


@dataclass(frozen=True, kw_only=True)
class ConclusionFacts(OnTask):
    """What was found. ``review_body``: the government an objection goes to; ``evidence`` is attached.

    ``inspected_from`` is None where it rests on the record alone. ``rectifications``: what is to be put right, and by
    when, unless the words say so themselves.
    """

    basis: Sequence[str]
    findings: Sequence[str]
    verdict: str
    review_body: str
    team: str = "督查组"
    inspected_from: date | None = None
    inspected_to: date | None = None
    methods: Sequence[str] = ()
    rectifications: Sequence[tuple[str, date | None]] = ()
    evidence: Sequence[str] = ()


def supervision_conclusion(facts: ConclusionFacts) -> Letter:
    """督查结论, with the right to ask for a review within 30 days of receipt (art. 17)."""
    opening = f"{_looked_at(facts)}依照《政府督查工作条例》第十六条，现作出督查结论如下。"
    review = (
        f"对本结论有异议的，可以自收到之日起30日内，向{facts.review_body}申请复核。{facts.review_body}自收到申请之日起"
        "30日内作出复核决定，参与作出本结论的工作人员在复核中回避"
    )
    rectified = [f"{what}，于{official_date(day)}前完成" if day else what for what, day in facts.rectifications]
    told = "请按期报送整改结果，督查机构依照《政府督查工作条例》第十八条对整改情况进行核查"
    body = sections(
        ("督查依据", items(facts.basis)),
        ("督查方式", [text("、".join(facts.methods))] if facts.methods else ()),
        ("查明的事实", items(facts.findings)),
        ("督查结论", [text(facts.verdict)]),
        ("整改要求", items([*rectified, told]) if rectified else ()),
        ("申请复核的权利", [text(review)]),
    )
    return facts.letter(
        "督查结论",
        facts.unit,
        [text(opening), *body],
        attachments=facts.evidence,
        receipt=("签收人", "送达时间"),
    )


def _looked_at(facts: ConclusionFacts) -> str:
    if facts.inspected_from is None:
        return f"根据督办工作记录，就你单位办理{facts.named}的情况，"
    once = facts.inspected_to in (None, facts.inspected_from)
    last = "" if once else f"至{official_date(facts.inspected_to)}"
    return f"{official_date(facts.inspected_from)}{last}，{facts.team}对你单位办理{facts.named}的情况进行了督查。"


@dataclass(frozen=True, kw_only=True)
class ReviewFacts(OnTask):
    """What was objected to and decided. ``conclusion``: its number; ``decision``: what holds from now on, in words."""

    conclusion: str
    served_on: date
    asked_on: date
    grounds: Sequence[str]
    findings: Sequence[str]
    outcome: ReviewOutcome
    decision: str = ""


def review_decision(facts: ReviewFacts) -> Letter:
    """督查结论复核决定书 (art. 17)."""
    opening = (
        f"你单位对{facts.named}的督查结论（{facts.conclusion}，{official_date(facts.served_on)}送达）有异议，于"
        f"{official_date(facts.asked_on)}申请复核。依照《政府督查工作条例》第十七条，参与作出原结论的"
        "工作人员回避，经复核，现作出决定如下。"
    )
    decided = [f"{facts.outcome.label}原督查结论（{facts.conclusion}）", *([facts.decision] if facts.decision else [])]
    body = sections(
        ("申请复核的理由", items(facts.grounds)),
        ("复核查明的情况", items(facts.findings)),
        ("复核决定", items(decided)),
    )
    return facts.letter(
        "督查结论复核决定书",
        facts.unit,
        [text(opening), *body],
        receipt=("签收人", "送达时间"),
    )
