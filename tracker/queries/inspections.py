"""督查: plans, teams, what they look at and how they crowd; who may read which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    Deadline,
    Department,
    Finding,
    Inspection,
    InspectionMember,
    InspectionTask,
    Participation,
    Submission,
    Task,
)
from tracker.policy.access import Actor
from tracker.policy.inspections import Reach, overlap
from tracker.queries.units import answered_for
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.inspections import FindingState, InspectionKind, InspectionMethod, InspectionState
from tracker.vocabulary.people import OFFICE, Role

_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
COUNTED = (InspectionState.PENDING, InspectionState.APPROVED, InspectionState.FINISHED)
"""What weighs on a unit: put forward, approved or done."""


@dataclass(frozen=True)
class InspectionRow:
    """One line of the year's plan. ``tasks`` counts those looked at."""

    id: int
    title: str
    kind: InspectionKind
    state: InspectionState
    number: str
    head: str
    from_on: date
    until_on: date
    tasks: int


@dataclass(frozen=True)
class Load:
    """How many inspections of a year touch a unit."""

    unit: str
    number: int


@dataclass(frozen=True)
class Near:
    """Another inspection that lies too close: whom and what both touch."""

    id: int
    title: str
    state: InspectionState
    from_on: date
    until_on: date
    days: int
    units: Sequence[str]
    tasks: Sequence[str]


@dataclass(frozen=True)
class Team:
    """``accounts`` are the members' accounts, ``others`` the names of those without."""

    members: Sequence[str]
    accounts: Sequence[int]
    others: Sequence[str]


@dataclass(frozen=True)
class FailedFinding:
    """A rectification that was checked and found wanting (整改不到位), and has not been claimed again since."""

    id: int
    inspection_id: int
    inspection_number: str
    department_id: int
    unit: str
    content: str
    requirement: str
    check_words: str
    checked_by: str
    checked_on: date


def findings_of(department_id: int | None) -> ColumnElement[bool]:
    """A condition on Finding: about the unit or one it succeeded, or its to put right."""
    owed = select(Deadline.id).where(Deadline.owed_by_department_id == department_id)
    return or_(Finding.department_id.in_(answered_for(department_id)), Finding.deadline_id.in_(owed))


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on Inspection: the office's own; leaders read what was put forward, a unit what found something of
    its own."""
    own, clauses = Inspection.office_id == actor.office_id, list[Any]()
    if actor.roles & OFFICE and actor.office_id is not None:
        clauses.append(own)
    if actor.roles & _LEADERS and actor.office_id is not None:
        clauses.append(and_(own, Inspection.state != InspectionState.DRAFT))
    if actor.roles & _UNIT and actor.department_id is not None:
        found = select(Finding.inspection_id).where(findings_of(actor.department_id))
        clauses.append(Inspection.id.in_(found))
    return or_(*clauses) if clauses else false()


def of_year(session: Session, actor: Actor, year: int) -> Sequence[InspectionRow]:
    """The year's inspections that the actor may know of, by date."""
    number = select(func.count()).where(InspectionTask.inspection_id == Inspection.id).scalar_subquery()
    rows = session.execute(
        select(Inspection, number)
        .where(seen_by(actor), Inspection.year == year)
        .order_by(Inspection.from_on, Inspection.id)
    )
    return [
        InspectionRow(
            row.id, row.title, row.kind, row.state, row.number or "", row.head, row.from_on, row.until_on, tasks
        )
        for row, tasks in rows
    ]


def loads(session: Session, office_id: int | None, year: int) -> Sequence[Load]:
    """How often each unit is inspected in the year, the most first: a meter of the burden the office imposes."""
    number = func.count(Inspection.id.distinct())
    rows = session.execute(
        _touching(Department.name, number)
        .join(Department, Department.id == Participation.department_id)
        .where(Inspection.office_id == office_id, Inspection.year == year, Inspection.state.in_(COUNTED))
        .group_by(Department.id, Department.name)
        .order_by(number.desc(), Department.name)
    )
    return [Load(*row) for row in rows]


def touched_units(session: Session, inspection_id: int) -> Sequence[int]:
    """The units that take part now in what the inspection looks at."""
    units = _touching(Participation.department_id).where(Inspection.id == inspection_id).distinct()
    return list(session.scalars(units.order_by(Participation.department_id)))


