"""From documents to the letters that are sent of them. What the record does not hold is left out, or left blank."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from tracker.documents.letter import Letter
from tracker.documents.letters.accountability import SuggestionFacts, accountability_suggestion
from tracker.documents.letters.conclusions import ConclusionFacts, ReviewFacts, review_decision, supervision_conclusion
from tracker.documents.letters.escalation import SlipFacts, warning_slip
from tracker.documents.letters.extensions import ExtensionFacts, extension_reply
from tracker.documents.letters.issued import quoted
from tracker.documents.letters.listings import ListingFacts, ReleaseFacts, listing_notice, release_announcement
from tracker.documents.page import official_date
from tracker.errors import IllegalTransition
from tracker.policy.access import Actor
from tracker.policy.accountability import UNNUMBERED
from tracker.policy.extensions import Term, last_day_to_ask
from tracker.policy.listings import watched_until
from tracker.policy.rules import RuleName
from tracker.queries import accountability as accusing
from tracker.queries import letters as read
from tracker.queries.conclusions import conclusion_facts
from tracker.queries.extensions import ExtensionRow
from tracker.queries.listings import ListingRow
from tracker.queries.releases import course
from tracker.queries.site_visits import of_listing
from tracker.queries.slips import SlipRow
from tracker.services.deadlines import basis
from tracker.vocabulary.accountability import SuggestionState
from tracker.vocabulary.conclusions import ConclusionState, ReviewState
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.escalation import SlipColour
from tracker.vocabulary.extensions import ExtensionState
from tracker.vocabulary.listings import ListingAuthority, ListingState, ReleaseState
from tracker.vocabulary.sources import Disclosure
from tracker.vocabulary.web import WebRefusal
from tracker.web.guard import settings

_BLANK = "　" * 8
_CUT = "未列入"
# How a duty is called in a sentence; a node by its own words, any other by its kind.
_DUTIES = {DeadlineKind.FINAL: "办理任务", DeadlineKind.LISTING_TERM: "挂牌督办整改"}
_DATES = {DeadlineKind.FINAL: "办理时限", DeadlineKind.RECTIFICATION: "整改时限"}
CONCLUDED = frozenset({
    ConclusionState.APPROVED, ConclusionState.SERVED, ConclusionState.CHANGED, ConclusionState.WITHDRAWN,
})  # fmt: skip
"""A conclusion has its paper from its approval on."""
SUGGESTED = frozenset(SuggestionState) - {SuggestionState.DRAFT, SuggestionState.REFUSED}
"""A suggestion has its paper from the day it is put forward, unless it is refused."""


def has_reply(row: Any) -> bool:
    """Whether a request for more time was decided by a person."""
    return row.state in (ExtensionState.GRANTED, ExtensionState.REFUSED)


def has_announcement(listing: Any, task: Any) -> bool:
    """Whether there is a release that may be told to the public: of a sensitive task nothing is."""
    return listing.state is ListingState.RELEASED and bool(_media(listing, task))


def slip_letter(session: Session, slip: Any, row: SlipRow, task: Any) -> Letter:
    """督办单 in its colour. Raises IllegalTransition for one that nobody has issued."""
    about = read.overdue(session, slip)
    if about is None or slip.issued_on is None or row.answer_due_on is None:
        raise _not_now("督办单", slip.state, "督办单")
    copy_to = [] if slip.colour is SlipColour.BLUE else [read.leader_of(session, task) or "分管领导"]
    return warning_slip(
        SlipFacts(
            unit=row.unit,
            matter=row.title,
            reference=row.reference,
            signer=settings().office,
            number=row.number,
            signed_on=slip.issued_on,
            copy_to=[*copy_to, "主要领导"] if slip.colour is SlipColour.RED else copy_to,
            colour=slip.colour,
            due_on=about.due_on,
            days_overdue=(slip.issued_on - about.due_on).days,
            answer_by=row.answer_due_on,
            duty=f"节点{quoted(about.what)}" if about.what else _DUTIES.get(about.kind, about.kind.label),
            assigned_on=task.assigned_on,
            urged=about.urged,
            demands=[f"督查室意见：{slip.reason}"] if slip.reason else (),
        )
    )


def listing_letter(session: Session, listing: Any, row: ListingRow, task: Any) -> Letter:
    """挂牌督办通知书. Raises IllegalTransition for a matter that is not listed, or never was."""
    term = read.listed_term(session, listing)
    if listing.listed_on is None or term is None:
        raise _not_now("挂牌督办", listing.state, "通知书")
    by = basis(session, listing.listed_on)
    asked_by = last_day_to_ask(Term(term[0], term[1], term[1], listed=True), by.rules, by.calendar)
    leader, grounds = read.leader_of(session, task), _lines(listing.grounds)
    limb = listing.limb.label
    meeting = listing.authority is ListingAuthority.MEETING and listing.meeting
    return listing_notice(
        ListingFacts(
            unit=row.unit or _BLANK,
            matter=row.title,
            reference=row.reference,
            signer=_government(),
            number=row.number,
            signed_on=listing.listed_on,
            grounds=[f"{limb}：{grounds[0]}"] if len(grounds) == 1 else [limb, *grounds],
            decided_by=f"{meeting}决定" if meeting else f"{listing.listed_by}批准",
            decided_on=listing.listed_on,
            begins_on=term[0],
            due_on=term[1],
            officer=listing.officer,
            requirements=_lines(listing.requirement),
            responsible=[("责任领导", leader)] if leader else (),
            term=f"{listing.term}个工作日",
            extension_by=asked_by,
            media=_media(listing, task),
        )
    )


def release_letter(session: Session, actor: Actor, listing: Any, row: ListingRow, task: Any) -> Letter:
    """解除挂牌督办公告. Raises IllegalTransition where it was not released, or may not be told to the public."""
    told = course(session, actor, listing.id).releases
    granted = next((one for one in told if one.state is ReleaseState.GRANTED), None)
    if listing.state is not ListingState.RELEASED or granted is None:
        raise _not_now("挂牌督办", listing.state, "解除公告")
    if not has_announcement(listing, task):
        raise IllegalTransition(WebRefusal.PAPER_NOT_PUBLIC)
    visit = next(one for one in of_listing(session, actor, listing.id) if one.id == granted.visit_id)
    months = basis(session, listing.released_on).rules.number(RuleName.LISTING, "relapse_months")
    return release_announcement(
        ReleaseFacts(
            unit=row.unit or _BLANK,
            matter=row.title,
            reference=row.reference,
            signer=_government(),
            signed_on=listing.released_on,
            listed_on=listing.listed_on,
            visited_on=visit.visited_on,
            visitors=[visit.visitor],
            verdict=visit.found,
            decided_by=f"{listing.released_by}批准",
            decided_on=listing.released_on,
            results=_lines(granted.statement),
            notice=row.number,
            watched_until=watched_until(listing.released_on, months),
        )
    )


def extension_letter(session: Session, extension: Any, row: ExtensionRow) -> Letter:
    """延期批复. Raises IllegalTransition for a request that nobody has decided."""
    if not has_reply(row) or row.asked_due_on is None:
        raise _not_now("延期申请", row.state, "批复")
    return extension_reply(
        ExtensionFacts(
            unit=row.unit,
            matter=row.title,
            reference=row.reference,
            signer=settings().office,
            signed_on=row.decided_on,
            asked_on=row.signed_on or row.asked_on,
            asked_until=row.asked_due_on,
            due_on=row.present_due_on,
            decided_by=f"{row.decided_by}审批",
            granted_until=row.granted_due_on,
            cause="" if row.cause.value == "other" else row.cause.label,
            duty=f"节点{quoted(row.what)}的时限" if row.what else _DATES.get(row.kind, row.kind.label),
            ordinal=read.times_granted(session, extension),
            grounds=row.decision,
        )
    )


def conclusion_letter(session: Session, actor: Actor, row: Any) -> Letter:
    """督查结论 as it was approved; its term runs from the day it is served, which it cannot know.

    Raises IllegalTransition where it is not approved, and for the unit until it has received it.
    """
    if row.state not in CONCLUDED:
        raise _not_now("督查结论", row.state, "督查结论")
    if actor.office_id is None and row.state is ConclusionState.APPROVED:
        raise IllegalTransition(WebRefusal.PAPER_UNSEEN)
    facts, inspected = conclusion_facts(session, row), read.inspected(session, row)
    by_when = f"，自送达之日起{row.rectify_term}个工作日内完成" if row.rectify_term else ""
    rectify = f"{row.requirement.strip().rstrip('。')}{by_when}" if row.requirement else ""
    return supervision_conclusion(
        ConclusionFacts(
            unit=facts.unit,
            matter=facts.title,
            reference=facts.reference,
            signer=_government(),
            number=row.number,
            signed_on=row.approved_on,
            basis=[*_lines(row.basis), *(f"督办工作记录：{line}" for line in _lines(row.record))],
            findings=_lines(row.facts),
            verdict=row.conclusion,
            review_body=_government() if settings().home else "作出本结论的人民政府",
            team=f"督查组（组长{inspected.head}）" if inspected else "",
            inspected_from=inspected.from_on if inspected else None,
            inspected_to=inspected.until_on if inspected else None,
            methods=inspected.methods if inspected else (),
            rectifications=[(rectify, None)] if rectify else (),
        )
    )


def review_letter(session: Session, row: Any, of: Any) -> Letter:
    """复核决定. Raises IllegalTransition while it is not decided, and where the request came too late."""
    if row.state is not ReviewState.DECIDED:
        raise _not_now("复核申请", row.state, "复核决定")
    facts = conclusion_facts(session, of)
    return review_decision(
        ReviewFacts(
            unit=facts.unit,
            matter=facts.title,
            reference=facts.reference,
            signer=_government(),
            number=row.number or "",
            signed_on=row.decided_on,
            conclusion=of.number,
            served_on=of.served_on,
            asked_on=row.asked_on,
            grounds=_lines(row.reason),
            findings=_lines(row.opinion),
            outcome=row.outcome,
            decision=f"变更后的结论：{row.changed_to}" if row.changed_to else "",
        )
    )


def suggestion_letter(session: Session, row: Any, task: Any) -> Letter:
    """追责建议, never with what came of it. Raises IllegalTransition before it is put forward and once it is refused.

    What is only weighed yet, and to whom it goes, is left blank.
    """
    if row.state not in SUGGESTED:
        raise _not_now("追责建议", row.state, "建议书")
    weighed = (("从轻情节", row.lighter), ("从重情节", row.heavier), ("免责情节", row.exempt))
    return accountability_suggestion(
        SuggestionFacts(
            unit=accusing.unit_of(session, row),
            matter=task.title,
            reference=task.reference or "",
            signer=_government(),
            number=row.number or "",
            signed_on=row.approved_on,
            authority=row.transferred_to or _BLANK,
            origin=[accusing.basis_of(session, row), f"集体研究情况：{row.study}"],
            findings=_lines(row.grounds),
            approved_by=row.approved_by or "行政首长",
            approved_on=row.approved_on,
            breached=_lines(row.clause),
            circumstances=[f"{label}：{said}" for label, said in weighed if said],
            deliberated=f"{official_date(row.studied_on)}集体",
            suggestion=f"主要负责人连带责任：{row.head_joint}" if row.head_joint else "",
            evidence=_evidence(row.evidence),
        )
    )


def _media(listing: Any, task: Any) -> list[str]:
    sensitive = task.disclosure is Disclosure.SENSITIVE
    return [listing.outlet] if listing.outlet and not sensitive else []


def _government() -> str:
    """The government in whose name a letter goes out; the office's where the site has not told its place."""
    return f"{settings().home}人民政府" if settings().home else settings().office


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _evidence(text: str) -> list[str]:
    """The lines of 证据目录 as attachments; those that were cut are no attachment."""
    lines = [line for line in _lines(text) if not line.startswith(_CUT)]
    return [line.removesuffix(f" — {UNNUMBERED}").replace(" — ", "，") for line in lines]


def _not_now(what: str, state: Any, paper: str) -> IllegalTransition:
    return IllegalTransition(WebRefusal.PAPER_NOT_NOW, what=what, state=state.label, paper=paper)
