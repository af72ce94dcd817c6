"""追责建议 and 问题线索移送: what there is, on what one may rest, and the few who may know of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    AccountabilitySuggestion,
    ClueReferral,
    Conclusion,
    Department,
    Finding,
    Inspection,
    Post,
    Proposal,
    Source,
    SourceItem,
    Submission,
    Task,
    TaskSource,
)
from tracker.policy.access import Actor
from tracker.policy.accountability import HANDED_OVER, digest, reads_outcome
from tracker.queries import submissions
from tracker.queries.conclusions import standing
from tracker.vocabulary.accountability import ReferralBody, SuggestionState
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.escalation import ProposalKind
from tracker.vocabulary.inspections import FindingState
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import Regime

_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_MOST = 200


@dataclass(frozen=True)
class SuggestionRow:
    """A suggestion in a list."""

    id: int
    number: str
    reference: str
    title: str
    unit: str
    state: SuggestionState
    drafted_on: date
    transferred_on: date | None
    received_on: date | None


@dataclass(frozen=True)
class BasisRow:
    """What a suggestion may rest on: a conclusion that stands, or a failure to rectify. ``key`` names it in a form."""

    key: str
    task_id: int
    reference: str
    title: str
    department_id: int
    unit: str
    worded: str


@dataclass(frozen=True)
class ClueRow:
    id: int
    referred_on: date
    body: ReferralBody
    letter_number: str
    receipt_number: str
    received_on: date | None


def is_head(session: Session, actor: Actor) -> bool:
    """Whether the actor sits in the seat of the 行政首长."""
    if Role.LEADER not in actor.roles or actor.post_id is None:
        return False
    return session.scalars(select(Post.rank).where(Post.id == actor.post_id)).first() is PostRank.HEAD


def seen_by(session: Session, actor: Actor) -> ColumnElement[bool]:
    """A condition on AccountabilitySuggestion: the office's director; the head once it is put forward; who else
    decides it; 纪检 once it is handed over. Nobody else, not even the clerks."""
    if actor.office_id is None:
        return false()
    own = AccountabilitySuggestion.office_id == actor.office_id
    clauses: list[Any] = []
    if Role.DIRECTOR in actor.roles:
        clauses.append(own)
    if Role.DISCIPLINE in actor.roles:
        clauses.append(and_(own, AccountabilitySuggestion.state.in_(HANDED_OVER)))
    if actor.roles & _LEADERS:
        decides = select(Submission.subject_id).where(
            Submission.kind == ApprovalKind.ACCOUNTABILITY, submissions.seen_by(session, actor)
        )
        clauses.append(and_(own, AccountabilitySuggestion.id.in_(decides)))
        if is_head(session, actor):
            clauses.append(and_(own, AccountabilitySuggestion.state != SuggestionState.DRAFT))
    return or_(*clauses) if clauses else false()


def suggestions(session: Session, actor: Actor) -> Sequence[SuggestionRow]:
    """What the actor may know of, the newest first."""
    rows = session.execute(
        select(AccountabilitySuggestion, Task.reference, Task.title, Department.name)
        .join(Task, Task.id == AccountabilitySuggestion.task_id)
        .join(Department, Department.id == AccountabilitySuggestion.department_id)
        .where(seen_by(session, actor))
        .order_by(AccountabilitySuggestion.id.desc())
        .limit(_MOST)
    )
    return [
        SuggestionRow(
            one.id,
            one.number or "",
            reference or "",
            title,
            unit,
            one.state,
            one.drafted_on,
            one.transferred_on,
            one.received_on,
        )
        for one, reference, title, unit in rows
    ]


def bases(session: Session, actor: Actor, day: date, task_id: int | None = None) -> Sequence[BasisRow]:
    """What the director's office may rest a suggestion on as of ``day``, and none rests on yet; the oldest first."""
    own = Task.office_id == actor.office_id
    if task_id is not None:
        own = and_(own, Task.id == task_id)
    return [*_conclusions(session, own, day), *_failures(session, own)]


def _conclusions(session: Session, own: ColumnElement[bool], day: date) -> Iterator[BasisRow]:
    rows = session.execute(
        select(Conclusion, Task.reference, Task.title, Department.name)
        .join(Task, Task.id == Conclusion.task_id)
        .join(Department, Department.id == Conclusion.department_id)
        .where(own, standing(day), _unused(AccountabilitySuggestion.conclusion_id == Conclusion.id))
        .order_by(Conclusion.served_on, Conclusion.id)
        .limit(_MOST)
    )
    for one, reference, title, unit in rows:
        worded = f"{unit}：督查结论{one.number or ''}（{one.served_on}送达）"
        key = f"conclusion:{one.id}"
        yield BasisRow(key, one.task_id, reference or "", title, one.department_id, unit, worded)


