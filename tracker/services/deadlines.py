"""Duties with a date: opened, claimed, decided, given new dates, voided. Every date a deadline ever had is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Deadline, DeadlineClaim, DeadlineRevision, Milestone, PastDebtor, Task
from tracker.policy.access import Actor
from tracker.policy.deadlines import Dates, dates, due_after
from tracker.policy.rules import RuleName, Rules
from tracker.policy.work_calendar import WorkCalendar
from tracker.queries.calendar import work_calendar
from tracker.queries.rules import rules_on
from tracker.services import audit
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import OUTLIVING, ClaimOutcome, DeadlineKind, RevisionCause, SubjectKind, TermUnit
from tracker.vocabulary.running import AuditTag

_RULE_OF_KIND = {
    DeadlineKind.FINAL: RuleName.FINAL_LIGHT,
    DeadlineKind.LISTING_TERM: RuleName.FINAL_LIGHT,
    DeadlineKind.MILESTONE: RuleName.MILESTONE_LIGHT,
    DeadlineKind.REPORT: RuleName.REPORT_LIGHT,
    DeadlineKind.ACKNOWLEDGEMENT: RuleName.ACKNOWLEDGEMENT,
    DeadlineKind.PLAN: RuleName.PLAN,
    DeadlineKind.COORDINATION_ANSWER: RuleName.COORDINATION,
    DeadlineKind.REVIEW_DECISION: RuleName.REVIEW,
    DeadlineKind.RECTIFICATION: RuleName.INSPECTION,
    DeadlineKind.SLIP_ANSWER: RuleName.WARNING_SLIP,
    DeadlineKind.PUBLICATION: RuleName.LISTING,
    DeadlineKind.ACCEPTANCE: RuleName.LISTING,
}


@dataclass(frozen=True)
class Basis:
    """What dates are counted by: the rules of the day and the work calendar."""

    rules: Rules
    calendar: WorkCalendar


def basis(session: Session, today: date) -> Basis:
    """Load rules and calendar once for a use case."""
    return Basis(rules_on(session, today), work_calendar(session))


def planned_final(task: Task, **values: Any) -> Deadline:
    """A task's final date, planned: owed by nobody until it is opened."""
    return _planned(task, DeadlineKind.FINAL, SubjectKind.TASK, task.id, values)


def planned_node(task: Task, milestone: Milestone, **values: Any) -> Deadline:
    """A node's date, planned."""
    return _planned(task, DeadlineKind.MILESTONE, SubjectKind.MILESTONE, milestone.id, values)


def _planned(
    task: Task, kind: DeadlineKind, subject_kind: SubjectKind, subject_id: int, values: Mapping[str, Any]
) -> Deadline:
    return Deadline(
        duty=f"{kind}:{task.id}:{subject_id}",
        task_id=task.id,
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        **values,
    )


def open_deadline(
    session: Session, actor: Actor, deadline: Deadline, due_on: date, by: Basis, *, today: date
) -> Deadline:
    """Start the clock of ``deadline``: it is owed from ``today`` on and gets its first, lasting revision."""
    worked_out = dates(deadline.kind, today, due_on, by.rules, by.calendar)
    deadline.opened_on = today
    deadline.clock_no = 1
    deadline.due_on = due_on
    session.add(deadline)
    session.flush()  # the revision needs the deadline's key
    put_in_force(session, actor, deadline, worked_out, RevisionCause.OPENED, by, after=None, today=today)
    return deadline


@dataclass(frozen=True)
class Owed:
    """A duty that a document brings with it: who owes it to whom, and by when.

    ``key`` names the document among those of the task, so that the duty cannot be opened twice. The date is
    ``due_on``, or ``term`` days of ``unit`` from today.
    """

    kind: DeadlineKind
    key: str
    department_id: int | None = None
    post_id: int | None = None
    to_department_id: int | None = None
    due_on: date | None = None
    term: int | None = None
    unit: TermUnit = TermUnit.WORKING


def owe(session: Session, actor: Actor, task: Task, owed: Owed, by: Basis, *, today: date) -> Deadline:
    """Open the duty, owed from today on. It is of the task; the document names it by its key."""
    due_on = owed.due_on or due_after(today, owed.term or 0, owed.unit, by.calendar)
    duty = Deadline(
        duty=f"{owed.kind}:{task.id}:{owed.key}",
        task_id=task.id,
        kind=owed.kind,
        subject_kind=SubjectKind.TASK,
        subject_id=task.id,
        owed_by_department_id=owed.department_id,
        owed_by_post_id=owed.post_id,
        owed_to_department_id=owed.to_department_id,
        term=None if owed.due_on else owed.term,
        term_unit=None if owed.due_on else owed.unit,
    )
    return open_deadline(session, actor, duty, due_on, by, today=today)


def revise(
    session: Session,
    actor: Actor,
    deadline: Deadline,
    due_on: date,
    cause: RevisionCause,
    reason: str,
    by: Basis,
    *,
    today: date,
) -> None:
    """Give an open deadline new dates from ``today`` on; only an extension or a reopening starts a new clock."""
    if deadline.opened_on is None:
        raise RuleBroken(Refusal.NOT_OPEN_DUTY)
    revisions = session.scalars(
        select(DeadlineRevision).where(DeadlineRevision.deadline_id == deadline.id).order_by(DeadlineRevision.ordinal)
    ).all()
    worked_out = dates(
        deadline.kind, deadline.opened_on, due_on, by.rules, by.calendar, original_due_on=revisions[0].due_on
    )
    if cause in (RevisionCause.EXTENDED, RevisionCause.REOPENED):
        deadline.clock_no += 1
    put_in_force(session, actor, deadline, worked_out, cause, by, after=revisions[-1], reason=reason, today=today)
    audit.record(
        session,
        actor,
        AuditTag.DEADLINE_REVISED,
        "deadline",
        deadline.id,
        today=today,
        cause=cause,
        due_on=due_on,
        reason=reason,
    )


