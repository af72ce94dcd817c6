"""解除挂牌督办: asked by the unit, accepted on site by a third person, approved by the rank that listed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Account, Deadline, Listing, ListingRelease, Task, TaskClerk
from tracker.policy.access import Actor
from tracker.policy.lifecycle.listings import LISTINGS, RELEASES
from tracker.policy.listings import Person, not_third
from tracker.policy.reasons import demand_clear, seen
from tracker.policy.routes import Step
from tracker.policy.rules import RuleName
from tracker.queries.listings import unverified_nodes
from tracker.services import audit, deadlines, evidence, submissions
from tracker.services.deadlines import Basis, Owed, basis
from tracker.services.lights import relight
from tracker.services.listings import lead_of, owe_publication, restore_rhythm
from tracker.services.notices import tell_lead, tell_office, tell_units
from tracker.services.site_visits import Visit, person, visit_listed
from tracker.services.submissions import Decided, Put
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.listings import Barred, ListingAct, ListingRefusal, ReleaseAct, ReleaseState
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.running import AuditTag


def waiting_release(session: Session, listing: Listing) -> ListingRelease | None:
    """The listing's request that is not decided yet."""
    session.flush()
    return session.scalars(select(ListingRelease).where(ListingRelease.open_of == listing.id)).first()


