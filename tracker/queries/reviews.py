"""复核: the requests, whoever must stay out of them by the record, and what waits for the office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    Account,
    Approval,
    AuditEntry,
    Conclusion,
    Deadline,
    Department,
    Finding,
    Inspection,
    InspectionMember,
    ReviewRequest,
    RoleGrant,
    SiteVisit,
    Submission,
    Task,
    TaskClerk,
)
from tracker.policy.access import Actor
from tracker.policy.conclusions import ON_SCREEN, Approver, Barred, names
from tracker.queries.conclusions import seen_by
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.conclusions import OPEN_REVIEWS
from tracker.vocabulary.people import OFFICE, AccountState
from tracker.vocabulary.running import AuditTag

Part = tuple[int | None, str, str]
"""Somebody's account, their name, and what they did."""


@dataclass(frozen=True)
class ReviewRow:
    """A request in a list; ``late`` are the natural days since it should have been decided."""

    id: int
    conclusion_id: int
    number: str
    title: str
    unit: str
    asked_on: date
    due_on: date | None
    late: int


def barred(session: Session, conclusion: Conclusion) -> Barred:
    """Everybody who took part in the conclusion, by the record: they recuse (政府督查工作条例 art. 17).

    Who drafted, put forward, approved, entered or served it; the team of its inspection, whoever went on site or wrote
    down or checked a finding; the task's responsible clerks, ever. Whoever only approved the 方案 is not among them.
    """
    session.flush()
    accounts: dict[int, str] = {}
    people: dict[str, str] = {}
    for account_id, name, how in _parts(session, conclusion):
        if account_id is not None:
            accounts.setdefault(account_id, how)
        for one in {name, *names(name)} - {""}:
            people.setdefault(one, how)
    return Barred(accounts, people)


def free_hands(session: Session, conclusion: Conclusion, out: Barred) -> Sequence[str]:
    """Whoever of the office took no part and may handle the review; often nobody, where an office is small."""
    hold = select(RoleGrant.account_id).where(RoleGrant.role.in_(sorted(OFFICE)))
    rows = session.execute(
        select(Account.id, Account.name)
        .where(
            Account.department_id == conclusion.office_id, Account.state == AccountState.ACTIVE, Account.id.in_(hold)
        )
        .order_by(Account.name)
    )
    return [row.name for row in rows if out.how(row.id, row.name) is None]


def approvers(session: Session, conclusion_id: int) -> Sequence[Approver]:
    """Who agreed to the conclusion, step by step, whenever it was put forward."""
    rows = session.scalars(
        select(Approval).where(
            Approval.kind == ApprovalKind.INSPECTION_CONCLUSION,
            Approval.subject_id.in_(_submissions(conclusion_id)),
            Approval.outcome == ApprovalOutcome.APPROVED,
        )
    )
    return [Approver(row.approver, row.rank, row.acting_for_post_id or row.post_id) for row in rows]


def deciders(session: Session, review_id: int) -> Sequence[tuple[int | None, str]]:
    """Who has decided a step of the review itself: account and name."""
    put = select(Submission.id).where(Submission.kind == ApprovalKind.REVIEW, Submission.subject_id == review_id)
    rows = session.execute(
        select(Approval.approver_account_id, Approval.approver).where(
            Approval.kind == ApprovalKind.REVIEW, Approval.subject_id.in_(put)
        )
    )
    return [(row[0], row[1]) for row in rows]


def of_conclusion(session: Session, conclusion_id: int) -> Sequence[ReviewRequest]:
    """Every request for review of a conclusion, the first first."""
    rows = select(ReviewRequest).where(ReviewRequest.conclusion_id == conclusion_id)
    return list(session.scalars(rows.order_by(ReviewRequest.ordinal)))


def decide_by(session: Session, row: ReviewRequest) -> date | None:
    """By when the office owes the decision; None for a late request."""
    return session.scalars(select(Deadline.due_on).where(Deadline.id == row.deadline_id)).first()


def open_reviews(session: Session, actor: Actor, day: date) -> Sequence[ReviewRow]:
    """What has been asked and not decided, of conclusions the actor may read, the most urgent first."""
    rows = session.execute(
        select(ReviewRequest, Conclusion.number, Task.title, Department.name, Deadline.due_on)
        .join(Conclusion, Conclusion.id == ReviewRequest.conclusion_id)
        .join(Task, Task.id == Conclusion.task_id)
        .join(Department, Department.id == Conclusion.department_id)
        .outerjoin(Deadline, Deadline.id == ReviewRequest.deadline_id)
        .where(seen_by(actor), ReviewRequest.state.in_(sorted(OPEN_REVIEWS)))
        .order_by(Deadline.due_on, ReviewRequest.id)
    )
    return [
        ReviewRow(
            row.id,
            row.conclusion_id,
            number or "",
            title,
            unit,
            row.asked_on,
            due_on,
            max((day - due_on).days, 0) if due_on else 0,
        )
        for row, number, title, unit, due_on in rows
    ]


