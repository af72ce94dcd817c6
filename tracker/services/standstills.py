"""未见明显进展: found by the facts of a day, shown to the unit first, which may explain; over when the work moves."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import Participation, Standstill, Task
from tracker.policy.access import Actor
from tracker.policy.reasons import demand_clear
from tracker.policy.rules import RuleName
from tracker.policy.standstill import is_alike, not_verified, repeated
from tracker.queries.standstill_ends import progress_since, said_for, with_nodes
from tracker.queries.standstill_facts import reported_on, standing_at
from tracker.services import audit
from tracker.services.access import open_task
from tracker.services.deadlines import Basis
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.escalation import StandstillKind
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.standstills import StandstillRefusal
from tracker.vocabulary.web import WebRefusal

_DAY = timedelta(days=1)


def find_standstills(session: Session, day: date, by: Basis) -> int:
    """Find on ``day`` what the day before it has completed; end what has moved since; returns how many were found.

    What is read is the day before, whole: on the last day of a period a unit may still act. So the rows are the same
    whenever on ``day`` it runs, and however late. Run twice, it writes nothing. Days must be walked one by one.
    """
    before = day - _DAY
    _end_moved(session, before, by)
    session.flush()
    found = 0
    for task_id, standing in sorted(standing_at(session, before, by.rules).items()):
        if facts := not_verified(standing, by.rules):
            found += _note(session, task_id, StandstillKind.NOT_VERIFIED, standing.periods[-1], facts, day, by)
    for task_id, said in sorted(reported_on(session, before, by.rules).items()):
        if facts := repeated(said, by.rules):
            found += _note(session, task_id, StandstillKind.REPEATED, said[0].period, facts, day, by)
    session.flush()
    return found


def open_standstill(session: Session, actor: Actor, action: Action, standstill_id: int) -> tuple[Standstill, Task]:
    """What was found, and its task, for ``action``. Raises NotFound where the actor may not know of the task."""
    row = session.get(Standstill, standstill_id)
    if row is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    return row, open_task(session, actor, action, row.task_id)


def explain(session: Session, actor: Actor, row: Standstill, words: str, *, today: date) -> None:
    """说明进展: the lead says how it stands; the office sees it beside the finding.

    Raises RuleBroken where it is over, or explained already.
    """
    if row.over_on is not None:
        raise RuleBroken(StandstillRefusal.OVER, day=row.over_on)
    if row.explained_on is not None:
        raise RuleBroken(StandstillRefusal.EXPLAINED, who=row.explained_by, day=row.explained_on)
    demand_clear(words)
    row.explanation, row.explained_by, row.explained_on = words.strip(), actor.name, today
    audit.record(session, actor, AuditTag.STANDSTILL_EXPLAINED, "standstill", row.id, today=today, task=row.task_id)
    task = session.get_one(Task, row.task_id)
    body = f"{task.reference or ''}“{task.title}”：{row.kind.label}。承办单位说明：{row.explanation}"
    enqueue(session, f"standstill:{row.id}:explained", task.office_id, "进展说明", body, task_id=task.id)


def _note(session: Session, task_id: int, kind: StandstillKind, period: str, facts: str, day: date, by: Basis) -> int:
    """Write it down unless it is known, and tell the lead."""
    known = select(Standstill.id).where(
        Standstill.task_id == task_id, Standstill.kind == kind, Standstill.period == period
    )
    if session.scalars(known).first() is not None:
        return 0
    row = Standstill(
        task_id=task_id,
        kind=kind,
        period=period,
        facts=facts,
        found_on=day,
        rule_id=by.rules.id(RuleName.STANDSTILL),
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the message names the key
    task = session.get_one(Task, task_id)
    lead = session.scalars(select(Participation.department_id).where(Participation.lead_of == task_id)).first()
    if lead is not None:
        body = f"{task.reference or ''}“{task.title}”：{facts}。情况不符或已有进展的，请说明。"
        enqueue(session, f"standstill:{row.id}", lead, "未见明显进展", body, task_id=task.id)
    return 1


def _end_moved(session: Session, day: date, by: Basis) -> None:
    """End what the office has seen move by ``day``: a node accepted, or a report that says something new.

    Where a task has nodes, only they end what was found by them.
    """
    rows = session.scalars(select(Standstill).where(Standstill.over_on.is_(None)).order_by(Standstill.id)).all()
    if not rows:
        return
    accepted, said, noded = progress_since(session, day), said_for(session, day), with_nodes(session)
    for row in rows:
        for kind, decided_on, deadline_id in accepted.get(row.task_id, ()):
            if decided_on < row.found_on:
                continue
            now, before = said[row.task_id].get(deadline_id, (None, None))
            news = now is not None and not now.unchanged and (before is None or not is_alike(now, before, by.rules))
            by_report = news and (row.kind is StandstillKind.REPEATED or row.task_id not in noded)
            if kind is DeadlineKind.MILESTONE or by_report:
                row.over_on = decided_on
                break
