"""The facts a task's light depends on, loaded for ``policy.light``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from tracker.models import (
    Deadline,
    DeadlineClaim,
    DeadlineRevision,
    Milestone,
    Suspension,
    TaskTransition,
)
from tracker.policy.light import COLOURING, Duty, Interval, TaskFacts, Version
from tracker.vocabulary.deadlines import SubjectKind


def light_facts(session: Session, task_ids: Collection[int]) -> Mapping[int, TaskFacts]:
    """Facts of the tasks, by id, in a fixed number of statements."""
    duties = _duties(session, task_ids)
    states: dict[int, list[Any]] = defaultdict(list)
    for move in session.scalars(
        select(TaskTransition).where(TaskTransition.task_id.in_(task_ids)).order_by(TaskTransition.id)
    ):
        states[move.task_id].append((Interval(move.happened_on, move.until_on), move.to_status))
    pauses: dict[int, list[Interval]] = defaultdict(list)
    for pause in session.scalars(select(Suspension).where(Suspension.task_id.in_(task_ids))):
        pauses[pause.task_id].append(Interval(pause.from_on, pause.until_on))
    return {
        task_id: TaskFacts(tuple(states[task_id]), tuple(duties[task_id]), tuple(pauses[task_id]))
        for task_id in task_ids
    }


def _duties(session: Session, task_ids: Collection[int]) -> Mapping[int, list[Duty]]:
    mine = and_(Deadline.task_id.in_(task_ids), Deadline.kind.in_(sorted(COLOURING)), Deadline.opened_on.is_not(None))
    versions: dict[int, list[Version]] = defaultdict(list)
    for row in session.scalars(
        select(DeadlineRevision).join(Deadline, Deadline.id == DeadlineRevision.deadline_id).where(mine)
    ):
        versions[row.deadline_id].append(
            Version(Interval(row.in_force_on, row.until_on), row.due_on, row.yellow_on, row.red_on)
        )
    claims: dict[int, list[Interval]] = defaultdict(list)
    for claim in session.scalars(
        select(DeadlineClaim).join(Deadline, Deadline.id == DeadlineClaim.deadline_id).where(mine)
    ):
        claims[claim.deadline_id].append(Interval(claim.claimed_on, claim.sent_back_on))
    rows = session.execute(
        select(Deadline, Milestone.weight)
        .outerjoin(Milestone, and_(Deadline.subject_kind == SubjectKind.MILESTONE, Milestone.id == Deadline.subject_id))
        .where(mine)
    )
    duties: dict[int, list[Duty]] = defaultdict(list)
    for deadline, weight in rows:
        assert deadline.opened_on is not None  # noqa: S101 — the query asks for it
        duties[deadline.task_id].append(
            Duty(
                kind=deadline.kind,
                life=Interval(deadline.opened_on, deadline.voided_on),
                versions=tuple(versions[deadline.id]),
                claims=tuple(claims[deadline.id]),
                weight=weight or 0,
                period_ends_on=deadline.period_ends_on,
            )
        )
    return duties
