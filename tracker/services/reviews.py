"""复核: asked for within its days, handled by somebody who took no part, decided by the head of government."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import Conclusion, Deadline, Department, ReviewRequest, Task
from tracker.policy.access import Actor
from tracker.policy.conclusions import barred_step, last_day
from tracker.policy.lifecycle.conclusions import CONCLUSIONS, REVIEWS
from tracker.policy.reasons import demand_clear
from tracker.policy.routes import Seat, Step
from tracker.policy.rules import RuleName
from tracker.queries.reviews import approvers, barred, deciders, of_conclusion
from tracker.queries.routes import seats
from tracker.queries.routes import steps as route_steps
from tracker.services import audit, deadlines, submissions
from tracker.services.conclusions import open_conclusion
from tracker.services.deadlines import Basis, Owed
from tracker.services.evidence import attach
from tracker.services.numbering import next_reference
from tracker.services.outbox import enqueue
from tracker.services.submissions import Decided, Put
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.conclusions import (
    OPEN_REVIEWS,
    ConclusionAct,
    ConclusionRefusal,
    ConclusionState,
    ReviewAct,
    ReviewOutcome,
    ReviewState,
)
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.reports import EvidenceOf
from tracker.vocabulary.running import AuditTag

SERIES = "督复"
_ACT_OF_OUTCOME = {
    ReviewOutcome.MAINTAINED: ConclusionAct.MAINTAIN,
    ReviewOutcome.CHANGED: ConclusionAct.CHANGE,
    ReviewOutcome.WITHDRAWN: ConclusionAct.WITHDRAW,
}


@dataclass(frozen=True)
class Ask:
    """复核申请: why, and on whose word and of which day where it came on paper (督查室代录)."""

    reason: str
    asked_by: str
    asked_on: date
    on_paper: bool = False
    evidence_ids: Sequence[int] = ()


@dataclass(frozen=True)
class Opinion:
    """复核意见 and what the reviewer proposes. ``seat_id`` is another seat to decide it than the route names."""

    words: str
    proposed: ReviewOutcome
    changed_to: str = ""
    seat_id: int | None = None


def open_review(session: Session, actor: Actor, action: Action, review_id: int) -> tuple[ReviewRequest, Conclusion]:
    """A request for review and its conclusion, for ``action``; raises as ``open_conclusion`` does."""
    row = session.get(ReviewRequest, review_id)
    if row is None:
        raise NotFound(ConclusionRefusal.NO_SUCH)
    return row, open_conclusion(session, actor, action, row.conclusion_id)


def ask(session: Session, actor: Actor, of: Conclusion, command: Ask, by: Basis, *, today: date) -> ReviewRequest:
    """申请复核. One that comes after the last day is recorded as late, and the unit told so; nothing is owed by it.

    Raises RuleBroken where it is not served, is being reviewed or has been, or for a day that cannot be.
    """
    demand_clear(command.reason)
    if of.served_on is None or of.review_until is None:
        raise RuleBroken(ConclusionRefusal.NOT_SERVED)
    _demand_first(session, of)
    day = command.asked_on
    if day > today:
        raise RuleBroken(ConclusionRefusal.IN_THE_FUTURE, day=day)
    if day < of.served_on:
        raise RuleBroken(ConclusionRefusal.ASKED_BEFORE, day=day, served=of.served_on)
    late = day > of.review_until
    number = select(func.count()).where(ReviewRequest.conclusion_id == of.id)
    row = ReviewRequest(
        conclusion_id=of.id,
        ordinal=session.scalars(number).one() + 1,
        open_of=None if late else of.id,
        state=REVIEWS.after(None, ReviewAct.ASK_LATE if late else ReviewAct.ASK),
        reason=command.reason.strip(),
        asked_by=command.asked_by,
        asked_on=day,
        on_paper=command.on_paper,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the duty names the key
    task = session.get_one(Task, of.task_id)
    attach(session, actor, task, command.evidence_ids, EvidenceOf.REVIEW, row.id)
    if late:
        said = f"{of.number}的复核申请（{day}）已超过申请期限{of.review_until}，不予受理。"
    else:
        due = _owe(session, actor, task, of, row, by, today=today)
        said = f"{of.number}的复核申请（{day}）已收到，将于{due}前作出复核决定。"
    enqueue(session, f"review:{row.id}:asked", of.department_id, "复核申请", said, task_id=of.task_id)
    enqueue(session, f"review:{row.id}:asked:office", of.office_id, "复核申请", said, task_id=of.task_id)
    audit.record(session, actor, AuditTag.REVIEW_ASKED, "review", row.id, today=today, late=late, asked_on=day)
    return row


def propose(
    session: Session, actor: Actor, row: ReviewRequest, of: Conclusion, opinion: Opinion, *, today: date
) -> None:
    """复核意见, put forward for decision. Raises RuleBroken where the reviewer took part in the conclusion, or whoever
    would decide approved it himself (政府督查工作条例 art. 17)."""
    state = REVIEWS.after(row.state, ReviewAct.PUT_FORWARD)
    _demand_apart(session, of, actor.account_id, actor.name)
    demand_clear(opinion.words)
    changes = opinion.proposed is ReviewOutcome.CHANGED
    if changes and not opinion.changed_to.strip():
        raise RuleBroken(ConclusionRefusal.NEW_TEXT_MISSING)
    if not changes and opinion.changed_to.strip():
        raise RuleBroken(ConclusionRefusal.NEW_TEXT_UNUSED)
    steps = _route(session, of, opinion.seat_id, today)
    row.state, row.opinion, row.proposed = state, opinion.words.strip(), opinion.proposed
    row.changed_to = opinion.changed_to.strip()
    row.reviewer, row.reviewer_account_id = actor.name, actor.account_id
    task = session.get_one(Task, of.task_id)
    submissions.submit(session, actor, _put(session, row, of, task, steps), today=today)


def decided(session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str:
    """复核决定: maintained, changed or withdrawn, with a number, and the unit told; 不同意: the reviewer thinks again.

    Raises RuleBroken where whoever decided took part in the conclusion, on screen or on paper.
    """
    row = session.get_one(ReviewRequest, subject_id)
    of = session.get_one(Conclusion, row.conclusion_id)
    for account_id, name in deciders(session, row.id):
        _demand_apart(session, of, account_id, name)
    if not decided.approved:
        row.state = REVIEWS.after(row.state, ReviewAct.REFUSE)
        said = "请重新办理复核意见。"
    else:
        said = _take_effect(session, actor, row, of, decided, today)
    audit.record(session, actor, AuditTag.REVIEW_DECIDED, "review", row.id, today=today, outcome=decided.outcome)
    return said


def _take_effect(
    session: Session,
    actor: Actor,
    row: ReviewRequest,
    of: Conclusion,
    decided: Decided,
    today: date,
) -> str:
    outcome = row.proposed
    assert outcome is not None  # noqa: S101 — what is put forward proposes something
    state = REVIEWS.after(row.state, ReviewAct.DECIDE)
    of.state = CONCLUSIONS.after(of.state, _ACT_OF_OUTCOME[outcome])
    row.number = next_reference(session, of.office_id, SERIES, decided.decided_on.year)
    row.state, row.outcome, row.open_of = state, outcome, None
    row.decided_by, row.decided_on = decided.approver, decided.decided_on
    if row.deadline_id is not None:
        # Decided on the day on the paper, whenever it is entered.
        deadlines.meet(session, actor, session.get_one(Deadline, row.deadline_id), today=decided.decided_on)
    if outcome is ReviewOutcome.WITHDRAWN and of.rectify_deadline_id is not None:
        deadlines.void([session.get_one(Deadline, of.rectify_deadline_id)], today=today)
    said = f"{row.number}：{of.number}经复核{outcome.label}。\n复核意见：{row.opinion}"
    if row.changed_to:
        said += f"\n变更后的结论：{row.changed_to}"
    enqueue(session, f"review:{row.id}:decided", of.department_id, "复核决定", said, task_id=of.task_id)
    return said


def _owe(
    session: Session, actor: Actor, task: Task, of: Conclusion, row: ReviewRequest, by: Basis, *, today: date
) -> date:
    """The office owes the decision from the day the request was received (natural days, art. 17)."""
    due_on = last_day(row.asked_on, by.rules.number(RuleName.REVIEW, "decide_days"))
    owed = Owed(
        DeadlineKind.REVIEW_DECISION,
        f"review-{row.id}",
        department_id=of.office_id,
        to_department_id=of.department_id,
        due_on=due_on,
    )
    row.deadline_id = deadlines.owe(session, actor, task, owed, by, today=today).id
    return due_on


def _demand_first(session: Session, of: Conclusion) -> None:
    """A conclusion is reviewed once; a late request is none."""
    for row in of_conclusion(session, of.id):
        if row.state in OPEN_REVIEWS:
            raise RuleBroken(ConclusionRefusal.REVIEW_OPEN, day=row.asked_on)
        if row.state is ReviewState.DECIDED:
            raise RuleBroken(ConclusionRefusal.REVIEWED, day=row.decided_on)
    if of.state is not ConclusionState.SERVED:
        raise RuleBroken(ConclusionRefusal.NOT_SERVED)


def _demand_apart(session: Session, of: Conclusion, account_id: int | None, name: str) -> None:
    if (how := barred(session, of).how(account_id, name)) is not None:
        raise RuleBroken(ConclusionRefusal.BARRED, name=name, how=how)


def _route(session: Session, of: Conclusion, seat_id: int | None, today: date) -> tuple[Step, ...]:
    """The steps the decision goes. Raises RuleBroken where one is left to whoever approved the conclusion."""
    known = {seat.id: seat for seat in seats(session, of.office_id, today)}
    if seat_id is not None:
        if seat_id not in known:
            raise RuleBroken(ConclusionRefusal.SEAT_UNKNOWN)
        steps: tuple[Step, ...] = (Step(1, known[seat_id].rank, seat_id),)
    else:
        steps = route_steps(session, of.office_id, ApprovalKind.REVIEW, None, today)
    taken = barred_step(steps, [Seat(one.rank, one.id) for one in known.values()], approvers(session, of.id))
    if taken is not None:
        raise RuleBroken(ConclusionRefusal.DECIDER_BARRED, name=taken.name)
    return steps


def _put(session: Session, row: ReviewRequest, of: Conclusion, task: Task, steps: tuple[Step, ...]) -> Put:
    unit = session.get_one(Department, of.department_id).name
    lines = [
        f"督查结论：{of.number} {of.conclusion}",
        f"申请理由（{unit}，{row.asked_on}）：{row.reason}",
        f"复核意见（{row.reviewer}）：{row.opinion}",
        f"建议：{row.proposed.label if row.proposed else ''}",
    ]
    if row.changed_to:
        lines.append(f"变更后的结论：{row.changed_to}")
    due = session.get_one(Deadline, row.deadline_id).due_on if row.deadline_id else None
    return Put(
        ApprovalKind.REVIEW,
        row.id,
        of.office_id,
        f"{of.number}复核决定：{task.title}"[:200],
        "\n".join(lines),
        task,
        due,
        steps,
    )
