"""All that a replay needs to know, loaded once: every fact as an interval, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import (
    Deadline,
    DeadlineClaim,
    DeadlineRevision,
    Extension,
    Listing,
    Milestone,
    PastDebtor,
    Proposal,
    Reminder,
    Standstill,
    Submission,
    Suspension,
    Task,
    TaskTransition,
    WarningSlip,
)
from tracker.policy.escalation import Former, Still
from tracker.policy.extensions import hold
from tracker.policy.light import Interval
from tracker.policy.task_lives import Dated, Duty, TaskLife
from tracker.queries.escalation import earlier_of
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import SubjectKind
from tracker.vocabulary.lifecycle import OPEN_STATUSES
from tracker.vocabulary.listings import ListingState


def lives(session: Session, office_id: int | None, first: date) -> Sequence[TaskLife]:
    """The lives of an office's tasks that were handed out, or of all; reminders are told as of before ``first``."""
    chosen = select(Task.id).where(Task.assigned_on.is_not(None))
    if office_id is not None:
        chosen = chosen.where(Task.office_id == office_id)
    duties = _duties(session, chosen)
    open_ = _by_task(
        session,
        select(TaskTransition.task_id, TaskTransition.happened_on, TaskTransition.until_on).where(
            TaskTransition.task_id.in_(chosen), TaskTransition.to_status.in_(sorted(OPEN_STATUSES))
        ),
    )
    pauses = _by_task(
        session,
        select(Suspension.task_id, Suspension.from_on, Suspension.until_on).where(Suspension.task_id.in_(chosen)),
    )
    stills = _stills(session, chosen)
    listed = _listed(session, chosen)
    slips, by_hand = _slips(session, chosen)
    proposals: dict[int, list[Any]] = defaultdict(list)
    for row in session.scalars(select(Proposal).where(Proposal.task_id.in_(chosen)).order_by(Proposal.id)):
        proposals[row.task_id].append((row.kind, earlier_of(row)))
    reminded = _reminded(session, chosen, first)
    return [
        TaskLife(
            id=task.id,
            office_id=task.office_id,
            open=open_[task.id],
            watched_from=task.watched_from,
            duties=duties[task.id],
            pauses=pauses[task.id],
            stills=stills[task.id],
            listed=listed[task.id],
            slips=slips[task.id],
            by_hand=by_hand[task.id],
            proposals=proposals[task.id],
            reminded=frozenset(reminded[task.id]),
        )
        for task in session.execute(
            select(Task.id, Task.office_id, Task.watched_from).where(Task.id.in_(chosen)).order_by(Task.id)
        )
    ]


def _by_task(session: Session, query: Any) -> Mapping[int, list[Interval]]:
    found: dict[int, list[Interval]] = defaultdict(list)
    for key, start, end in session.execute(query):
        found[key].append(Interval(start, end))
    return found


def _duties(session: Session, chosen: Any) -> Mapping[int, list[Duty]]:
    mine = select(Deadline.id).where(Deadline.task_id.in_(chosen), Deadline.opened_on.is_not(None))
    revisions: dict[int, list[Dated]] = defaultdict(list)
    for row in session.execute(
        select(
            DeadlineRevision.deadline_id,
            DeadlineRevision.in_force_on,
            DeadlineRevision.until_on,
            DeadlineRevision.due_on,
            DeadlineRevision.soon_on,
            DeadlineRevision.clock_no,
        )
        .where(DeadlineRevision.deadline_id.in_(mine))
        .order_by(DeadlineRevision.ordinal)
    ):
        dated = Dated(Interval(row.in_force_on, row.until_on), row.due_on, row.soon_on, row.clock_no)
        revisions[row.deadline_id].append(dated)
    claims = _by_task(
        session,
        select(DeadlineClaim.deadline_id, DeadlineClaim.claimed_on, DeadlineClaim.sent_back_on).where(
            DeadlineClaim.deadline_id.in_(mine)
        ),
    )
    holds = _holds(session, mine)
    debtors: dict[int, list[tuple[Interval, int]]] = defaultdict(list)
    for past in session.scalars(select(PastDebtor).where(PastDebtor.deadline_id.in_(mine))):
        debtors[past.deadline_id].append((Interval(past.from_on, past.until_on), past.department_id))
    owed = session.execute(
        select(
            Deadline.id, Deadline.task_id, Deadline.kind, Deadline.opened_on, Deadline.voided_on,
            Deadline.owed_by_department_id, Milestone.content,
        )
        .outerjoin(Milestone, (Deadline.subject_kind == SubjectKind.MILESTONE) & (Milestone.id == Deadline.subject_id))
        .where(Deadline.id.in_(mine))
        .order_by(Deadline.id)
    )  # fmt: skip
    found: dict[int, list[Duty]] = defaultdict(list)
    for duty in owed:
        found[duty.task_id].append(
            Duty(
                duty.id, duty.kind, Interval(duty.opened_on or date.max, duty.voided_on), revisions[duty.id],
                claims[duty.id], holds[duty.id], duty.owed_by_department_id, debtors[duty.id], duty.content or "",
            )
        )  # fmt: skip
    return found