def put_in_force(
    session: Session,
    actor: Actor,
    deadline: Deadline,
    worked_out: Dates,
    cause: RevisionCause,
    by: Basis,
    *,
    after: DeadlineRevision | None,
    reason: str = "",
    today: date,
) -> None:
    """Add a revision behind ``after`` and let the deadline carry its dates."""
    if after is not None:
        after.until_on = today
    stored: dict[str, Any] = {
        "due_on": worked_out.due_on,
        "soon_on": worked_out.soon_on,
        "yellow_on": worked_out.yellow_on,
        "red_on": worked_out.red_on,
    }
    rule = _RULE_OF_KIND.get(deadline.kind)
    rule_id = by.rules.id(rule) if rule else None
    for name, value in stored.items():
        setattr(deadline, name, value)
    deadline.provisional = worked_out.provisional
    deadline.rule_id = rule_id
    session.add(
        DeadlineRevision(
            deadline_id=deadline.id,
            ordinal=after.ordinal + 1 if after else 1,
            cause=cause,
            reason=reason,
            in_force_on=today,
            clock_no=deadline.clock_no,
            rule_id=rule_id,
            decided_by=actor.name,
            recorded_at=clock.now(),
            **stored,
        )
    )


def claim(
    session: Session, actor: Actor, deadline: Deadline, statement: str | None = None, *, today: date
) -> DeadlineClaim:
    """A unit says it has met the deadline. While the claim waits, the light counts it."""
    if deadline.opened_on is None or deadline.voided_on is not None or deadline.met_on is not None:
        raise RuleBroken(Refusal.NOT_OPEN_DUTY)
    if deadline.claimed_on is not None:
        raise RuleBroken(Refusal.CLAIM_WAITING)
    deadline.claimed_on = today
    row = DeadlineClaim(
        deadline_id=deadline.id, claimed_on=today, claimed_by=actor.name, statement=statement, recorded_at=clock.now()
    )
    session.add(row)
    audit.record(session, actor, AuditTag.DEADLINE_CLAIMED, "deadline", deadline.id, today=today)
    return row


def decide(
    session: Session, actor: Actor, deadline: Deadline, outcome: ClaimOutcome, reason: str = "", *, today: date
) -> DeadlineClaim:
    """The office accepts a waiting claim, which then counts from the day it was made, or sends it back."""
    waiting = session.scalars(
        select(DeadlineClaim).where(DeadlineClaim.deadline_id == deadline.id, DeadlineClaim.outcome.is_(None))
    ).first()
    if waiting is None:
        raise RuleBroken(Refusal.NO_CLAIM)
    waiting.outcome, waiting.decided_on, waiting.decided_by, waiting.reason = outcome, today, actor.name, reason
    if outcome is ClaimOutcome.ACCEPTED:
        deadline.met_on = waiting.claimed_on
    else:
        waiting.sent_back_on = today
        deadline.claimed_on = None
    audit.record(
        session, actor, AuditTag.DEADLINE_DECIDED, "deadline", deadline.id, today=today, outcome=outcome, reason=reason
    )
    return waiting


def reopen(session: Session, deadline: Deadline, *, today: date) -> None:
    """What was met is owed again from ``today`` on; the claim stood until then, and its acceptance is not unsaid."""
    standing = select(DeadlineClaim).where(
        DeadlineClaim.deadline_id == deadline.id, DeadlineClaim.sent_back_on.is_(None)
    )
    for claimed in session.scalars(standing):
        claimed.sent_back_on = today
    deadline.claimed_on = deadline.met_on = None


def meet(session: Session, actor: Actor, deadline: Deadline, *, today: date) -> None:
    """A duty that needs no verification (an acknowledgement): claimed and accepted in one."""
    claim(session, actor, deadline, today=today)
    session.flush()  # decide() looks for the claim
    decide(session, actor, deadline, ClaimOutcome.ACCEPTED, today=today)


def pass_on(session: Session, deadline: Deadline, department_id: int, *, day: date) -> None:
    """Another unit owes it from ``day`` on, by the same dates; past days still name the one that owed it then."""
    former = deadline.owed_by_department_id
    if deadline.opened_on is not None and former is not None:
        passed_on = session.scalars(
            select(PastDebtor.until_on)
            .where(PastDebtor.deadline_id == deadline.id)
            .order_by(PastDebtor.until_on.desc())
            .limit(1)
        ).first()
        since = passed_on or deadline.opened_on
        session.add(PastDebtor(deadline_id=deadline.id, department_id=former, from_on=since, until_on=max(day, since)))
    deadline.owed_by_department_id = department_id


def void(deadlines: Iterable[Deadline], *, today: date) -> None:
    """Take duties back: they count up to yesterday and no longer."""
    for deadline in deadlines:
        if deadline.voided_on is None and deadline.met_on is None:
            deadline.voided_on = today


def end_with_task(session: Session, task_id: int, *, today: date) -> None:
    """A task has ended, and with it what it still owed; a rectification and a review are owed on."""
    void((duty for duty in of_task(session, task_id) if duty.kind not in OUTLIVING), today=today)


def of_task(session: Session, task_id: int, *kinds: DeadlineKind) -> list[Deadline]:
    """A task's deadlines that were not voided, of the given kinds or of all, by date."""
    query = select(Deadline).where(Deadline.task_id == task_id, Deadline.voided_on.is_(None))
    if kinds:
        query = query.where(Deadline.kind.in_(kinds))
    return list(session.scalars(query.order_by(Deadline.due_on, Deadline.id)))
