"""挂牌督办: proposed by the director, listed or refused by whoever may, ended with the task; released elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, RuleBroken
from tracker.models import Listing, ListingRelease, Participation, Proposal, Task
from tracker.policy.access import Actor
from tracker.policy.lifecycle.listings import LISTINGS, RELEASES
from tracker.policy.listings import LEAST_TERM, MOST_TERM, relapses
from tracker.policy.reasons import demand_clear
from tracker.policy.rules import RuleName
from tracker.queries.listings import seen_by
from tracker.services import audit, deadlines, submissions
from tracker.services.access import open_task
from tracker.services.deadlines import Basis, Owed, basis
from tracker.services.lights import relight
from tracker.services.notices import tell_units
from tracker.services.numbering import next_reference
from tracker.services.outbox import enqueue
from tracker.services.proposals import proposal_for
from tracker.services.simple import turn_ordinary
from tracker.services.site_visits import person
from tracker.services.submissions import Decided, Put
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, TurnReason
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.escalation import ProposalOutcome
from tracker.vocabulary.listings import (
    ListingAct,
    ListingAuthority,
    ListingLimb,
    ListingRefusal,
    ListingState,
    ReleaseAct,
)
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sheets import Every
from tracker.vocabulary.sources import Disclosure

SERIES = "督挂"


@dataclass(frozen=True)
class Propose:
    """What the director asks for. ``term`` is in working days; ``outlet`` is where it will be made public.

    The officer on site is an account of the office, or a name. ``proposal_id``: the proposal it follows, if any.
    """

    limb: ListingLimb
    grounds: str
    requirement: str
    authority: ListingAuthority
    term: int
    outlet: str = ""
    meeting: str = ""
    officer_account_id: int | None = None
    officer: str = ""
    proposal_id: int | None = None


def open_listing(session: Session, actor: Actor, action: Action, listing_id: int) -> tuple[Listing, Task]:
    """A listing and its task, for ``action``.

    Raises NotFound where the actor may not know of it, NotPermitted where only not act.
    """
    row = session.scalars(
        select(Listing).join(Task, Task.id == Listing.task_id).where(Listing.id == listing_id, seen_by(actor))
    ).first()
    if row is None:
        raise NotFound(ListingRefusal.NO_SUCH)
    if action is Action.LISTING_VIEW:
        return row, session.get_one(Task, row.task_id)
    return row, open_task(session, actor, action, row.task_id)


def listing_of_release(session: Session, actor: Actor, release_id: int) -> int:
    """The listing a request to be released is about. Raises NotFound where the actor may not know of it."""
    asked = session.get(ListingRelease, release_id)
    if asked is None:
        raise NotFound(ListingRefusal.NO_SUCH)
    return open_listing(session, actor, Action.LISTING_VIEW, asked.listing_id)[0].id


def propose(session: Session, actor: Actor, task: Task, command: Propose, *, today: date) -> Listing:
    """提请挂牌督办: put forward to whoever may list.

    Raises IllegalTransition for a task nobody works on, RuleBroken for a second listing, or where the officer, the
    meeting, the outlet or the term does not fit.
    """
    if not task.status.is_open:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=Action.LISTING_PROPOSE.label, status=task.status.label)
    _demand_free(session, task)
    _demand_complete(task, command)
    who = person(session, task.office_id, command.officer_account_id, command.officer, ListingRefusal.OFFICER_MISSING)
    row = Listing(
        office_id=task.office_id,
        task_id=task.id,
        open_of=task.id,
        proposal_id=command.proposal_id,
        limb=command.limb,
        grounds=command.grounds.strip(),
        requirement=command.requirement.strip(),
        authority=command.authority,
        meeting=command.meeting.strip(),
        term=command.term,
        officer=who.name,
        officer_account_id=who.account_id,
        outlet=command.outlet.strip(),
        state=LISTINGS.after(None, ListingAct.PROPOSE),
        proposed_by=actor.name,
        proposed_on=today,
        recorded_at=clock.now(),
    )
    if (proposal := proposal_for(session, task, command.proposal_id)) is not None:
        _accept(session, actor, proposal, today=today)
    session.add(row)
    session.flush()  # the audit entry and the submission name the key
    audit.record(session, actor, AuditTag.LISTING_PROPOSED, "listing", row.id, today=today, task=task.id, limb=row.limb)
    put = Put(ApprovalKind.LISTING, row.id, task.office_id, f"对“{task.title}”挂牌督办", body=_worded(row), task=task)
    submissions.submit(session, actor, put, today=today)
    return row


def decided(session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str:
    """Whoever may list has decided: listed, with all that begins then; or not, for a reason."""
    row = session.get_one(Listing, subject_id)
    task = session.get_one(Task, row.task_id)
    if decided.approved:
        said = _list(session, actor, row, task, decided, today=today)
    else:
        row.state, row.open_of = LISTINGS.after(row.state, ListingAct.REFUSE), None
        said = ""
    audit.record(
        session, actor, AuditTag.LISTING_DECIDED, "listing", row.id, today=today, task=task.id, outcome=decided.outcome
    )
    return said


def demand_not_listed(session: Session, task: Task) -> None:
    """Raises RuleBroken where the task is listed: it is released before it is done."""
    listed = select(Listing.id).where(Listing.open_of == task.id, Listing.state == ListingState.LISTED)
    if session.scalars(listed).first() is not None:
        raise RuleBroken(ListingRefusal.RELEASE_FIRST, title=task.title)


def end(session: Session, actor: Actor, task: Task, *, today: date) -> None:
    """The task ends, and with it whatever listing it has: nobody need decide or accept any more.

    What it owed is for whoever ends the task to take back.
    """
    row = session.scalars(select(Listing).where(Listing.open_of == task.id)).first()
    if row is None:
        return
    submissions.withdraw(session, actor, ApprovalKind.LISTING, row.id, today=today)
    asked = session.scalars(select(ListingRelease).where(ListingRelease.open_of == row.id)).first()
    if asked is not None:
        submissions.withdraw(session, actor, ApprovalKind.RELEASE, asked.id, today=today)
        asked.state, asked.open_of = RELEASES.after(asked.state, ReleaseAct.END), None
    row.state, row.open_of = LISTINGS.after(row.state, ListingAct.END), None
    restore_rhythm(row, task)
    audit.record(
        session, actor, AuditTag.LISTING_DECIDED, "listing", row.id, today=today, task=task.id, outcome=row.state
    )


def restore_rhythm(listing: Listing, task: Task) -> None:
    """The task reports as it did before it was listed, unless somebody has set another rhythm since."""
    if listing.former_report_every is not None and task.report_every is Every.WEEK:
        task.report_every = listing.former_report_every


def owe_publication(session: Session, actor: Actor, task: Task, key: str, by: Basis, *, today: date) -> None:
    """The office owes the public what became of it; nothing of a sensitive task is ever made public."""
    if task.disclosure is Disclosure.SENSITIVE:
        return
    term = by.rules.number(RuleName.LISTING, "publish_workdays")
    owed = Owed(DeadlineKind.PUBLICATION, key, department_id=task.office_id, term=term)
    deadlines.owe(session, actor, task, owed, by, today=today)


def lead_of(session: Session, task: Task) -> int:
    """The unit that leads the task; a task without one is the office's own."""
    lead = session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)).first()
    return lead or task.office_id


