"""What 未见明显进展 is found by, set-based, as of the end of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    Deadline,
    DeadlineClaim,
    DeadlineRevision,
    ProgressReport,
    Standstill,
    Suspension,
    Task,
    TaskTransition,
)
from tracker.policy.rules import RuleName, Rules
from tracker.policy.standstill import Said, Standing
from tracker.queries.standing import covers
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.escalation import StandstillKind
from tracker.vocabulary.lifecycle import OPEN_STATUSES, TaskStatus
from tracker.vocabulary.reports import ReportState

_DAY = timedelta(days=1)
_WORKING = sorted(OPEN_STATUSES - {TaskStatus.COMPLETION_CLAIMED})


@dataclass(frozen=True)
class _Period:
    label: str
    opened_on: date
    ends_on: date


def at_work(day: date) -> Select[Any]:
    """Tasks in work at the end of ``day``, watched and not paused then."""
    that_day = literal(day, Date)
    paused = (
        select(Suspension.id)
        .where(Suspension.task_id == Task.id, covers(Suspension.from_on, Suspension.until_on, that_day))
        .exists()
    )
    return (
        select(Task.id)
        .join(
            TaskTransition,
            and_(
                TaskTransition.task_id == Task.id,
                covers(TaskTransition.happened_on, TaskTransition.until_on, that_day),
                TaskTransition.to_status.in_(_WORKING),
            ),
        )
        .where(Task.watched_from <= day, ~paused)
    )


def standing_at(session: Session, day: date, rules: Rules) -> Mapping[int, Standing]:
    """Tasks one of whose reporting periods ended on ``day``, after so many of them running as the rule asks for.

    A task that was paused in between is left alone. As many statements however many tasks there are.
    """
    wanted = rules.number(RuleName.STANDSTILL, "periods")
    ended = select(Deadline.task_id).where(_of_report(day), Deadline.period_ends_on == day)
    open_already = select(Standstill.task_id).where(_open(StandstillKind.NOT_VERIFIED, day + _DAY))
    tasks = at_work(day).where(Task.id.in_(ended), Task.id.not_in(open_already))
    runs = _runs(session, tasks, day, wanted + 1)
    watched = {row.id: row.watched_from for row in session.execute(_watched(tasks))}
    nodes, finals = _nodes(session, tasks, day), _finals(session, tasks, day)
    moves, pauses = _moves(session, tasks, day), _pauses(session, tasks)
    said = _said(session, tasks, day, wanted + 1)
    found = {}
    for task_id, run in runs.items():
        if len(run) < wanted:
            continue
        since = run[0].ends_on if len(run) > wanted else run[0].opened_on - _DAY
        stopped = any(start <= day and (end is None or end > since + _DAY) for start, end in pauses[task_id])
        if stopped or watched[task_id] > since + _DAY:
            continue
        total, missed = nodes.get(task_id, (0, 0))
        opened_on, due_on = finals.get(task_id, (None, None))
        found[task_id] = Standing(
            periods=tuple(one.label for one in run[-wanted:]),
            since=since,
            until=day,
            nodes=total,
            missed=missed,
            verified=any(moved > since for moved in moves[task_id]),
            opened_on=opened_on,
            due_on=due_on,
            said=tuple(said[task_id]),
        )
    return found


def _watched(tasks: Any) -> Any:
    return select(Task.id, Task.watched_from).where(Task.id.in_(tasks))


def reported_on(session: Session, day: date, rules: Rules) -> Mapping[int, Sequence[Said]]:
    """The last reports of the leads that reported on ``day``, the newest first."""
    wanted = rules.number(RuleName.STANDSTILL, "periods")
    sent = (
        select(ProgressReport.task_id)
        .join(Deadline, Deadline.id == ProgressReport.deadline_id)
        .where(_stood(day), ProgressReport.sent_on == day, Deadline.kind == DeadlineKind.REPORT)
    )
    open_already = select(Standstill.task_id).where(_open(StandstillKind.REPEATED, day + _DAY))
    return _said(session, at_work(day).where(Task.id.in_(sent), Task.id.not_in(open_already)), day, wanted)


def _open(kind: StandstillKind, day: date) -> ColumnElement[bool]:
    return and_(Standstill.kind == kind, covers(Standstill.found_on, Standstill.over_on, literal(day, Date)))


def _of_report(day: date) -> ColumnElement[bool]:
    """A reporting period of a lead, not taken back before it ended."""
    return and_(
        Deadline.kind == DeadlineKind.REPORT,
        Deadline.opened_on <= day,
        or_(Deadline.voided_on.is_(None), Deadline.voided_on > Deadline.period_ends_on),
    )


def _runs(session: Session, tasks: Any, day: date, wanted: int) -> dict[int, list[_Period]]:
    """The last periods that ended by ``day``, the oldest first."""
    ends = (
        select(
            Deadline.task_id,
            Deadline.period_ends_on.label("ends_on"),
            func.max(Deadline.period).label("label"),
            func.min(Deadline.opened_on).label("opened_on"),
        )
        .where(_of_report(day), Deadline.period_ends_on <= day, Deadline.task_id.in_(tasks))
        .group_by(Deadline.task_id, Deadline.period_ends_on)
        .subquery()
    )
    place = func.row_number().over(partition_by=ends.c.task_id, order_by=ends.c.ends_on.desc())
    placed = select(ends, place.label("place")).subquery()
    runs: dict[int, list[_Period]] = defaultdict(list)
    for row in session.execute(select(placed).where(placed.c.place <= wanted).order_by(placed.c.ends_on)):
        runs[row.task_id].append(_Period(row.label, row.opened_on, row.ends_on))
    return runs


def _nodes(session: Session, tasks: Any, day: date) -> dict[int, tuple[int, int]]:
    """Nodes of each task on ``day``: all of them, and those due by then that nobody has claimed."""
    that_day = literal(day, Date)
    claim = select(DeadlineClaim.id).where(
        DeadlineClaim.deadline_id == Deadline.id,
        covers(DeadlineClaim.claimed_on, DeadlineClaim.sent_back_on, that_day),
    )
    missed = and_(DeadlineRevision.due_on <= day, ~claim.exists())
    rows = session.execute(
        select(Deadline.task_id, func.count(), func.sum(case((missed, 1), else_=0)))
        .join(DeadlineRevision, _in_force(that_day))
        .where(
            Deadline.kind == DeadlineKind.MILESTONE,
            Deadline.task_id.in_(tasks),
            covers(Deadline.opened_on, Deadline.voided_on, that_day),
        )
        .group_by(Deadline.task_id)
    )
    return {task_id: (total, late) for task_id, total, late in rows}


def _finals(session: Session, tasks: Any, day: date) -> dict[int, tuple[date, date]]:
    that_day = literal(day, Date)
    rows = session.execute(
        select(Deadline.task_id, Deadline.opened_on, DeadlineRevision.due_on)
        .join(DeadlineRevision, _in_force(that_day))
        .where(
            Deadline.kind == DeadlineKind.FINAL,
            Deadline.task_id.in_(tasks),
            covers(Deadline.opened_on, Deadline.voided_on, that_day),
        )
    )
    return {task_id: (opened_on, due_on) for task_id, opened_on, due_on in rows if opened_on is not None}


def _moves(session: Session, tasks: Any, day: date) -> dict[int, list[date]]:
    """The days on which a node was accepted, or claimed and not sent back by ``day``."""
    rows = session.execute(
        select(Deadline.task_id, DeadlineClaim.claimed_on, DeadlineClaim.decided_on)
        .join(DeadlineClaim, DeadlineClaim.deadline_id == Deadline.id)
        .where(
            Deadline.kind == DeadlineKind.MILESTONE,
            Deadline.task_id.in_(tasks),
            covers(DeadlineClaim.claimed_on, DeadlineClaim.sent_back_on, literal(day, Date)),
        )
    )
    moves: dict[int, list[date]] = defaultdict(list)
    for task_id, claimed_on, decided_on in rows:
        moves[task_id].append(decided_on if decided_on is not None and decided_on <= day else day)
        moves[task_id].append(claimed_on)
    return moves


def _pauses(session: Session, tasks: Any) -> dict[int, list[tuple[date, date | None]]]:
    pauses: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for task_id, start, end in session.execute(
        select(Suspension.task_id, Suspension.from_on, Suspension.until_on).where(
            Suspension.task_id.in_(tasks),
            or_(Suspension.until_on.is_(None), Suspension.until_on > Suspension.from_on),
        )
    ):
        pauses[task_id].append((start, end))
    return pauses


def _said(session: Session, tasks: Any, day: date, wanted: int) -> dict[int, list[Said]]:
    """The last reports sent by ``day`` and not sent back, the newest first: those of the unit that reported last."""
    said: dict[int, list[Said]] = defaultdict(list)
    unit: dict[int, int] = {}
    for row in session.execute(reports_of(tasks, day, wanted)):
        if unit.setdefault(row.task_id, row.department_id) == row.department_id:
            said[row.task_id].append(Said(row.period, row.done, row.unchanged))
    return said


def reports_of(tasks: Any, day: date, wanted: int | None = None) -> Select[Any]:
    """Leads' reports standing at the end of ``day``, the newest first; of each unit so many."""
    place = func.row_number().over(
        partition_by=(ProgressReport.task_id, ProgressReport.department_id),
        order_by=(Deadline.period_ends_on.desc(), ProgressReport.ordinal.desc()),
    )
    placed = (
        select(
            ProgressReport.task_id,
            ProgressReport.department_id,
            ProgressReport.deadline_id,
            ProgressReport.done,
            ProgressReport.unchanged,
            Deadline.period,
            Deadline.period_ends_on,
            ProgressReport.sent_on,
            ProgressReport.id,
            place.label("place"),
        )
        .join(Deadline, Deadline.id == ProgressReport.deadline_id)
        .where(_stood(day), Deadline.kind == DeadlineKind.REPORT, ProgressReport.task_id.in_(tasks))
        .subquery()
    )
    query = select(placed).order_by(placed.c.period_ends_on.desc(), placed.c.sent_on.desc(), placed.c.id.desc())
    return query if wanted is None else query.where(placed.c.place <= wanted)


def _stood(day: date) -> ColumnElement[bool]:
    """Sent by the end of ``day`` and not sent back by then."""
    sent_back = and_(ProgressReport.state == ReportState.SENT_BACK, ProgressReport.decided_on <= day)
    return and_(ProgressReport.sent_on <= day, ~sent_back)


def _in_force(that_day: Any) -> ColumnElement[bool]:
    return and_(
        DeadlineRevision.deadline_id == Deadline.id,
        covers(DeadlineRevision.in_force_on, DeadlineRevision.until_on, that_day),
    )
