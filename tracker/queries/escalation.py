"""The facts the ladder is decided by, as they stood on a day: each kind for all tasks in one statement.

A night is judged by what the day before it has completed: the same facts whenever it runs, and however late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Deadline,
    DeadlineClaim,
    DeadlineRevision,
    Listing,
    Milestone,
    PastDebtor,
    Proposal,
    Standstill,
    Submission,
    Suspension,
    Task,
    TaskTransition,
    WarningSlip,
)
from tracker.policy.escalation import LADDERED, Earlier, Former, Late, Still, late_workdays
from tracker.policy.light import Interval
from tracker.policy.work_calendar import WorkCalendar
from tracker.queries.duties import owed_on
from tracker.queries.extensions import held
from tracker.queries.standing import Filter, covers
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import ClaimOutcome, SubjectKind
from tracker.vocabulary.escalation import ProposalKind
from tracker.vocabulary.lifecycle import OPEN_STATUSES
from tracker.vocabulary.listings import ListingState

_FIRST = aliased(DeadlineRevision)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Looked:
    """A task the ladder looks at on a day: whose it is, and what of it is late."""

    task_id: int
    office_id: int
    late: Sequence[Late]


def late_tonight(session: Session, night: date, calendar: WorkCalendar) -> Mapping[int, Looked]:
    """The late deadlines of each watched task as the night finds them, by task."""
    return late_on(session, night, calendar, known=night - _DAY)


def late_on(
    session: Session, day: date, calendar: WorkCalendar, among: Filter | None = None, *, known: date | None = None
) -> Mapping[int, Looked]:
    """The late deadlines of each watched task on ``day``, by task, from what had happened by the end of ``known``.

    ``known`` is ``day`` unless named. ``among`` narrows by a condition on the task's key.
    """
    known = known or day
    rows = session.execute(
        owed_on(
            known,
            Task.id.label("task_id"),
            Task.office_id,
            Deadline.id.label("deadline_id"),
            Deadline.kind,
            Deadline.opened_on,
            DeadlineRevision.clock_no,
            DeadlineRevision.due_on,
            _FIRST.due_on.label("first_due_on"),
            Milestone.content,
            func.coalesce(PastDebtor.department_id, Deadline.owed_by_department_id).label("department_id"),
        )
        .join(_FIRST, and_(_FIRST.deadline_id == Deadline.id, _FIRST.ordinal == 1))
        .outerjoin(Milestone, and_(Deadline.subject_kind == SubjectKind.MILESTONE, Milestone.id == Deadline.subject_id))
        .outerjoin(
            PastDebtor,
            and_(
                PastDebtor.deadline_id == Deadline.id,
                covers(PastDebtor.from_on, PastDebtor.until_on, literal(known, Date)),
            ),
        )
        .where(
            Deadline.kind.in_(LADDERED),
            DeadlineRevision.due_on < day,
            Task.watched_from <= day,
            ~held(Deadline.id, known),
            *([among(Task.id)] if among else []),
        )
        .order_by(Deadline.id)
    ).all()
    paused = _pauses(session, known, among)
    late: dict[int, list[Late]] = defaultdict(list)
    offices = {row.task_id: row.office_id for row in rows}
    for row in rows:
        late[row.task_id].append(_late(row, day, paused.get(row.task_id, ()), calendar))
    return {task_id: Looked(task_id, office_id, late[task_id]) for task_id, office_id in offices.items()}


def _late(row: Any, day: date, pauses: Sequence[Interval], calendar: WorkCalendar) -> Late:
    return Late(
        deadline_id=row.deadline_id,
        kind=row.kind,
        clock_no=row.clock_no,
        due_on=row.due_on,
        days=(day - row.due_on).days,
        workdays=late_workdays(row.due_on, day, pauses, calendar),
        term=max((row.first_due_on - row.opened_on).days, 0),
        what=row.content or "",
        department_id=row.department_id,
    )


def _pauses(session: Session, day: date, among: Filter | None) -> Mapping[int, list[Interval]]:
    """Suspensions begun by ``day``, by task: few, and read whole."""
    found: dict[int, list[Interval]] = defaultdict(list)
    query = select(Suspension.task_id, Suspension.from_on, Suspension.until_on).where(Suspension.from_on <= day)
    for row in session.execute(query.where(among(Suspension.task_id)) if among else query):
        found[row.task_id].append(Interval(row.from_on, row.until_on))
    return found


def formers_on(session: Session, day: date, among: Filter | None = None) -> Mapping[int, list[Former]]:
    """Every slip ever prepared for a task that is open on ``day``, by task; also those of a later day.

    Of those only the keys matter, and ``policy.escalation`` leaves them out: a day made up late must not prepare
    again what exists.
    """
    query = select(
        WarningSlip.task_id,
        WarningSlip.deadline_id,
        WarningSlip.clock_no,
        WarningSlip.colour,
        WarningSlip.raised_from,
        WarningSlip.prepared_on,
        WarningSlip.issued_on,
    ).where(WarningSlip.task_id.in_(_open_tasks(day)))
    if among:
        query = query.where(among(WarningSlip.task_id))
    found: dict[int, list[Former]] = defaultdict(list)
    for row in session.execute(query.order_by(WarningSlip.prepared_on, WarningSlip.id)):
        raised = (row.colour, row.issued_on) if row.raised_from else (None, None)
        began = row.raised_from or row.colour
        found[row.task_id].append(Former(row.deadline_id, row.clock_no, began, row.prepared_on, *raised))
    return found


def stills_tonight(session: Session, night: date) -> Mapping[int, list[Still]]:
    """未见明显进展 found by the night and not over, of watched tasks open and not paused the day before, by task."""
    eve = night - _DAY
    that_day = literal(eve, Date)
    paused = select(Suspension.task_id).where(covers(Suspension.from_on, Suspension.until_on, that_day))
    rows = session.execute(
        select(Standstill.task_id, Standstill.id, Standstill.kind, Standstill.found_on, Standstill.facts)
        .join(Task, Task.id == Standstill.task_id)
        .where(
            covers(Standstill.found_on, Standstill.over_on, literal(night, Date)),
            Task.watched_from <= night,
            Task.id.in_(_open_tasks(eve)),
            Task.id.not_in(paused),
        )
        .order_by(Standstill.found_on, Standstill.id)
    )
    found: dict[int, list[Still]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(Still(row.id, row.kind, row.found_on, row.facts))
    return found


def earlier_on(session: Session, day: date) -> Mapping[tuple[ProposalKind, int], list[tuple[int, Earlier]]]:
    """Every proposal made by ``day`` with its key, by kind and task."""
    found: dict[tuple[ProposalKind, int], list[tuple[int, Earlier]]] = defaultdict(list)
    for row in session.scalars(select(Proposal).where(Proposal.proposed_on <= day).order_by(Proposal.id)):
        found[row.kind, row.task_id].append((row.id, earlier_of(row)))
    return found


def earlier_of(row: Proposal) -> Earlier:
    """A proposal as policy weighs it."""
    return Earlier(row.facts_key, row.proposed_on, row.outcome, row.decided_on, row.postponed_until)


def listed_tonight(night: date) -> Any:
    """Select the tasks that were listed, or put forward for it, the day before the night."""
    day = night - _DAY
    # A refused listing has no date of its own: the decision has.
    refused = (
        select(Submission.ended_on)
        .where(Submission.kind == ApprovalKind.LISTING, Submission.subject_id == Listing.id)
        .order_by(Submission.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    over_on = func.coalesce(Listing.released_on, refused)
    stands = or_(
        Listing.state.in_([ListingState.PENDING, ListingState.LISTED]),
        and_(Listing.state == ListingState.RELEASED, Listing.released_on > day),
        and_(Listing.state == ListingState.REFUSED, over_on > day),
    )
    return select(Listing.task_id).where(Listing.proposed_on <= day, stands)


def offices_of(session: Session, task_ids: Sequence[int]) -> Mapping[int, int]:
    """Whose each task is."""
    rows = session.execute(select(Task.id, Task.office_id).where(Task.id.in_(task_ids)))
    return {row.id: row.office_id for row in rows}


def _open_tasks(day: date) -> Any:
    that_day = literal(day, Date)
    return select(TaskTransition.task_id).where(
        covers(TaskTransition.happened_on, TaskTransition.until_on, that_day),
        TaskTransition.to_status.in_(sorted(OPEN_STATUSES)),
    )


def settled_tonight(night: date) -> ColumnElement[bool]:
    """A condition on WarningSlip: by the day before the night its deadline was met, taken back, or had a new clock.

    A claim that waits, and a suspension, settle nothing: what is sent back is late again.
    """
    day = night - _DAY
    that_day = literal(day, Date)
    accepted = select(DeadlineClaim.id).where(
        DeadlineClaim.deadline_id == WarningSlip.deadline_id,
        DeadlineClaim.outcome == ClaimOutcome.ACCEPTED,
        covers(DeadlineClaim.decided_on, DeadlineClaim.sent_back_on, that_day),
    )
    voided = select(Deadline.id).where(Deadline.id == WarningSlip.deadline_id, Deadline.voided_on <= day)
    anew = select(DeadlineRevision.id).where(
        DeadlineRevision.deadline_id == WarningSlip.deadline_id,
        DeadlineRevision.in_force_on <= day,
        DeadlineRevision.clock_no > WarningSlip.clock_no,
    )
    return or_(accepted.exists(), voided.exists(), anew.exists())