def _demand_free(session: Session, task: Task) -> None:
    session.flush()
    other = session.scalars(select(Listing).where(Listing.open_of == task.id)).first()
    if other is not None:
        raise RuleBroken(ListingRefusal.LISTED_ALREADY, state=other.state.label)


def _demand_complete(task: Task, command: Propose) -> None:
    demand_clear(command.grounds)
    demand_clear(command.requirement)
    meeting = bool(command.meeting.strip())
    if command.authority is ListingAuthority.MEETING and not meeting:
        raise RuleBroken(ListingRefusal.MEETING_MISSING)
    if command.authority is ListingAuthority.LEADER and meeting:
        raise RuleBroken(ListingRefusal.MEETING_UNUSED)
    if not LEAST_TERM <= command.term <= MOST_TERM:
        raise RuleBroken(ListingRefusal.TERM_OUT_OF_RANGE, least=LEAST_TERM, most=MOST_TERM)
    if task.disclosure is not Disclosure.SENSITIVE and not command.outlet.strip():
        raise RuleBroken(ListingRefusal.OUTLET_MISSING)


def _accept(session: Session, actor: Actor, row: Proposal, *, today: date) -> None:
    """The proposal it follows is taken up, where the director has not accepted it before."""
    if row.outcome is ProposalOutcome.ACCEPTED:
        return
    row.outcome, row.postponed_until = ProposalOutcome.ACCEPTED, None
    row.decided_by, row.decided_on = actor.name, today
    said = {"task": row.task_id, "outcome": row.outcome}
    audit.record(session, actor, AuditTag.PROPOSAL_DECIDED, "proposal", row.id, today=today, **said)


