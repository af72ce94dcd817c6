"""拟挂牌建议清单 and 拟追责建议 as they are read: by month, with rule, version and facts, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from tracker.models import Department, Endorsement, Participation, Proposal, Rule, SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.policy.rules import as_parameters
from tracker.queries.visibility import visible_to
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome
from tracker.vocabulary.people import OFFICE, Role

_MOST = 200
_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_OF_ACCOUNTABILITY = frozenset({Role.DIRECTOR, Role.SECRETARY_GENERAL})


@dataclass(frozen=True)
class ProposalRow:
    """A proposal. ``days`` are natural, on the day it was made.

    ``endorsements``: how often leaders wrote on the task or its papers; ``minded``: often enough by the rule.
    """

    id: int
    version: int
    task_id: int
    reference: str
    title: str
    lead: str
    kind: ProposalKind
    month: str
    days: int
    facts: str
    endorsements: int
    minded: bool
    rule_name: str
    rule_version: int
    clause: str
    proposed_on: date
    outcome: ProposalOutcome | None
    postponed_until: date | None
    reason: str
    decided_by: str
    decided_on: date | None


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on Proposal: the office and its leaders; what is about accountability only director and 秘书长."""
    if actor.office_id is None:
        return false()
    clauses: list[Any] = []
    if actor.roles & {*OFFICE, *_LEADERS}:
        clauses.append(Proposal.kind == ProposalKind.LISTING)
    if actor.roles & _OF_ACCOUNTABILITY:
        clauses.append(Proposal.kind == ProposalKind.ACCOUNTABILITY)
    return and_(Proposal.office_id == actor.office_id, or_(*clauses)) if clauses else false()


def of_month(session: Session, actor: Actor, month: str) -> Sequence[ProposalRow]:
    """The month's proposals that the actor may see, and those of earlier months nobody has decided."""
    on_it = or_(Proposal.month == month, and_(Proposal.month < month, Proposal.outcome.is_(None)))
    query = _proposals().where(seen_by(actor), visible_to(actor), on_it)
    rows = session.execute(query.order_by(Proposal.kind.desc(), Proposal.days.desc(), Proposal.id).limit(_MOST))
    return [_row(row) for row in rows]


def months(session: Session, actor: Actor) -> Sequence[str]:
    """The months that have a list, the latest first."""
    query = select(Proposal.month).where(seen_by(actor)).distinct().order_by(Proposal.month.desc())
    return list(session.scalars(query.limit(36)))


def one(session: Session, proposal_id: int) -> ProposalRow:
    """A proposal the caller has found visible."""
    return _row(session.execute(_proposals().where(Proposal.id == proposal_id)).one())


def of_task(session: Session, actor: Actor, task: Task, _day: date | None = None) -> Sequence[ProposalRow]:
    """A task's proposals that the actor may see, the newest first."""
    query = _proposals().where(seen_by(actor), Proposal.task_id == task.id)
    return [_row(row) for row in session.execute(query.order_by(Proposal.id.desc()))]


def waiting(session: Session, actor: Actor) -> int:
    """How many wait for the director's decision."""
    query = select(func.count()).select_from(Proposal).where(seen_by(actor), Proposal.outcome.is_(None))
    return session.scalars(query).one()


def _proposals() -> Any:
    papers = (
        select(SourceItem.source_id)
        .join(TaskSource, TaskSource.source_item_id == SourceItem.id)
        .where(TaskSource.task_id == Proposal.task_id)
        .correlate(Proposal)
    )
    endorsements = (
        select(func.count())
        .select_from(Endorsement)
        .where(or_(Endorsement.task_id == Proposal.task_id, Endorsement.source_id.in_(papers)))
        .correlate(Proposal)
        .scalar_subquery()
    )
    return (
        select(
            Proposal,
            Task.reference,
            Task.title,
            Department.name.label("lead"),
            Rule.name.label("rule_name"),
            Rule.version.label("rule_version"),
            Rule.clause,
            Rule.parameters,
            endorsements.label("endorsements"),
        )
        .join(Task, Task.id == Proposal.task_id)
        .join(Rule, Rule.id == Proposal.rule_id)
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .outerjoin(Department, Department.id == Participation.department_id)
    )


def _row(row: Any) -> ProposalRow:
    made: Proposal = row.Proposal
    return ProposalRow(
        id=made.id,
        version=made.version,
        task_id=made.task_id,
        reference=row.reference or "",
        title=row.title,
        lead=row.lead or "",
        kind=made.kind,
        month=made.month,
        days=made.days,
        facts=made.facts,
        endorsements=row.endorsements,
        minded=0 < as_parameters(row.parameters).get("minded_endorsements", 0) <= row.endorsements,
        rule_name=row.rule_name,
        rule_version=row.rule_version,
        clause=row.clause,
        proposed_on=made.proposed_on,
        outcome=made.outcome,
        postponed_until=made.postponed_until,
        reason=made.reason,
        decided_by=made.decided_by,
        decided_on=made.decided_on,
    )
