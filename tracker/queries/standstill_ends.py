"""What ends 未见明显进展, set-based: what the office has accepted of tasks that stand still."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Deadline, DeadlineClaim, Standstill
from tracker.policy.standstill import Said
from tracker.queries.standstill_facts import reports_of
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind


def progress_since(session: Session, day: date) -> Mapping[int, Sequence[tuple[DeadlineKind, date, int]]]:
    """What the office accepted for tasks that stand still, by the end of ``day``: kind, the day, and the deadline."""
    rows = session.execute(
        select(Deadline.task_id, Deadline.kind, DeadlineClaim.decided_on, Deadline.id)
        .join(DeadlineClaim, DeadlineClaim.deadline_id == Deadline.id)
        .where(
            Deadline.task_id.in_(select(Standstill.task_id).where(Standstill.over_on.is_(None))),
            Deadline.kind.in_((DeadlineKind.MILESTONE, DeadlineKind.REPORT)),
            DeadlineClaim.outcome == ClaimOutcome.ACCEPTED,
            DeadlineClaim.decided_on <= day,
        )
        .order_by(DeadlineClaim.decided_on, Deadline.id)
    )
    found: dict[int, list[tuple[DeadlineKind, date, int]]] = defaultdict(list)
    for task_id, kind, decided_on, deadline_id in rows:
        if decided_on is not None:
            found[task_id].append((kind, decided_on, deadline_id))
    return found


def with_nodes(session: Session) -> frozenset[int]:
    """Tasks that stand still and have nodes, by which alone it can be seen whether they move."""
    still = select(Standstill.task_id).where(Standstill.over_on.is_(None))
    nodes = select(Deadline.task_id).where(
        Deadline.kind == DeadlineKind.MILESTONE, Deadline.voided_on.is_(None), Deadline.task_id.in_(still)
    )
    return frozenset(session.scalars(nodes))


def said_for(session: Session, day: date) -> Mapping[int, Mapping[int, tuple[Said, Said | None]]]:
    """Of tasks that stand still: task → the deadline of each report sent by ``day`` → what it said, and before it."""
    rows = session.execute(reports_of(select(Standstill.task_id).where(Standstill.over_on.is_(None)), day)).all()
    found: dict[int, dict[int, tuple[Said, Said | None]]] = defaultdict(dict)
    before: dict[tuple[int, int], Said] = {}
    for row in reversed(rows):
        key = (row.task_id, row.department_id)
        said = Said(row.period, row.done, row.unchanged)
        found[row.task_id][row.deadline_id] = (said, before.get(key))
        before[key] = said
    return found