def _worded(row: Listing) -> str:
    """What the decider reads."""
    said = f"（{row.meeting}）" if row.meeting else ""
    lines = (
        f"理由：{row.limb.label}。{row.grounds}",
        f"整改要求：{row.requirement}",
        f"挂牌权限：{row.authority.label}{said}",
        f"挂牌期限：{row.term}个工作日，每周反馈",
        f"督办专员：{row.officer}",
        f"公开媒体：{row.outlet or '敏感事项，不公开'}",
    )
    return "\n".join(lines)


def _list(session: Session, actor: Actor, row: Listing, task: Task, decided: Decided, *, today: date) -> str:
    """It is numbered and dated by the decision; its clocks start today, the day it can be known.

    Returns what the office has to do.
    """
    by, listed_on = basis(session, today), max(decided.decided_on, row.proposed_on)
    number = next_reference(session, row.office_id, SERIES, today.year)
    row.relapse_of_id = _relapse_of(session, task, listed_on, by)
    row.state, row.number, row.listed_on = LISTINGS.after(row.state, ListingAct.LIST), number, listed_on
    row.listed_by, row.listed_rank = decided.approver, decided.rank
    owed = Owed(
        DeadlineKind.LISTING_TERM,
        f"listing-{row.id}",
        department_id=lead_of(session, task),
        to_department_id=task.office_id,
        term=row.term,
    )
    duty = deadlines.owe(session, actor, task, owed, by, today=today)
    row.deadline_id = duty.id
    owe_publication(session, actor, task, f"listing-{row.id}", by, today=today)
    row.former_report_every, task.report_every = task.report_every, Every.WEEK
    turn_ordinary(session, actor, task, TurnReason.LISTED, today=today)  # it reports each week now
    relight(session, [task], today=today)
    said = f"“{task.title}”已由{row.listed_by}批准挂牌督办（{row.number}），须于{duty.due_on}前整改到位，每周反馈。"
    subject = f"挂牌督办{row.number}"
    tell_units(session, task, subject, f"{said}\n整改要求：{row.requirement}\n督办专员：{row.officer}")
    if task.leader_post_id is not None:
        enqueue(session, f"listed:{row.id}", None, subject, said, post_id=task.leader_post_id, task_id=task.id)
    return f"编号{row.number}，{duty.due_on}前整改到位。请督办专员{row.officer}到现场督办。"


def _relapse_of(session: Session, task: Task, listed_on: date, by: Basis) -> int | None:
    """反弹: the latest release of the same task, where it is not long enough ago."""
    former = session.scalars(
        select(Listing)
        .where(Listing.task_id == task.id, Listing.state == ListingState.RELEASED)
        .order_by(Listing.released_on.desc(), Listing.id.desc())
    ).first()
    months = by.rules.number(RuleName.LISTING, "relapse_months")
    if former is None or former.released_on is None:
        return None
    return former.id if relapses(former.released_on, listed_on, months) else None