def near(session: Session, mine: Inspection, apart_days: int) -> Sequence[Near]:
    """The office's other inspections that lie too close to ``mine`` (条例 art. 15), by date."""
    rows = session.execute(
        _touching(Inspection, InspectionTask.task_id, Participation.department_id, Task.title, Department.name)
        .join(Task, Task.id == InspectionTask.task_id)
        .join(Department, Department.id == Participation.department_id)
        .where(
            Inspection.office_id == mine.office_id,
            or_(
                Inspection.id == mine.id,
                and_(
                    Inspection.state.in_(COUNTED),
                    or_(
                        and_(
                            Inspection.from_on <= mine.until_on + timedelta(days=apart_days),
                            Inspection.until_on >= mine.from_on - timedelta(days=apart_days),
                        ),
                        Inspection.id.in_(_looking_at_tasks_of(mine.id)),
                    ),
                ),
            ),
        )
        .order_by(Inspection.from_on, Inspection.id)
    ).all()
    found, units, tasks = {}, defaultdict[int, dict[int, str]](dict), defaultdict[int, dict[int, str]](dict)
    for row, task_id, unit_id, title, unit in rows:
        found[row.id] = row
        tasks[row.id][task_id], units[row.id][unit_id] = title, unit
    reaches = {
        key: Reach(row.from_on, row.until_on, frozenset(units[key]), frozenset(tasks[key]))
        for key, row in found.items()
    }
    shared = [
        (found[key], over)
        for key, reach in reaches.items()
        if key != mine.id and mine.id in reaches and (over := overlap(reaches[mine.id], reach, apart_days))
    ]
    return [
        Near(
            row.id,
            row.title,
            row.state,
            row.from_on,
            row.until_on,
            over.days,
            [units[row.id][one] for one in sorted(over.unit_ids)],
            [tasks[row.id][one] for one in sorted(over.task_ids)],
        )
        for row, over in shared
    ]


def team(session: Session, inspection_id: int) -> Team:
    """Who goes, in the order they were named."""
    rows = session.scalars(
        select(InspectionMember).where(InspectionMember.inspection_id == inspection_id).order_by(InspectionMember.id)
    ).all()
    return Team(
        [row.name for row in rows],
        [row.account_id for row in rows if row.account_id is not None],
        [row.name for row in rows if row.account_id is None],
    )


def methods_of(row: Inspection) -> Sequence[InspectionMethod]:
    """The methods of art. 12 it uses."""
    return [InspectionMethod(word) for word in row.methods.split(",") if word]


def submission_of(session: Session, kind: ApprovalKind, subject_id: int) -> int | None:
    """The last time a document was put forward."""
    rows = select(Submission.id).where(Submission.kind == kind, Submission.subject_id == subject_id)
    return session.scalars(rows.order_by(Submission.ordinal.desc()).limit(1)).first()


def failed_findings(session: Session, task_id: int) -> Sequence[FailedFinding]:
    """The verified failures to rectify of a task as they stand now, the earliest first."""
    session.flush()
    rows = session.execute(
        select(Finding, Department.name, Inspection.number)
        .join(Department, Department.id == Finding.department_id)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(Finding.task_id == task_id, Finding.state == FindingState.FAILED)
        .order_by(Finding.checked_on, Finding.id)
    )
    return [
        FailedFinding(
            id=row.id,
            inspection_id=row.inspection_id,
            inspection_number=number or "",
            department_id=row.department_id,
            unit=unit,
            content=row.content,
            requirement=row.requirement,
            check_words=row.check_words,
            checked_by=row.checked_by,
            checked_on=row.checked_on,
        )
        for row, unit, number in rows
        if row.checked_on is not None
    ]


def _touching(*columns: Any) -> Any:
    """Select over inspections, what they look at, and whoever takes part in that now."""
    return (
        select(*columns)
        .select_from(Inspection)
        .join(InspectionTask, InspectionTask.inspection_id == Inspection.id)
        .join(Participation, and_(Participation.task_id == InspectionTask.task_id, Participation.until_on.is_(None)))
    )


def _looking_at_tasks_of(inspection_id: int) -> Any:
    mine = select(InspectionTask.task_id).where(InspectionTask.inspection_id == inspection_id)
    return select(InspectionTask.inspection_id).where(InspectionTask.task_id.in_(mine))