def _failures(session: Session, own: ColumnElement[bool]) -> Iterator[BasisRow]:
    rows = session.execute(
        select(Finding, Task.reference, Task.title, Department.name, Inspection.number)
        .join(Task, Task.id == Finding.task_id)
        .join(Department, Department.id == Finding.department_id)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(
            own,
            Finding.state == FindingState.FAILED,
            _unused(AccountabilitySuggestion.finding_id == Finding.id),
        )
        .order_by(Finding.checked_on, Finding.id)
        .limit(_MOST)
    )
    for one, reference, title, unit, number in rows:
        worded = f"{unit}：{one.checked_on}核查认定整改不到位（督查{number or ''}）"
        yield BasisRow(f"finding:{one.id}", one.task_id, reference or "", title, one.department_id, unit, worded)


def _unused(on_it: ColumnElement[bool]) -> ColumnElement[bool]:
    """No suggestion rests on it, but one that was refused."""
    standing_on_it = and_(on_it, AccountabilitySuggestion.state != SuggestionState.REFUSED)
    return ~select(AccountabilitySuggestion.id).where(standing_on_it).exists()


def rests_on_its_basis(session: Session, row: AccountabilitySuggestion) -> bool:
    """Whether another suggestion, not refused, rests on the same."""
    same = (
        AccountabilitySuggestion.conclusion_id == row.conclusion_id
        if row.conclusion_id is not None
        else AccountabilitySuggestion.finding_id == row.finding_id
    )
    others = select(AccountabilitySuggestion.id).where(
        same, AccountabilitySuggestion.state != SuggestionState.REFUSED, AccountabilitySuggestion.id != row.id
    )
    return session.scalars(others.limit(1)).first() is not None


def basis_of(session: Session, row: AccountabilitySuggestion) -> str:
    """What it rests on, in words."""
    if row.conclusion_id is not None:
        one = session.get_one(Conclusion, row.conclusion_id)
        return f"督查结论{one.number or ''}（{one.served_on}送达）"
    finding = session.get_one(Finding, row.finding_id)
    return f"{finding.checked_on}核查认定整改不到位：{finding.content}"


def unit_of(session: Session, row: AccountabilitySuggestion) -> str:
    """The unit it is about."""
    return session.get_one(Department, row.department_id).name


def regimes_of(session: Session, task_id: int) -> Sequence[Regime]:
    """Under whose rules the papers stand that the task comes from."""
    return session.scalars(
        select(Source.regime)
        .join(SourceItem, SourceItem.source_id == Source.id)
        .join(TaskSource, TaskSource.source_item_id == SourceItem.id)
        .where(TaskSource.task_id == task_id)
        .distinct()
    ).all()


def proposal_for(session: Session, task_id: int) -> Proposal | None:
    """The machine's last 拟追责建议 about the task."""
    return session.scalars(
        select(Proposal)
        .where(Proposal.task_id == task_id, Proposal.kind == ProposalKind.ACCOUNTABILITY)
        .order_by(Proposal.id.desc())
        .limit(1)
    ).first()


def outcome_for(session: Session, actor: Actor, row: AccountabilitySuggestion) -> str | None:
    """The outcome, for 纪检 and the 行政首长 alone; None for anybody else."""
    return row.outcome if reads_outcome(actor.roles, is_head=is_head(session, actor)) else None


@dataclass(frozen=True)
class Exported:
    """The paper as text, and the SHA-256 of exactly that text."""

    text: str
    digest: str


def exported(session: Session, row: AccountabilitySuggestion) -> Exported:
    """What was put forward, word for word; nothing that came after, and never the outcome."""
    task = session.get_one(Task, row.task_id)
    said = (
        ("编号", row.number or "（未编号）"),
        ("督办事项", f"{task.reference or ''} {task.title}".strip()),
        ("责任单位", unit_of(session, row)),
        ("依据", basis_of(session, row)),
        ("追责事由", row.grounds),
        ("违反的规定条款", row.clause),
        ("从轻情节", row.lighter),
        ("从重情节", row.heavier),
        ("免责情节", row.exempt),
        ("主要负责人连带责任", row.head_joint),
        ("集体研究", f"{row.studied_on or ''} {row.study}".strip()),
        ("批准", f"{row.approved_on} {row.approved_by}" if row.approved_on else ""),
    )
    lines = [f"{label}：{text or '无'}" for label, text in said]
    text = "\n".join(["追责建议", *lines, "证据目录", row.evidence, ""])
    return Exported(text, digest(text))


def clues(session: Session, actor: Actor) -> Sequence[ClueRow]:
    """The office's register of clues handed over, the newest first."""
    rows = session.scalars(
        select(ClueReferral)
        .where(ClueReferral.office_id == actor.office_id)
        .order_by(ClueReferral.referred_on.desc(), ClueReferral.id.desc())
        .limit(_MOST)
    )
    return [
        ClueRow(one.id, one.referred_on, one.body, one.letter_number, one.receipt_number, one.received_on)
        for one in rows
    ]