def _holds(session: Session, mine: Any) -> Mapping[int, list[Interval]]:
    holds: dict[int, list[Interval]] = defaultdict(list)
    for one in session.execute(
        select(Extension.deadline_id, Extension.signed_on, Extension.decided_on, Extension.held_until).where(
            Extension.deadline_id.in_(mine), Extension.holds.is_(True)
        )
    ):
        holds[one.deadline_id].append(hold(one.signed_on, one.decided_on, one.held_until))
    return holds


def _stills(session: Session, chosen: Any) -> Mapping[int, list[tuple[Still, Interval]]]:
    found: dict[int, list[tuple[Still, Interval]]] = defaultdict(list)
    for row in session.scalars(
        select(Standstill).where(Standstill.task_id.in_(chosen)).order_by(Standstill.found_on, Standstill.id)
    ):
        still = Still(row.id, row.kind, row.found_on, row.facts)
        found[row.task_id].append((still, Interval(row.found_on, row.over_on)))
    return found


def _listed(session: Session, chosen: Any) -> Mapping[int, list[Interval]]:
    """From being put forward to the release or the refusal."""
    refused = (
        select(func.max(Submission.ended_on))
        .where(Submission.kind == ApprovalKind.LISTING, Submission.subject_id == Listing.id)
        .correlate(Listing)
        .scalar_subquery()
    )
    found: dict[int, list[Interval]] = defaultdict(list)
    rows = session.execute(
        select(
            Listing.task_id, Listing.state, Listing.proposed_on, Listing.released_on, refused.label("refused_on")
        ).where(Listing.task_id.in_(chosen))
    )
    for row in rows:
        end = row.refused_on if row.state is ListingState.REFUSED else row.released_on
        if row.state in (ListingState.REFUSED, ListingState.ENDED) and end is None:
            continue
        found[row.task_id].append(Interval(row.proposed_on, end))
    return found


def _slips(session: Session, chosen: Any) -> tuple[Mapping[int, list[Former]], Mapping[int, list[Former]]]:
    """Those the rule prepared, and those begun by hand."""
    prepared: dict[int, list[Former]] = defaultdict(list)
    by_hand: dict[int, list[Former]] = defaultdict(list)
    rows = session.scalars(
        select(WarningSlip).where(WarningSlip.task_id.in_(chosen)).order_by(WarningSlip.prepared_on, WarningSlip.id)
    )
    for row in rows:
        raised = (row.colour, row.issued_on) if row.raised_from else (None, None)
        one = Former(row.deadline_id, row.clock_no, row.raised_from or row.colour, row.prepared_on, *raised)
        (by_hand if row.by_hand else prepared)[row.task_id].append(one)
    return prepared, by_hand


def _reminded(session: Session, chosen: Any, first: date) -> Mapping[int, set[Any]]:
    found: dict[int, set[Any]] = defaultdict(set)
    for row in session.execute(
        select(Deadline.task_id, Reminder.deadline_id, Reminder.kind, Reminder.clock_no, Reminder.department_id)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .where(Deadline.task_id.in_(chosen), Reminder.happened_on < first)
    ):
        found[row.task_id].add((row.deadline_id, row.kind, row.clock_no, row.department_id))
    return found