def ask(
    session: Session,
    actor: Actor,
    listing: Listing,
    statement: str,
    evidence_ids: Collection[int],
    by: Basis,
    *,
    today: date,
) -> ListingRelease:
    """申请解除: the term is claimed with it, and the office owes a visit on site.

    Raises as ``demand_askable``.
    """
    task = session.get_one(Task, listing.task_id)
    demand_askable(session, listing, task)
    demand_clear(statement)
    before = select(func.count()).select_from(ListingRelease).where(ListingRelease.listing_id == listing.id)
    row = ListingRelease(
        listing_id=listing.id,
        ordinal=session.scalars(before).one() + 1,
        open_of=listing.id,
        state=RELEASES.after(None, ReleaseAct.ASK),
        statement=statement.strip(),
        asked_by=actor.name,
        asked_on=today,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the duty, the evidence and the audit entry name the key
    deadlines.claim(session, actor, _term(session, listing), statement.strip(), today=today)
    owed = Owed(
        DeadlineKind.ACCEPTANCE,
        f"release-{row.id}",
        department_id=task.office_id,
        to_department_id=lead_of(session, task),
        term=by.rules.number(RuleName.LISTING, "acceptance_workdays"),
    )
    duty = deadlines.owe(session, actor, task, owed, by, today=today)
    row.deadline_id = duty.id
    evidence.attach(session, actor, task, evidence_ids, EvidenceOf.RELEASE, row.id)
    audit.record(session, actor, AuditTag.RELEASE_ASKED, "listing-release", row.id, today=today, task=task.id)
    relight(session, [task], today=today)
    body = f"“{task.title}”申请解除挂牌督办（{listing.number}），请于{duty.due_on}前到现场验收。\n{row.statement}"
    tell_office(session, task, f"申请解除挂牌{listing.number}第{row.ordinal}次", body)
    return row


def demand_askable(session: Session, listing: Listing, task: Task) -> None:
    """Raises IllegalTransition where the task is not listed, RuleBroken while a request waits or work is not done."""
    LISTINGS.after(listing.state, ListingAct.RELEASE)
    if (waiting := waiting_release(session, listing)) is not None:
        raise RuleBroken(ListingRefusal.RELEASE_WAITS, ordinal=waiting.ordinal, state=waiting.state.label)
    demand_done(session, task)


def demand_done(session: Session, task: Task) -> None:
    """Raises RuleBroken while something of the task is not verified; it names what."""
    if names := unverified_nodes(session, task.id):
        raise RuleBroken(ListingRefusal.NODES_UNVERIFIED, names="、".join(f"“{name}”" for name in names))
    if not deadlines.of_task(session, task.id, DeadlineKind.MILESTONE):
        final = next(iter(deadlines.of_task(session, task.id, DeadlineKind.FINAL)), None)
        if final is not None and final.claimed_on is None:
            raise RuleBroken(ListingRefusal.FINAL_UNCLAIMED)


def demand_acceptable(session: Session, actor: Actor, listing: Listing) -> ListingRelease:
    """The request that waits. Raises RuleBroken where there is none, or the actor is the listing's officer."""
    row = waiting_release(session, listing)
    if row is None or row.state is not ReleaseState.ASKED:
        raise RuleBroken(ListingRefusal.NO_RELEASE_WAITS)
    if listing.officer_account_id is not None and actor.account_id == listing.officer_account_id:
        raise RuleBroken(ListingRefusal.OFFICER_RECORDS)
    return row


def accept(
    session: Session,
    actor: Actor,
    listing: Listing,
    visit: Visit,
    *,
    passed: bool,
    reason: str = "",
    today: date,
) -> ListingRelease:
    """现场验收 by a third person: put forward to the rank that listed, or sent back to the unit with a reason.

    Raises RuleBroken where nothing waits to be accepted, where whoever was on site had a part in it or was there
    before the unit asked, where the officer writes down what others are to find, or where it passes what is not done.
    """
    row = demand_acceptable(session, actor, listing)
    task = session.get_one(Task, listing.task_id)
    _demand_third(session, listing, row, task, visit, today)
    if visit.visited_on < row.asked_on:
        facts = {"what": "申请解除之日", "earliest": row.asked_on}
        raise RuleBroken(ListingRefusal.VISIT_BEFORE, day=visit.visited_on, **facts)
    _demand_reason(passed, reason)
    if passed:
        demand_done(session, task)  # 报结 may have been sent back since it was asked
    row.visit_id = visit_listed(session, actor, listing, visit, passed=passed, today=today).id
    deadlines.meet(session, actor, session.get_one(Deadline, row.deadline_id), today=today)
    if not passed:
        _send_back(session, actor, listing, row, ReleaseAct.FAIL, reason, (actor.name, today), today=today)
        return row
    row.state = RELEASES.after(row.state, ReleaseAct.PASS)
    session.flush()
    _put_forward(session, actor, listing, row, task, visit.found, today=today)
    return row


def decided(session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str:
    """The rank that listed has decided: released, and told in the same media; or back to the unit, for a reason."""
    row = session.get_one(ListingRelease, subject_id)
    listing = session.get_one(Listing, row.listing_id)
    whose = (decided.approver, decided.decided_on)
    if not decided.approved:
        _send_back(session, actor, listing, row, ReleaseAct.REFUSE, decided.opinion, whose, today=today)
        return "已退回承办单位继续整改。"
    task = session.get_one(Task, listing.task_id)
    row.state, row.open_of = RELEASES.after(row.state, ReleaseAct.GRANT), None
    row.reason = decided.opinion
    row.decided_by, row.decided_on = whose
    listing.state, listing.open_of = LISTINGS.after(listing.state, ListingAct.RELEASE), None
    listing.released_by, listing.released_on = whose
    deadlines.decide(session, actor, _term(session, listing), ClaimOutcome.ACCEPTED, today=today)
    restore_rhythm(listing, task)
    owe_publication(session, actor, task, f"released-{listing.id}", basis(session, today), today=today)
    _record(session, actor, row, task, today=today)
    relight(session, [task], today=today)
    said = (
        f"“{task.title}”已由{row.decided_by}批准解除挂牌督办（{listing.number}），恢复{task.report_every.label}反馈。"
    )
    tell_units(session, task, f"解除挂牌督办{listing.number}", said)
    return f"请在{listing.outlet}公开解除情况。" if listing.outlet else ""


def _send_back(
    session: Session,
    actor: Actor,
    listing: Listing,
    row: ListingRelease,
    act: ReleaseAct,
    reason: str,
    whose: tuple[str, date],
    *,
    today: date,
) -> None:
    """退回整改: the term runs on as if it had not been claimed from today on; the lead is told why."""
    task = session.get_one(Task, listing.task_id)
    row.state, row.open_of = RELEASES.after(row.state, act), None
    row.reason = reason.strip()
    row.decided_by, row.decided_on = whose
    duty = _term(session, listing)
    deadlines.decide(session, actor, duty, ClaimOutcome.SENT_BACK, row.reason, today=today)
    _record(session, actor, row, task, today=today)
    relight(session, [task], today=today)
    said = f"“{task.title}”的解除挂牌申请已退回（{act.label}），请于{duty.due_on}前整改后重新申请。\n理由：{row.reason}"
    tell_lead(session, task, f"退回解除申请{listing.number}第{row.ordinal}次", said)


def _put_forward(
    session: Session, actor: Actor, listing: Listing, row: ListingRelease, task: Task, found: str, *, today: date
) -> None:
    """To the rank that listed, whatever the route of the day says of others."""
    assert listing.listed_rank is not None  # noqa: S101 — what was never listed is not released
    body = f"单位申请（{row.asked_on} {row.asked_by}）：{row.statement}\n现场验收合格：{found.strip()}"
    put = Put(
        ApprovalKind.RELEASE,
        row.id,
        task.office_id,
        f"解除“{task.title}”的挂牌督办（{listing.number}）",
        body=body,
        task=task,
        steps=(Step(1, listing.listed_rank),),
    )
    submissions.submit(session, actor, put, today=today)


def _demand_third(
    session: Session, listing: Listing, row: ListingRelease, task: Task, visit: Visit, today: date
) -> None:
    visitor = person(session, task.office_id, visit.account_id, visit.visitor, ListingRefusal.VISITOR_MISSING)
    barred = [(Barred.OFFICER, Person(listing.officer, listing.officer_account_id))]
    looks_after = session.execute(
        select(Account.name, Account.id)
        .join(TaskClerk, TaskClerk.account_id == Account.id)
        .where(
            TaskClerk.task_id == task.id,
            TaskClerk.from_on <= today,
            TaskClerk.until_on.is_(None) | (TaskClerk.until_on > today),
        )
    )
    barred += [(Barred.CLERK, Person(*one)) for one in looks_after]
    barred.append((Barred.DRAFTER, Person(row.asked_by)))
    if (found := not_third(visitor, barred)) is not None:
        raise RuleBroken(ListingRefusal.NOT_THIRD, name=found[1], part=found[0].label)


def _demand_reason(passed: bool, reason: str) -> None:
    if passed and seen(reason):
        raise RuleBroken(ListingRefusal.FAIL_REASON_UNUSED)
    if not passed:
        if not seen(reason):
            raise RuleBroken(ListingRefusal.FAIL_REASON_MISSING)
        demand_clear(reason)


def _term(session: Session, listing: Listing) -> Deadline:
    return session.get_one(Deadline, listing.deadline_id)


def _record(session: Session, actor: Actor, row: ListingRelease, task: Task, *, today: date) -> None:
    audit.record(
        session, actor, AuditTag.RELEASE_DECIDED, "listing-release", row.id, today=today, task=task.id, state=row.state
    )
