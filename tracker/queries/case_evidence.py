"""证据目录: what the record holds about a unit's part in a task, a line for each thing that happened; as many
statements whatever there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.models import (
    CallRecord,
    Card,
    Conclusion,
    Deadline,
    DeadlineClaim,
    DeadlineRevision,
    Finding,
    Inspection,
    Listing,
    Milestone,
    Participation,
    ProgressReport,
    SiteVisit,
    Task,
    TaskTransition,
    WarningSlip,
)
from tracker.policy.accountability import Line
from tracker.vocabulary.cards import CardKind
from tracker.vocabulary.deadlines import DeadlineKind, SubjectKind
from tracker.vocabulary.lifecycle import TaskAct

# What a unit owes with a date of its own; a slip, a listing and a finding stand for theirs.
_OWED = (
    DeadlineKind.ACKNOWLEDGEMENT,
    DeadlineKind.PLAN,
    DeadlineKind.MILESTONE,
    DeadlineKind.REPORT,
    DeadlineKind.HELPER_ANSWER,
    DeadlineKind.FINAL,
    DeadlineKind.SLIP_ANSWER,
    DeadlineKind.LISTING_TERM,
    DeadlineKind.RECTIFICATION,
)


def evidence_lines(session: Session, task: Task, department_id: int, day: date) -> Sequence[Line]:
    """The record about the unit up to ``day``, in order of time."""
    lines = [
        *_assigned(session, task, department_id),
        *_missed(session, task.id, department_id, day),
        *_sent_back(session, task.id, department_id),
        *_urged(session, task.id, department_id),
        *_slips(session, task.id, department_id),
        *_listings(session, task.id),
        *_visits(session, task.id),
        *_findings(session, task.id, department_id),
        *_conclusions(session, task.id, department_id),
    ]
    return sorted((line for line in lines if line.day <= day), key=lambda line: line.day)


def _assigned(session: Session, task: Task, department_id: int) -> Iterator[Line]:
    if task.assigned_on is not None:
        yield Line(task.assigned_on, "交办（督办单）", task.reference or "")
    cards = select(Card).where(
        Card.task_id == task.id, Card.kind == CardKind.SUPERVISION, Card.department_id == department_id
    )
    for card in session.scalars(cards.order_by(Card.id)):
        yield Line(card.from_on, "发督办卡", card.number)
    parts = select(Participation).where(Participation.task_id == task.id, Participation.department_id == department_id)
    for part in session.scalars(parts.order_by(Participation.id)):
        if part.answered_on is not None and part.answer is not None:
            yield Line(part.answered_on, f"答复交办：{part.answer.label}", task.reference or "")


def _missed(session: Session, task_id: int, department_id: int, day: date) -> Iterator[Line]:
    """Every date the unit let pass: on it, how late it was met or still is, and how far it had been put off before."""
    first = select(DeadlineRevision.deadline_id, func.min(DeadlineRevision.due_on).label("due_on")).where(
        DeadlineRevision.ordinal == 1
    )
    first = first.group_by(DeadlineRevision.deadline_id)
    original = first.subquery()
    rows = session.execute(
        select(Deadline, Milestone.content, original.c.due_on.label("first_due"))
        .outerjoin(Milestone, (Deadline.subject_kind == SubjectKind.MILESTONE) & (Milestone.id == Deadline.subject_id))
        .outerjoin(original, original.c.deadline_id == Deadline.id)
        .where(
            Deadline.task_id == task_id,
            Deadline.owed_by_department_id == department_id,
            Deadline.kind.in_(_OWED),
            Deadline.opened_on.is_not(None),
            Deadline.voided_on.is_(None),
            Deadline.due_on < day,
            or_(Deadline.met_on.is_(None), Deadline.met_on > Deadline.due_on),
        )
        .order_by(Deadline.due_on, Deadline.id)
    )
    for row in rows:
        yield Line(row.Deadline.due_on, _worded(row, day), row.Deadline.period)


def _worded(row: Any, day: date) -> str:
    duty: Deadline = row.Deadline
    due_on = duty.due_on or day
    what = f"{duty.kind.label}“{row.content}”" if row.content else duty.kind.label
    if duty.met_on is not None:
        how = f"逾期{(duty.met_on - due_on).days}天完成"
    else:
        how = f"到期未完成，至{day}已逾期{(day - due_on).days}天"
    slipped = (due_on - row.first_due).days if row.first_due else 0
    return f"{what}{how}" + (f"；此前由{row.first_due}延期{slipped}天" if slipped > 0 else "")


def _sent_back(session: Session, task_id: int, department_id: int) -> Iterator[Line]:
    moves = select(TaskTransition).where(TaskTransition.task_id == task_id, TaskTransition.act == TaskAct.SEND_BACK)
    for move in session.scalars(moves.order_by(TaskTransition.id)):
        yield Line(move.happened_on, f"报结退回重办：{move.reason}")
    claims = (
        select(DeadlineClaim, Milestone.content)
        .join(Deadline, Deadline.id == DeadlineClaim.deadline_id)
        .join(Milestone, (Deadline.subject_kind == SubjectKind.MILESTONE) & (Milestone.id == Deadline.subject_id))
        .where(
            Deadline.task_id == task_id,
            Deadline.owed_by_department_id == department_id,
            DeadlineClaim.sent_back_on.is_not(None),
        )
    )
    for claim, node in session.execute(claims.order_by(DeadlineClaim.id)):
        yield Line(claim.sent_back_on or claim.claimed_on, f"节点“{node}”申报退回：{claim.reason}")
    reports = select(ProgressReport).where(
        ProgressReport.task_id == task_id,
        ProgressReport.department_id == department_id,
        ProgressReport.decided_on.is_not(None),
        ProgressReport.reason != "",
    )
    for report in session.scalars(reports.order_by(ProgressReport.id)):
        if report.decided_on is not None:
            yield Line(report.decided_on, f"反馈退回：{report.reason}")


def _urged(session: Session, task_id: int, department_id: int) -> Iterator[Line]:
    """Calls and messages; whom they reached is not said: it is the unit that answers."""
    calls = select(CallRecord).where(CallRecord.task_id == task_id, CallRecord.department_id == department_id)
    for call in session.scalars(calls.order_by(CallRecord.id)):
        yield Line(call.happened_on, call.channel.label)


def _slips(session: Session, task_id: int, department_id: int) -> Iterator[Line]:
    slips = select(WarningSlip).where(
        WarningSlip.task_id == task_id,
        WarningSlip.department_id == department_id,
        WarningSlip.issued_on.is_not(None),
    )
    for slip in session.scalars(slips.order_by(WarningSlip.id)):
        number = slip.number or ""
        if slip.issued_on is not None:
            yield Line(slip.issued_on, f"签发{slip.colour.label}", number)
        if slip.acknowledged_on is not None:
            yield Line(slip.acknowledged_on, f"签收{slip.colour.label}", number)
        if slip.answered_on is not None:
            yield Line(slip.answered_on, f"答复{slip.colour.label}：{slip.answer}", number)


def _listings(session: Session, task_id: int) -> Iterator[Line]:
    rows = session.execute(
        select(Listing, Deadline.due_on)
        .outerjoin(Deadline, Deadline.id == Listing.deadline_id)
        .where(Listing.task_id == task_id, Listing.listed_on.is_not(None))
        .order_by(Listing.id)
    )
    for listing, due_on in rows:
        term = f"，期限{due_on}" if due_on else f"，期限{listing.term}个工作日"
        yield Line(
            listing.listed_on or listing.proposed_on, f"挂牌督办（{listing.limb.label}）{term}", listing.number or ""
        )
        if listing.released_on is not None:
            yield Line(listing.released_on, "解除挂牌督办", listing.number or "")


def _visits(session: Session, task_id: int) -> Iterator[Line]:
    for visit in session.scalars(select(SiteVisit).where(SiteVisit.task_id == task_id).order_by(SiteVisit.id)):
        passed = "" if visit.passed is None else "，验收合格" if visit.passed else "，验收不合格"
        yield Line(visit.visited_on, f"到现场{passed}：{visit.found}")


def _findings(session: Session, task_id: int, department_id: int) -> Iterator[Line]:
    rows = session.execute(
        select(Finding, Inspection.number)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(Finding.task_id == task_id, Finding.department_id == department_id)
        .order_by(Finding.id)
    )
    for finding, number in rows:
        yield Line(finding.found_on, f"督查发现：{finding.content}", number or "")
        if finding.checked_on is not None:
            yield Line(finding.checked_on, f"核查整改：{finding.state.label}，{finding.check_words}", number or "")


def _conclusions(session: Session, task_id: int, department_id: int) -> Iterator[Line]:
    served = select(Conclusion).where(
        Conclusion.task_id == task_id, Conclusion.department_id == department_id, Conclusion.served_on.is_not(None)
    )
    for one in session.scalars(served.order_by(Conclusion.id)):
        if one.served_on is not None:
            yield Line(one.served_on, f"督查结论送达：{one.conclusion}", one.number or "")
