"""延期申请 as it is read: for which days the ladder waits, what may be asked for, what was asked and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Deadline,
    DeadlineRevision,
    Department,
    Extension,
    Listing,
    Milestone,
    Submission,
    Suspension,
    Task,
)
from tracker.policy.access import Actor
from tracker.policy.extensions import EXTENSIBLE, Term, is_late, last_day_to_ask
from tracker.policy.light import Interval
from tracker.policy.rules import Rules
from tracker.policy.work_calendar import WorkCalendar
from tracker.queries.evidence import EvidenceRow, of_documents
from tracker.queries.submissions import seen_by
from tracker.queries.visibility import visible_to
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import DeadlineKind, SubjectKind
from tracker.vocabulary.extensions import ExtensionCause, ExtensionState
from tracker.vocabulary.listings import ListingState
from tracker.vocabulary.reports import EvidenceOf

PENDING = (ExtensionState.ASKED, ExtensionState.DECIDING)
"""Signed, and not decided."""


@dataclass(frozen=True)
class ExtensionRow:
    """A request with its deadline and task. ``submission_id``: where it is decided, if the reader may know of it."""

    id: int
    version: int
    task_id: int
    reference: str
    title: str
    deadline_id: int
    kind: DeadlineKind
    what: str
    unit_id: int
    unit: str
    ordinal: int
    state: ExtensionState
    cause: ExtensionCause
    reason: str
    progress: str
    present_due_on: date
    asked_due_on: date | None
    drafted_by: str
    asked_on: date
    signed_by: str
    signed_on: date | None
    held_until: date | None
    opinion: str
    opinion_by: str
    opinion_on: date | None
    granted_due_on: date | None
    slip_days: int | None
    decision: str
    decided_by: str
    decided_on: date | None
    submission_id: int | None
    evidence: Sequence[EvidenceRow] = ()

    def waits_past_due(self, day: date) -> bool:
        """The date is past on ``day`` and nobody has decided: the lamp says 逾期（延期待批）."""
        return self.state in PENDING and self.present_due_on < day


@dataclass(frozen=True)
class AskableRow:
    """A deadline a unit may ask more time for: until ``last_day``, afterwards nothing, past its date an explanation.

    ``last_day`` is empty while a suspension without an end covers it; ``open_id`` is the request that is open already.
    """

    deadline_id: int
    kind: DeadlineKind
    what: str
    due_on: date
    last_day: date | None
    late: bool
    too_late: bool
    open_id: int | None
    open_state: ExtensionState | None


def held(deadline_id: Any, day: Any) -> ColumnElement[bool]:
    """A condition: on ``day`` the ladder waits for the decision on a request about the deadline.

    That is from the signature up to and including the day of the decision, or the day it was due, whichever is first;
    ``policy.extensions.hold`` says the same. ``day`` may be a date or a column of dates.
    """
    one = aliased(Extension)
    that_day = literal(day, Date) if isinstance(day, date) else day
    return (
        select(one.id)
        .where(
            one.deadline_id == deadline_id,
            one.holds.is_(True),
            one.signed_on <= that_day,
            one.held_until >= that_day,
            or_(one.decided_on.is_(None), one.decided_on >= that_day),
        )
        .exists()
    )


def holds(session: Session, day: date, task_ids: Any = None) -> frozenset[int]:
    """The keys of all deadlines held on ``day``, in one statement; ``task_ids``: of these tasks alone."""
    query = select(Extension.deadline_id).where(held(Extension.deadline_id, day))
    if task_ids is not None:
        query = query.where(Extension.task_id.in_(task_ids))
    return frozenset(session.scalars(query))


def pending(deadline_id: Any) -> ColumnElement[bool]:
    """A condition: a signed request about the deadline waits for its decision."""
    return select(Extension.id).where(Extension.open_of == deadline_id, Extension.state.in_(PENDING)).exists()


def granted_before(session: Session, task_id: int) -> int:
    """How many extensions of the task were granted."""
    granted = select(func.count()).select_from(Extension)
    return session.scalars(granted.where(Extension.task_id == task_id, Extension.state == ExtensionState.GRANTED)).one()


def term_of(session: Session, duty: Deadline) -> Term:
    """The deadline as policy weighs it: its dates, the suspensions of its task, and whether that is listed."""
    return terms_of(session, duty.task_id, [duty])[duty.id]


def terms_of(session: Session, task_id: int, duties: Sequence[Deadline]) -> Mapping[int, Term]:
    """The terms of some deadlines of one task, by key, in four statements."""
    ids = [duty.id for duty in duties]
    first = {
        row.deadline_id: row.due_on
        for row in session.execute(
            select(DeadlineRevision.deadline_id, DeadlineRevision.due_on).where(
                DeadlineRevision.deadline_id.in_(ids), DeadlineRevision.ordinal == 1
            )
        )
    }
    pauses = session.execute(select(Suspension.from_on, Suspension.until_on).where(Suspension.task_id == task_id)).all()
    listed = select(Listing.id).where(Listing.open_of == task_id, Listing.state == ListingState.LISTED)
    is_listed = session.scalars(listed).first() is not None
    final = session.scalars(
        select(Deadline.due_on).where(
            Deadline.task_id == task_id, Deadline.kind == DeadlineKind.FINAL, Deadline.voided_on.is_(None)
        )
    ).first()
    return {
        duty.id: Term(
            opened_on=duty.opened_on or first[duty.id],
            original_due_on=first[duty.id],
            due_on=duty.due_on or first[duty.id],
            listed=is_listed,
            pauses=tuple(Interval(start, end) for start, end in pauses),
            limit=final if duty.kind is DeadlineKind.MILESTONE else None,
        )
        for duty in duties
    }


def askable(
    session: Session, actor: Actor, task: Task, day: date, rules: Rules, calendar: WorkCalendar
) -> Sequence[AskableRow]:
    """What the actor's unit owes on the task and may ask more time for, by date."""
    rows = session.execute(
        select(Deadline, Milestone.content, Extension.id, Extension.state)
        .outerjoin(Milestone, and_(Deadline.subject_kind == SubjectKind.MILESTONE, Milestone.id == Deadline.subject_id))
        .outerjoin(Extension, Extension.open_of == Deadline.id)
        .where(
            Deadline.task_id == task.id,
            Deadline.kind.in_(sorted(EXTENSIBLE)),
            Deadline.owed_by_department_id == actor.department_id,
            Deadline.opened_on.is_not(None),
            Deadline.claimed_on.is_(None),
            Deadline.voided_on.is_(None),
        )
        .order_by(Deadline.due_on, Deadline.id)
    ).all()
    terms = terms_of(session, task.id, [row[0] for row in rows])
    found = []
    for duty, what, open_id, state in rows:
        term = terms[duty.id]
        last, late = last_day_to_ask(term, rules, calendar), is_late(term, day)
        too_late = not late and last is not None and last < day
        found.append(AskableRow(duty.id, duty.kind, what or "", term.due_on, last, late, too_late, open_id, state))
    return found