def _parts(session: Session, conclusion: Conclusion) -> Iterator[Part]:
    yield conclusion.drafted_by_account_id, conclusion.drafted_by, "起草"
    if not conclusion.served_by.endswith(ON_SCREEN):
        yield None, conclusion.served_by, "送达"
    yield from _of_approval(session, conclusion)
    yield from _of_inspection(session, conclusion)
    yield from _on_site(session, conclusion)
    yield from _of_audit(session, conclusion)
    clerks = select(Account.id, Account.name).join(TaskClerk, TaskClerk.account_id == Account.id)
    for row in session.execute(clerks.where(TaskClerk.task_id == conclusion.task_id)):
        yield row.id, row.name, "责任督查员"


def _of_approval(session: Session, conclusion: Conclusion) -> Iterator[Part]:
    rows = session.scalars(
        select(Approval).where(
            Approval.kind == ApprovalKind.INSPECTION_CONCLUSION, Approval.subject_id.in_(_submissions(conclusion.id))
        )
    )
    for row in rows:
        yield row.approver_account_id, row.approver, "审批"
        if row.entered_by:
            yield None, row.entered_by, "补录审批"


def _of_inspection(session: Session, conclusion: Conclusion) -> Iterator[Part]:
    if conclusion.inspection_id is None:
        return
    inspection = session.get_one(Inspection, conclusion.inspection_id)
    yield None, inspection.head, "督查组长"
    yield None, inspection.proposed_by, "拟定督查方案"
    members = select(InspectionMember).where(InspectionMember.inspection_id == inspection.id)
    for one in session.scalars(members):
        yield one.account_id, one.name, "督查组成员"


def _on_site(session: Session, conclusion: Conclusion) -> Iterator[Part]:
    """Visits to the task, and findings about it, whichever inspection they were of, and all of its own inspection."""
    visits = select(SiteVisit).where(
        or_(SiteVisit.task_id == conclusion.task_id, _is(SiteVisit.inspection_id, conclusion.inspection_id))
    )
    for visit in session.scalars(visits):
        yield visit.account_id, visit.visitor, "到现场"
        yield None, visit.recorded_by, "登记现场情况"
    findings = select(Finding).where(
        or_(Finding.task_id == conclusion.task_id, _is(Finding.inspection_id, conclusion.inspection_id))
    )
    for finding in session.scalars(findings):
        yield None, finding.recorded_by, "登记督查发现"
        yield None, finding.checked_by, "核查整改"


def _of_audit(session: Session, conclusion: Conclusion) -> Iterator[Part]:
    """What the audit trail says the office's own accounts did to the conclusion, its submissions, inspection and
    findings: names change, accounts do not. An approved 方案 is not part of it."""
    findings = select(Finding.id).where(
        or_(Finding.task_id == conclusion.task_id, _is(Finding.inspection_id, conclusion.inspection_id))
    )
    visits = select(SiteVisit.id).where(
        or_(SiteVisit.task_id == conclusion.task_id, _is(SiteVisit.inspection_id, conclusion.inspection_id))
    )
    rows = session.execute(
        select(AuditEntry.account_id, AuditEntry.actor, AuditEntry.tag)
        .join(Account, Account.id == AuditEntry.account_id)
        .where(
            Account.department_id == conclusion.office_id,
            or_(
                _about("conclusion", AuditEntry.subject_id == conclusion.id),
                _about("submission", AuditEntry.subject_id.in_(_submissions(conclusion.id))),
                and_(
                    _about("inspection", _is(AuditEntry.subject_id, conclusion.inspection_id)),
                    AuditEntry.tag != AuditTag.INSPECTION_DECIDED,
                ),
                _about("finding", AuditEntry.subject_id.in_(findings)),
                _about("visit", AuditEntry.subject_id.in_(visits)),
            ),
        )
        .order_by(AuditEntry.id)
    )
    for row in rows:
        yield row.account_id, row.actor, AuditTag(row.tag).label


def _about(kind: str, which: Any) -> Any:
    return and_(AuditEntry.subject_kind == kind, which)


def _is(column: Any, key: int | None) -> Any:
    """The column names that document; nothing does where there is none."""
    return column.is_not(None) & (column == (key or 0))


def _submissions(conclusion_id: int) -> Any:
    return select(Submission.id).where(
        Submission.kind == ApprovalKind.INSPECTION_CONCLUSION, Submission.subject_id == conclusion_id
    )
