"""Report periods: opened by the sweep for every open task, by the task's rhythm."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker import clock
from tracker.models import Deadline, DeadlineRevision, Participation, Task, TaskTransition
from tracker.policy.access import Actor
from tracker.policy.deadlines import Dates, dates
from tracker.policy.reporting import Period, period_of
from tracker.policy.rules import RuleName
from tracker.queries.standing import covers
from tracker.services.bulk import insert_from
from tracker.services.deadlines import Basis
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause, SubjectKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import ENDED_STATUSES, OPEN_STATUSES, TaskStatus
from tracker.vocabulary.sheets import Every

_LEAD, _END = aliased(Participation), aliased(TaskTransition)
_KNOWN, _DATED = aliased(Deadline), aliased(DeadlineRevision)
_REPORTING = OPEN_STATUSES - {TaskStatus.COMPLETION_CLAIMED}


def open_periods(session: Session, day: date, by: Basis) -> int:
    """Open the reports of the periods ``day`` lies in, for every participation that has none yet; returns how many."""
    # Whatever became of the tasks since: a day made up later opens what it would have opened then.
    rhythms = session.execute(
        select(Task.report_every, Task.report_day)
        .where(Task.assigned_on <= day)
        .distinct()
        .order_by(Task.report_every, Task.report_day)
    )
    opened = 0
    for every, report_day in rhythms.all():
        period = period_of(day, every, report_day, by.rules, by.calendar)
        for kind, due_on in ((DeadlineKind.REPORT, period.due_on), (DeadlineKind.HELPER_ANSWER, period.helper_due_on)):
            if due_on >= day:
                opened += _open(session, day, every, report_day, kind, period, due_on, by)
    return opened


def _open(
    session: Session,
    day: date,
    every: Every,
    report_day: int | None,
    kind: DeadlineKind,
    period: Period,
    due_on: date,
    by: Basis,
) -> int:
    worked_out = dates(kind, day, due_on, by.rules, by.calendar)
    rule_id = by.rules.id(RuleName.REPORT_RHYTHM)
    first = by.rules.number(RuleName.REPORT_RHYTHM, "first_report_days")
    half = ((period.ends_on - period.starts_on).days + 1) // 2
    due = _debtors(day, every, report_day, kind, period, worked_out, rule_id).where(
        Task.assigned_on <= due_on - timedelta(days=min(first, half)),
    )
    opened = insert_from(session, Deadline, _DEADLINE_COLUMNS, due)
    if opened:
        insert_from(session, DeadlineRevision, _REVISION_COLUMNS, _first_revisions(day, kind, rule_id))
    return opened


_DEADLINE_COLUMNS = [
    "duty", "task_id", "kind", "subject_kind", "subject_id", "period", "period_ends_on",
    "owed_by_department_id", "owed_to_department_id", "phrase", "reading", "assumed", "provisional",
    "opened_on", "due_on", "soon_on", "yellow_on", "red_on", "voided_on", "clock_no", "rule_id",
]  # fmt: skip


def _debtors(
    day: date, every: Every, report_day: int | None, kind: DeadlineKind, period: Period, due: Dates, rule_id: int
) -> Any:
    """One row for each participation that owes the period: leads owe the office, helpers owe the lead."""
    helps = Participation.role == ParticipationRole.SUPPORTING
    duty = (
        literal(f"{kind}:{period.label}:", String)
        + cast(Task.id, String)
        + ":"
        + cast(Participation.department_id, String)
    )
    that_day = literal(day, Date)
    return (
        select(
            duty, Task.id, literal(kind.value), literal(SubjectKind.TASK.value), Task.id,
            literal(period.label), literal(period.ends_on, Date),
            Participation.department_id,
            case((helps, _LEAD.department_id), else_=Task.office_id),
            literal(""), literal(""), literal(False), literal(due.provisional),
            that_day, literal(due.due_on, Date), literal(due.soon_on, Date),
            literal(due.yellow_on, Date), literal(due.red_on, Date), _ended_after(that_day),
            literal(1), literal(rule_id, Integer),
        )
        .select_from(Participation)
        .join(Task, Task.id == Participation.task_id)
        .outerjoin(
            _LEAD,
            and_(
                _LEAD.task_id == Task.id,
                _LEAD.role == ParticipationRole.LEAD,
                covers(_LEAD.from_on, _LEAD.until_on, that_day),
            ),
        )
        .join(
            TaskTransition,
            and_(
                TaskTransition.task_id == Task.id,
                covers(TaskTransition.happened_on, TaskTransition.until_on, that_day),
                TaskTransition.to_status.in_(sorted(_REPORTING)),
            ),
        )
        .where(
            helps if kind is DeadlineKind.HELPER_ANSWER else ~helps,
            covers(Participation.from_on, Participation.until_on, that_day),
            Task.report_every == every,
            _same_day(report_day),
            _reports_by_period(day),
            ~select(_KNOWN.id).where(_KNOWN.duty == duty).exists(),
        )
    )  # fmt: skip


def _ended_after(day: Any) -> Any:
    """The day the task ended, if it has since: its end took back what it still owed."""
    return (
        select(func.min(_END.happened_on))
        .where(_END.task_id == Task.id, _END.happened_on > day, _END.to_status.in_(sorted(ENDED_STATUSES)))
        .correlate(Task)
        .scalar_subquery()
    )


def _reports_by_period(day: date) -> ColumnElement[bool]:
    """A task of the simple procedure answers once, at its end; one that turned ordinary reports from then on."""
    return and_(Task.procedure == Procedure.ORDINARY, or_(Task.ordinary_on.is_(None), Task.ordinary_on <= day))


def _same_day(report_day: int | None) -> ColumnElement[bool]:
    return Task.report_day.is_(None) if report_day is None else Task.report_day == report_day


_REVISION_COLUMNS = [
    "deadline_id", "ordinal", "cause", "reason", "in_force_on", "due_on", "soon_on", "yellow_on", "red_on",
    "clock_no", "rule_id", "decided_by", "recorded_at",
]  # fmt: skip


def _first_revisions(day: date, kind: DeadlineKind, rule_id: int) -> Any:
    return select(
        Deadline.id, literal(1), literal(RevisionCause.OPENED.value), literal(""), literal(day, Date),
        Deadline.due_on, Deadline.soon_on, Deadline.yellow_on, Deadline.red_on,
        literal(1), literal(rule_id, Integer), literal(Actor.system().name),
        literal(clock.now(), DeadlineRevision.recorded_at.type),
    ).where(
        Deadline.kind == kind, Deadline.opened_on == day,
        ~select(_DATED.id).where(_DATED.deadline_id == Deadline.id).exists()
    )  # fmt: skip