def of_task(session: Session, actor: Actor, task: Task, _day: date | None = None) -> list[ExtensionRow]:
    """A task's requests and explanations, the newest first; what is not signed yet, its own unit alone sees."""
    return rows_of(session, actor, Extension.task_id == task.id)


def one(session: Session, actor: Actor, extension_id: int) -> ExtensionRow | None:
    """A single request."""
    return next(iter(rows_of(session, actor, Extension.id == extension_id)), None)


def to_sign(session: Session, actor: Actor) -> list[ExtensionRow]:
    """待我签发: what the unit's people have put down and its head has not signed."""
    own = Extension.department_id == actor.department_id
    return rows_of(session, actor, own, Extension.state == ExtensionState.SIGNING)


def to_advise(session: Session, actor: Actor) -> list[ExtensionRow]:
    """Requests that wait for a clerk's opinion."""
    return rows_of(session, actor, visible_to(actor), Extension.state == ExtensionState.ASKED)


def rows_of(session: Session, actor: Actor, *where: Any, most: int = 500) -> list[ExtensionRow]:
    """Matching requests, the newest first, with what proves them, in three statements."""
    shown = or_(Extension.signed_on.is_not(None), Extension.department_id == actor.department_id)
    put = aliased(Submission)
    rows = session.execute(
        select(Extension, Deadline.kind, Milestone.content, Task.reference, Task.title, Department.name, put.id)
        .join(Deadline, Deadline.id == Extension.deadline_id)
        .join(Task, Task.id == Extension.task_id)
        .join(Department, Department.id == Extension.department_id)
        .outerjoin(Milestone, and_(Deadline.subject_kind == SubjectKind.MILESTONE, Milestone.id == Deadline.subject_id))
        .outerjoin(
            put, and_(put.kind == ApprovalKind.EXTENSION, put.subject_id == Extension.id, _known(put, actor, session))
        )
        .where(shown, *where)
        .order_by(Extension.id.desc())
        .limit(most)
    ).all()
    pieces = of_documents(session, actor, EvidenceOf.EXTENSION, [row[0].id for row in rows])
    return [_row(row, pieces.get(row[0].id, ())) for row in rows]


def _known(put: Any, actor: Actor, session: Session) -> ColumnElement[bool]:
    known: ColumnElement[bool] = put.id.in_(select(Submission.id).where(seen_by(session, actor)))
    return known


def _row(row: Any, evidence: Sequence[EvidenceRow]) -> ExtensionRow:
    one, kind, what, reference, title, unit, submission_id = row
    own = {name: getattr(one, name) for name in ExtensionRow.__dataclass_fields__ if hasattr(one, name)}
    return ExtensionRow(
        **own,
        kind=kind,
        what=what or "",
        reference=reference or "",
        title=title,
        unit_id=one.department_id,
        unit=unit,
        submission_id=submission_id,
        evidence=evidence,
    )
