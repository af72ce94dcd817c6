"""挂牌督办 as it is listed: where each stands, what it waits for, and who may know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Deadline,
    Department,
    Listing,
    ListingRelease,
    Milestone,
    Participation,
    SiteVisit,
    Standstill,
    Task,
    WarningSlip,
)
from tracker.policy.access import Actor
from tracker.policy.listings import Situation, Term, next_step, officer_stays_away, term_on
from tracker.policy.work_calendar import WorkCalendar
from tracker.queries.calendar import work_calendar
from tracker.queries.visibility import visible_to
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.listings import OPEN_LISTINGS, ListingState, ListingStep, ReleaseState
from tracker.vocabulary.people import OFFICE, Role

_WEIGHED_BY = frozenset({*OFFICE, Role.LEADER, Role.SECRETARY_GENERAL})
_MOST = 300


@dataclass(frozen=True)
class ListingRow:
    """A listing on a day. ``step_due_on`` is the date of what it waits for, where that has one.

    ``away``: the officer has not been on site for a week. ``relapse``: listed again too soon after a release.
    """

    id: int
    task_id: int
    reference: str
    title: str
    number: str
    state: ListingState
    unit: str
    officer: str
    listed_on: date | None
    proposed_on: date
    released_on: date | None
    relapse: bool
    term: Term | None
    visits: int
    last_visit: date | None
    away: bool
    step: ListingStep
    step_due_on: date | None
    deadline_id: int | None


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on Listing joined with its Task: the task's readers; a unit once it is listed, not while weighed."""
    if actor.roles & _WEIGHED_BY:
        return visible_to(actor)
    return and_(visible_to(actor), Listing.listed_on.is_not(None))


def listed_now(task_id: Any) -> ColumnElement[bool]:
    """A condition that holds while the task is listed."""
    listed = select(Listing.id).where(Listing.open_of == task_id, Listing.state == ListingState.LISTED)
    return listed.correlate_except(Listing).exists()


def listings(session: Session, actor: Actor, day: date) -> Sequence[ListingRow]:
    """Those the actor may know of: the open ones first, by the term's date; then the others, the latest first."""
    ended = case((Listing.state.in_(sorted(OPEN_LISTINGS)), 0), else_=1)
    far = date(9999, 12, 31)
    dated = case((ended == 0, func.coalesce(Deadline.due_on, far)), else_=far)
    return _read(session, day, seen_by(actor), (ended, dated, Listing.id.desc()))


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[ListingRow]:
    """A task's listings that the actor may know of, the latest first."""
    return _read(session, day, and_(seen_by(actor), Listing.task_id == task.id), (Listing.id.desc(),))


def to_accept(session: Session, actor: Actor) -> int:
    """How many requests to be released wait for the office to go and see."""
    asked = (
        select(func.count())
        .select_from(ListingRelease)
        .join(Listing, Listing.id == ListingRelease.listing_id)
        .join(Task, Task.id == Listing.task_id)
        .where(seen_by(actor), ListingRelease.state == ReleaseState.ASKED)
    )
    return session.scalars(asked).one()


def one_listing(session: Session, listing_id: int, day: date) -> ListingRow:
    """A listing the caller has found visible."""
    return _read(session, day, Listing.id == listing_id, (Listing.id,))[0]


def former_number(session: Session, listing: Listing) -> str:
    """The number of the listing it relapses into; nothing where it does not."""
    number = select(Listing.number).where(Listing.id == listing.relapse_of_id)
    return session.scalars(number).first() or ""


def unverified_nodes(session: Session, task_id: int) -> list[str]:
    """The contents of the task's nodes that nobody has accepted yet, in order."""
    return list(
        session.scalars(
            select(Milestone.content)
            .join(Deadline, and_(Deadline.kind == DeadlineKind.MILESTONE, Deadline.subject_id == Milestone.id))
            .where(Deadline.task_id == task_id, Deadline.voided_on.is_(None), Deadline.met_on.is_(None))
            .order_by(Milestone.ordinal)
        )
    )


def stalled_facts(session: Session, task: Task, day: date) -> list[str]:
    """What the record says of a task that does not move, in lines: overdue, standstills, slips issued."""
    facts = [
        f"最终时限{due_on}已逾期{(day - due_on).days}天，尚未报结。"
        for due_on in session.scalars(
            select(Deadline.due_on).where(
                Deadline.task_id == task.id, Deadline.kind == DeadlineKind.FINAL, Deadline.claimed_on.is_(None),
                Deadline.voided_on.is_(None), Deadline.due_on < day,
            )
        )
        if due_on is not None
    ]  # fmt: skip
    found = select(Standstill).where(Standstill.task_id == task.id, Standstill.over_on.is_(None))
    facts += [
        f"{row.found_on}认定{row.kind.label}：{row.facts}" for row in session.scalars(found.order_by(Standstill.id))
    ]
    return facts + issued_facts(session, task)


def issued_facts(session: Session, task: Task) -> list[str]:
    """The slips issued about a task, in lines."""
    issued = select(WarningSlip).where(WarningSlip.task_id == task.id, WarningSlip.issued_on.is_not(None))
    return [
        f"{row.issued_on}已发{row.colour.label}{row.number}，{row.state.label}。"
        for row in session.scalars(issued.order_by(WarningSlip.issued_on, WarningSlip.id))
    ]


def _read(session: Session, day: date, where: ColumnElement[bool], order: tuple[Any, ...]) -> list[ListingRow]:
    release, accept = aliased(ListingRelease), aliased(Deadline)
    visits = (
        select(
            SiteVisit.listing_id, func.count().label("number"), func.max(SiteVisit.visited_on).label("last"),
            func.max(case((_by_officer(), SiteVisit.visited_on))).label("officer_last"),
        )
        .join(Listing, Listing.id == SiteVisit.listing_id)
        .group_by(SiteVisit.listing_id)
        .subquery("visits")
    )  # fmt: skip
    rows = session.execute(
        select(
            Listing, Task.reference, Task.title, Department.name.label("unit"), Deadline, release.state.label("asked"),
            accept.due_on.label("accept_due_on"), visits.c.number, visits.c.last, visits.c.officer_last,
            _publish_due_on().label("publish_due_on"),
        )
        .join(Task, Task.id == Listing.task_id)
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .outerjoin(Department, Department.id == Participation.department_id)
        .outerjoin(Deadline, Deadline.id == Listing.deadline_id)
        .outerjoin(release, release.open_of == Listing.id)
        .outerjoin(accept, accept.id == release.deadline_id)
        .outerjoin(visits, visits.c.listing_id == Listing.id)
        .where(where)
        .order_by(*order)
        .limit(_MOST)
    )  # fmt: skip
    calendar = work_calendar(session)
    return [_row(row, day, calendar) for row in rows]


def _by_officer() -> ColumnElement[bool]:
    return or_(SiteVisit.account_id == Listing.officer_account_id, SiteVisit.visitor == Listing.officer)


def _publish_due_on() -> Any:
    """The date by which the office still owes the public the listing, or its release (``services.listings``)."""
    which = case((Listing.state == ListingState.RELEASED, "released"), else_="listing")
    duty = literal(f"{DeadlineKind.PUBLICATION}:", String) + cast(Listing.task_id, String) + ":" + which + "-"
    return (
        select(Deadline.due_on)
        .where(
            Deadline.duty == duty + cast(Listing.id, String), Deadline.met_on.is_(None), Deadline.voided_on.is_(None)
        )
        .correlate(Listing)
        .scalar_subquery()
    )


def _row(row: Any, day: date, calendar: WorkCalendar) -> ListingRow:
    listing: Listing = row.Listing
    now = Situation(listing.state, row.asked, row.Deadline.due_on if row.Deadline else None, row.publish_due_on)
    step = next_step(now, day)
    listed = listing.state is ListingState.LISTED and listing.listed_on is not None
    return ListingRow(
        id=listing.id,
        task_id=listing.task_id,
        reference=row.reference or "",
        title=row.title,
        number=listing.number or "",
        state=listing.state,
        unit=row.unit or "",
        officer=listing.officer,
        listed_on=listing.listed_on,
        proposed_on=listing.proposed_on,
        released_on=listing.released_on,
        relapse=listing.relapse_of_id is not None,
        term=_term(row.Deadline, day, calendar) if row.Deadline else None,
        visits=row.number or 0,
        last_visit=row.last,
        away=listed and officer_stays_away(listing.listed_on or day, filter(None, [row.officer_last]), day),
        step=step,
        step_due_on=_date_of(step, row),
        deadline_id=listing.deadline_id,
    )


def _term(duty: Deadline, day: date, calendar: WorkCalendar) -> Term | None:
    if duty.opened_on is None or duty.due_on is None:
        return None
    return term_on(duty.opened_on, duty.due_on, duty.claimed_on or duty.voided_on, day, calendar)


def _date_of(step: ListingStep, row: Any) -> date | None:
    of_step: Mapping[ListingStep, date | None] = {
        ListingStep.PUBLISH: row.publish_due_on,
        ListingStep.PUBLISH_RELEASE: row.publish_due_on,
        ListingStep.ACCEPT: row.accept_due_on,
        ListingStep.RECTIFY: row.Deadline.due_on if row.Deadline else None,
        ListingStep.TERM_OVER: row.Deadline.due_on if row.Deadline else None,
    }
    return of_step.get(step)
